"""Is this clip a song that we know? The decision, from similarities alone."""

from __future__ import annotations

from collections.abc import Sequence

CLOSE_SIMILARITY, CLOSE_MARGIN = 0.89, 0.04
"""Cosine of a song that is close, and by how much it must be ahead of the best other song."""
APART_SIMILARITY, APART_MARGIN = 0.70, 0.20
"""The same of a song that is further away but stands apart from all others, as after a poor codec.

Both pairs were read off ``python -m engine.evaluation same-song``; other versions of the song are no others."""


def recognise(similarities: Sequence[float], versions: Sequence[str]) -> int | None:
    """Which of the neighbours the clip is, or ``None``.

    The best neighbour is the clip's own song when it is close and ahead of the best song of another name, or further
    away and far ahead: alike songs come close to a clip together, the song itself comes alone.

    Parameters
    ----------
    similarities
        (k,) cosines of the clip to its neighbours, best first. Not finite values are no neighbours.
    versions
        (k,) version keys (:func:`engine.songs.version_key`) of the neighbours, in the same order.

    Returns
    -------
    int or None
        Its position among the neighbours.

    Raises
    ------
    ValueError
        The two differ in length.
    """
    if len(similarities) != len(versions):
        raise ValueError(f"{len(similarities)} similarities for {len(versions)} songs")
    if not similarities or not similarities[0] >= APART_SIMILARITY:
        return None
    margin = CLOSE_MARGIN if similarities[0] >= CLOSE_SIMILARITY else APART_MARGIN
    others = (near for near, version in zip(similarities, versions, strict=True) if version != versions[0])
    best_other = next(others, None)
    if best_other is not None and not similarities[0] - best_other >= margin:
        return None
    return 0
