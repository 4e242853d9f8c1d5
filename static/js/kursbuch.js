// Comforts only; every page works without this file.

// A page-level dialog becomes a real one: focus stays inside, Escape follows its closing link.
for (const dialog of document.querySelectorAll("dialog.kb-dialog[open]")) {
  const close = dialog.querySelector("[data-close]");
  document.querySelector(".kb-scrim")?.remove();
  dialog.close();
  dialog.showModal();
  dialog.focus();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close?.click();
  });
}

// Panels close by Escape (focus returns to their button) and by a click beside them.
const panels = () => document.querySelectorAll("details.kb-drop[open], details.kb-chooser[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of panels()) {
    panel.open = false;
    if (panel.contains(document.activeElement)) panel.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const panel of panels()) if (!panel.contains(event.target)) panel.open = false;
});

// All rows of a page at once; without this file they are ticked one by one.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  const boxes = all.closest("table").querySelectorAll("tbody .tick input");
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
}

// The second half of a double click sends nothing again; the way back finds every form open.
const PAUSE = 5000;
const sent = new Map();
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (Date.now() - (sent.get(event.target) ?? -PAUSE) < PAUSE) event.preventDefault();
  else sent.set(event.target, Date.now());
});
window.addEventListener("pageshow", () => sent.clear());

// What the browser prints anyway, within reach.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A refusal is what the reader came back to: start there.
document.querySelector(".kb-note.refusal[tabindex]")?.focus();

// Long work tells how far it is: its part of the page is fetched again until it needs no more.
const renew = async (part) => {
  const answer = await fetch(part.dataset.renew, { headers: { "X-Renew": "1" } });
  if (!answer.ok) return;
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  const fresh = box.content.firstElementChild;
  part.replaceWith(fresh);
  if (fresh.dataset.renew) setTimeout(renew, 2000, fresh);
};
for (const part of document.querySelectorAll("[data-renew]")) setTimeout(renew, 2000, part);
