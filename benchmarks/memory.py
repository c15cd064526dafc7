"""How much memory an ear takes: the most that a fresh process held while it loaded the weights and heard clips.

``python -m benchmarks.memory EAR CLIPS`` is that process. It imports everything and makes the clips, notes what it
holds (``VmRSS`` of ``/proc/self/status``), then loads and hears; the difference of the highest mark since then
(``VmHWM``) is printed. ``ru_maxrss`` would not do: a process is born with the mark of the one that started it.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
from pathlib import Path

import torch

from benchmarks.ears import MUSICNN, SEGUE, ears
from benchmarks.sounds import CLIP_SECONDS, tune
from bot.settings import Settings
from engine.errors import EngineError

_KIBIBYTES_PER_MEBIBYTE = 1_024
_STATUS = Path("/proc/self/status")
_CLEAR_HIGHEST = Path("/proc/self/clear_refs")
_HIGHEST_AGAIN = "5"
"""What the kernel takes as the wish to begin the highest mark anew."""


def known() -> bool:
    """Whether this system tells a process its memory."""
    return _STATUS.is_file()


def peak_mebibytes(ear: str, clips: int) -> float:
    """Measure in a fresh process, on one thread.

    Raises
    ------
    EngineError
        The process failed; what it printed says why.
    """
    command = [sys.executable, "-m", "benchmarks.memory", ear, str(clips)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode:
        raise EngineError(f"the memory of {ear} could not be measured; the lines above say why")
    return float(ended.stdout.splitlines()[-1])


def _grown(name: str, count: int) -> float:
    torch.set_num_threads(1)
    ear = next(one for one in ears(Settings.load().places) if one.name == name)
    clips = [tune(seed, CLIP_SECONDS, ear.sample_rate) for seed in range(count)]
    with contextlib.suppress(OSError):
        _CLEAR_HIGHEST.write_text(_HIGHEST_AGAIN, encoding="ascii")
    before = _mebibytes("VmRSS")
    ear.load()(clips)
    return _mebibytes("VmHWM") - before


def _mebibytes(field: str) -> float:
    lines = _STATUS.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / _KIBIBYTES_PER_MEBIBYTE


def main() -> int:
    """Run as the parent benchmark asks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("ear", choices=(SEGUE, MUSICNN), help="whose memory")
    parser.add_argument("clips", type=int, help="how many clips of 30 s are heard in one call")
    options = parser.parse_args()
    print(_grown(options.ear, options.clips))
    return 0


if __name__ == "__main__":
    sys.exit(main())
