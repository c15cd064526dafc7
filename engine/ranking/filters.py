"""Who may not come, whatever the score. A filter says for each song of the pool whether it stays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.ranking.pool import Pool
from engine.songs import version_key

Filter = Callable[[Pool], NDArray[np.bool_]]
"""(n,) truth values."""


def not_asked(pool: Pool) -> NDArray[np.bool_]:
    """Not the asked song nor another version of it."""
    query = pool.request.query
    asked = pool.is_version_of(query.songs)
    if query.artist and query.title:
        asked |= np.array([key == version_key(query.artist, query.title) for key in pool.versions], dtype=np.bool_)
    return ~asked


def not_disliked(pool: Pool) -> NDArray[np.bool_]:
    """Not a song that the member disliked nor another version of it."""
    return ~pool.is_version_of(pool.request.taste.disliked, pool.request.disliked)


def not_blocked_song(pool: Pool) -> NDArray[np.bool_]:
    """Not a song that the member wants never to see."""
    return ~pool.is_version_of(pool.request.taste.blocked_songs, pool.request.disliked)


def not_blocked_artist(pool: Pool) -> NDArray[np.bool_]:
    """Nothing by an artist whom the member wants never to see."""
    blocked = pool.request.taste.blocked_artists
    return np.array([artist not in blocked for artist in pool.artists], dtype=np.bool_)


def of_the_wanted_genre(pool: Pool) -> NDArray[np.bool_]:
    """Of the one genre that was asked for; everything where none was."""
    only = pool.request.only
    return np.array([only.is_genre_of(labels) for labels in pool.labels], dtype=np.bool_)


def of_the_wanted_mood(pool: Pool) -> NDArray[np.bool_]:
    """Of the one mood that was asked for; everything where none was."""
    only = pool.request.only
    return np.array([only.is_mood_of(labels) for labels in pool.labels], dtype=np.bool_)


def not_repeated(pool: Pool) -> NDArray[np.bool_]:
    """Nothing that the member was shown lately or liked before: let in only when nothing else is left."""
    taste = pool.request.taste
    return ~pool.is_version_of(taste.recent | frozenset(taste.liked), pool.request.liked)
