"""From a query to ranked songs: neighbours from the index, facts from the catalogue, taste from the history."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from data.catalog import Catalog
from data.history import History, MemberTaste
from data.ids import MemberId
from engine.index import Index
from engine.ranking import Candidates, Familiarity, Query, Ranking, Request, Taste, rank
from engine.songs import SongId

MOST_CANDIDATES = 5_000
"""When everything near was shown lately, so many neighbours are looked at before a song may come again."""

MOST_OPINIONS = 200
"""Of a member's likes and of the dislikes the newest so many take part."""


class Finder:
    """Finds and ranks; knows nothing of clips, texts or answers.

    Parameters
    ----------
    candidates
        Neighbours that are ranked at first.
    picks
        Songs that a ranking holds.
    recent_days
        A song that was shown within so many days is taken last.
    """

    def __init__(self, catalog: Catalog, history: History, *, candidates: int, picks: int, recent_days: int) -> None:
        self._catalog = catalog
        self._history = history
        self._candidates = candidates
        self._picks = picks
        self._recent_days = recent_days
        self._ids_of: Index | None = None
        self._ids: frozenset[SongId] = frozenset()

    async def find(self, index: Index, query: Query, member: MemberId, familiarity: Familiarity) -> Ranking:
        """Rank what is near the query for this member; empty picks when nothing is left."""
        kept = await self._history.taste(member, recent_days=self._recent_days)
        taste = _taste(kept)
        liked = await self._known(index, self._indexed(index, kept.liked))
        disliked = await self._known(index, self._indexed(index, kept.disliked))
        wanted = min(self._candidates, len(index))
        while True:
            near = await asyncio.to_thread(index.query, query.vector, wanted)
            request = Request(
                query=query,
                taste=taste,
                liked=liked,
                disliked=disliked,
                count=self._picks,
                familiarity=familiarity,
            )
            candidates = await self._known(index, near.ids)
            ranking = await asyncio.to_thread(rank, request, candidates)
            most = min(MOST_CANDIDATES, len(index))
            if wanted >= most or (len(ranking.picks) >= self._picks and not ranking.relaxed):
                return ranking
            wanted = most

    def _indexed(self, index: Index, songs: Sequence[SongId]) -> list[SongId]:
        if self._ids_of is not index:
            self._ids_of, self._ids = index, frozenset(index.ids)
        return [song for song in songs if song in self._ids][:MOST_OPINIONS]

    async def _known(self, index: Index, songs: Sequence[SongId]) -> Candidates:
        facts = await self._catalog.get(songs)
        present = [song for song in songs if song in facts]
        vectors = await asyncio.to_thread(index.vectors_of, present)
        return Candidates(tuple(facts[song] for song in present), vectors)


def _taste(kept: MemberTaste) -> Taste:
    return Taste(
        liked=kept.liked,
        disliked=kept.disliked,
        skipped=kept.skipped,
        blocked_songs=frozenset(kept.blocked_songs),
        blocked_artists=frozenset(kept.blocked_artists),
        recent=frozenset(kept.recent),
        heard_artists=frozenset(kept.heard_artists),
    )
