"""The table of the challenge: what continues playlists how well."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.playlists.continuing import Learned
from engine.evaluation.playlists.judging import CONFIDENCE, Floats, Ratio, ratio
from engine.evaluation.playlists.peers import EASE
from engine.evaluation.table import Table

GOAL = 1.10
"""Ours over EASE."""
WINNER = 0.1002
"""MAP@10 of the challenge's winner on its public leaderboard, by answers that are not the validation's."""
NAMED = 10
"""Features that the notes name."""


def over_ease(peers: Mapping[str, Floats], learned: Learned, seed: int) -> Ratio:
    """Ours over the best EASE."""
    return ratio(learned.ours, peers[EASE], seed)


def table(peers: Mapping[str, Floats], learned: Learned, sequential: NDArray[np.bool_], against: Ratio) -> Table:
    """MAP@10 over sequential playlists, the others and all.

    Parameters
    ----------
    sequential
        (n_judged,) which playlists lack their last fifth; the others lack a random one.
    """
    named = {
        **peers,
        **{f"first stage: {name}": averages for name, averages in learned.first.items()},
        "ours": learned.ours,
        "the candidates in the best order": learned.ceiling,
    }
    rows = tuple(
        (name, *(_mean(averages[which]) for which in (sequential, ~sequential)), _mean(averages))
        for name, averages in named.items()
    )
    gains = ", ".join(f"{name} {share:.0%}" for name, share in learned.gains[:NAMED])
    reached = "reached" if against.value >= GOAL else "missed"
    notes = (
        f"Ours over EASE: {against.value:.3f} ({against.low:.3f} to {against.high:.3f} in {CONFIDENCE:.0%} of draws, "
        f"bootstrap over playlists); the goal is {GOAL:.2f}: {reached}.",
        f"The winner of the challenge had {WINNER:.4f} by the kept-back answers.",
        f"What the second stage gained by: {gains}.",
    )
    counts = f"{int(sequential.sum()):,} sequential, {int((~sequential).sum()):,} others"
    return Table(
        f"MAP@10 on playlists of which a fifth is hidden ({counts})",
        ("", "last fifth", "random fifth", "all"),
        rows,
        notes,
    )


def _mean(averages: Floats) -> str:
    return f"{averages.mean():.4f}" if len(averages) else "-"
