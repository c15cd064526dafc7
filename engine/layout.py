"""The catalogue in two dimensions, for maps: alike songs lie together, distances over the whole map mean little.

Source: L. van der Maaten, G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008; Barnes-Hut as in van der Maaten,
JMLR 15, 2014; initialised by principal components as D. Kobak, P. Berens, "The art of using t-SNE for single-cell
transcriptomics", Nature Communications 10, 2019 advise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.index.vectors import unit_rows

PERPLEXITY = 30.0
"""Number of neighbours that a song tries to stay with; the papers advise 5 to 50."""

FEWEST_FOR_TSNE = 10
"""Below it neighbours say little and principal components are the map."""

BODY_QUANTILE = 0.99
"""Share of the songs that spread evenly over the map; strays beyond are pulled in to its border."""

BODY = 0.95
"""How far the body reaches from the centre; the rest of the way to 1 is for the strays."""

NEAREST_SONGS = 5
SOFTNESS = 0.03
"""Difference of cosine over which a neighbour's pull falls by a factor e."""


def fit_layout(vectors: NDArray[np.floating], seed: int = 0) -> NDArray[np.float32]:
    """Lay songs out in the plane; the same seed and vectors give the same map.

    Takes about ten seconds for 2,500 songs.

    Parameters
    ----------
    vectors
        (n, d) of any length but zero; only directions count.

    Returns
    -------
    ndarray
        (n, 2) float32 in [-1, 1].

    Raises
    ------
    VectorError
        A vector is not finite or zero, or the array is not (n, d).
    """
    unit = unit_rows(vectors)
    start = _principal(unit)
    if len(unit) < FEWEST_FOR_TSNE:
        return _fitted(start)
    # Imported here: it takes a second and 100 MB that nobody needs who only reads a map.
    from sklearn.manifold import TSNE  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    spread = float(start[:, 0].std())
    if spread == 0:
        return _fitted(start)
    tsne = TSNE(
        n_components=2,
        perplexity=min(PERPLEXITY, (len(unit) - 1) / 3),
        metric="cosine",
        init=(start / spread * 1e-4).astype(np.float32),
        random_state=seed,
        n_jobs=1,
    )
    with threadpool_limits(1):  # sums over several threads are rounded differently from run to run
        return _fitted(tsne.fit_transform(unit))


def place(similarities: NDArray[np.floating], coordinates: NDArray[np.floating]) -> NDArray[np.float32]:
    """Where a song that is not on the map belongs: between its nearest neighbours, the nearer the more.

    Parameters
    ----------
    similarities
        (k,) cosines to songs on the map, in any order.
    coordinates
        (k, 2) where these songs are.

    Returns
    -------
    ndarray
        (2,) float32; the centre where there is no neighbour.

    Raises
    ------
    VectorError
        The two do not fit, or are not finite.
    """
    near = np.asarray(similarities, dtype=np.float64)
    points = np.asarray(coordinates, dtype=np.float64)
    if near.ndim != 1 or points.shape != (len(near), 2):
        raise VectorError(f"similarities of shape {near.shape} with coordinates of shape {points.shape}")
    if not (np.isfinite(near).all() and np.isfinite(points).all()):
        raise VectorError("similarities or coordinates are not finite")
    if not len(near):
        return np.zeros(2, dtype=np.float32)
    nearest = np.argsort(-near, kind="stable")[:NEAREST_SONGS]
    pull = np.exp((near[nearest] - near[nearest[0]]) / SOFTNESS)
    return np.asarray(pull @ points[nearest] / pull.sum(), dtype=np.float32)


def _principal(unit: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, 2) first principal components, each with its sign fixed."""
    if not len(unit):
        return np.zeros((0, 2))
    centred = unit.astype(np.float64) - unit.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    leading = axes[:, ::-1][:, :2]
    signs = np.sign(leading[np.abs(leading).argmax(axis=0), np.arange(leading.shape[1])])
    flat = np.zeros((len(unit), 2))
    flat[:, : leading.shape[1]] = centred @ (leading * signs)
    flat[np.abs(flat) < 1e-9] = 0.0  # noqa: PLR2004 - what rounding leaves of songs that are all alike
    return flat


def _fitted(points: NDArray[np.floating]) -> NDArray[np.float32]:
    """The points around their middle, the body within :data:`BODY`, strays between it and 1."""
    wide = np.asarray(points, dtype=np.float64)
    if not len(wide):
        return np.zeros((0, 2), dtype=np.float32)
    centred = wide - (np.quantile(wide, 1 - BODY_QUANTILE, axis=0) + np.quantile(wide, BODY_QUANTILE, axis=0)) / 2
    reach = np.quantile(np.abs(centred).max(axis=1), BODY_QUANTILE)
    if reach == 0:
        return np.zeros(wide.shape, dtype=np.float32)
    scaled = centred / reach * BODY
    beyond = np.maximum(np.abs(scaled) - BODY, 0.0)
    pulled = np.sign(scaled) * (np.minimum(np.abs(scaled), BODY) + (1 - BODY) * np.tanh(beyond / (1 - BODY)))
    return np.asarray(pulled, dtype=np.float32)
