"""Make the virtual environment what a lock says, once: ``python requirements/install.py {run,demo,dev}``.

Only the standard library is used, so that any Python 3.11 or 3.12 can run it. A stamp beside the environment keeps the
digest of what was installed: the second time nothing is done, and nothing is written. Annoy is compiled on the spot;
where that fails the rest is complete without it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
GROUPS = ("run", "demo", "dev")
"""Smallest first; each lock includes the one before it."""

STAMP = "segue-installed.json"

ANNOY_ARGUMENTS = "-O3,-std=c++14,-DANNOYLIB_MULTITHREADED_BUILD"
ANNOY_X86_LEVEL = "-march=x86-64-v2"
"""Annoy's own default is -march=native: built so, it dies of an illegal instruction on an older processor."""

EXIT_BAD_MACHINE = 2


def say(text: str) -> None:
    """One line of progress."""
    print(f"segue: {text}", flush=True)


def digest_of(group: str, torch_index: str) -> str:
    """What an environment was made from: locks, interpreter, torch index, and whether Annoy could be built."""
    names = GROUPS[: GROUPS.index(group) + 1]
    parts = [(HERE / f"{name}.lock").read_bytes() for name in (*names, "annoy")]
    parts.append(f"{sys.version_info[:2]} {platform.machine()} {torch_index} {compiler() is not None}".encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def compiler() -> str | None:
    """The C++ compiler that a build would use, if there is one."""
    named = os.environ.get("CXX")
    return next((found for name in (named, "c++", "g++", "clang++") if name and (found := shutil.which(name))), None)


def read_stamp(environment: Path) -> dict[str, str]:
    """Group -> digest, empty where nothing was completed."""
    try:
        stamp = json.loads((environment / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(environment: Path, stamp: dict[str, str]) -> None:
    """Replace the stamp at once."""
    fresh = environment / f"{STAMP}.new"
    fresh.write_text(json.dumps(stamp), "utf-8")
    fresh.replace(environment / STAMP)


def pip(python: Path, *arguments: str, extra: dict[str, str] | None = None, told: int = 30) -> int:
    """Run pip, showing what it fetches and, where it fails, the last ``told`` lines that it said."""
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    environment = {**os.environ, "PIP_NO_COLOR": "1", **(extra or {})}
    if not environment.get("CXX"):
        environment.pop("CXX", None)  # set but empty: a build would take it for the compiler's name
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled now, so that every start is quick
    with subprocess.Popen(  # noqa: S603 - pip with arguments from the locks
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if line.startswith(("Collecting", "Building", "Installing collected")) or "MB)" in line:
                print(f"  {line.strip()[:110]}", flush=True)
        code = process.wait()
    if code:
        sys.stderr.writelines(line for line in said[-told:] if not line.startswith("WARNING: Location"))
    return code


def install_annoy(python: Path) -> None:
    """Compile Annoy for any processor of this kind; without it the exact index serves."""
    if compiler() is None:
        say("no C++ compiler found: going on without Annoy, the exact index serves instead")
        return
    say("compiling Annoy")
    arguments = ANNOY_ARGUMENTS
    if platform.machine().lower() in {"x86_64", "amd64"}:
        arguments += f",{ANNOY_X86_LEVEL}"
    code = pip(
        python,
        "--no-cache-dir",  # a cached build may have been made for this processor alone
        "--no-binary=annoy",
        "-r",
        str(HERE / "annoy.lock"),
        extra={"ANNOY_COMPILER_ARGS": arguments},
        told=12,
    )
    if code:
        headers = Path(sysconfig.get_paths()["include"]) / "Python.h"
        hint = "" if headers.exists() else f" ({headers} is missing: install your system's python3-dev)"
        say(f"Annoy could not be compiled{hint}: going on without it, the exact index serves instead")


def install(group: str, environment: Path, torch_index: str) -> int:
    """Create or complete the environment; 0 when it holds what the group's lock says."""
    stamp = read_stamp(environment)
    wanted = digest_of(group, torch_index)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if stamp.get(group) == wanted and python.exists():
        return 0

    if not python.exists():
        say(f"creating {environment} with Python {platform.python_version()}")
        try:
            venv.create(environment, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            say(f"could not create {environment}: {error}. On Debian or Ubuntu: apt-get install python3-venv")
            return EXIT_BAD_MACHINE
    (environment / STAMP).unlink(missing_ok=True)

    say(f"installing what '{group}' needs; this takes some minutes, and only the first time")
    if torch_index:
        torch = next(line for line in (HERE / "run.lock").read_text("utf-8").splitlines() if line.startswith("torch=="))
        say(f"taking {torch} from {torch_index}")
        if pip(python, "--no-deps", "--index-url", torch_index, torch):
            say("pip failed: what it said is above")
            return EXIT_BAD_MACHINE
    elif sys.platform == "linux":
        say("torch is what pip finds, a large CUDA build on most machines; TORCH_INDEX chooses another (see README.md)")
    if pip(python, "-r", str(HERE / f"{group}.lock")):
        say("pip failed: what it said is above")
        return EXIT_BAD_MACHINE
    install_annoy(python)

    done = GROUPS[: GROUPS.index(group) + 1]
    write_stamp(environment, {name: digest_of(name, torch_index) for name in done})
    say("installed")
    return 0


def main() -> int:
    """Parse the arguments and install."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--venv", type=Path, default=HERE.parent / ".venv", metavar="DIRECTORY")
    parser.add_argument("--torch-index", default="", metavar="URL", help="where torch comes from, instead of PyPI")
    arguments = parser.parse_args()
    if not (3, 11) <= sys.version_info[:2] < (3, 13):
        say(f"Python {platform.python_version()} is not supported: 3.11 or 3.12 is needed")
        return EXIT_BAD_MACHINE
    try:
        return install(arguments.group, arguments.venv.absolute(), arguments.torch_index)
    except KeyboardInterrupt:
        say("stopped; the same command goes on from here")
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
