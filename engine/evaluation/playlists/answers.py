"""The file of answers: ten tracks for each playlist, checked before it is written."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from engine.evaluation.playlists.reading import Challenge, Integers

HEADER = ("playlist_id", "track_ids")


def write_answers(path: Path, challenge: Challenge, answers: Integers) -> None:
    """Write a row a target playlist, in the targets' order, its tracks best first with spaces between.

    The file is written beside the old one and renamed, so that it is never half there.

    Parameters
    ----------
    answers
        (n_targets, k) columns of tracks.

    Raises
    ------
    ValueError
        A row has a track twice, one that the playlist holds already, or too few.
    """
    check_answers(challenge, answers)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            for row, columns in zip(challenge.targets, answers, strict=True):
                tracks = " ".join(str(track) for track in challenge.tracks.ids[columns])
                writer.writerow((int(challenge.playlists[row]), tracks))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def check_answers(challenge: Challenge, answers: Integers) -> None:
    """See that the answers keep the challenge's rules (:func:`write_answers`)."""
    for row, columns in zip(challenge.targets, answers, strict=True):
        playlist = int(challenge.playlists[row])
        if (columns < 0).any():
            raise ValueError(f"playlist {playlist} has too few answers")
        if len(set(columns.tolist())) != len(columns):
            raise ValueError(f"playlist {playlist} has a track twice among its answers")
        held = challenge.entries.held[[row]].indices
        if np.isin(columns, held).any():
            raise ValueError(f"playlist {playlist} holds one of its answers already")
