// Loaded in the head, before anything is painted: follows the device unless the reader chose.
const root = document.documentElement;
if (root.dataset.theme === "device") {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
}
