"""How an answer is kept: JSON in, the same answer out, after any number of restarts.

The song's facts are kept with it, so that a button still knows its pick when the catalogue has changed. The chart is
not: it is drawn again from the catalogue as it is.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import numpy as np

from bot.questions import Fresh, Read, Seed, SeedKind
from engine.ranking import Familiarity, Only, Pick, Reason, ReasonKind, Span, Term
from engine.songs import Song, SongId
from engine.traits import Traits

FORMAT = 1
"""Raised when older payloads cannot be read any more."""


class UnreadableAnswer(ValueError):
    """A payload that is not JSON of this format."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The part of an answer that is written down; the fields are those of :class:`bot.questions.Answer`."""

    seed: Seed
    recognised: Song | None
    picks: tuple[Pick, ...]
    count: int
    relaxed: bool
    device: str
    familiarity: Familiarity
    only: Only = field(default_factory=Only)


def encode(answer: KeptAnswer) -> str:
    """Write an answer as JSON."""
    seed = answer.seed
    return json.dumps(
        {
            "format": FORMAT,
            "seed": {
                "kind": seed.kind.value,
                "song": _written_song(seed.song),
                "title": seed.title,
                "vector": base64.b64encode(seed.vector.astype("<f4").tobytes()).decode("ascii"),
                "genres": seed.genres,
                "moods": seed.moods,
                "quadrant": seed.quadrant,
                "traits": asdict(seed.traits),
                "confidence": dict(seed.confidence),
                "fresh": None if seed.fresh is None else seed.fresh.value,
                "sides": seed.sides,
                "songs": [_written_song(song) for song in seed.songs],
                "unlikes": [_written_song(song) for song in seed.unlikes],
                "read": asdict(seed.read),
            },
            "recognised": _written_song(answer.recognised),
            "picks": [_written_pick(pick) for pick in answer.picks],
            "count": answer.count,
            "relaxed": answer.relaxed,
            "device": answer.device,
            "familiarity": answer.familiarity.value,
            "only": asdict(answer.only),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def decode(payload: str) -> KeptAnswer:
    """Read what :func:`encode` wrote.

    Raises
    ------
    UnreadableAnswer
        It was written by another version, or is damaged.
    """
    try:
        kept = json.loads(payload)
        if kept["format"] != FORMAT:
            raise UnreadableAnswer(f"format {kept['format']!r}")
        seed = kept["seed"]
        return KeptAnswer(
            seed=Seed(
                kind=SeedKind(seed["kind"]),
                song=_read_song(seed["song"]),
                title=str(seed["title"]),
                vector=np.frombuffer(base64.b64decode(seed["vector"], validate=True), dtype="<f4").astype(np.float32),
                genres=tuple(seed["genres"]),
                moods=tuple(seed["moods"]),
                # The rest is not there in answers of older versions.
                quadrant=seed.get("quadrant"),
                traits=_read_traits(seed.get("traits", {})),
                confidence={str(word): float(sure) for word, sure in seed.get("confidence", {}).items()},
                fresh=None if seed.get("fresh") is None else Fresh(seed["fresh"]),
                sides=tuple(map(str, seed.get("sides", ()))),
                songs=tuple(_known_song(song) for song in seed.get("songs", ())),
                unlikes=tuple(_known_song(song) for song in seed.get("unlikes", ())),
                read=Read(**{name: tuple(words) for name, words in seed.get("read", {}).items()}),
            ),
            recognised=_read_song(kept["recognised"]),
            picks=tuple(_read_pick(pick) for pick in kept["picks"]),
            count=int(kept["count"]),
            relaxed=bool(kept["relaxed"]),
            device=str(kept["device"]),
            familiarity=Familiarity(kept["familiarity"]),
            only=_read_only(kept.get("only", {})),
        )
    except UnreadableAnswer:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise UnreadableAnswer(type(error).__name__) from error


_DEFAULTS = {fact.name: fact.default for fact in fields(Song)}


def _written_song(song: Song | None) -> dict[str, Any] | None:
    if song is None:
        return None
    return {name: value for name, value in asdict(song).items() if value != _DEFAULTS[name]}


def _read_song(kept: dict[str, Any] | None) -> Song | None:
    return None if kept is None else _known_song(kept)


def _known_song(kept: dict[str, Any]) -> Song:
    facts: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    facts["id"] = SongId(kept["id"])
    return Song(**facts)


def _read_traits(kept: dict[str, Any]) -> Traits:
    return Traits(**kept | {"instruments": tuple(kept.get("instruments", ()))})


def _read_only(kept: dict[str, Any]) -> Only:
    return Only(**kept | {name: Span(**kept.get(name, {})) for name in ("tempo", "year")})


def _written_pick(pick: Pick) -> dict[str, Any]:
    return {
        "song": _written_song(pick.song),
        "similarity": float(pick.similarity),
        "score": float(pick.score),
        "terms": [[term.kind, float(term.weight), float(term.value), term.subject] for term in pick.terms],
        "reasons": [[reason.kind.value, reason.subject] for reason in pick.reasons],
        "versions": [_written_song(version) for version in pick.versions],
    }


def _read_pick(kept: dict[str, Any]) -> Pick:
    return Pick(
        song=_known_song(kept["song"]),
        similarity=kept["similarity"],
        score=kept["score"],
        terms=tuple(Term(kind, weight, value, subject) for kind, weight, value, subject in kept["terms"]),
        reasons=tuple(Reason(ReasonKind(kind), subject) for kind, subject in kept["reasons"]),
        versions=tuple(_known_song(version) for version in kept.get("versions", ())),
    )
