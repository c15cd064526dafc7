"""``python -m engine.evaluation music`` on sounds that are written here and, where there are any, on real clips."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from engine.evaluation.__main__ import main
from engine.evaluation.folds import Track
from engine.evaluation.music.clips import HeardClip, choose
from engine.evaluation.music.judging import KeyVerdict, TempoVerdict
from engine.evaluation.music.published import Published
from engine.evaluation.music.reference import Reference
from engine.evaluation.music.sureness import key_sureness, tempo_sureness
from engine.evaluation.music.tallies import (
    keys_by_librosa,
    keys_by_profiles,
    keys_published,
    tempi_by_librosa,
    tempi_published,
)
from engine.music.key import CHOSEN, Fit
from engine.music.profiles import PROFILES
from engine.music.tempo import Pulse
from tests.training_data import training_data


def track(number: int) -> Track:
    return Track(f"t{number}", "open", f"artist {number}", "", frozenset(), "", "", "", number % 5)


def clip(number: int, bpm: float | None = 120.0, tonic: int = 0) -> HeardClip:
    """Librosa hears 120 beats a minute in C major."""
    reference = Reference(120.0, None, np.array(CHOSEN.major))
    pulse = None if bpm is None else Pulse(bpm, 0.2 + 0.5 * (bpm == 120.0))
    return HeardClip(
        track(number), pulse, Fit(tonic, "major", 0.8 - 0.1 * tonic, 0.1), np.array(CHOSEN.major), reference, 0.01
    )


CLIPS = [*(clip(n) for n in range(20)), *(clip(20 + n, 60.0, 7) for n in range(5)), clip(25, 90.0, 1), clip(26, None)]


def test_clips_are_judged_by_librosa() -> None:
    tempo, beats, _ = tempi_by_librosa(CLIPS)
    assert tempo.verdicts == {
        TempoVerdict.SAME: 20,
        TempoVerdict.OCTAVE: 5,
        TempoVerdict.OTHER: 1,
        TempoVerdict.NONE: 1,
    }
    assert beats.verdicts.total() == 0
    (key,) = keys_by_librosa(CLIPS)
    assert key.verdicts == {KeyVerdict.SAME: 21, KeyVerdict.FIFTH: 5, KeyVerdict.OTHER: 1}


def test_clips_are_judged_by_what_is_published() -> None:
    published = {"t0": Published("t0", 60.0, (0, "minor")), "t25": Published("t25", None, (1, "major"))}
    ours, librosas = tempi_published("them", CLIPS, published)
    assert ours.verdicts == librosas.verdicts == {TempoVerdict.OCTAVE: 1}
    mine, others = keys_published("them", CLIPS, published)
    assert mine.verdicts == {KeyVerdict.PARALLEL: 1, KeyVerdict.SAME: 1}
    assert others.verdicts == {KeyVerdict.PARALLEL: 1, KeyVerdict.OTHER: 1}


def test_a_semitone_below_a_title_may_count_as_right() -> None:
    published = {"t0": Published("t0", None, (1, "major"))}
    assert keys_published("them", CLIPS, published)[0].verdicts == {KeyVerdict.OTHER: 1}
    assert keys_published("them", CLIPS, published, or_lower=True)[0].verdicts == {KeyVerdict.SAME: 1}
    by_profiles = {tally.name: tally.verdicts for tally in keys_by_profiles(CLIPS, published)}
    assert by_profiles == {name: {KeyVerdict.SAME: 1} for name in PROFILES}


def test_the_sure_are_more_often_right_so_the_curve_rises() -> None:
    tempo, key = tempo_sureness(CLIPS), key_sureness(CLIPS)
    assert (tempo.in_use.answers, key.in_use.answers) == (26, 27)
    assert tempo.fitted.slope > 0
    assert key.fitted.slope > 0
    assert tempo.in_use.accuracy == pytest.approx(25 / 26)


def test_clips_without_any_answer_are_said() -> None:
    with pytest.raises(ValueError, match="nothing to fit"):
        tempo_sureness([clip(0, None)])


def test_the_choice_of_clips_is_the_seeds() -> None:
    tracks = [track(number) for number in range(50)]
    assert choose(tracks, 10, 1) == choose(tracks, 10, 1) != choose(tracks, 10, 2)
    assert len(choose(tracks, 0, 1)) == 50


def test_the_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["music", "--data", str(tmp_path)]) == 2
    assert "tracks.csv" in capsys.readouterr().err


def test_the_command_prints_its_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("librosa")
    data = training_data()
    (tmp_path / "audio").symlink_to(data / "audio")
    with (data / "tracks.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = [row for row in reader if row["source"] == "hottest"][:6]
    with (tmp_path / "tracks.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(rows)
    assert main(["music", "--data", str(tmp_path), "--clips", "3", "--tempi", "1"]) in {0, 1}
    printed = capsys.readouterr().out
    for said in (
        "four on the floor",
        "clarinet",
        "by librosa's tempo",
        "tempo.CONFIDENCE = Logistic(",
        "ms of one core",
    ):
        assert said in printed
