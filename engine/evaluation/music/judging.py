"""How right a tempo or a key is."""

from __future__ import annotations

from enum import StrEnum

TOLERANCE = 0.04
"""Part of the true tempo (F. Gouyon et al., "An experimental comparison of audio tempo induction algorithms", IEEE
TASLP 14(5), 2006)."""


class TempoVerdict(StrEnum):
    """How a tempo stands to the true one."""

    SAME = "same"
    OCTAVE = "octave"
    OTHER = "other"
    NONE = "none told"


class KeyVerdict(StrEnum):
    """How a key stands to the true one, as MIREX tells errors apart."""

    SAME = "same"
    FIFTH = "fifth"
    RELATIVE = "relative"
    PARALLEL = "parallel"
    OTHER = "other"
    NONE = "none told"


MIREX_SCORE = {KeyVerdict.SAME: 1.0, KeyVerdict.FIFTH: 0.5, KeyVerdict.RELATIVE: 0.3, KeyVerdict.PARALLEL: 0.2}
"""What MIREX gives for each; nothing for the rest."""
_FIFTHS = (5, 7)
_ABOVE_RELATIVE_MINOR = 3


def judge_tempo(told: float | None, true: float) -> TempoVerdict:
    """Judge a tempo; ``OCTAVE`` is twice or half the true one.

    >>> judge_tempo(61.0, 120.0)
    <TempoVerdict.OCTAVE: 'octave'>
    """
    if told is None:
        return TempoVerdict.NONE
    if abs(told / true - 1) <= TOLERANCE:
        return TempoVerdict.SAME
    near_octave = min(abs(told / true / factor - 1) for factor in (0.5, 2.0)) <= TOLERANCE
    return TempoVerdict.OCTAVE if near_octave else TempoVerdict.OTHER


def judge_key(told: tuple[int, str] | None, true: tuple[int, str]) -> KeyVerdict:
    """Judge a key, given as pitch class and mode.

    >>> judge_key((9, "minor"), (0, "major"))
    <KeyVerdict.RELATIVE: 'relative'>
    """
    if told is None:
        return KeyVerdict.NONE
    (tonic, mode), (true_tonic, true_mode) = told, true
    above = (tonic - true_tonic) % 12
    if mode == true_mode:
        return KeyVerdict.SAME if above == 0 else KeyVerdict.FIFTH if above in _FIFTHS else KeyVerdict.OTHER
    relative = 12 - _ABOVE_RELATIVE_MINOR if mode == "minor" else _ABOVE_RELATIVE_MINOR
    if above == relative:
        return KeyVerdict.RELATIVE
    return KeyVerdict.PARALLEL if above == 0 else KeyVerdict.OTHER
