"""A directory of training data with a few artists."""

from __future__ import annotations

from pathlib import Path

from tests.engine.collaborative.toy_artists import plays

NAMES = ("The Rocks", "Rocks feat. Harp", "Harp", "Drum")


def write_hetrec(data: Path, names: tuple[str, ...] = NAMES) -> None:
    """Five users; artist k is played by the first k + 2 of them, k times ten."""
    folder = data / "hetrec"
    folder.mkdir(parents=True)
    artists = "\n".join(f"{number}\t{name}\thttp://somewhere\t" for number, name in enumerate(names))
    (folder / "artists.dat").write_text(f"id\tname\turl\tpictureURL\n{artists}\n", encoding="utf-8")
    lines = [f"{user}\t{number}\t{number * 10}" for number in range(len(names)) for user in range(number + 2)]
    (folder / "user_artists.dat").write_text("userID\tartistID\tweight\n" + "\n".join(lines) + "\n", encoding="utf-8")
    write_tags(data, [(0, 0, 7), (1, 0, 7), (1, 2, 8), (4, 3, 8), (0, 99, 7)])


def write_tags(data: Path, given: list[tuple[int, int, int]]) -> None:
    """Listener, artist and tag of each assignment."""
    lines = "".join(f"{user}\t{artist}\t{tag}\t1\t4\t2009\n" for user, artist, tag in given)
    (data / "hetrec" / "user_taggedartists.dat").write_text("userID\tartistID\ttagID\tday\tmonth\tyear\n" + lines)


def write_camps(data: Path) -> dict[str, int]:
    """The two camps of ``toy_artists`` as HetRec; the numbers of the artists."""
    folder = data / "hetrec"
    folder.mkdir(parents=True)
    toy = plays()
    artists = "\n".join(f"{number}\t{name}\t\t" for number, name in enumerate(toy.items))
    (folder / "artists.dat").write_text(f"id\tname\turl\tpictureURL\n{artists}\n", encoding="utf-8")
    rows, columns = toy.counts.nonzero()
    lines = [f"{row}\t{column}\t7" for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    (folder / "user_artists.dat").write_text("userID\tartistID\tweight\n" + "\n".join(lines) + "\n", encoding="utf-8")
    numbers = {str(name): number for number, name in enumerate(toy.items)}
    write_tags(data, [(0, number, 1 + name.startswith("rock")) for name, number in numbers.items()])
    return numbers
