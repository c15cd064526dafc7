"""The whole command on the toy challenge: sentences, statuses, and answers that can be proved."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.compute as pc
import pytest
from pyarrow import parquet

from engine.evaluation.__main__ import MET, MISSED, UNUSABLE, main
from tests.engine.evaluation.playlists.toy import OTHERS, SEQUENTIAL, TRACKS_OF_ALBUM, albums_of, write_toy

TARGETS = SEQUENTIAL + OTHERS
RUN = ["--others", "50", "--threads", "1"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_toy(tmp_path_factory.mktemp("challenge"))


def answers_of(path: Path) -> dict[int, list[int]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            int(row["playlist_id"]) // 10: [int(one) - 100 for one in row["track_ids"].split()]
            for row in csv.DictReader(file)
        }


def test_the_rest_of_the_album_is_found_and_a_second_run_finds_the_same(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    printed = []
    for path in paths:
        assert main(["polimi", "--data", str(data), "--out", str(path), *RUN]) in {MET, MISSED}
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    for name in ("popularity", "item-kNN", "EASE", "ours", "Ours over EASE", "bootstrap"):
        assert name in printed[0]
    answers = answers_of(paths[0])
    assert sorted(answers) == list(range(TARGETS))
    whole = 0
    for playlist, tracks in answers.items():
        first, second = (album * TRACKS_OF_ALBUM for album in albums_of(playlist))
        held = {*range(first, first + TRACKS_OF_ALBUM), *range(second, second + TRACKS_OF_ALBUM - 2)}
        assert len(set(tracks)) == len(tracks) == 10
        assert not held & set(tracks)
        whole += {second + TRACKS_OF_ALBUM - 2, second + TRACKS_OF_ALBUM - 1} <= set(tracks[:3])
    assert whole >= 0.9 * TARGETS


def test_without_out_nothing_is_written_and_the_status_says_whether_the_goal_is_reached(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status = main(["polimi", "--data", str(data), "--markdown", *RUN])
    printed = capsys.readouterr().out
    assert status == (MET if "1.10: reached" in printed else MISSED)
    assert "| ours" in printed
    assert list(tmp_path.iterdir()) == []


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["polimi", "--help"])
    assert leaving.value.code == 0
    text = capsys.readouterr().out
    assert "Exit status: 0" in text and "playlist_id" in text


@pytest.mark.parametrize(
    "wrong", [["--seed", "-1"], ["--others", "-1"], ["--threads", "0"], ["--ease", "0"], ["--out", "."]]
)
def test_wrong_options_are_refused_in_one_sentence(
    wrong: list[str], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["polimi", "--data", str(data), *wrong]) == UNUSABLE
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.startswith("engine.evaluation: ") and captured.err.count("\n") == 1


def test_too_few_tracks_are_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = write_toy(tmp_path) / "polimi"
    for name in ("train.parquet", "tracks.parquet"):
        table = parquet.read_table(home / name)
        parquet.write_table(table.filter(pc.less(table["track_id"], 112)), home / name)
    (home / "target_playlists.csv").write_text("playlist_id\n0\n10\n120\n130\n", encoding="utf-8")
    assert main(["polimi", "--data", str(tmp_path), *RUN]) == UNUSABLE
    captured = capsys.readouterr()
    assert captured.out == "" and "10 items were asked for" in captured.err


def test_without_data_one_sentence_says_where_they_were_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["polimi", "--data", str(tmp_path)]) == UNUSABLE
    error = capsys.readouterr().err
    assert str(tmp_path / "polimi" / "tracks.parquet") in error and "SEGUE_DATA" in error
