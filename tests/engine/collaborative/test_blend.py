from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engine.collaborative import Interactions
from engine.collaborative.blend import Blend, Part, comparable
from engine.collaborative.ease import Ease
from engine.collaborative.popularity import Popularity
from engine.collaborative.settings import EaseSettings, Scale

SCORES = np.array([[9.0, 1.0, 3.0, 2.0], [5.0, 5.0, 5.0, 5.0]], dtype=np.float32)
HELD = csr_array(np.array([[1, 0, 0, 0], [0, 1, 0, 0]], dtype=np.float32))


def test_standard_scores_leave_out_what_is_held() -> None:
    found = comparable(SCORES.copy(), HELD, Scale.STANDARD)
    spread = np.std([1, 3, 2])
    np.testing.assert_allclose(found[0], [0, -1 / spread, 1 / spread, 0], atol=1e-6)
    assert found[1].tolist() == [0, 0, 0, 0]


def test_ranks_go_up_to_one_and_equals_share_them() -> None:
    found = comparable(SCORES.copy(), HELD, Scale.RANK)
    np.testing.assert_allclose(found[0], [0, 2 / 4, 4 / 4, 3 / 4])
    np.testing.assert_allclose(found[1], [3 / 4, 0, 3 / 4, 3 / 4])


@given(st.floats(-100, 100), st.floats(0.015625, 64), st.sampled_from(list(Scale)))
def test_where_a_model_begins_to_count_and_in_which_steps_does_not_matter(
    shift: float, factor: float, scale: Scale
) -> None:
    moved = (SCORES[:1] * factor + shift).astype(np.float32)
    np.testing.assert_allclose(
        comparable(moved, HELD[:1], scale), comparable(SCORES[:1].copy(), HELD[:1], scale), atol=1e-2
    )


@pytest.mark.parametrize("scale", Scale)
def test_a_blend_is_the_weighted_sum(scale: Scale, board: Interactions) -> None:
    parts = [Part(Ease(EaseSettings()), 0.75), Part(Popularity(), 0.25)]
    found = Blend(parts, scale).fit(board).scores(board.counts)
    expected = sum(
        part.weight * comparable(part.model.fit(board).scores(board.counts), board.counts, scale) for part in parts
    )
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("scale", Scale)
def test_one_model_alone_recommends_as_it_does_without_a_blend(scale: Scale, board: Interactions) -> None:
    alone = Ease(EaseSettings()).fit(board).recommend(board.counts, 5)
    blended = Blend([Part(Ease(EaseSettings()), 2.0)], scale).fit(board).recommend(board.counts, 5)
    assert (alone.items == blended.items).mean() > 0.99


def test_no_models_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Blend([], Scale.RANK)
