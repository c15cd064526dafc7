"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import torch

_KIBIBYTES_PER_GIBIBYTE = 1024 * 1024
_SHARED = "The machine may be shared with other work: compare numbers of one run, and run again when the load is high."


@dataclass(frozen=True, slots=True)
class Machine:
    """Facts about this machine and its software."""

    processor: str
    cores: int
    memory_gibibytes: float
    system: str
    python: str
    torch: str
    numpy: str
    pyav: str
    device: str
    load: float

    def text(self) -> str:
        """A few lines for the head of a report."""
        return "\n".join(
            (
                f"{self.processor}, {self.cores} cores, {self.memory_gibibytes:.0f} GiB memory, {self.system}",
                f"Python {self.python}, torch {self.torch}, numpy {self.numpy}, PyAV {self.pyav}, on {self.device}",
                f"Load at the start (one minute): {self.load:.1f}. {_SHARED}",
            )
        )


def this_machine() -> Machine:
    """Look the facts up."""
    return Machine(
        processor=_field(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory_gibibytes=float(_field(Path("/proc/meminfo"), "MemTotal").split(" ")[0] or 0) / _KIBIBYTES_PER_GIBIBYTE,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        torch=str(torch.__version__),
        numpy=np.__version__,
        pyav=av.__version__,
        device=torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu",
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan"),
    )


def _field(path: Path, name: str) -> str:
    """A line of /proc's ``name : value``; empty where there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
