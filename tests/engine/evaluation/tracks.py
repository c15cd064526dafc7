"""Toy tracks for the tests of the evaluation."""

from __future__ import annotations

from engine.evaluation.folds import Track


def track(
    number: int,
    *,
    artist: str = "",
    source: str = "taffc",
    genres: tuple[str, ...] = (),
    quadrant: str = "",
    cluster: str = "",
    emotify_genre: str = "",
    fold: int = 0,
) -> Track:
    return Track(
        id=f"{source}-{number}",
        source=source,
        artist=artist or f"artist {number}",
        title=f"song {number}",
        genres=frozenset(genres),
        quadrant=quadrant,
        cluster=cluster,
        emotify_genre=emotify_genre,
        fold=fold,
    )
