"""A decoder whose sound is of no use to any network, for files that say so."""

from __future__ import annotations

import numpy as np

from engine.audio import Clip, DecodeLimits, decode

MARK = b"not finite"


def decode_what_is_not_finite(data: bytes, limits: DecodeLimits) -> Clip:
    if data.endswith(MARK):
        return Clip(np.full(66_150, np.nan, np.float32), 3.0)
    return decode(data, limits)
