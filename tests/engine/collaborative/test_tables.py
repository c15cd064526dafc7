from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.collaborative import ItemId, UserId, tables
from engine.collaborative.tables import (
    Recommendation,
    read_interactions,
    read_tags,
    read_targets,
    write_recommendations,
)
from engine.errors import InteractionsError

IDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8).filter(
    lambda one: bool(one.strip())
)


def written(directory: Path, text: str | bytes, name: str = "plays.csv") -> Path:
    path = directory / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_plays_are_read(tmp_path: Path) -> None:
    text = 'user,item,count\nmara,"Sigur, Rós",3\njonas,x,1.5\n\nmara,x,2\nmara,x,1\naiko,x,0\n'
    plays = read_interactions(written(tmp_path, text))
    assert plays.users == ("jonas", "mara")
    assert plays.items == ("Sigur, Rós", "x")
    assert plays.counts.toarray().tolist() == [[0, 1.5], [3, 3]]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffuser,item,count\r\nm,x,1\r\n",
        "count,user,when,item\n1,m,monday,x\n",
        "user , item,count\nm,x,1",
        "user,item,count\nm,x,1e0\n",
    ],
    ids=["byte order mark", "other order", "spaces", "exponent"],
)
def test_what_other_programs_write_is_read(tmp_path: Path, text: str) -> None:
    plays = read_interactions(written(tmp_path, text))
    assert (plays.users, plays.items, plays.counts.toarray().tolist()) == (("m",), ("x",), [[1]])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.dictionaries(st.tuples(IDS, IDS), st.integers(1, 99), min_size=1, max_size=12))
def test_any_ids_survive(tmp_path: Path, plays: dict[tuple[str, str], int]) -> None:
    path = tmp_path / "plays.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("user", "item", "count"))
        writer.writerows((user, item, count) for (user, item), count in plays.items())
    read = read_interactions(path)
    rows, columns = read.counts.nonzero()
    found = {
        (read.users[row], read.items[column]): count
        for row, column, count in zip(rows, columns, read.counts.data, strict=True)
    }
    assert found == plays


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "header user,item,count"),
        ("m,x,1\n", "header user,item,count"),
        ("user,item\nm,x\n", "header user,item,count"),
        ("user,item,count,count\nm,x,1,1\n", "header user,item,count"),
        ("user,item,count\n", "holds no plays"),
        ("user,item,count\nm,x,0\n", "holds no plays"),
        ("user,item,count\nm,x,1\nm,y\n", "line 3: 2 fields where the header has 3"),
        ("user,item,count\nm,x,many\n", "line 2: the count 'many' is not a number"),
        ("user,item,count\nm,x,-1\n", "line 2: the count '-1'"),
        ("user,item,count\nm,x,nan\n", "line 2: the count 'nan'"),
        ("user,item,count\nm,x,inf\n", "line 2: the count 'inf'"),
        ("user,item,count\nm,x,1e30\n", "line 2: the count '1e30'"),
        ("user,item,count\n ,x,1\n", "line 2: the user is empty"),
        ("user,item,count\nm,,1\n", "line 2: the item is empty"),
        ("user,item,count\n" + "m" * 501 + ",x,1\n", "line 2: the user is longer than 500"),
        ("user,item,count\n" + "m" * 20_000 + ",x,1\n", "line 2: longer than 10,000 characters"),
        ('user,item,count\nm,"x,1\n', "line 2: unexpected end of data"),
        ('user,item,count\nm,"' + "x\n" * 100_000, "field larger than field limit"),
        ("user,item,count\nm,x,1\n".encode("utf-16"), "not UTF-8"),
        (b"user,item,count\nm\xff,x,1\n", "not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(InteractionsError, match=r"plays\.csv") as caught:
        read_interactions(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(InteractionsError, match="cannot be read"):
            read_interactions(path)


def test_lines_and_ids_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "user,item,count\na,x,1\nb,x,1\nc,x,1\n")
    monkeypatch.setattr(tables, "MOST_LINES", 4)
    assert len(read_interactions(path)) == 3
    monkeypatch.setattr(tables, "MOST_LINES", 3)
    with pytest.raises(InteractionsError, match="more than 3 lines"):
        read_interactions(path)
    monkeypatch.setattr(tables, "MOST_LINES", 4)
    monkeypatch.setattr(tables, "MOST_IDS", 2)
    with pytest.raises(InteractionsError, match="more than 2 different users"):
        read_interactions(path)


def test_targets_come_once_in_their_order(tmp_path: Path) -> None:
    assert read_targets(written(tmp_path, "user\nmara\naiko\nmara\n")) == ("mara", "aiko")
    assert read_targets(written(tmp_path, "name,user\nM,mara\n")) == ("mara",)


@pytest.mark.parametrize("text", ["user\n", "users\nmara\n", ""])
def test_no_targets_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InteractionsError, match=r"names no users|header user"):
        read_targets(written(tmp_path, text))


def test_tags_are_of_the_played_items(tmp_path: Path) -> None:
    items = (ItemId("a"), ItemId("b"))
    with_counts = read_tags(written(tmp_path, "item,tag,count\nb,slow,3\nb,slow,1\nc,loud,1\na,calm,2\n"), items)
    assert with_counts.tags == ("calm", "slow")
    assert with_counts.counts.toarray().tolist() == [[2, 0], [0, 4]]
    without = read_tags(written(tmp_path, "item,tag\nb,slow\na,slow\n"), items)
    assert without.counts.toarray().tolist() == [[1, 1]]
    nothing = read_tags(written(tmp_path, "item,tag\nc,slow\n"), items)
    assert nothing.counts.shape == (0, 2)


def test_bad_tags_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InteractionsError, match="header item,tag"):
        read_tags(written(tmp_path, "item,label\na,slow\n"), ())
    with pytest.raises(InteractionsError, match="line 2: the count"):
        read_tags(written(tmp_path, "item,tag,count\na,slow,x\n"), ())


def test_what_is_written_is_a_table(tmp_path: Path) -> None:
    out = tmp_path / "recs.csv"
    write_recommendations(out, [Recommendation(UserId("a,b"), ItemId('"x"'), 1, 0.123456789)])
    assert out.read_text() == 'user,item,rank,score\n"a,b","""x""",1,0.123457\n'
    assert list(tmp_path.iterdir()) == [out]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    out = written(tmp_path, "old", "recs.csv")

    def lines() -> object:
        yield Recommendation(UserId("a"), ItemId("x"), 1, 0.5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_recommendations(out, lines())  # type: ignore[arg-type]
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]
