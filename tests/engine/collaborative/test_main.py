"""The command as it is typed."""

from __future__ import annotations

import csv
import itertools
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.collaborative import Interactions
from engine.collaborative.__main__ import main
from tests.engine.collaborative.checkerboard import colour

MODELS = ["blend", "wmf", "ease", "knn"]


@dataclass(frozen=True)
class Place:
    directory: Path

    def file(self, name: str, *lines: str) -> str:
        path = self.directory / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return str(path)

    @property
    def out(self) -> Path:
        return self.directory / "recs.csv"

    def recommend(self, *more: str, plays: str = "train.csv", targets: str = "users.csv") -> int:
        return main(
            [
                "recommend", "--interactions", str(self.directory / plays), "--targets", str(self.directory / targets),
                "--out", str(self.out), "--device", "cpu", *more,
            ]
        )  # fmt: skip

    def answer(self) -> dict[str, list[tuple[str, int, float]]]:
        with self.out.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            assert reader.fieldnames == ["user", "item", "rank", "score"]
            rows = list(reader)
        return {
            user: [(row["item"], int(row["rank"]), float(row["score"])) for row in of_user]
            for user, of_user in itertools.groupby(rows, key=lambda row: row["user"])
        }


@pytest.fixture
def place(tmp_path: Path, board: Interactions) -> Place:
    place = Place(tmp_path)
    rows, columns = board.counts.nonzero()
    plays = [
        f"{board.users[row]},{board.items[column]},{int(count)}"
        for row, column, count in zip(rows, columns, board.counts.data, strict=True)
    ]
    place.file("train.csv", "user,item,count", *plays)
    place.file("users.csv", "user", *board.users, "stranger")
    place.file("tags.csv", "item,tag,count", *(f"{item},tag{colour(n)},1" for n, item in enumerate(board.items)))
    return place


@pytest.mark.parametrize("model", MODELS)
def test_every_target_gets_exactly_k_unheard_ranked_items(place: Place, model: str, board: Interactions) -> None:
    assert place.recommend("-k", "7", "--model", model) == 0
    answer = place.answer()
    assert list(answer) == [*board.users, "stranger"]
    held = {user: set() for user in board.users} | {"stranger": set()}
    for row, column in zip(*board.counts.nonzero(), strict=True):
        held[board.users[row]].add(board.items[column])
    for user, picks in answer.items():
        assert [rank for _, rank, _ in picks] == [1, 2, 3, 4, 5, 6, 7]
        items = [item for item, _, _ in picks]
        assert len(set(items)) == 7 and not set(items) & held[user]
        scores = [score for _, _, score in picks]
        assert scores == sorted(scores, reverse=True)


def test_the_default_model_knows_the_board(place: Place, board: Interactions) -> None:
    assert place.recommend("-k", "5") == 0
    answer = place.answer()
    for number, user in enumerate(board.users):
        assert all(colour(int(item[4:])) == colour(number) for item, _, _ in answer[user])


def test_a_stranger_gets_what_is_popular(place: Place, board: Interactions) -> None:
    assert place.recommend() == 0
    listeners = (board.counts.toarray() > 0).sum(axis=0)
    popular = sorted(range(len(board.items)), key=lambda item: (-listeners[item], item))
    assert [item for item, _, _ in place.answer()["stranger"]] == [board.items[item] for item in popular[:10]]


@pytest.mark.parametrize("model", MODELS)
def test_the_same_files_give_the_same_bytes_in_any_order(place: Place, model: str) -> None:
    assert place.recommend("--model", model) == 0
    first = place.out.read_bytes()
    lines = (place.directory / "train.csv").read_text().splitlines()
    place.file("train.csv", lines[0], *reversed(lines[1:]))
    assert place.recommend("--model", model) == 0
    assert place.out.read_bytes() == first


def test_tags_are_taken(place: Place) -> None:
    assert place.recommend("--item-tags", str(place.directory / "tags.csv")) == 0
    assert len(place.answer()) == 61


def test_too_few_items_are_said_before_anything_is_written(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.file("one.csv", "user", "user003")
    assert place.recommend("-k", "40", targets="one.csv") == 2
    said = capsys.readouterr().err
    assert "40 items cannot be recommended to 'user003'" in said and "of 40 items only" in said
    assert not place.out.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"plays": "gone.csv"}, "gone.csv cannot be read: No such file or directory"),
        ({"plays": "users.csv"}, "users.csv: the first line must be the header user,item,count"),
        ({"targets": "tags.csv"}, "tags.csv: the first line must be the header user"),
    ],
)
def test_bad_files_end_in_one_sentence(
    place: Place, options: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.recommend(**options) == 2
    error = capsys.readouterr().err
    assert error.startswith("engine.collaborative: ") and error.count("\n") == 1
    assert said in error
    assert not place.out.exists()


def test_an_answer_that_cannot_be_written_is_said(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    for out, said in (
        (place.directory / "gone" / "recs.csv", "its directory is not there"),
        (place.directory, "it is a directory"),
        (place.directory / "train.csv", "needs a file of its own"),
    ):
        before = (place.directory / "train.csv").read_bytes()
        assert place.recommend("--out", str(out)) == 2
        assert said in capsys.readouterr().err
        assert (place.directory / "train.csv").read_bytes() == before


@pytest.mark.parametrize("arguments", [["-k", "0"], ["-k", "x"], ["--model", "oracle"], ["--threads", "0"]])
def test_options_without_sense_are_refused(place: Place, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        place.recommend(*arguments)
    assert ended.value.code == 2


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["recommend", "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for word in ("user,item,count", "user,item,rank,score", "item,tag", "example:", "Exit status"):
        assert word in told
