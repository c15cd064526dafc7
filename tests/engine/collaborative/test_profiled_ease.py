from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.collaborative import Interactions, ItemTags
from engine.collaborative.ease import Ease
from engine.collaborative.profiled_ease import Columns, ProfiledEase, learn_dual, learn_primal
from engine.collaborative.settings import EaseSettings, ProfiledEaseSettings, TagSettings
from engine.collaborative.weighting import Weighting

PLAIN = ProfiledEaseSettings(
    weighting=Weighting.BINARY, regularisation=0.7, listeners_power=0, diagonal_power=1, profile=0, tag_rows=0
)


def plays_of(users: int, items: int, each: int) -> Interactions:
    random = np.random.default_rng(5)
    pairs = [(f"u{user:02}", f"i{item:02}") for user in range(users) for item in random.permutation(items)[:each]]
    return Interactions.of(*zip(*pairs, strict=True), [1.0] * len(pairs))  # type: ignore[arg-type]


@pytest.mark.parametrize("users", [8, 40])
def test_with_all_that_is_new_turned_off_it_is_ease(users: int) -> None:
    each = 4
    plays = plays_of(users, 20, each)
    ours = ProfiledEase(PLAIN).fit(plays).scores(plays.counts)
    # Histories of unit length instead of each: lambda and the scores are as much smaller.
    paper = EaseSettings(weighting=Weighting.BINARY, regularisation=0.7 * each, tags=TagSettings())
    np.testing.assert_allclose(ours * each**0.5, Ease(paper).fit(plays).scores(plays.counts), rtol=1e-3, atol=1e-5)


def test_members_and_columns_give_the_same_scores() -> None:
    random = np.random.default_rng(1)
    columns = Columns(
        csr_array(np.where(random.random((9, 14)) < 0.4, random.random((9, 14)), 0).astype(np.float32)),
        random.random((9, 3)).astype(np.float32),
    )
    dual, primal = learn_dual(columns, 0.8), learn_primal(columns, 0.8)
    np.testing.assert_allclose(dual.remainder, primal.remainder, rtol=1e-4)
    np.testing.assert_allclose(dual.scores(columns), primal.scores(columns), rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize(
    "settings", [{"tag_rows": 0.0}, {"profile": 0.0, "fewest_row_items": 3}, {"fewest_row_items": 3}]
)
def test_tags_join_those_who_share_nothing(settings: dict[str, float]) -> None:
    # Two circles play fado and one metal; nobody plays items of two of them.
    circles = {"fado": ["f1", "f2", "f3"], "old fado": ["o1", "o2", "o3"], "metal": ["m1", "m2", "m3"]}
    users, items = [], []
    for name, heard in circles.items():
        for number in range(3):
            users += [f"{name}{number}"] * 2
            items += [heard[number], heard[(number + 1) % 3]]
    plays = Interactions.of(users, items, [1.0] * len(users))
    called = [*circles["fado"], *circles["old fado"], *circles["metal"]]
    tags = ItemTags.of(plays.items, called, ["fado"] * 6 + ["metal"] * 3, [1.0] * 9)
    history = plays.history({"f1": 1.0, "f2": 1.0})
    of = {item: column for column, item in enumerate(plays.items)}

    alone = ProfiledEase(ProfiledEaseSettings()).fit(plays).scores(history)[0]
    with_tags = ProfiledEase(replace(ProfiledEaseSettings(), **settings)).fit(plays, tags).scores(history)[0]
    assert alone[of["o1"]] == pytest.approx(alone[of["m1"]], abs=1e-5)
    assert with_tags[of["o1"]] > with_tags[of["m1"]] + 1e-3
    assert with_tags[of["f3"]] > with_tags[of["o1"]]

    neither = replace(ProfiledEaseSettings(), profile=0, tag_rows=0)
    aside = ProfiledEase(neither).fit(plays, tags).scores(history)[0]
    np.testing.assert_allclose(aside, alone, atol=1e-6)


def test_a_lower_power_of_the_diagonal_favours_what_few_play() -> None:
    plays = plays_of(40, 20, 6)
    listeners = np.diff(plays.counts.T.tocsr().indptr)
    ratio = ProfiledEase(replace(PLAIN, diagonal_power=0)).fit(plays).scores(plays.counts) / ProfiledEase(PLAIN).fit(
        plays
    ).scores(plays.counts)
    assert ratio[0, listeners.argmin()] > ratio[0, listeners.argmax()]


@pytest.mark.parametrize(
    "wrong", [{"regularisation": 0.0}, {"regularisation": float("nan")}, {"profile": -1.0}, {"tag_rows": -1.0}]
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="make no sense"):
        ProfiledEase(replace(ProfiledEaseSettings(), **wrong))
