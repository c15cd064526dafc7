"""Compiled code is kept under the state directory, and nobody waits for the compiler who does not compute."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import sys
from engine.collaborative import make_model
make_model("blend", device="cpu"), make_model("wmf", device="cpu")
print("numba" in sys.modules)
import engine.collaborative.compiling
print(sys.modules["numba.core.config"].CACHE_DIR)
"""


def test_the_compiler_is_loaded_late_and_writes_to_the_state_directory(root: Path, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    ended = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=root,
        env={**kept, "SEGUE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == ["False", str(tmp_path / "cache" / "numba")]
