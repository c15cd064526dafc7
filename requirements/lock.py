"""Resolve pyproject.toml into the exact versions that `install.py` installs: ``python requirements/lock.py``.

Each lock names only what its own group adds: ``run.lock`` what the bot needs, ``demo.lock`` the simulated Discord
beside it, ``dev.lock`` the tests and checks. Torch's CUDA packages are left out: which build of torch is installed is
the machine's affair, and pip brings what that build asks for.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
GROUPS = ("run", "demo", "dev")
"""Smallest first; each includes the one before it."""

CUDA_PACKAGES = ("nvidia-", "cuda-", "triton", "pytorch-triton")


def resolve(requirements: list[str], constraint: Path | None) -> dict[str, str]:
    """Ask pip which versions it would install into an empty environment: name -> version."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        command += ["--report", str(report), *requirements]
        if constraint is not None:
            command += ["--constraint", str(constraint)]
        subprocess.run(command, check=True)  # noqa: S603 - pip with arguments from pyproject.toml
        found = json.loads(report.read_text("utf-8"))["install"]
    facts = (item["metadata"] for item in found)
    versions = {fact["name"]: fact["version"].partition("+")[0] for fact in facts}
    return {name: version for name, version in versions.items() if not name.lower().startswith(CUDA_PACKAGES)}


def requirements_of(group: str) -> list[str]:
    """The ranges of pyproject.toml that a group adds to the ones before it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    if group == "run":
        return list(project["dependencies"])
    return [range_ for range_ in project["optional-dependencies"][group] if not range_.startswith("segue[")]


def main() -> int:
    """Write every lock anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--constraint", type=Path, help="a file of versions to keep to, in pip's format")
    constraint: Path | None = parser.parse_args().constraint

    ranges: list[str] = []
    locked: set[str] = set()
    for position, group in enumerate(GROUPS):
        ranges += requirements_of(group)
        print(f"resolving {group} ...", flush=True)
        versions = resolve(ranges, constraint)
        added = sorted((name for name in versions if name not in locked), key=str.lower)
        lines = [f"# Written by `make lock` from pyproject.toml: what {group} needs.\n"]
        if position:
            lines.append(f"-r {GROUPS[position - 1]}.lock\n")
        lines += [f"{name}=={versions[name]}\n" for name in added]
        (HERE / f"{group}.lock").write_text("".join(lines), "utf-8")
        locked.update(added)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
