from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.views.controls import known
from bot.views.ids import LONGEST
from bot.views.opinion_list import PAGE_SIZE, Listed, opinion_list
from data.history import EventKind
from data.ids import MemberId
from data.opinions import Held, Opinion
from tests.bot.views.conftest import HOSTILE_ARTIST, HOSTILE_TITLE, song
from tests.bot.views.test_card import BUTTON, MOST_CHARACTERS, MOST_COMPONENTS, SELECT, of_kind, text, walk

MEMBER = MemberId(2**63)
AT = datetime(2026, 11, 30, tzinfo=UTC)


def opinion(number: int, kind: EventKind = EventKind.LIKED, stars: int | None = None, **names: str) -> Opinion:
    about = song(number, names.get("title", ""), names.get("artist", ""))
    artist = about.artist_key if kind is EventKind.BLOCKED_ARTIST else None
    return Opinion(2**62 + number, kind, about, artist, stars, AT)


def parts(listed: Listed, opinions: list[Opinion], first: int = 0, total: int | None = None) -> list[dict[str, Any]]:
    page = Held(tuple(opinions), first, len(opinions) if total is None else total)
    return list(walk(opinion_list(listed, page, MEMBER).to_components()))


def test_entries_are_numbered_over_all_pages_and_say_what_they_are() -> None:
    opinions = [opinion(1), opinion(2, EventKind.RATED, 4), Opinion(9, EventKind.LIKED, None, None, None, AT)]
    components = parts(Listed.FAVOURITES, opinions, first=10, total=25)
    lines = text(components).splitlines()
    assert lines[1].startswith("11. *Song 1* by Band 1 \u00b7 [")
    assert lines[2].startswith("12. *Song 2* by Band 2 \u00b7 \u2605\u2605\u2605\u2605\u2606 \u00b7 [")
    assert lines[3] == "13. a song that is not in the catalogue any more"
    (select,) = of_kind(components, SELECT)
    assert [one["value"] for one in select["options"]] == [str(one.id) for one in opinions]
    assert [one["label"] for one in of_kind(components, BUTTON)] == ["Back", "Next"]
    assert "11\u201313 of 25" in text(components)


def test_blocks_name_artists_and_songs() -> None:
    told = text(parts(Listed.BLOCKS, [opinion(1, EventKind.BLOCKED_ARTIST), opinion(2, EventKind.BLOCKED_SONG)]))
    assert "1. everything by Band 1\n2. *Song 2* by Band 2" in told


@pytest.mark.parametrize("listed", Listed)
def test_an_empty_list_says_how_to_fill_it_and_has_no_controls(listed: Listed) -> None:
    components = parts(listed, [])
    assert not of_kind(components, SELECT) + of_kind(components, BUTTON)
    assert "`" in text(components)


@pytest.mark.parametrize("listed", Listed)
def test_the_worst_names_fit_and_every_control_is_known(listed: Listed) -> None:
    kind = EventKind.RATED if listed is Listed.FAVOURITES else EventKind.BLOCKED_SONG
    stars = 5 if listed is Listed.FAVOURITES else None
    opinions = [opinion(number, kind, stars, title=HOSTILE_TITLE, artist=HOSTILE_ARTIST) for number in range(PAGE_SIZE)]
    components = parts(listed, opinions, first=PAGE_SIZE, total=10**6)
    assert len(components) <= MOST_COMPONENTS
    assert len(text(components)) <= MOST_CHARACTERS
    assert "@everyone" not in text(components).replace("@\u200b", "")
    ids = [one["custom_id"] for one in (*of_kind(components, SELECT), *of_kind(components, BUTTON))]
    assert len(ids) == 3
    assert all(len(one) <= LONGEST and known(one) for one in ids)
    (select,) = of_kind(components, SELECT)
    assert all(len(one["label"]) <= 100 and len(one.get("description") or "") <= 100 for one in select["options"])
