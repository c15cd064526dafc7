"""What a visitor of the demo sees and does, in headless Chromium, against the real bot."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests.browser.driver import Visitor

pytestmark = pytest.mark.browser

LEAST_SONGS = 5


def songs_of(card: Locator) -> int:
    return card.locator(".section-text h3").count()


def test_the_page_is_alive_when_it_opens(visitor: Visitor) -> None:
    assert visitor.page.locator("#viewer-picker option").all_inner_texts() == ["Mara", "Jonas", "Aiko"]
    assert visitor.page.locator("#channel-name").inner_text() == "music"
    assert visitor.cards.count() >= 2
    assert visitor.page.locator(".message-interaction-header", has_text="Mara used /recommend").count() >= 1
    assert visitor.page.locator(".message-interaction-header", has_text="Jonas used /recommend").count() >= 1
    assert visitor.page.locator("#inspector-count").is_hidden()


def test_a_song_is_picked_from_the_list_and_answered(visitor: Visitor) -> None:
    card = visitor.ask_song("glory b", "Glory Box")
    assert "Glory Box" in card.inner_text()
    assert songs_of(card) >= LEAST_SONGS
    assert visitor.see_pictures(card) >= LEAST_SONGS + 2
    assert "Green: Glory Box" in (card.locator("img.gallery-image").get_attribute("alt") or "")


def test_a_clip_in_any_format_is_attached_and_answered(visitor: Visitor, clips: dict[str, Path]) -> None:
    for suffix, clip in clips.items():
        card = visitor.ask_clip(clip)
        assert songs_of(card) >= LEAST_SONGS, suffix


def test_a_pick_is_chosen_and_liked(visitor: Visitor) -> None:
    card = visitor.ask_song("blue monday", "Blue Monday")
    title = visitor.choose(card, 2).partition(" \u00b7 ")[2]
    said = visitor.press(card, "Like").inner_text()
    assert "Only you can see this" in said
    assert f"you like {title}" in said


def test_a_genre_and_a_mood_are_picked_from_their_lists(visitor: Visitor) -> None:
    card = visitor.ask_song("glory b", "Glory Box", genre="Jazz", mood="calm")
    assert "only Jazz, calm" in card.inner_text()
    assert songs_of(card) >= LEAST_SONGS


def test_the_map_is_coloured_and_says_so(visitor: Visitor) -> None:
    card = visitor.ask_song("blue monday", "Blue Monday")
    assert "Coloured by mood: happy" in visitor.colour(card, "Map by mood")
    assert "Coloured by genre: " in visitor.colour(card, "Map by genre")
    assert "Green: Blue Monday" in visitor.colour(card, "Map by genre")


def test_members_get_different_answers(visitor: Visitor) -> None:
    titles = []
    for name in ("Jonas", "Aiko"):
        visitor.become(name)
        titles.append(visitor.ask_song("psycho killer", "Psycho Killer").locator(".section-text").all_inner_texts())
    assert titles[0] != titles[1]


def test_what_is_not_music_gets_one_sentence(visitor: Visitor, tmp_path: Path) -> None:
    letter = tmp_path / "letter.mp3"
    letter.write_bytes(b"Dear Segue, this is not music. " * 200)
    said = visitor.ask_clip(letter)
    assert "Only you can see this" in said.inner_text()
    assert songs_of(said) == 0
