"""What every test may use: the places of real data and examples, and a fence around the network."""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK_NAMES = {"localhost", ""}

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("SEGUE_HOME", str(ROOT / "var"))
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(os.environ["SEGUE_HOME"]) / "cache" / "hypothesis"))
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(os.environ["SEGUE_HOME"]) / "cache" / "numba"))


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what would leave the machine: no test, and nothing that a test runs in this process, needs it."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise ConnectionRefusedError(f"a test tried to reach {address[0]}")
    elif event == "socket.getaddrinfo" and arguments[0] is not None and not _is_loopback(arguments[0]):
        raise ConnectionRefusedError(f"a test tried to look up {arguments[0]}")


sys.addaudithook(_stay_on_this_machine)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def segue_data() -> Path:
    """Training data (``SEGUE_DATA``, by default beside the checkout); skips where it is not there."""
    directory = Path(os.environ.get("SEGUE_DATA", ROOT.parent / "shared" / "data"))
    if not (directory / "tracks.csv").is_file():
        pytest.skip(f"training data are not in {directory} (SEGUE_DATA)")
    return directory


@pytest.fixture(scope="session")
def examples() -> dict[str, Path]:
    """The freely licensed clips that ship in ``data/examples``, by file name."""
    folder = ROOT / "data" / "examples"
    return {path.name: path for path in sorted(folder.iterdir()) if path.suffix not in {".md", ".py"}}
