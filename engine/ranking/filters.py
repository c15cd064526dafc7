"""Who may not come, whatever the score. A filter says for each song of the pool whether it stays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.ranking.mixing import nearer_to_likes
from engine.ranking.pool import Pool
from engine.same_song import Kinship, name_of

Filter = Callable[[Pool], NDArray[np.bool_]]
"""(n,) truth values."""


def not_asked(pool: Pool) -> NDArray[np.bool_]:
    """Not the asked song nor another version of it."""
    query = pool.request.query
    kinship = Kinship.of(pool.names, pool.candidates.vectors)
    asked = pool.is_version_of(query.songs)
    if query.artist and query.title:
        asked |= kinship.kin(name_of(query.artist, query.title), pool.similarities)
    return ~kinship.group(np.flatnonzero(asked).tolist())


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


def as_the_place_wants(pool: Pool) -> NDArray[np.bool_]:
    """Nothing that whoever owns the place wants never to come there."""
    rules = pool.request.rules
    pairs = zip(pool.candidates.songs, pool.labels, strict=True)
    return np.array([rules.let(song, labels) for song, labels in pairs], dtype=np.bool_)


def of_the_wanted_genre(pool: Pool) -> NDArray[np.bool_]:
    """Of the one genre that was asked for; everything where none was."""
    only = pool.request.only
    return np.array([only.is_genre_of(labels) for labels in pool.labels], dtype=np.bool_)


def of_the_wanted_mood(pool: Pool) -> NDArray[np.bool_]:
    """Of the one mood that was asked for; everything where none was."""
    only = pool.request.only
    return np.array([only.is_mood_of(labels) for labels in pool.labels], dtype=np.bool_)


def with_the_wanted_instrument(pool: Pool) -> NDArray[np.bool_]:
    """With the one instrument that was asked for; everything where none was."""
    only = pool.request.only
    return np.array([only.is_instrument_of(song.instruments) for song in pool.candidates.songs], dtype=np.bool_)


def at_the_wanted_tempo(pool: Pool) -> NDArray[np.bool_]:
    """As fast as was asked for; everything where it does not matter."""
    wanted = pool.request.only.tempo
    return np.array([wanted.holds(song.tempo_bpm) for song in pool.candidates.songs], dtype=np.bool_)


def of_the_wanted_years(pool: Pool) -> NDArray[np.bool_]:
    """Of the years that were asked for; everything where none were."""
    wanted = pool.request.only.year
    return np.array([wanted.holds(song.year) for song in pool.candidates.songs], dtype=np.bool_)


def not_by_the_avoided_artist(pool: Pool) -> NDArray[np.bool_]:
    """Nothing by the artist whom this question leaves out."""
    only = pool.request.only
    return np.array([only.lets_artist(artist) for artist in pool.artists], dtype=np.bool_)


def nearer_to_the_liked_side(pool: Pool) -> NDArray[np.bool_]:
    """Of songs that were added and subtracted, nearer to those that were added; everything where none were."""
    sides = pool.request.query.sides
    if sides is None:
        return np.ones(len(pool), dtype=np.bool_)
    return nearer_to_likes(pool.candidates.vectors, sides)


def nothing_unwanted(pool: Pool) -> NDArray[np.bool_]:
    """With nothing that words ruled out; everything where none did."""
    songs = list(zip(pool.candidates.songs, pool.labels, strict=True))
    return pool.request.query.facets.let(songs, pool.candidates.vectors)


def not_marked_explicit(pool: Pool) -> NDArray[np.bool_]:
    """Nothing that its source marks as explicit, where that was asked for. What nobody marks stays."""
    clean = pool.request.only.clean
    return np.array([not (clean and song.explicit) for song in pool.candidates.songs], dtype=np.bool_)


def new_to_the_member(pool: Pool) -> NDArray[np.bool_]:
    """No song that the member ever met nor another version of it, where only new ones were asked for."""
    if not pool.request.only.only_new:
        return np.ones(len(pool), dtype=np.bool_)
    taste = pool.request.taste
    known = np.array([version in taste.met_versions for version in pool.versions], dtype=np.bool_)
    return ~(known | pool.is_version_of(taste.met, pool.request.liked))


def not_repeated(pool: Pool) -> NDArray[np.bool_]:
    """Nothing that the member was shown lately or liked before: let in only when nothing else is left."""
    taste = pool.request.taste
    return ~pool.is_version_of(taste.recent | frozenset(taste.liked), pool.request.liked)
