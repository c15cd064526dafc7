"""How often each verdict fell: on us and on librosa, by librosa and by what is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.music.clips import HeardClip
from engine.evaluation.music.judging import MIREX_SCORE, KeyVerdict, TempoVerdict, judge_key, judge_tempo
from engine.evaluation.music.published import Published
from engine.music.key import CHOSEN, fit_key
from engine.music.profiles import PROFILES, Profiles

_Verdict = TypeVar("_Verdict", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Tally(Generic[_Verdict]):
    """How often each verdict fell on answers of one kind."""

    name: str
    verdicts: Counter[_Verdict]

    def share(self, *verdicts: _Verdict) -> float:
        """Part of all answers on which one of these fell."""
        return sum(self.verdicts[verdict] for verdict in verdicts) / max(1, self.verdicts.total())


def tempi_by_librosa(clips: Sequence[HeardClip]) -> list[Tally[TempoVerdict]]:
    """Our tempo by librosa's two, and how far these agree with each other."""
    return [
        _tempi("ours, by librosa's tempo", ((clip.bpm, clip.reference.tempo) for clip in clips)),
        _tempi("ours, by librosa's beats", ((clip.bpm, clip.reference.beats_tempo) for clip in clips)),
        _tempi("librosa's beats, by its tempo", ((clip.reference.beats_tempo, clip.reference.tempo) for clip in clips)),
    ]


def tempi_published(
    name: str, clips: Sequence[HeardClip], published: Mapping[str, Published]
) -> list[Tally[TempoVerdict]]:
    """Our tempo and librosa's, by what is published."""
    known = [(clip, published[clip.track.id].tempo) for clip in clips if clip.track.id in published]
    return [
        _tempi(f"ours, by {name}", ((clip.bpm, true) for clip, true in known)),
        _tempi(f"librosa's tempo, by {name}", ((clip.reference.tempo, true) for clip, true in known)),
    ]


def keys_by_librosa(clips: Sequence[HeardClip]) -> list[Tally[KeyVerdict]]:
    """Our key, by librosa's chroma and the same profiles."""
    return [_keys("ours, by librosa's chroma", ((clip.key, librosa_key(clip)) for clip in clips))]


def keys_published(
    name: str, clips: Sequence[HeardClip], published: Mapping[str, Published], *, or_lower: bool = False
) -> list[Tally[KeyVerdict]]:
    """Our key and that of librosa's chroma, by what is published.

    Parameters
    ----------
    or_lower
        A semitone below is as right, as old instruments are tuned; of 24 keys two are right then.
    """
    known = [(clip, published[clip.track.id].key) for clip in clips if clip.track.id in published]
    return [
        _keys(f"ours, by {name}", ((clip.key, true) for clip, true in known), or_lower=or_lower),
        _keys(f"librosa's chroma, by {name}", ((librosa_key(clip), true) for clip, true in known), or_lower=or_lower),
    ]


def keys_by_profiles(clips: Sequence[HeardClip], published: Mapping[str, Published]) -> list[Tally[KeyVerdict]]:
    """What each set of profiles makes of our pitch classes, by what is published or a semitone below."""
    known = [
        (clip.weights, published[clip.track.id].key)
        for clip in clips
        if clip.track.id in published and clip.weights is not None
    ]
    return [
        _keys(name, ((_key_by(weights, profiles), true) for weights, true in known), or_lower=True)
        for name, profiles in PROFILES.items()
    ]


def librosa_key(clip: HeardClip) -> tuple[int, str]:
    """Pitch class and mode by librosa's chroma and the profiles that we use."""
    return _key_by(clip.reference.chroma, CHOSEN)


def _key_by(weights: NDArray[np.float64], profiles: Profiles) -> tuple[int, str]:
    fit = fit_key(weights, profiles)
    return fit.tonic, fit.mode


def _tempi(name: str, pairs: Iterable[tuple[float | None, float | None]]) -> Tally[TempoVerdict]:
    return Tally(name, Counter(judge_tempo(told, true) for told, true in pairs if true is not None))


def _keys(
    name: str,
    pairs: Iterable[tuple[tuple[int, str] | None, tuple[int, str] | None]],
    *,
    or_lower: bool = False,
) -> Tally[KeyVerdict]:
    return Tally(name, Counter(_best(told, true, or_lower) for told, true in pairs if true is not None))


def _best(told: tuple[int, str] | None, true: tuple[int, str], or_lower: bool) -> KeyVerdict:
    tonic, mode = true
    verdicts = [judge_key(told, true), *([judge_key(told, ((tonic - 1) % 12, mode))] if or_lower else [])]
    return max(verdicts, key=lambda verdict: MIREX_SCORE.get(verdict, 0.0))
