"""Learns artists' factors from listeners, and what predicts them from sound."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.artist_factors import FEWEST_LISTENERS, ArtistFactors
from engine.collaborative.interactions import Interactions, positions
from engine.collaborative.models import CPU, make_wmf
from engine.collaborative.protocol import Progress, untold
from engine.collaborative.settings import TagSettings, WmfSettings
from engine.collaborative.sound import SoundRegressor, SoundSettings
from engine.collaborative.tags import ItemTags
from engine.collaborative.weighting import Weighting
from engine.collaborative.wmf import Wmf
from engine.errors import InteractionsError
from engine.index.vectors import unit_rows

FACTORS = WmfSettings(
    factors=64,
    sweeps=15,
    regularisation=0.014,
    unobserved=0.05,
    frequency=1.0,
    weighting=Weighting.BINARY,
    tags=TagSettings(weight=1.0),
)
"""A member's event is one like, as here each play is one play. The figures are those that validation listeners chose
(``python -m engine.evaluation simulated``)."""


def learn_factors(
    plays: Interactions,
    tags: ItemTags | None = None,
    *,
    settings: WmfSettings = FACTORS,
    fewest_listeners: int = FEWEST_LISTENERS,
    threads: int | None = None,
    progress: Progress = untold,
) -> ArtistFactors:
    """Factorise the plays and keep the factors of the artists with enough listeners.

    Parameters
    ----------
    plays
        Items are artist keys.
    tags
        What the artists are called (:meth:`engine.collaborative.artist_tags.ArtistTags.rows`).
    threads
        Of the processor; by default all cores.

    Raises
    ------
    InteractionsError
        There are no plays, or no artist has enough listeners.
    """
    factors = learn_wmf(plays, tags, settings=settings, threads=threads, progress=progress).factors
    listeners = np.bincount(plays.counts.indices, minlength=len(plays.items))
    kept = np.flatnonzero(listeners >= fewest_listeners)
    rare = np.flatnonzero((listeners > 0) & (listeners < fewest_listeners))
    if not kept.size:
        raise InteractionsError(f"no artist has {fewest_listeners} listeners")
    return ArtistFactors(
        keys=tuple(str(plays.items[row]) for row in kept),
        factors=factors[kept],
        listeners=listeners[kept].astype(np.int64),
        rare=tuple(str(plays.items[row]) for row in rare),
        rare_listeners=listeners[rare].astype(np.int64),
        energies=np.square(factors, dtype=np.float64).sum(axis=0).astype(np.float32),
        people=len(plays.users),
        artists=len(plays.items),
        regularisation=settings.regularisation,
        unobserved=settings.unobserved,
        frequency=settings.frequency,
        observed=settings.observed,
    )


def learn_wmf(
    plays: Interactions,
    tags: ItemTags | None = None,
    *,
    settings: WmfSettings = FACTORS,
    threads: int | None = None,
    progress: Progress = untold,
) -> Wmf:
    """Factorise the plays; parameters as for :func:`learn_factors`.

    Raises
    ------
    InteractionsError
        There are no plays.
    """
    model = make_wmf(settings, CPU, threads)
    model.fit(plays, tags, progress=progress)
    return model


def artist_vectors(clips: Mapping[str, NDArray[np.floating]]) -> NDArray[np.float32]:
    """(a, d) mean direction of each artist's clips, of unit length.

    Parameters
    ----------
    clips
        For each artist (n, d) vectors of the clips, of any length but zero.
    """
    return unit_rows(np.stack([unit_rows(vectors).mean(axis=0) for vectors in clips.values()]))


def learn_sound(
    found: ArtistFactors, clips: Mapping[str, NDArray[np.floating]], settings: SoundSettings | None = None
) -> SoundRegressor:
    """Learn to predict the factors of artists from their clips.

    Parameters
    ----------
    clips
        By artist key; artists without factors are left out.

    Raises
    ------
    InteractionsError
        None of the artists has factors.
    """
    rows = positions(tuple(clips), found.keys)
    both = {key: vectors for (key, vectors), row in zip(clips.items(), rows.tolist(), strict=True) if row >= 0}
    if not both:
        raise InteractionsError("no artist has both listeners and clips")
    return SoundRegressor.fit(artist_vectors(both), found.factors[rows[rows >= 0]], settings or SoundSettings())
