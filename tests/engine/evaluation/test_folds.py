"""Reading the labelled clips: what is kept, what is refused, and that no artist lies in two folds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.evaluation.folds import (
    FOLDS,
    DataMissingError,
    artists_in_several_folds,
    audio_path,
    read_tracks,
    unseen,
)
from tests.engine.evaluation.tracks import track

HEADER = "id,source,artist,title,album,year,genres,quadrant,moods,cluster,emotify_genre,seconds,fold\n"


def write(directory: Path, rows: str, header: str = HEADER) -> Path:
    (directory / "tracks.csv").write_text(header + rows, encoding="utf-8")
    return directory


def test_labels_are_read_as_they_are_compared(tmp_path: Path) -> None:
    write(tmp_path, "taffc-1,taffc,The Cure feat. X,Lullaby,,1989,Pop/Rock; Electronic ;,Q3,Sad; Slow,,,30,2\n")
    (only,) = read_tracks(tmp_path)
    assert only.genres == {"pop/rock", "electronic"}
    assert (only.artist, only.quadrant, only.cluster, only.fold) == ("cure", "Q3", "", 2)
    assert audio_path(tmp_path, only.id) == tmp_path / "audio" / "taffc-1.opus"


def test_a_missing_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match=str(tmp_path)):
        read_tracks(tmp_path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match="lacks the columns cluster, fold"):
        read_tracks(write(tmp_path, "", "id,source,artist,title,genres,quadrant,emotify_genre\n"))


@pytest.mark.parametrize("fold", ["", "5", "-1", "one"])
def test_a_fold_is_a_number_of_the_five(tmp_path: Path, fold: str) -> None:
    with pytest.raises(DataMissingError, match="is not one of 0 to 4"):
        read_tracks(write(tmp_path, f"a,taffc,b,c,,,,,,,,30,{fold}\n"))


def test_an_artist_in_two_folds_is_found() -> None:
    tracks = [track(1, artist="a", fold=0), track(2, artist="a", fold=1), track(3, artist="b", fold=1)]
    assert artists_in_several_folds(tracks) == ("a",)


def test_a_folds_model_never_learns_from_the_folds_artists() -> None:
    tracks = [track(1, artist="a"), track(2, artist="a", fold=1), track(3, artist="b", fold=1), track(4, fold=2)]
    assert [one.id for one in unseen(tracks, 0)] == ["taffc-3", "taffc-4"]
    assert [one.id for one in unseen(tracks, 1)] == ["taffc-4"]
    assert [one.id for one in unseen(tracks, 2)] == ["taffc-1", "taffc-2", "taffc-3"]


def test_the_real_folds_hold_an_artist_each() -> None:
    directory = Path(os.environ.get("SEGUE_DATA", "../shared/data"))
    if not (directory / "tracks.csv").is_file():
        pytest.skip(f"the training data are not at {directory}")
    tracks = read_tracks(directory)
    assert {one.fold for one in tracks} == set(range(FOLDS))
    # Both are billed alone and with a guest or band, who decided the second fold.
    assert artists_in_several_folds(tracks) == ("massive attack", "scott walker")
    for fold in range(FOLDS):
        asked = {one.artist for one in tracks if one.fold == fold}
        assert not asked & {one.artist for one in unseen(tracks, fold)}
