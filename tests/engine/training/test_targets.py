"""What the teachers say becomes targets, measured on the clips that may be learned from."""

from __future__ import annotations

import numpy as np
import torch

from engine.training.instruments import INSTRUMENTS, JAMENDO, MAGNATAGATUNE, instruments_heard
from engine.training.labels import Labels
from engine.training.targets import Opinion, make_targets
from tests.engine.training.conftest import tag_names


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


def test_an_instrument_is_what_both_taggers_say() -> None:
    names = {JAMENDO: tag_names("jamendo_musicnn"), MAGNATAGATUNE: tag_names("mtat_musicnn")}
    tags = {tagger: np.zeros((1, 60), np.float32) for tagger in names}
    tags[JAMENDO][0, names[JAMENDO].index("instrument---piano")] = 0.8
    tags[MAGNATAGATUNE][0, names[MAGNATAGATUNE].index("piano")] = 0.4
    tags[MAGNATAGATUNE][0, names[MAGNATAGATUNE].index("choral")] = 0.5
    heard = dict(zip(INSTRUMENTS, instruments_heard(tags, names)[0].tolist(), strict=True))
    assert abs(heard["piano"] - 0.6) < 1e-6
    assert heard["choir"] == 0.5
    assert heard["harp"] == 0
