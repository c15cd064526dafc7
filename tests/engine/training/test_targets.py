"""What the teachers say becomes targets, measured on the clips that may be learned from."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import torch

from engine.training.labels import UNKNOWN, Labels
from engine.training.targets import Opinion, Targets, make_targets


def test_standardised_on_what_may_be_learned_from(labels: Labels, opinions: dict[str, Opinion]) -> None:
    learned = np.arange(20)
    moved = {name: Opinion(one.embedding.copy(), one.tags, one.tag_names) for name, one in opinions.items()}
    for one in moved.values():
        one.embedding[25:] += 1_000
    targets = make_targets(labels, moved, learned)
    torch.testing.assert_close(targets.embeddings[:20].mean(dim=0), torch.zeros(48), atol=1e-4, rtol=0)
    torch.testing.assert_close(targets.joint[:20].mean(dim=0), torch.zeros(48), atol=1e-4, rtol=0)
    plain = make_targets(labels, opinions, learned)
    torch.testing.assert_close(targets.joint[:20], plain.joint[:20])


def test_clips_that_the_teachers_find_alike_are_alike(labels: Labels, opinions: dict[str, Opinion]) -> None:
    joint = make_targets(labels, opinions, np.arange(32)).joint
    unit = torch.nn.functional.normalize(joint, dim=1)
    alike = unit @ unit.T
    assert alike[0::2, 0::2].mean() > alike[0::2, 1::2].mean() + 0.5


def test_what_no_one_said_stays_unknown(labels: Labels, targets: Targets) -> None:
    np.testing.assert_array_equal(targets.genre_known.numpy(), labels.genre_known)
    assert not targets.genre_known[3::4].any()
    assert (targets.quadrant[3::4] == UNKNOWN).all()
    assert (targets.cluster == UNKNOWN).all()


def test_rows_are_clips(targets: Targets) -> None:
    chosen = targets.of(np.array([9, 2]))
    for field in fields(Targets):
        torch.testing.assert_close(getattr(chosen, field.name), getattr(targets, field.name)[[9, 2]])


def test_tags_stay_the_probabilities_that_the_teachers_gave(targets: Targets, opinions: dict[str, Opinion]) -> None:
    said = np.concatenate([one.tags for one in opinions.values()], axis=1)
    np.testing.assert_array_equal(targets.tags.numpy(), said)
    assert float(targets.instrument.min()) >= 0
    assert float(targets.instrument.max()) <= 1
