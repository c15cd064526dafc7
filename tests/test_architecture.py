"""The house keeps its shape: what may import what, no cycles, and no room for things without one."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("cogs", "bot", "data", "engine")
"""Each may import itself and what stands to its right."""

OUTSIDE_THE_ENGINE = {
    "aiohttp", "aiosqlite", "alembic", "asyncpg", "discord", "http", "pydantic", "pydantic_settings", "redis",
    "requests", "simcord", "socket", "sqlalchemy", "sqlite3", "ssl", "structlog", "urllib",
}  # fmt: skip
OUTSIDE_THE_DATA = {"discord", "simcord"}
WITHOUT_DISCORD = ("bot.recommender", "bot.services", "bot.admission", "bot.questions", "bot.settings", "bot.errors")
IMPORT_NAMES = {
    "discord.py": "discord",
    "pillow": "PIL",
    "pydantic-settings": "pydantic_settings",
    "scikit-learn": "sklearn",
}
"""Distributions whose package is called otherwise."""
NOT_NEEDED_TO_RUN = {
    "annoy",  # the exact index serves without it
    "faiss",  # as above
    "simcord",  # the demo's
    "soxr",  # the compared network's
    "librosa",  # what tempo and key are compared with
    "matplotlib",  # pictures of the evaluation
    "implicit",  # what the collaborative models are compared with
    "pyarrow",  # playlists of the evaluation
    "lightgbm",  # ranks them
}
NO_ROOM = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "stuff"}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Every module of the four rooms by its dotted name."""
    return {_name(path): path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}


def _is_for_types_only(node: ast.If) -> bool:
    test = node.test
    return "TYPE_CHECKING" in (getattr(test, "id", ""), getattr(test, "attr", ""))


def _imports(node: ast.AST, package: list[str]) -> Iterator[tuple[str, str]]:
    """Every import that happens at run time, as (module, name taken from it)."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and _is_for_types_only(child):
            continue
        if isinstance(child, ast.Import):
            yield from ((alias.name, "") for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = package[: len(package) - child.level + 1] if child.level else []
            module = ".".join([*base, *([child.module] if child.module else [])])
            yield from ((module, alias.name) for alias in child.names)
        else:
            yield from _imports(child, package)


@cache
def imports(name: str) -> frozenset[str]:
    """What a module imports: full names of our own modules, and of others as they are written."""
    path = modules()[name]
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for module, taken in _imports(ast.parse(path.read_text("utf-8")), package):
        whole = f"{module}.{taken}"
        found.add(whole if whole in modules() else module)
    return frozenset(found)


def _import_name(requirement: str) -> str:
    name = Requirement(requirement).name
    return IMPORT_NAMES.get(name, name.lower())


def room(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def test_there_is_something_to_look_at() -> None:
    assert {room(name) for name in modules()} == set(ROOMS)
    assert "engine.errors" in imports("bot.explain") | imports("data.errors") | imports("engine.audio")


def test_imports_go_to_the_right_only() -> None:
    against = [
        f"{name} imports {imported}"
        for name in modules()
        for imported in imports(name)
        if room(imported) in ROOMS and ROOMS.index(room(imported)) < ROOMS.index(room(name))
    ]
    assert against == []


def test_nothing_in_the_house_imports_tests_or_benchmarks() -> None:
    assert [name for name in modules() for imported in imports(name) if room(imported) in {"tests", "benchmarks"}] == []


def test_the_engine_knows_no_discord_no_database_and_no_network() -> None:
    found = [
        f"{name} imports {imported}"
        for name in modules()
        if room(name) == "engine"
        for imported in imports(name)
        if room(imported) in OUTSIDE_THE_ENGINE
    ]
    assert found == []


def test_the_data_know_no_discord() -> None:
    found = [name for name in modules() if room(name) == "data" and {room(i) for i in imports(name)} & OUTSIDE_THE_DATA]
    assert found == []


@pytest.mark.parametrize("name", WITHOUT_DISCORD)
def test_the_use_case_knows_no_discord(name: str) -> None:
    assert "discord" not in {room(imported) for imported in imports(name)}


def test_only_the_demo_knows_the_simulator() -> None:
    found = [name for name in modules() if "simcord" in {room(imported) for imported in imports(name)}]
    assert [name for name in found if not name.startswith("bot.demo")] == []


def test_modules_form_no_cycle() -> None:
    done: set[str] = set()
    trail: list[str] = []

    def visit(name: str) -> None:
        if name in trail:
            raise AssertionError(" -> ".join([*trail[trail.index(name) :], name]))
        if name in done:
            return
        trail.append(name)
        for imported in sorted(imports(name)):
            if imported in modules() and imported != name:
                visit(imported)
        trail.pop()
        done.add(name)

    for name in modules():
        visit(name)


def test_what_is_imported_is_installed_with_what_uses_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = set(map(_import_name, project["dependencies"]))
    missing = [
        f"{name} imports {outside}"
        for name in modules()
        for outside in map(room, imports(name))
        if outside not in {*ROOMS, *sys.stdlib_module_names, *required, *NOT_NEEDED_TO_RUN}
    ]
    assert missing == []


def test_every_module_has_a_room_of_its_own() -> None:
    assert [name for name in modules() if set(name.split(".")) & NO_ROOM] == []


def test_every_module_says_what_it_is() -> None:
    silent = [name for name, path in modules().items() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert [name for name in silent if ".versions." not in name] == []


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    left = [f"{name}: {mark}" for name, path in modules().items() for mark in marks if mark in path.read_text("utf-8")]
    assert left == []
