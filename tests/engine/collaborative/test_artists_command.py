"""``python -m engine.collaborative artists``."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.collaborative.__main__ import UNUSABLE, WRITTEN, main
from engine.collaborative.artist_factors import read_facts
from engine.collaborative.hybrid import Hybrid
from tests.engine.collaborative.toy_hetrec import write_camps

EXAMPLE = Path(__file__).parents[3] / "data" / "examples" / "karissa-hobbs-lets-go-fishin.opus"


def training_data(data: Path) -> Path:
    numbers = write_camps(data)
    rows = [f"{numbers[key]},clip-{number}" for number, key in enumerate(("rock 0", "rock 1", "harp 0"))]
    (data / "hetrec" / "artist_clips.csv").write_text("artistID,clip_id\n" + "\n".join(rows) + "\n")
    (data / "audio").mkdir()
    for number in range(3):
        (data / "audio" / f"clip-{number}.opus").write_bytes(EXAMPLE.read_bytes())
    return data


def test_what_it_writes_is_what_the_ranking_opens(tmp_path: Path) -> None:
    data, out = training_data(tmp_path / "data"), tmp_path / "out"
    assert main(["artists", "--data", str(data), "--out", str(out), "--jobs", "1"]) == WRITTEN
    facts = read_facts(out)
    hybrid = Hybrid.open(out, facts.ear)
    assert hybrid.knows("rock 5")
    assert facts.training["artists with clips"] == 3
    # Nothing of a listener is in any file, not even a number.
    assert {path.name for path in out.iterdir()} == {"artists.json", facts.factors, facts.sound}


def test_what_is_missing_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = training_data(tmp_path / "data")
    (data / "audio" / "clip-1.opus").write_bytes(b"no sound")
    assert main(["artists", "--data", str(data), "--out", str(tmp_path / "out"), "--jobs", "1"]) == UNUSABLE
    assert "clip-1.opus cannot be heard" in capsys.readouterr().err
    (data / "hetrec" / "artist_clips.csv").unlink()
    assert main(["artists", "--data", str(data), "--out", str(tmp_path / "out")]) == UNUSABLE
    assert "artist_clips.csv" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
