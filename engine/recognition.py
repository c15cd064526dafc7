"""Is this clip a song that we know? The decision, from similarities alone."""

from __future__ import annotations

from collections.abc import Sequence

SAME_SONG_SIMILARITY = 0.9
"""Cosine from which a clip may be the song itself. One in twenty songs of the catalogue has another as near as this."""

SAME_SONG_MARGIN = 0.04
"""By so much cosine the song must be ahead of the best other song; other versions of it do not count.

Both were read off ``python -m engine.evaluation same-song``: most strangers as near as a song itself have company."""


def recognise(
    similarities: Sequence[float],
    versions: Sequence[str],
    *,
    threshold: float = SAME_SONG_SIMILARITY,
    margin: float = SAME_SONG_MARGIN,
) -> int | None:
    """Which of the neighbours the clip is, or ``None``.

    The best neighbour is the clip's own song when it is close (``threshold``) and stands out from the best song of
    another name (``margin``): alike songs come close to a clip together, the song itself comes alone.

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
    if not similarities or not similarities[0] >= threshold:
        return None
    others = (near for near, version in zip(similarities, versions, strict=True) if version != versions[0])
    best_other = next(others, None)
    if best_other is not None and not similarities[0] - best_other >= margin:
        return None
    return 0
