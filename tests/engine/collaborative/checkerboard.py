"""Toy listeners with an answer that can be proved: who plays the black squares is to be recommended black ones."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from engine.collaborative import Interactions

USERS, ITEMS = 60, 40


def colour(number: int) -> int:
    return number % 2


def checkerboard(share: float = 0.4, seed: int = 0) -> Interactions:
    """Users play items of their own colour alone, each with the probability ``share``, and each at least one.

    Within a colour all is alike, so any unheard item of the user's colour is right, and any of the other is wrong.
    """
    random = np.random.default_rng(seed)
    plays = [
        (f"user{user:03}", f"item{item:03}", int(random.integers(1, 9)))
        for user in range(USERS)
        for item in range(ITEMS)
        if colour(user) == colour(item) and (random.random() < share or item - user % ITEMS in {0, -1})
    ]
    users, items, counts = zip(*plays, strict=True)
    return Interactions.of(users, items, counts)


def dense(matrix: csr_array) -> np.ndarray:
    return np.asarray(matrix.toarray(), dtype=np.float64)
