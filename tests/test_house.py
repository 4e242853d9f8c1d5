"""The house checks itself: who knows whom, what is unused, what is missing, what is misnamed."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template import engines
from django.urls import URLResolver, get_resolver

from catalog.methods import installed
from tests import house

# Rendered by name from Django or the libraries, never named by us.
CALLED_FROM_OUTSIDE = {"403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
SOURCES = [*house.modules(), *house.templates()]


def test_contracts_between_the_rooms_hold():
    command = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([command], cwd=house.ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_say_what_they_do():
    written = [path.stem for app in house.APPS for path in house.ROOT.glob(f"{app}/migrations/0*")]
    assert [name for name in written if re.match(r"\d+_(auto|alter|remove)_", name)] == []


def overrides_a_library(name: str) -> bool:
    """Takes the place of a template that a library renders."""
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    ours = [house.ROOT / app / "templates" for app in house.APPS]
    return any((folder / name).exists() for folder in folders if folder not in ours)


def is_named(name: str, sources: str) -> bool:
    """By its own name, or, as the mail of an event, by the name of its folder."""
    if name.startswith("emails/") and name.count("/") == 2:
        return f'"{name.split("/")[1]}"' in sources
    return f"{name}" in sources


def test_templates_are_all_used():
    sources = "\n".join(path.read_text() for path in SOURCES)
    names = [str(path.relative_to(house.ROOT / "templates")) for path in house.templates()]
    unused = [
        name
        for name in names
        if not (
            name in CALLED_FROM_OUTSIDE or is_named(name, sources) or overrides_a_library(name)
        )
    ]
    assert unused == []


def test_templates_all_compile():
    for path in house.templates():
        if path.suffix in {".html", ".txt"}:
            engines["django"].get_template(str(path.relative_to(house.ROOT / "templates")))


def events_written() -> Iterator[str]:
    """The names of events that mail modules put into the outbox."""
    for module in house.modules():
        for node in ast.walk(house.parsed(module)):
            if isinstance(node, ast.Call) and called(node).endswith("queue"):
                given = [word.value for word in node.keywords if word.arg == "event"]
                yield from constants(given or node.args[:1])
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "event":
                yield from constants([node.value])


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from constants([node.body, node.orelse])
        if isinstance(node, ast.Constant):
            yield str(node.value)


def test_every_mail_has_subject_text_and_html():
    folders = {path.parent for path in house.templates() if path.parent.parent.name == "emails"}
    told = {folder.name: {path.name for path in folder.iterdir()} for folder in folders}
    events = set(events_written()) | set(told)
    whole = {"subject.txt", "body.txt", "body.html"}
    assert {event: told.get(event) for event in events if told.get(event) != whole} == {}
    assert len(events) > 3


@pytest.mark.parametrize("path", settings.ACCESS_METHODS)
def test_every_access_method_has_a_test(path):
    key = path.split(".")[-2]
    assert list((house.ROOT / "tests").rglob(f"test_{key}.py")), f"no test of {path}"


def test_every_access_method_stands_in_a_file_of_its_own():
    modules = [path.rpartition(".")[0] for path in settings.ACCESS_METHODS]
    assert len(set(modules)) == len(modules)
    assert set(installed()) == {module.rpartition(".")[2] for module in modules}


def names(resolver: URLResolver, space: str = "", route: str = "") -> Iterator[str]:
    """Each name with what its address asks for: one name may lead to two, told apart by that."""
    for entry in resolver.url_patterns:
        here = f"{route}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from names(entry, inner, here)
        elif entry.name:
            asked = sorted(re.findall(r"<(?:\w+:)?(\w+)>", here))
            yield f"{space}{entry.name}({', '.join(asked)})"


def test_no_address_is_named_twice():
    times = Counter(names(get_resolver()))
    assert [name for name, found in times.items() if found > 1] == []
    assert "catalog:index()" in times


def test_no_module_is_named_after_nothing():
    empty = re.compile(r"utils|helpers?|services?|misc|common|base_?\w*|managers?")
    assert [house.told(path) for path in house.modules() if empty.fullmatch(path.stem)] == []


def test_no_module_imports_everything():
    stars = [house.told(path) for path in house.modules() if "import *" in path.read_text()]
    assert stars == []


def test_imports_inside_functions_are_explained():
    silent = []
    for module in house.modules():
        lines = module.read_text().splitlines()
        for node in ast.walk(house.parsed(module)):
            for inner in ast.walk(node) if isinstance(node, house.Function) else ():
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    near = lines[inner.lineno - 2 : inner.end_lineno]
                    if not any("#" in line for line in near):
                        silent.append(f"{house.told(module)}:{inner.lineno}")
    assert silent == []


def test_requirements_name_no_address():
    locks = [*house.ROOT.glob("requirements/*"), house.ROOT / "package-lock.json"]
    assert [house.told(path) for path in locks if "://" in path.read_text()] == []


def test_requirements_are_those_of_the_project():
    """Every dependency that pyproject.toml names is locked, and says why it is here."""
    project = (house.ROOT / "pyproject.toml").read_text()
    named = re.findall(r'^    "([\w-]+)[^"]*",(\s+# \w.*)?$', project, re.MULTILINE)
    locked = (house.ROOT / "requirements" / "test.txt").read_text().lower()
    dependencies = [(name, why) for name, why in named if f"\n{name.lower()}==" in f"\n{locked}"]
    assert len(dependencies) > 30
    assert [name for name, why in dependencies if not why] == []


def test_vendored_icons_are_those_that_are_listed():
    [folder] = (house.ROOT / "static" / "vendor").glob("bootstrap-icons-*")
    listed = (house.ROOT / "static" / "vendor" / "icons.txt").read_text().split()
    assert sorted(path.stem for path in folder.glob("*.svg")) == sorted(listed)


def test_operators_are_told_every_variable():
    settings_file = (house.ROOT / "config" / "settings.py").read_text()
    read = re.findall(r"""env(?:\.\w+)?\(["']([A-Z_]+)["']""", settings_file)
    guide = (house.ROOT / "docs" / "operators.md").read_text()
    assert {name for name in read if f"| `{name}` |" not in guide} == set()
    assert "SECRET_KEY" in read


def constraints() -> Iterator[tuple[str, str]]:
    """The name of every constraint, and its sentence for people."""
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in house.APPS:
            for constraint in model._meta.constraints:
                yield constraint.name, str(constraint.violation_error_message)


def test_every_constraint_is_violated_in_a_test():
    told = "\n".join(path.read_text() for path in (house.ROOT / "tests").rglob("*.py"))
    assert [name for name, said in constraints() if name not in told and said not in told] == []
