"""The two commands: every target sets itself up, nothing is done twice, and the locks say what pyproject.toml asks."""

from __future__ import annotations

import importlib.util
import os
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TARGETS = re.findall(r"^([a-z-]+): ##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
NEEDS_NOTHING = {"help", "clean"}


def make(*arguments: str, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "-C", str(ROOT), "--no-print-directory", *arguments]
    done = subprocess.run(command, env={**clean, **environment}, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def install() -> ModuleType:
    spec = importlib.util.spec_from_file_location("segue_install", ROOT / "requirements" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_help_lists_every_target() -> None:
    shown = make("help")
    assert {"demo", "test", "test-long", "run", "lint", "train", "evaluate", "bench", "lock", "help"} <= set(TARGETS)
    for target in TARGETS:
        assert re.search(rf"^  {target} +\S", shown, re.MULTILINE), target


@pytest.mark.parametrize("target", sorted(set(TARGETS) - NEEDS_NOTHING))
def test_every_target_sets_up_what_it_needs(target: str) -> None:
    planned = make("--dry-run", target)
    assert "requirements/install.py" in planned


def test_the_demo_takes_its_port_from_the_variable() -> None:
    assert "bot.demo --port 8123" in make("--dry-run", "demo", "PORT=8123")
    assert "--port" not in make("--dry-run", "demo", "PORT=")


def test_the_torch_index_reaches_the_set_up() -> None:
    assert '--torch-index "https://example.org/whl"' in make("-n", "run", "TORCH_INDEX=https://example.org/whl")


def test_a_completed_environment_is_left_alone(install: ModuleType, tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    install.write_stamp(tmp_path, {"demo": install.digest_of("demo", "")})
    before = sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*"))
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert install.install("demo", tmp_path, "") == 0
    finally:
        tmp_path.chmod(stat.S_IRWXU)
    assert sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*")) == before


def test_what_was_installed_is_told_apart(install: ModuleType) -> None:
    digests = {install.digest_of(group, index) for group in install.GROUPS for index in ("", "https://example.org")}
    assert len(digests) == 2 * len(install.GROUPS)


def test_a_damaged_stamp_means_nothing_was_installed(install: ModuleType, tmp_path: Path) -> None:
    (tmp_path / install.STAMP).write_text("{", "utf-8")
    assert install.read_stamp(tmp_path) == {}
    assert install.read_stamp(tmp_path / "absent") == {}


def test_without_a_compiler_the_set_up_says_so_and_goes_on(tmp_path: Path) -> None:
    program = (
        "import runpy, sys; from pathlib import Path\n"
        f"names = runpy.run_path({str(ROOT / 'requirements' / 'install.py')!r})\n"
        "names['install_annoy'](Path(sys.executable))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert "no C++ compiler found: going on without Annoy" in done.stdout


def _locked(group: str) -> dict[str, str]:
    pins: dict[str, str] = {}
    for line in (ROOT / "requirements" / f"{group}.lock").read_text("utf-8").splitlines():
        if line.startswith("-r "):
            pins |= _locked(line.removeprefix("-r ").removesuffix(".lock"))
        elif "==" in line:
            name, _, version = line.partition("==")
            pins[canonicalize_name(name)] = version
    return pins


@pytest.mark.parametrize("group", ["run", "demo", "dev", "annoy"])
def test_the_locks_keep_to_pyproject(group: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ranges = project["dependencies"] if group == "run" else project["optional-dependencies"][group]
    pins = _locked(group)
    for requirement in map(Requirement, ranges):
        if requirement.name != "segue":
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


def test_the_locks_leave_the_build_of_torch_to_the_machine() -> None:
    pins = _locked("dev")
    assert "+" not in pins["torch"]
    assert [name for name in pins if name.startswith(("nvidia-", "cuda-", "triton"))] == []


def test_the_host_finds_its_processes() -> None:
    processes = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text("utf-8").splitlines())
    assert processes == {"release": "python -m data.migrations", "worker": "python -m bot"}
    for command in processes.values():
        assert importlib.util.find_spec(command.split()[-1]) is not None, command
