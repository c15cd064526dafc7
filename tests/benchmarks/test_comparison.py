"""Both ears get the same measurements, and targets are for Segue's."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.command import Run
from benchmarks.comparison import compare, time_rows
from benchmarks.ears import MUSICNN, SEGUE, ears
from benchmarks.measurement import Measurement
from benchmarks.multiply_adds import count
from benchmarks.sounds import tune
from benchmarks.turns import Times
from bot.settings import Places
from engine.embed.weights import load_ear, read_facts
from tests.training_data import training_data

BATCH = 2


def compared(places: Places, directory: Path) -> dict[str, Measurement]:
    return {one.what: one for one in compare(Run(quick=True, directory=directory), places, BATCH)}


def test_without_musicnn_the_ear_is_measured_alone(tmp_path: Path) -> None:
    rows = compared(Places(data=tmp_path), tmp_path)
    assert not any(MUSICNN in what for what in rows)
    assert rows[f"multiply-adds, {SEGUE}"].target == 4.7
    assert rows[f"one clip, processor time, {SEGUE}"].value > 0
    assert rows[f"peak memory, one clip, {SEGUE}"].value > 10


def test_the_numbers_in_the_file_are_those_of_the_networks(tmp_path: Path) -> None:
    places = Places(data=tmp_path)
    (own,) = ears(places)
    state = load_ear(places.weights, read_facts(places.weights)).state_dict()
    assert own.numbers() == sum(value.numel() for value in state.values() if value.is_floating_point())


def test_a_share_is_taken_round_by_round() -> None:
    own, peer = Times((10.0, 30.0, 20.0), (11.0, 31.0, 21.0)), Times((40.0, 60.0, 80.0), (41.0, 61.0, 81.0))
    rows = {one.what: one for one in time_rows("one clip", [SEGUE, MUSICNN], [own, peer])}
    assert rows[f"one clip, processor time, {SEGUE}"].value == 20
    assert rows[f"one clip, wall time, {MUSICNN}"].value == 61
    share = rows[f"one clip, processor time as a share of {MUSICNN}'s"]
    assert share.value == 0.25
    assert share.met
    assert share.high == pytest.approx(0.45)


def test_musicnn_costs_what_its_notes_say() -> None:
    own, peer = ears(Places(data=training_data()))
    assert (own.name, peer.name) == (SEGUE, MUSICNN)
    assert peer.numbers() == 792_079
    hear = peer.load()
    counted = count(lambda: hear([tune(0, 6.1, peer.sample_rate)]))
    assert counted.convolutions / 2 == pytest.approx(1398.3e6, rel=1e-3)
    assert counted.transforms > 0
    assert counted.matrices > 0
