from __future__ import annotations

from datetime import UTC, datetime

from bot.text.en import privacy
from data.ids import MemberId
from data.member_settings import MemberSettings
from data.privacy import Erased, Kept

MOST_CHARACTERS = 2_000


def test_what_is_kept_comes_with_why_and_until() -> None:
    told = privacy.kept(
        [
            Kept(
                "events", "what you did", "to do better", "you delete it", 301, datetime(2026, 1, 1, tzinfo=UTC), None
            ),
            Kept("answers", "your answers", "for their buttons", "a year", 0, None, None),
        ],
        MemberSettings(MemberId(1), training=True),
    )
    assert "- what you did: **301**, since <t:1767225600:R>\n-#   to do better; until you delete it" in told
    assert "your answers" not in told
    assert "learn from you: **yes**" in told
    assert "compare their taste with yours: **no**" in told


def test_of_nobody_it_says_nothing() -> None:
    assert "Nothing." in privacy.kept([], MemberSettings(MemberId(1)))


def test_everything_at_once_fits_a_message() -> None:
    tables = [
        Kept(f"table{n}", "x" * 60, "y" * 60, "z" * 60, 10**6, datetime(2026, 1, 1, tzinfo=UTC), None) for n in range(6)
    ]
    assert len(privacy.kept(tables, MemberSettings(MemberId(1)))) <= MOST_CHARACTERS


def test_what_is_gone_is_counted() -> None:
    assert privacy.deleted([Erased("events", 0)]) == "There was nothing to erase."
    assert privacy.deleted([Erased("events", 1)]) == "Erased: 1 entry."
    assert privacy.deleted([Erased("events", 2), Erased("answers", 3)]) == "Erased: 5 entries."
