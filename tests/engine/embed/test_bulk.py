from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.audio import DecodeLimits, DecoderPool
from engine.embed.bulk import BATCH_CLIPS, MAX_AHEAD, Sound, embed_files, embed_sounds
from engine.embed.embedder import Embedder
from engine.errors import AudioProblem
from tests.bad_inputs.encoding import encode, music
from tests.engine.embed.not_finite import MARK, decode_what_is_not_finite

TUNE = encode(music(3.5), "pcm_s16le")


@pytest.fixture
def pool() -> Iterator[DecoderPool]:
    with DecoderPool(1) as opened:
        yield opened


def test_files_come_back_in_order_and_bad_ones_in_their_place(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "good.wav").write_bytes(TUNE)
    (tmp_path / "text.mp3").write_text("Dear Anna, this is no music at all. " * 100)
    (tmp_path / "large.wav").write_bytes(TUNE + bytes(len(TUNE)))
    paths = [tmp_path / name for name in ("text.mp3", "good.wav", "nowhere.mp3", "large.wav", "good.wav")]
    embedded = list(embed_files(paths, embedder, jobs=1, limits=DecodeLimits(max_bytes=len(TUNE) + 1)))
    assert [one.path for one in embedded] == paths
    assert [one.heard is not None for one in embedded] == [False, True, False, False, True]
    assert [bool(one.error) for one in embedded] == [True, False, True, True, False]
    assert embedded[0].problem is AudioProblem.NOT_AUDIO
    assert embedded[1].seconds == pytest.approx(3.5, abs=0.01)
    assert embedded[1].heard is not None
    assert embedded[4].heard is not None
    np.testing.assert_array_equal(embedded[1].heard.vector, embedded[4].heard.vector)


def test_no_more_is_taken_than_is_needed_soon(embedder: Embedder, pool: DecoderPool) -> None:
    taken = 0

    def sounds() -> Iterator[Sound]:
        nonlocal taken
        for number in range(1_000):
            taken += 1
            yield Sound(Path(str(number)), None, "of no use")

    coming = embed_sounds(sounds(), embedder, pool)
    assert next(coming).path == Path("0")
    assert taken == MAX_AHEAD
    for _ in range(BATCH_CLIPS):
        next(coming)
    assert taken == MAX_AHEAD + BATCH_CLIPS


def test_large_files_wait_for_each_other(embedder: Embedder, pool: DecoderPool) -> None:
    """No file is decoded before the process is there, which takes longer than to take so many."""
    taken = 0

    def sounds() -> Iterator[Sound]:
        nonlocal taken
        for number in range(20):
            taken += 1
            yield Sound(Path(str(number)), bytes(1_000))

    coming = embed_sounds(sounds(), embedder, pool, ahead_bytes=2_500)
    assert next(coming).problem is AudioProblem.NOT_AUDIO
    assert taken == 3
    assert len(list(coming)) == 19


def test_the_same_sound_gives_the_same_vector_in_any_company(embedder: Embedder, pool: DecoderPool) -> None:
    tunes = [encode(music(3.5, seed=seed), "pcm_s16le") for seed in range(BATCH_CLIPS + 1)]
    together = list(embed_sounds([Sound(Path(str(n)), tune) for n, tune in enumerate(tunes)], embedder, pool))
    for number in (0, BATCH_CLIPS):
        alone = next(embed_sounds([Sound(Path("one"), tunes[number])], embedder, pool))
        other = together[number]
        assert alone.heard is not None
        assert other.heard is not None
        np.testing.assert_array_equal(alone.heard.vector, other.heard.vector)


def test_a_sound_that_the_networks_refuse_costs_nothing_but_itself(embedder: Embedder) -> None:
    sounds = [Sound(Path(str(number)), TUNE + (MARK if number == 1 else b"")) for number in range(3)]
    with DecoderPool(1, decode=decode_what_is_not_finite) as pool:
        first, second, third = embed_sounds(sounds, embedder, pool)
    assert second.heard is None
    assert second.problem is AudioProblem.DAMAGED
    assert first.heard is not None
    assert third.heard is not None
    np.testing.assert_array_equal(first.heard.vector, third.heard.vector)


def test_nothing_is_nothing(embedder: Embedder, pool: DecoderPool) -> None:
    assert list(embed_sounds([], embedder, pool)) == []
