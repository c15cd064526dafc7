"""Artists' factors on disk."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.collaborative.artist_factors import MANIFEST, ArtistFacts, read_factors, read_facts, read_sound, save
from engine.errors import ModelError
from tests.engine.collaborative.toy_artists import factors, sound


def saved(directory: Path) -> ArtistFacts:
    found = factors()
    return save(directory, found, sound(found), "an-ear", {"command": "by hand"})


def test_what_was_written_is_read(tmp_path: Path) -> None:
    found = replace(factors(), rare=("björk's aunt", "zz"), rare_listeners=np.array([2, 1]))
    facts = save(tmp_path, found, sound(found), "an-ear", {})
    again = read_factors(tmp_path, read_facts(tmp_path))
    assert (again.rare, again.rare_listeners.tolist()) == (found.rare, [2, 1])
    assert (again.keys, again.people, again.artists) == (found.keys, found.people, found.artists)
    assert again.factors == pytest.approx(found.factors, abs=1e-3)
    assert np.array_equal(again.listeners, found.listeners)
    assert (again.regularisation, again.frequency) == (found.regularisation, found.frequency)
    vectors = np.eye(facts.dimension)
    assert read_sound(tmp_path, facts).predict(vectors) == pytest.approx(sound(found).predict(vectors), abs=5e-3)


def test_the_same_factors_make_the_same_files_and_older_ones_go(tmp_path: Path) -> None:
    (tmp_path / "artists-0123456789abcdef.npz").write_bytes(b"old")
    first = saved(tmp_path)
    assert saved(tmp_path) == first
    assert {path.name for path in tmp_path.iterdir()} == {MANIFEST, first.factors, first.sound}


@pytest.mark.parametrize("which", ["factors", "sound", "manifest"])
def test_damage_is_refused_with_the_command_that_mends_it(tmp_path: Path, which: str) -> None:
    facts = saved(tmp_path)
    name = {"factors": facts.factors, "sound": facts.sound, "manifest": MANIFEST}[which]
    whole = (tmp_path / name).read_bytes()
    for content in (whole[:-5], b"", None):
        if content is None:
            (tmp_path / name).unlink()
        else:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(ModelError, match=r"python -m engine\.collaborative artists"):
            read_factors(tmp_path, read_facts(tmp_path))
            read_sound(tmp_path, read_facts(tmp_path))


def test_another_format_and_a_lacking_fact_are_refused(tmp_path: Path) -> None:
    saved(tmp_path)
    whole = json.loads((tmp_path / MANIFEST).read_text())
    for changed in ({**whole, "format": 99}, {"format": 1}, {**whole, "wmf": {}}):
        (tmp_path / MANIFEST).write_text(json.dumps(changed))
        with pytest.raises(ModelError, match="artists"):
            read_factors(tmp_path, read_facts(tmp_path))
