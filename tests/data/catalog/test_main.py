from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data.catalog import read_shipped, write_shipped
from data.catalog.__main__ import main
from engine.embed import Embedder
from engine.index import read_manifest
from tests.data.catalog.conftest import write_list, write_tune
from tests.data.songs import MODEL, TOYS


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_from_a_list_of_clips_to_an_index(
    tunes: Path, weights: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped, home = tunes / "shipped", tunes / "home"
    build = ("build", tunes / "tracks.csv", tunes / "audio", "--out", shipped, "--weights", weights, "--jobs", 1)
    assert run(*build, "--device", "cpu") == 0
    said = capsys.readouterr()
    assert "2 songs" in said.out
    assert "1 clips merged" in said.out
    assert "3 skipped" in said.out
    assert "skipped empty: " in said.err
    assert read_shipped(shipped).model == embedder.model
    assert not any(str(tunes).encode() in path.read_bytes() for path in shipped.iterdir())

    assert run("import", "--from", shipped, "--home", home) == 0
    assert "2 songs imported, 2 known" in capsys.readouterr().out
    assert run("rebuild", "--home", home, "--weights", weights, "--kind", "exact") == 0
    assert read_manifest(home / "index").count == 2
    assert run("stats", "--home", home) == 0
    assert f"2 vectors of model {embedder.model}" in capsys.readouterr().out
    assert run("verify", "--home", home, "--weights", weights, "--from", shipped) == 0
    assert "BAD" not in capsys.readouterr().out


def test_verifying_says_what_mends_it(tmp_path: Path, weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_shipped(tmp_path / "shipped", TOYS, MODEL)
    assert run("import", "--from", tmp_path / "shipped", "--home", tmp_path) == 0
    assert run("verify", "--home", tmp_path, "--weights", weights, "--from", tmp_path / "shipped") == 1
    assert "mend it with: python -m data.catalog rebuild" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "nowhere.csv", "nowhere"),
        ("import", "--from", "nowhere"),
        ("rebuild",),
        ("rebuild", "--weights", "nowhere"),
        ("verify", "--weights", "nowhere"),
    ],
)
def test_bad_input_is_one_or_two_lines_and_status_2(
    tmp_path: Path, weights: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    home = () if arguments[0] == "build" else ("--home", str(tmp_path))
    there = [str(tmp_path / one) if one.startswith("nowhere") else one for one in arguments]
    chosen = () if "--weights" in arguments or arguments[0] == "import" else ("--weights", str(weights))
    assert run(*there, *home, *chosen) == 2
    said = capsys.readouterr().err
    assert 1 <= said.count("\n") <= 2
    assert "Traceback" not in said


def test_rebuilding_with_other_weights_names_both(
    tmp_path: Path, weights: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    write_shipped(tmp_path / "shipped", TOYS, MODEL)
    run("import", "--from", tmp_path / "shipped", "--home", tmp_path)
    assert run("rebuild", "--home", tmp_path, "--weights", weights) == 2
    said = capsys.readouterr().err
    assert MODEL in said
    assert embedder.model in said


@pytest.mark.parametrize("arguments", [("build", "a.csv", "b", "--jobs", "0"), ("nonsense",), ()])
def test_what_cannot_be_understood_is_refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        run(*arguments)
    assert refused.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path, weights: Path, root: Path) -> None:
    (tmp_path / "audio").mkdir()
    write_list(tmp_path / "tracks.csv", [{"id": f"{n}", "artist": "A", "title": f"T{n}"} for n in range(400)])
    write_tune(tmp_path / "audio" / "0.wav", 220)
    for n in range(1, 400):
        (tmp_path / "audio" / f"{n}.wav").hardlink_to(tmp_path / "audio" / "0.wav")
    command = ["build", "tracks.csv", "audio", "--out", "shipped", "--weights", str(weights), "--jobs", "1"]
    child = subprocess.Popen(
        [sys.executable, "-m", "data.catalog", *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stderr is not None
    said = ""
    while "clip/s" not in said and child.poll() is None:
        said += child.stderr.read(1)
    os.killpg(child.pid, signal.SIGINT)
    said += child.communicate(timeout=60)[1]
    assert child.returncode == 130, said
    assert "Traceback" not in said
    assert not (tmp_path / "shipped").exists()
