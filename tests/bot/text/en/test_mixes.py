from __future__ import annotations

import numpy as np
import pytest

from bot.questions import MIXED, Seed, SeedKind
from bot.text.en import mixes as say


def seed(kind: SeedKind, *sides: str, day: str = "2026-11-30") -> Seed:
    return Seed(kind, None, day, np.zeros(4, np.float32), sides=sides)


def test_a_mix_is_of_a_day_and_of_the_sides_that_it_started_from() -> None:
    own = seed(SeedKind.TASTE, "Glory Box", "*About* a Girl")
    assert say.heading(own) == "## Your mix of 30 November"
    assert say.told(own).startswith("from 2 sides of what you like: *Glory Box* \u00b7 *\\*About\\* a Girl*")
    assert say.told(seed(SeedKind.TASTE, "Glory Box")).startswith("from one side of what you like: ")


@pytest.mark.parametrize("kind", [SeedKind.CATALOGUE, SeedKind.SERVER])
def test_without_a_taste_it_says_so(kind: SeedKind) -> None:
    assert say.heading(seed(kind)) == "## A first mix of 30 November"
    assert say.told(seed(kind)).startswith("I know nothing of your taste yet")
    assert ("this server" in say.told(seed(kind))) == (kind is SeedKind.SERVER)


@pytest.mark.parametrize("kind", sorted(MIXED))
def test_every_mix_has_its_words(kind: SeedKind) -> None:
    assert say.ON_MAP[kind]
    assert say.heading(seed(kind)).startswith("## ")
    assert say.told(seed(kind))
    assert say.print_alt(seed(kind)).startswith("Sound-print")


def test_what_is_no_day_is_shown_as_it_is_and_harmless() -> None:
    assert say.day("**soon**") == "\\*\\*soon\\*\\*"
