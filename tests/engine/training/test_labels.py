"""Labels of several sources become one vocabulary, and what nobody said stays unknown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.evaluation.folds import DataMissingError
from engine.training.labels import UNKNOWN, Labels, canonical_genres, canonical_moods, make_labels, read_clips
from tests.engine.training.conftest import clips

HEADER = (
    "id,source,artist,title,album,year,genres,quadrant,moods,cluster,emotify_genre,seconds,fold,licence,redistribute\n"
)


def test_sources_agree_on_names() -> None:
    assert canonical_genres("rock") == canonical_genres("Pop/Rock") == ("Pop/Rock",)
    assert canonical_genres("dark ambient/industrial") == ("Ambient", "Industrial")
    assert canonical_genres("game/eclectic") == ("Game",)
    assert canonical_genres("Reggae; Latin; Reggae") == ("Reggae", "Latin")
    assert canonical_moods("Sweet; sweet ; amiable-good natured") == ("sweet", "amiable")


def test_rows_are_read_as_published(tmp_path: Path) -> None:
    table = tmp_path / "tracks.csv"
    table.write_text(
        HEADER
        + 'a,taffc,"Tito, Jr.",Song,,,Latin; Jazz,Q1,joyous,,,30,3,research,0\n'
        + "b,mirex,X,Y,,,,,passionate,5,,30,0,research,0\n"
        + "c,emotify,X,Y,,,Classical,,,,rock,45,1,cc,0\n"
    )
    first, second, third = read_clips(table)
    assert (first.genres, first.quadrant, first.fold) == (("Latin", "Jazz"), 0, 3)
    assert (second.cluster, second.quadrant) == (4, UNKNOWN)
    assert third.emotify == 3


ROW = "a,taffc,X,Y,,,Latin,Q1,joyous,2,rock,30,3,research,0\n"


@pytest.mark.parametrize(
    "text",
    [
        HEADER.replace("quadrant,", "") + ROW.replace("Q1,", ""),
        HEADER + ROW.replace("Q1", "Q7"),
        HEADER + ROW.replace(",2,", ",6,"),
        HEADER + ROW.replace("rock", "polka"),
        HEADER + ROW.replace(",3,", ",third,"),
        HEADER + ROW[:20],
        HEADER,
    ],
    ids=["no column", "quadrant", "cluster", "genre", "fold", "half a row", "no row"],
)
def test_a_table_of_something_else_is_refused_by_name(tmp_path: Path, text: str) -> None:
    table = tmp_path / "tracks.csv"
    table.write_text(HEADER + ROW)
    assert read_clips(table)[0].cluster == 1
    table.write_text(text)
    with pytest.raises(DataMissingError, match=r"tracks\.csv"):
        read_clips(table)


def test_rare_names_are_not_learned() -> None:
    rare = make_labels(clips()[:8])
    assert rare.classes.moods == ()
    assert make_labels(clips() * 4).classes.moods == ("angry", "calm")


def test_what_no_one_said_is_unknown(labels: Labels) -> None:
    unlabelled = np.arange(len(labels.genre)) % 4 == 3
    assert not labels.genre_known[unlabelled].any()
    assert labels.genre_known[~unlabelled].all()
    assert (labels.genre[~unlabelled].sum(axis=1) == 1).all()
    assert (labels.quadrant[unlabelled] == UNKNOWN).all()
