from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.questions import Feedback, FeedbackKind
from bot.text.en import about, replies, settings
from data.guild_settings import GuildSettings
from data.history import Event, EventKind, HistoryEntry
from data.ids import ChannelId, GuildId, MemberId
from engine.ranking import Familiarity
from engine.songs import Song, SongId

MOST_CHARACTERS = 2_000
HOSTILE = Song(id=SongId("0" * 16), artist="*" * 400, title="@everyone" * 90)


@pytest.mark.parametrize("kind", FeedbackKind)
@pytest.mark.parametrize("changed", [True, False])
def test_every_feedback_has_a_sentence_and_the_first_says_how_to_undo_it(kind: FeedbackKind, changed: bool) -> None:
    sentence = replies.feedback(Feedback(HOSTILE, kind, changed=changed))
    assert ("/history undo" in sentence) == changed
    assert "@everyone" not in sentence


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("song", [HOSTILE, None])
def test_every_event_can_be_told(kind: EventKind, song: Song | None) -> None:
    event = Event(
        kind,
        MemberId(1),
        song=SongId("0" * 16),
        artist="massive attack",
        value=1 if kind is EventKind.RATED else None,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    told = replies.history([HistoryEntry(event, song)])
    assert "<t:1767225600:R>" in told
    assert "@everyone" not in told


def test_settings_tell_when_the_drop_channel_sleeps() -> None:
    chosen = GuildSettings(GuildId(1), drop_channel=ChannelId(5))
    assert "asleep" in settings.all_of(chosen, reads=False)
    assert "asleep" not in settings.all_of(chosen, reads=True)
    assert "none" in settings.all_of(GuildSettings(GuildId(1)), reads=False)


def test_missing_permissions_are_named() -> None:
    assert "Attach Files" in settings.drop_channel(ChannelId(5), ["Attach Files"])
    assert "need" not in settings.drop_channel(ChannelId(5), [])


@pytest.mark.parametrize("familiarity", Familiarity)
def test_the_dial_is_told(familiarity: Familiarity) -> None:
    assert familiarity.value in settings.familiarity(familiarity)


def test_help_and_about_fit_a_message() -> None:
    assert len(about.help_text()) <= MOST_CHARACTERS
    told = about.about(about.Facts(songs=2_532, model="0" * 16, dimension=320, device="cpu"))
    assert "2,532 songs" in told
    assert len(told) <= MOST_CHARACTERS
