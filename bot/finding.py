"""From a query to ranked songs: neighbours from the index, facts from the catalogue, taste from the history."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from bot.taste_model import TasteModel
from data.catalog import Catalog
from data.evidence import EvidenceStore
from data.guild_settings import GuildSettingsStore
from data.history import History, MemberTaste
from data.ids import GuildId, MemberId
from data.met import Met
from engine.index import Index
from engine.ranking import Candidates, Familiarity, Only, Query, Ranking, Request, Taste, rank
from engine.ranking.among import nearest_among
from engine.ranking.feedback import Evidence
from engine.ranking.member_listeners import MemberListeners
from engine.ranking.opinion_scorers import songs_spoken_against, songs_spoken_for
from engine.ranking.rules import Rules
from engine.songs import SongId

MOST_CANDIDATES = 5_000
"""When everything near was shown lately, so many neighbours are looked at before a song may come again."""

MOST_OPINIONS = 200
"""Of the songs that a member speaks for and of those that they speak against the so many that say most take part."""

MOST_SUITED = 200
"""Songs that suit the member best, of the whole catalogue, are looked at beside those near the question."""

ANYTHING = Only()


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

    def __init__(
        self,
        catalog: Catalog,
        history: History,
        evidence: EvidenceStore,
        model: TasteModel,
        places: GuildSettingsStore,
        *,
        candidates: int,
        picks: int,
        recent_days: int,
    ) -> None:
        self._catalog = catalog
        self._history = history
        self._evidence = evidence
        self._model = model
        self._places = places
        self._candidates = candidates
        self._picks = picks
        self._recent_days = recent_days

    async def find(
        self,
        index: Index,
        query: Query,
        member: MemberId,
        familiarity: Familiarity,
        only: Only = ANYTHING,
        *,
        guild: GuildId | None = None,
        also: Sequence[SongId] = (),
    ) -> Ranking:
        """Rank what is near the query for this member; empty picks when nothing is left.

        Parameters
        ----------
        only
            What every pick has to be. Where that is narrow, all songs that are so are looked at, however far.
        guild
            Where it is asked: what only other servers may see does not come.
        also
            Songs that are looked at beside those near the query.
        """
        hidden = await self._catalog.hidden(guild)
        rules = Rules() if guild is None else (await self._places.get(guild)).rules
        kept = await self._history.taste(member, recent_days=self._recent_days)
        evidence = await self._evidence.of(member)
        taste = _taste(kept, evidence, await self._history.met(member) if only.only_new else Met())
        liked = await self._known(index, _indexed(index, songs_spoken_for(evidence))[:MOST_OPINIONS])
        disliked = await self._known(index, _indexed(index, songs_spoken_against(evidence))[:MOST_OPINIONS])
        among = _indexed(index, (await self._catalog.vocabulary()).songs(only)) if only.is_narrow else None
        songs = len(index) if among is None else len(among)
        wanted = min(self._candidates, songs)
        listeners = await self._listeners(index, evidence)
        suited = () if listeners is None or among is not None else self._model.suited(listeners, index, MOST_SUITED)
        while True:
            near = await asyncio.to_thread(_near, index, query, among, wanted)
            request = Request(
                query=query,
                taste=taste,
                liked=liked,
                disliked=disliked,
                count=self._picks,
                familiarity=familiarity,
                only=only,
                listeners=listeners,
                rules=rules,
                beside=frozenset(suited) - frozenset(near),
            )
            looked_at = dict.fromkeys([*near, *_indexed(index, also), *_indexed(index, suited)])
            candidates = await self._known(index, [song for song in looked_at if song not in hidden])
            ranking = await asyncio.to_thread(rank, request, candidates)
            most = min(MOST_CANDIDATES, songs)
            if wanted >= most or (len(ranking.picks) >= self._picks and not ranking.relaxed):
                return ranking
            wanted = most

    async def _listeners(self, index: Index, evidence: Sequence[Evidence]) -> MemberListeners | None:
        """The member among all who listen; nobody where nothing is known of the member, or of how people listen."""
        listening = self._model.listening
        if not evidence or not listening.knows_anything:
            return None
        songs = dict.fromkeys(one.song for one in evidence if one.song is not None)
        known = await self._known(index, _indexed(index, songs))
        listeners = await asyncio.to_thread(MemberListeners, listening, evidence, known)
        return listeners if listeners.confidence > 0 else None

    async def _known(self, index: Index, songs: Sequence[SongId]) -> Candidates:
        facts = await self._catalog.get(songs)
        present = [song for song in songs if song in facts]
        vectors = await asyncio.to_thread(index.vectors_of, present)
        return Candidates(tuple(facts[song] for song in present), vectors)


def _indexed(index: Index, songs: Iterable[SongId]) -> list[SongId]:
    return [song for song in songs if song in index]


def _near(index: Index, query: Query, among: Sequence[SongId] | None, count: int) -> tuple[SongId, ...]:
    """The nearest songs of the index, or of some of its songs."""
    if among is None:
        return index.query(query.vector, count).ids
    return nearest_among(index, query.vector, among, count)


def _taste(kept: MemberTaste, evidence: tuple[Evidence, ...], met: Met) -> Taste:
    return Taste(
        liked=kept.liked,
        disliked=kept.disliked,
        skipped=kept.skipped,
        blocked_songs=frozenset(kept.blocked_songs),
        blocked_artists=frozenset(kept.blocked_artists),
        recent=frozenset(kept.recent),
        heard_artists=frozenset(kept.heard_artists),
        evidence=evidence,
        met=met.songs,
        met_versions=met.versions,
    )
