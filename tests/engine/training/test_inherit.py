"""The trunk starts where public taggers are: here taggers with random weights, which no chance would agree with."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor

from engine.features.log_mel import HOP_LENGTH, SAMPLE_RATE, LogMel
from engine.features.segments import SEGMENT_FRAMES, level
from engine.networks.cnn import GROUPS, Classes, Cnn
from engine.teachers.fcn import Fcn
from engine.teachers.teacher import SAMPLE_RATE as TEACHER_RATE
from engine.training.inherit import Lesson, inherit
from tests.engine.training.taggers import fcns, tune

CLASSES = Classes(("Jazz",), ("calm",), ("a",) * 4, ("b",) * 5, ("c",) * 4, ("piano",))
SECONDS = 11.0


def new_cnn() -> Cnn:
    torch.manual_seed(0)
    return Cnn(CLASSES).eval()


def lesson(seed: int, seconds: float = SECONDS) -> Lesson:
    with torch.inference_mode():
        heard = LogMel()(torch.from_numpy(tune(seconds, SAMPLE_RATE, seed))[None])[0]
    return Lesson(level(heard).clone(), tune(seconds, TEACHER_RATE, seed))


@pytest.fixture(scope="module")
def taggers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Fcn, ...]:
    return fcns(tmp_path_factory.mktemp("taggers"))


@torch.inference_mode()
def agreement(cnn: Cnn, taggers: Sequence[Fcn], heard: Lesson) -> list[float]:
    """Correlation of each group of the trunk's maps with those of its tagger, on the first segment of a clip."""
    ours = cnn.trunk(heard.segment[None, :, :SEGMENT_FRAMES])[0].chunk(GROUPS)
    n_samples = round(SEGMENT_FRAMES * HOP_LENGTH / SAMPLE_RATE * TEACHER_RATE)
    frames = [fcn.front_end(torch.from_numpy(heard.samples[:n_samples])) for fcn in taggers]
    # The taggers hear every clip at one level, as the trunk does.
    theirs = [fcn.maps(one - one.mean() - 5.0) for fcn, one in zip(taggers, frames, strict=True)]
    return [_correlation(mine, its) for mine, its in zip(ours, theirs, strict=True)]


def _correlation(a: Tensor, b: Tensor) -> float:
    # Cells apart from their channel's mean: what a channel is on average is no hearing.
    seen = [(one - one.mean(dim=(1, 2), keepdim=True)).flatten() for one in (a, b)]
    return float(torch.corrcoef(torch.stack(seen))[0, 1])


def test_the_trunk_hears_what_the_taggers_hear(taggers: tuple[Fcn, ...]) -> None:
    cnn, other = new_cnn(), new_cnn()
    inherit(cnn, taggers, [lesson(seed) for seed in range(4)], seed=0)
    never_heard = lesson(100)
    before, after = agreement(other, taggers, never_heard), agreement(cnn, taggers, never_heard)
    assert min(after) > 0.5
    assert min(after) > max(before) + 0.3


def test_the_same_lessons_give_the_same_start(taggers: tuple[Fcn, ...]) -> None:
    lessons = [lesson(seed) for seed in range(2)]
    first, again, other = (started(taggers, lessons, seed).trunk.thin.weight for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_clip_shorter_than_a_stretch_teaches_nothing(taggers: tuple[Fcn, ...]) -> None:
    lessons = [lesson(seed) for seed in range(2)]
    with_short = started(taggers, [*lessons, lesson(9, seconds=2.0)], seed=0)
    torch.testing.assert_close(with_short.state_dict(), started(taggers, lessons, seed=0).state_dict())


def test_what_lies_above_starts_as_it_was(taggers: tuple[Fcn, ...]) -> None:
    taken_over = ("trunk.", "fourth.", "fifth.")
    started_state = started(taggers, [lesson(0)], seed=0).state_dict()
    for name, value in new_cnn().state_dict().items():
        assert torch.equal(value, started_state[name]) != name.startswith(taken_over), name


def started(taggers: Sequence[Fcn], lessons: Sequence[Lesson], seed: int) -> Cnn:
    """Only the first group, which is quicker."""
    cnn = new_cnn()
    inherit(cnn, taggers[:1], lessons, seed=seed)
    return cnn
