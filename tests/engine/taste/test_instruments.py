from __future__ import annotations

import numpy as np
import pytest

from engine.embed.reading import Head, Label, VectorReader
from engine.networks.cnn import EMBEDDING_SIZE
from engine.networks.ear import DIMENSION
from engine.ranking.request import Candidates
from engine.taste.instruments import MOST_HEARD, with_instruments
from tests.engine.taste.profiles import song

NAMES = ("flute", "piano", "drums")


class FirstNumbers(VectorReader):
    """Hears in a vector's first numbers how strongly each instrument is there."""

    def __init__(self) -> None:
        super().__init__(np.zeros((DIMENSION, EMBEDDING_SIZE), np.float32), {})

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(Head.GENRE, "Jazz"), *(Label(Head.INSTRUMENT, name) for name in NAMES))

    def logits(self, vectors: np.ndarray, labels: tuple[Label, ...]) -> np.ndarray:
        assert [label.name for label in labels] == list(NAMES)
        return vectors[:, : len(NAMES)]


@pytest.fixture
def sample() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((200, 4)).astype(np.float32)


def heard(sample: np.ndarray, *numbers: float, published: tuple[str, ...] = ()) -> tuple[str, ...]:
    songs = Candidates((song(1, instruments=published),), np.array([[*numbers, 0]], dtype=np.float32))
    return with_instruments(FirstNumbers(), songs, sample).songs[0].instruments


def test_what_stands_out_is_heard_the_clearest_first(sample: np.ndarray) -> None:
    assert heard(sample, 2, 3, 0) == ("piano", "flute")
    assert heard(sample, 0.2, 0.1, 0) == ()
    assert len(heard(sample, 2, 2, 2)) == MOST_HEARD


def test_it_stands_out_against_other_songs_and_not_by_itself(sample: np.ndarray) -> None:
    assert heard(sample + 5, 4, 4, 9) == ("drums",)


def test_what_was_published_stays(sample: np.ndarray) -> None:
    assert heard(sample, 3, 0, 0, published=("sitar",)) == ("sitar",)


def test_without_songs_or_a_sample_nothing_is_heard(sample: np.ndarray) -> None:
    assert heard(sample[:0], 3, 0, 0) == ()
    assert len(with_instruments(FirstNumbers(), Candidates.none(4), sample)) == 0
