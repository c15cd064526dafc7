from __future__ import annotations

from io import StringIO

import pytest
from tqdm import tqdm

from engine.evaluation.playlists.course import Course, part


def test_phases_fill_the_bar_one_after_the_other() -> None:
    seen = []
    with tqdm(total=1.0, disable=False, file=StringIO()) as bar:
        going = Course(bar)
        with going.phase(0.4) as progress:
            progress("first", 0.5)
            seen.append(bar.n)
            # A model that begins anew does not take the bar back.
            part(progress, 0.5, 0.5)("second", 0.0)
            seen.append(bar.n)
            part(progress, 0.5, 0.5)("second", 0.5)
            seen.append(bar.n)
        seen.append(bar.n)
        with going.phase(0.6) as progress:
            progress("third", 2.0)
            seen.append(bar.n)
            assert bar.desc == "third"
    assert seen == pytest.approx([0.2, 0.2, 0.3, 0.4, 1.0])
