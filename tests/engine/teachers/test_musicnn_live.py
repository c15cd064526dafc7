"""musicnn without its dead channels says what musicnn says."""

from __future__ import annotations

import numpy as np
import pytest

from engine.teachers.loading import musicnn_file
from engine.teachers.musicnn import FRONT_END, Musicnn
from engine.teachers.musicnn_live import LiveMusicnn
from engine.teachers.teacher import SAMPLE_RATE
from tests.training_data import training_data


def test_what_it_says_is_what_the_published_network_says() -> None:
    directory = musicnn_file(training_data()).parent
    whole, live = Musicnn.load(directory), LiveMusicnn.load(directory)
    assert sum(int(live.get_buffer(f"{name}_alive").sum()) for name in FRONT_END) == 85
    seconds = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    random = np.random.default_rng(0)
    samples = (0.3 * np.sin(2 * np.pi * 220 * seconds) + 0.02 * random.standard_normal(seconds.size)).astype(np.float32)
    expected, found = whole.hear(samples), live.hear(samples)
    assert found.tags == pytest.approx(expected.tags, abs=1e-4)
    for layer, values in expected.features.items():
        assert found.features[layer] == pytest.approx(values, abs=3e-3 * float(np.abs(values).max())), layer
