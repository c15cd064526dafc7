"""The documents keep up with the code: settings, targets, commands, links, and what the README tells one to type."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest

from bot.settings import CONCERNS, variable
from data.tables import MEMBER_INFO, Base

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text("utf-8")
GUIDE = (ROOT / "docs" / "guide.md").read_text("utf-8")
OPERATORS = (ROOT / "docs" / "operators.md").read_text("utf-8")

VARIABLES = [variable(concern, name) for concern in CONCERNS for name in concern.model_fields]
TARGETS = re.findall(r"^([a-z-]+): ##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def identify(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchor(heading: str) -> str:
    """A heading's fragment, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def shell_lines(text: str) -> list[str]:
    blocks = re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ").split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def commands() -> list[str]:
    """Every slash command as a member types it, read from the cogs."""
    found = []
    for path in sorted((ROOT / "cogs").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                found += _commands_of(node)
    return found


def _named(call: ast.Call) -> str | None:
    return next(
        (word.value.value for word in call.keywords if word.arg == "name" and isinstance(word.value, ast.Constant)),
        None,
    )


def _commands_of(cog: ast.ClassDef) -> list[str]:
    groups = {
        target.id: _named(node.value)
        for node in cog.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _called(node.value) == "Group"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    own_group = next(
        (
            word.value.value
            for word in cog.keywords
            if word.arg == "group_name" and isinstance(word.value, ast.Constant)
        ),
        None,
    )
    found = []
    for node in cog.body:
        if not isinstance(node, ast.AsyncFunctionDef):
            continue
        for decorator in node.decorator_list:
            if not (isinstance(decorator, ast.Call) and _called(decorator) == "command"):
                continue
            owner = getattr(getattr(decorator.func, "value", None), "id", "")
            parent = groups.get(owner) or own_group
            found.append("/" + " ".join(filter(None, (parent, _named(decorator) or node.name))))
    return found


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_the_commands_are_found() -> None:
    assert {"/recommend", "/history show", "/privacy delete", "/help"} <= set(commands())


def test_no_command_twice() -> None:
    assert len(commands()) == len(set(commands()))


def test_every_command_is_in_the_guide() -> None:
    assert [command for command in commands() if f"`{command}`" not in GUIDE] == []


@pytest.mark.parametrize("name", VARIABLES)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in OPERATORS


def test_no_setting_is_explained_that_is_not_there() -> None:
    elsewhere = {"SEGUE_LOG_JSON"} - set(VARIABLES)
    named = set(re.findall(r"`((?:SEGUE|DISCORD)_[A-Z_]+)", "".join(path.read_text("utf-8") for path in DOCUMENTS)))
    assert named - set(VARIABLES) - elsewhere == set()


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_in_the_readme(target: str) -> None:
    assert re.search(rf"make {target}\b(?!-)", README)


@pytest.mark.parametrize("path", DOCUMENTS, ids=identify)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    for target in re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, fragment = target.partition("#")
        found = (path.parent / file) if file else path
        assert found.exists(), target
        if fragment:
            headings = re.findall(r"^#+ (.*)$", found.read_text("utf-8"), re.MULTILINE)
            assert fragment in {anchor(heading) for heading in headings}, target


@pytest.mark.parametrize("path", DOCUMENTS, ids=identify)
def test_what_is_told_to_type_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    typed = [*shell_lines(text), *re.findall(r"`((?:make|python -m) [^`\n]+)`", text)]
    for line in typed:
        made = re.match(r"make ([a-z-]+)", line)
        if made:
            assert made.group(1) in TARGETS, line
        module = re.search(r"python -m ([a-z][\w.]*)", line)
        if module and module.group(1) not in {"pytest", "ruff", "mypy"}:
            name = module.group(1)
            assert importlib.util.find_spec(name) is not None, line
            spec = importlib.util.find_spec(name)
            if spec is not None and spec.submodule_search_locations is not None:
                assert importlib.util.find_spec(f"{name}.__main__") is not None, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=identify)
def test_python_examples_run(path: Path) -> None:
    for block in re.findall(r"^```python\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        exec(compile(block, str(path), "exec"), {"__name__": "example"})


def test_paths_that_are_named_exist() -> None:
    for path in DOCUMENTS:
        for named in re.findall(
            r"`((?:bot|cogs|data|engine|tests|docs|requirements|benchmarks)/[\w./-]*)`", path.read_text("utf-8")
        ):
            assert (ROOT / named).exists(), f"{path.name}: {named}"


def test_the_readme_opens_with_a_picture_that_is_light() -> None:
    picture = re.search(r"!\[[^\]]+\]\((docs/images/[^)]+)\)", README)
    assert picture is not None
    assert README.index(picture.group(0)) < README.index("make demo")
    assert (ROOT / picture.group(1)).stat().st_size < 400_000


def test_what_is_kept_of_a_member_is_told_as_the_tables_declare_it() -> None:
    told = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    declared = {table.name: table.info[MEMBER_INFO] for table in Base.metadata.sorted_tables}
    for name, data in declared.items():
        if data is not None:
            assert f"| `{name}` | {data.describes} | {data.why} | {data.until} |" in told
