"""How functions are compiled by Numba, and where what was compiled is kept.

It lies in ``NUMBA_CACHE_DIR``, by default ``cache/numba`` under ``SEGUE_HOME``, never beside the source. Importing this
module takes a second and a first call of a compiled function several, so only who computes imports it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
from numba.core import config as numba_config
from numpy.typing import NDArray

_config: Any = numba_config
if not _config.CACHE_DIR:
    _config.CACHE_DIR = str(Path(os.environ.get("SEGUE_HOME", "var")).absolute() / "cache" / "numba")

Floats = NDArray[np.float32]

_Function = TypeVar("_Function", bound=Callable[..., None])


def compiled(function: _Function) -> _Function:
    """Compile a function: no global lock while it runs, sums in whichever order is fastest."""
    jit: Any = numba.njit(nogil=True, fastmath=True, cache=True, error_model="numpy")
    jitted: _Function = jit(function)
    return jitted
