"""Songs added and subtracted: from what somebody names to one vector, and to what the songs have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from bot.errors import SameSong
from bot.questions import Mix, Seed, SeedKind
from bot.seeds import Seeds, Sought
from data.ids import GuildId
from engine.index import Index
from engine.ranking.mixing import Sides, mixed
from engine.songs import Song

MOST_LIKES, MOST_UNLIKES = 5, 3
_LEAST_SHARE = 0.5
"""Part of the liked songs that must have a label for it to be one of the mix."""


class Mixes:
    """Finds the seed of a mix; knows nothing of members."""

    def __init__(self, seeds: Seeds) -> None:
        self._seeds = seeds

    async def sought(self, mix: Mix, index: Index, guild: GuildId | None) -> Sought:
        """What a mix is about; a song that is named twice counts once.

        Raises
        ------
        SameSong
            One song is liked and not liked.
        UnknownSong, AmbiguousSong, SoundOutOfReach, HeardTooLate, VectorError
            A song cannot be found or heard, or the songs cancel each other out.
        """
        likes = _each_once([await self._seeds.named(one, index, guild) for one in mix.likes[:MOST_LIKES]])
        unlikes = _each_once([await self._seeds.named(one, index, guild) for one in mix.unlikes[:MOST_UNLIKES]])
        liked, unliked = _songs(likes), _songs(unlikes)
        both = {song.version_key for song in liked} & {song.version_key for song in unliked}
        if both:
            raise SameSong(next(song for song in liked if song.version_key in both), walk=False)
        away = np.stack([one.seed.vector for one in unlikes]) if unlikes else np.zeros((0, index.dimension), np.float32)
        titles = tuple(song.title for song in liked)
        sides = Sides(np.stack([one.seed.vector for one in likes]), away, titles)
        seed = Seed(
            SeedKind.MIX,
            None,
            " + ".join(titles),
            mixed(sides),
            genres=_shared(liked, unliked, lambda song: song.genres),
            moods=_shared(liked, unliked, lambda song: song.moods),
            quadrant=_quadrant(liked),
            songs=liked,
            unlikes=unliked,
        )
        return Sought(seed, None, sides=sides)


def _each_once(sought: Sequence[Sought]) -> list[Sought]:
    return list({one.songs[0].id: one for one in sought}.values())


def _songs(sought: Iterable[Sought]) -> tuple[Song, ...]:
    return tuple(one.songs[0] for one in sought)


def _shared(
    liked: Sequence[Song], unliked: Sequence[Song], labels: Callable[[Song], tuple[str, ...]]
) -> tuple[str, ...]:
    """Labels of half of the liked songs or more, the most frequent first, but none that an unliked one has."""
    refused = {label for song in unliked for label in labels(song)}
    counts = Counter(label for song in liked for label in labels(song) if label not in refused)
    return tuple(label for label, count in counts.most_common() if count >= _LEAST_SHARE * len(liked))


def _quadrant(liked: Sequence[Song]) -> str | None:
    """The quadrant of all liked songs, where it is one."""
    quadrants = {song.quadrant for song in liked}
    return quadrants.pop() if len(quadrants) == 1 else None
