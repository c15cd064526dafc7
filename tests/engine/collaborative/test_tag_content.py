from __future__ import annotations

import numpy as np

from engine.collaborative import Interactions, ItemTags
from engine.collaborative.settings import TagContentSettings
from engine.collaborative.tag_content import TagContent

PLAYS = Interactions.of(["mara", "jonas", "mara"], ["a", "b", "d"], [1, 1, 1])
TAGS = ItemTags.of(PLAYS.items, ["a", "d", "b", "b", "d"], ["fado", "fado", "metal", "loud", "loud"], [1, 1, 1, 1, 1])


def test_who_plays_what_is_called_alike_is_given_that() -> None:
    model = TagContent(TagContentSettings(fewest_items=1)).fit(PLAYS, TAGS)
    of_fado = model.scores(PLAYS.history({"a": 1.0}))[0]
    # d is called fado and loud, equally often and equally rare; b shares nothing with a.
    np.testing.assert_allclose(of_fado, [1, 0, 0.5**0.5], atol=1e-6)


def test_tags_of_too_few_items_say_nothing() -> None:
    model = TagContent(TagContentSettings(fewest_items=2)).fit(PLAYS, TAGS)
    of_loud = model.scores(PLAYS.history({"b": 1.0}))[0]
    assert of_loud[0] == 0 and of_loud[2] > 0


def test_without_tags_every_score_is_nought() -> None:
    model = TagContent(TagContentSettings()).fit(PLAYS)
    assert not model.scores(PLAYS.counts).any()
