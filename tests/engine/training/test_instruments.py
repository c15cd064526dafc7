"""An instrument is heard when two taggers, or the one that knows it, say so."""

from __future__ import annotations

import numpy as np

from engine.teachers.teacher import read_arrays
from engine.training.instruments import INSTRUMENTS, JAMENDO, MAGNATAGATUNE, instruments_heard
from tests.engine.training.conftest import tag_names
from tests.training_data import training_data

NAMES = {JAMENDO: tag_names("jamendo_musicnn"), MAGNATAGATUNE: tag_names("mtat_musicnn")}


def heard(**said: float) -> dict[str, float]:
    """Probability of each instrument when the taggers say this, by ``tagger__tag``."""
    tags = {tagger: np.zeros((1, len(names)), np.float32) for tagger, names in NAMES.items()}
    for key, probability in said.items():
        tagger, name = key.split("__")
        tags[tagger][0, NAMES[tagger].index(name)] = probability
    row = instruments_heard(tags, NAMES)[0]
    assert row.dtype == np.float32
    return dict(zip(INSTRUMENTS, row.tolist(), strict=True))


def test_two_taggers_count_alike() -> None:
    said = heard(**{"jamendo__instrument---piano": 0.8, "magnatagatune__piano": 0.4})
    assert abs(said["piano"] - 0.6) < 1e-6
    assert sum(said.values()) == said["piano"]


def test_of_several_names_with_one_tagger_the_most_probable_counts() -> None:
    said = heard(magnatagatune__choir=0.25, magnatagatune__choral=0.5)
    assert said["choir"] == 0.5


def test_a_tagger_without_a_name_for_it_has_no_say() -> None:
    assert heard(magnatagatune__harp=0.75)["harp"] == 0.75
    assert heard(**{"jamendo__instrument---bass": 0.75})["bass"] == 0.75


def test_the_taggers_know_every_name_that_is_asked_for() -> None:
    data = training_data()
    names = {
        tagger: [str(tag) for tag in read_arrays(data / "taggers" / f"{file}.npz")["tags"]]
        for tagger, file in ((JAMENDO, "jamendo_musicnn"), (MAGNATAGATUNE, "mtat_musicnn"))
    }
    tags = {tagger: np.full((2, len(of_one)), 0.5, np.float32) for tagger, of_one in names.items()}
    assert (instruments_heard(tags, names) == 0.5).all()
