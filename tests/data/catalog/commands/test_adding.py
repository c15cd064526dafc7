from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data.catalog.commands.conftest import Run
from tests.data.catalog.growing.music import sound, write_song
from tests.data.catalog.growing.stored import contents, count


def test_a_folder_and_a_playlist_become_songs(
    run: Run, home: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = tmp_path / "library"
    write_song(library / "one.mp3", 1, artist="A", title="One")
    write_song(tmp_path / "elsewhere" / "two.flac", 2, artist="A", title="Two")
    (library / "broken.mp3").write_text("no music")
    (library / "notes.txt").write_text("no music either")
    playlist = tmp_path / "elsewhere" / "party.m3u8"
    playlist.write_text("#EXTM3U\ntwo.flac\nmissing.mp3\n#EXTINF:1,A - One\ngone.mp3\n")
    options = ("--weights", weights, "--device", "cpu", "--jobs", 1)
    assert run("add", library, "--playlist", playlist, *options) == 1
    said = capsys.readouterr()
    assert "2 songs added, 1 known already" in said.out, "what is named is looked for in the catalogue first"
    assert "1 because it is not audio" in said.out
    assert "1 because the file is not there" in said.out
    assert "1 files are not music" in said.out
    assert "broken.mp3: it is not audio" in said.err
    assert "\r" not in said.err, "nobody looks at a bar here"
    assert count(home / "segue.sqlite3", "songs") == 2
    assert run("add", tmp_path / "elsewhere", *options) == 0
    assert "1 files unchanged" in capsys.readouterr().out
    assert run("show", "A - Two") == 0
    assert str(tmp_path / "elsewhere" / "two.flac") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere",), "nowhere"),
        (("--playlist", "nowhere.m3u"), "nowhere.m3u"),
        (("--playlist", "https://example.org/a.m3u8"), "no link to a playlist"),
        (("--dataset", "fma", "."), "tracks.csv"),
        ((".", "--weights", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_is_said_in_one_line(
    run: Run, arguments: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = [str(tmp_path / one) if one in {"nowhere", "nowhere.m3u", "."} else one for one in arguments]
    assert run("add", *there) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [(), ("--genre", "Jazz"), ("--charts", "--limit", "0"), ("--dataset", "msd", "."), ("--dataset", "fma")],
)
def test_what_cannot_be_understood_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as refused:
        run("add", *arguments)
    assert refused.value.code == 2


def test_help_teaches_by_examples(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("add", "--help")
    said = capsys.readouterr().out
    for word in ("add ~/Music", "--playlist party.m3u8", "--charts --genre Jazz", "--dataset fma", "exit status"):
        assert word in said


def test_ctrl_c_keeps_what_was_heard_and_says_so(home: Path, weights: Path, tmp_path: Path, root: Path) -> None:
    """The first file is bad, which is said as soon as it was heard; then it is stopped."""
    library = tmp_path / "library"
    library.mkdir()
    tune = sound("wav", seconds=3.1)
    (library / "0.wav").write_text("Dear Anna, this is no music at all. " * 100)
    for number in range(1, 120):
        (library / f"A - {number:03}.wav").write_bytes(tune + number.to_bytes(2, "big"))
    child = subprocess.Popen(
        [sys.executable, "-m", "data.catalog", "add", library, "--home", home, "--weights", weights, "--jobs", "1"],
        cwd=root,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stderr is not None
    said = child.stderr.readline()
    os.killpg(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130, said + err
    assert "it is not audio" in said
    assert "What was added until now stays" in err
    assert "Traceback" not in err
    assert "songs added" in out
    stored = contents(home / "segue.sqlite3")
    assert 0 < len(stored["files"]) < 120
    assert len(stored["songs"]) == len(stored["vectors"]) == len(stored["files"]) - 1
