"""A walk from one song to another: both ends found, the way between them sought, each step with its reason."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.errors import NoWay, SameSong
from bot.questions import FEWEST_STEPS, MOST_STEPS, Question, Seed, SeedKind, Walk
from bot.seeds import Seeds, Sought
from data.catalog import Catalog
from data.history import History, MemberTaste
from data.ids import GuildId
from engine.index import Index
from engine.paths import Ends, surroundings, walk
from engine.ranking import Candidates, Only, Pick, Query, Ranking, Reason, ReasonKind, Request, Taste, Term
from engine.ranking.pool import Pool
from engine.ranking.trait_scorers import same_instruments, same_key, same_tempo
from engine.songs import Song


class Walks:
    """Finds ends and ways."""

    def __init__(self, seeds: Seeds, catalog: Catalog, history: History) -> None:
        self._seeds = seeds
        self._catalog = catalog
        self._history = history

    async def sought(self, wanted: Walk, index: Index, guild: GuildId | None) -> Sought:
        """The two ends; the vector is that of the place half-way.

        Raises
        ------
        SameSong
            They are one song.
        UnknownSong, AmbiguousSong, SoundOutOfReach, HeardTooLate, VectorError
            One cannot be found or heard.
        """
        start = await self._seeds.named(wanted.start, index, guild)
        end = await self._seeds.named(wanted.end, index, guild)
        first, last = start.songs[0], end.songs[0]
        if first.version_key == last.version_key:
            raise SameSong(first, walk=True)
        vectors = np.stack([start.seed.vector, end.seed.vector])
        middle = vectors.sum(axis=0)
        length = float(np.linalg.norm(middle))
        half_way = vectors[0] if length == 0 else (middle / length).astype(np.float32)
        title = f"{first.title} \u2192 {last.title}"
        return Sought(
            Seed(SeedKind.WALK, None, title, half_way, songs=(first, last)),
            None,
            ends=Ends(first, last, vectors),
        )

    async def way(self, ends: Ends, question: Question, index: Index) -> Ranking:
        """The songs between, in the order of the walk; fewer than asked for where no walk is so long.

        What the member dislikes or blocks, and what other servers alone may see, does not lie on it.

        Raises
        ------
        NoWay
            Nothing is left between the ends.
        """
        between = FEWEST_STEPS if question.walk is None else question.walk.between
        near = await asyncio.to_thread(surroundings, index, ends)
        hidden = await self._catalog.hidden(question.guild)
        taste = await self._history.taste(question.member, recent_days=0)
        facts = await self._catalog.get([song for song in near if song not in hidden])
        songs = [song for song in facts.values() if _welcome(song, taste, question.only)]
        vectors = await asyncio.to_thread(index.vectors_of, [song.id for song in songs])
        candidates = Candidates(tuple(songs), vectors)
        rows = await asyncio.to_thread(walk, ends, candidates, min(max(between, FEWEST_STEPS), MOST_STEPS))
        if not rows:
            raise NoWay
        walked = [ends.start, *(songs[row] for row in rows)]
        path = np.concatenate([ends.vectors[:1], vectors[list(rows)]])
        steps = zip(pairwise(walked), pairwise(path), strict=True)
        return Ranking(tuple(_step(*songs, *ends) for songs, ends in steps), relaxed=False)


def _welcome(song: Song, taste: MemberTaste, only: Only) -> bool:
    refused = song.id in taste.disliked or song.id in taste.blocked_songs or song.artist_key in taste.blocked_artists
    return not refused and not (only.clean and song.explicit) and only.lets_artist(song.artist_key)


def _step(before: Song, song: Song, left: NDArray[np.float32], reached: NDArray[np.float32]) -> Pick:
    """A song of a walk: that it is near the one before it decided; how else the two go together is told beside it."""
    cosine = float(np.clip(left @ reached, -1.0, 1.0))
    query = Query(vector=left, songs=(before.id,), title=before.title, artist=before.artist, traits=before.traits)
    nobody = Candidates.none(len(left))
    pool = Pool.of(
        Request(query=query, taste=Taste(), liked=nobody, disliked=nobody, count=1), Candidates((song,), reached[None])
    )
    shared = [scorer(pool) for scorer in (same_tempo, same_key, same_instruments)]
    lead = Term(ReasonKind.LEADS_ON, 1.0, max(cosine, 0.0), before.title)
    return Pick(
        song=song,
        similarity=cosine,
        score=lead.contribution,
        terms=(lead, *(Term(column.kind, 0.0, 1.0, column.subject(0)) for column in shared if column.values[0] > 0)),
        reasons=(Reason(ReasonKind.LEADS_ON, before.title),),
    )
