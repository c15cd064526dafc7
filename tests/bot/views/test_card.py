from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import UnknownPick
from bot.questions import MIXED, Answer, Fresh, SeedKind
from bot.text.en import mixes
from bot.views.card import DISLIKED_MARK, LIKED_MARK, NEVER_MARK, Marks, card, card_of, first_card
from bot.views.ids import LONGEST, Action, Press, parse
from bot.views.looks import Look
from bot.views.pages import page
from bot.views.pictures import ASKED_NAME, MAP_NAME, print_name
from data.ids import MemberId
from engine.ranking import Only, Span
from engine.songs import Song
from tests.bot.views.conftest import HOSTILE_ARTIST, HOSTILE_TITLE, song

MOST_COMPONENTS, MOST_CHARACTERS, MOST_FILES = 40, 4_000, 10
BUTTON, SELECT, TEXT, THUMBNAIL, GALLERY = 2, 3, 10, 11, 12


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield from walk([component["accessory"]])


def parts(
    answer: Answer,
    number: int = 0,
    chosen: int | None = None,
    marks: Marks | None = None,
    look: Look = Look.PLAIN,
) -> list[dict[str, Any]]:
    shown = page(answer, number)
    made = card(answer, shown, shown.first if chosen is None else chosen, marks or Marks(), look)
    return list(walk(made.to_components()))


def of_kind(components: list[dict[str, Any]], kind: int) -> list[dict[str, Any]]:
    return [component for component in components if component["type"] == kind]


def text(components: list[dict[str, Any]]) -> str:
    return "\n".join(component["content"] for component in of_kind(components, TEXT))


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("clip", [False, True])
@pytest.mark.parametrize("look", Look)
def test_a_card_of_the_worst_titles_stays_within_what_a_message_holds(
    make_answer: Callable[..., Answer], number: int, clip: bool, look: Look
) -> None:
    spans = Span(100, 400), Span(1900, 1999)
    only = Only(HOSTILE_TITLE, HOSTILE_ARTIST, HOSTILE_TITLE, *spans, HOSTILE_ARTIST, only_new=True, clean=True)
    answer = make_answer(title=HOSTILE_TITLE, artist=HOSTILE_ARTIST, clip=clip, relaxed=True, only=only, shared=True)
    answer = replace(answer, seed=replace(answer.seed, fresh=Fresh.KEPT))
    shown = parts(answer, number, look=look)
    assert len(shown) <= MOST_COMPONENTS
    assert len(text(shown)) <= MOST_CHARACTERS
    media = [part["media"]["url"] for part in of_kind(shown, THUMBNAIL)]
    media += [item["media"]["url"] for gallery in of_kind(shown, GALLERY) for item in gallery["items"]]
    assert len(set(media)) <= MOST_FILES
    assert all(len(part["custom_id"]) <= LONGEST for part in shown if "custom_id" in part)
    assert all(len(part.get("label", "")) <= 80 for part in of_kind(shown, BUTTON))
    options = of_kind(shown, SELECT)[0]["options"]
    assert all(1 <= len(option["label"]) <= 100 and 1 <= len(option["description"]) <= 100 for option in options)
    descriptions = [part["description"] for part in of_kind(shown, THUMBNAIL)]
    descriptions += [item["description"] for gallery in of_kind(shown, GALLERY) for item in gallery["items"]]
    assert all(0 < len(description) <= 1024 for description in descriptions)


def test_nothing_of_a_hostile_title_formats_links_or_mentions(make_answer: Callable[..., Answer]) -> None:
    only = Only(HOSTILE_TITLE, HOSTILE_ARTIST)
    shown = text(parts(make_answer(title=HOSTILE_TITLE, artist=HOSTILE_ARTIST, only=only, shared=True)))
    assert "@everyone" not in shown
    assert "@here" not in shown
    assert "\u202e" not in shown
    without_own_links = re.sub(r"\\.", "", shown.replace("](https://www.youtube.com", ""))
    assert "https://" not in without_own_links
    for mark in ("**", "||", "~~", "<@", "<#", "</", "<t:"):
        assert mark not in without_own_links
    own = ("## ", "### ", "-# ", "\u200b")
    assert all(line.startswith(own) or line[0].isalpha() for line in shown.splitlines())


def test_every_pick_says_who_what_why_how_near_and_where_to_hear_it(make_answer: Callable[..., Answer]) -> None:
    section = next(line for line in text(parts(make_answer())).split("### ") if line.startswith("1 "))
    assert "Song 0" in section
    assert "Band 0 \u00b7 1990" in section
    assert "near a song you liked" in section
    assert "almost the same sound \u00b7 0.99" in section
    assert "https://www.youtube.com/results?search_query=Band+0+Song+0" in section


def test_only_on_a_card_that_the_asker_alone_sees_stands_which_songs_they_like(
    make_answer: Callable[..., Answer],
) -> None:
    answer = make_answer()
    for reader, named in ((answer.member, True), (MemberId(answer.member + 1), False), (None, False)):
        shown = text(list(walk(card_of(answer, 0, Marks(reader=reader)).to_components())))
        assert ("near *wistful*, which you liked" in shown) == named


def test_the_heading_says_what_was_asked(make_answer: Callable[..., Answer]) -> None:
    assert text(parts(make_answer())).startswith("## More like Teardrop\nMassive Attack")
    assert "clip.mp3" in text(parts(make_answer(clip=True)))
    known: Song = song(5, "Jóga", "Björk")
    assert text(parts(make_answer(clip=True, recognised=known))).startswith("## This is *Jóga* by Björk")


def test_the_heading_says_what_the_song_is_like_and_what_was_wanted(make_answer: Callable[..., Answer]) -> None:
    heading = text(parts(make_answer(only=Only("Jazz", "calm")))).split("\n")
    assert heading[2].startswith("-# Trip-hop, Trip-hop \u00b7 sad, wistful, wistful \u00b7 voice, harpsichord")
    assert heading[2].endswith("about 77 bpm in A major")
    assert heading[3] == "-# only Jazz, calm"
    assert "only" not in text(parts(make_answer()))


def test_what_is_shared_and_did_not_decide_is_said_so(make_answer: Callable[..., Answer]) -> None:
    line = text(parts(make_answer(shared=True))).split("### ")[1].splitlines()[2]
    assert line.endswith("also both around x bpm, both in x")


def test_other_versions_of_a_pick_are_named(make_answer: Callable[..., Answer]) -> None:
    section = text(parts(make_answer(versions=3))).split("### ")[1]
    assert "-# also: *Teardrop (Live)* by Band 100, *Teardrop (Live)* by Band 101 and 1 more" in section
    assert "also:" not in text(parts(make_answer()))


def test_a_song_that_was_fetched_says_where_from(make_answer: Callable[..., Answer]) -> None:
    kept, forgotten = (text(parts(make_answer(fresh=fresh))) for fresh in (Fresh.KEPT, Fresh.FORGOTTEN))
    assert "heard just now: 30 seconds; I know it from now on" in kept
    assert "I do not keep it" in forgotten
    assert "heard just now" not in text(parts(make_answer()))


def test_what_does_not_fit_is_left_out_and_never_a_pick(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer(title=HOSTILE_TITLE, artist=HOSTILE_ARTIST, relaxed=True, shared=True, versions=3)
    for marks in (Marks(), Marks(reader=answer.member)):
        shown = text(list(walk(card_of(answer, 0, marks).to_components())))
        assert len(shown) <= MOST_CHARACTERS
        assert shown.count("### ") == answer.count
    assert "also:" not in shown


def test_only_a_relaxed_answer_says_so(make_answer: Callable[..., Answer]) -> None:
    assert "lately" in text(parts(make_answer(relaxed=True)))
    assert "lately" not in text(parts(make_answer()))


def test_every_picture_named_on_the_card_is_one_of_the_page(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    shown = parts(answer, 1)
    named = {part["media"]["url"] for part in of_kind(shown, THUMBNAIL)}
    named |= {item["media"]["url"] for gallery in of_kind(shown, GALLERY) for item in gallery["items"]}
    expected = {ASKED_NAME, MAP_NAME, *(print_name(pick.song.id) for pick in page(answer, 1).picks)}
    assert named == {f"attachment://{name}" for name in expected}


def test_the_buttons_carry_the_chosen_pick_and_the_select_shows_it(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    shown = list(walk(card_of(answer, 7).to_components()))
    pressed = [parse(part["custom_id"]) for part in of_kind(shown, BUTTON)]
    acting = {press for press in pressed if press is not None and press.action not in (Action.PAGE, Action.MAP)}
    assert acting == {Press(action, answer.id, 7) for action in Action} - {
        Press(action, answer.id, 7) for action in (Action.CHOOSE, Action.PAGE, Action.MAP)
    }
    options = of_kind(shown, SELECT)[0]["options"]
    assert [option["value"] for option in options if option["default"]] == ["7"]
    assert [option["value"] for option in options] == ["5", "6", "7", "8", "9"]


def test_paging_is_offered_where_there_is_more(make_answer: Callable[..., Answer]) -> None:
    def labels(answer: Answer, number: int) -> list[str]:
        turning = of_kind(parts(answer, number), BUTTON)
        return [part["label"] for part in turning if ":page:" in part["custom_id"]]

    answer = make_answer(picks=12)
    assert labels(answer, 0) == ["Show 6\u201310"]
    assert labels(answer, 1) == ["Back", "Show 11\u201312"]
    assert labels(answer, 2) == ["Back"]
    assert labels(make_answer(picks=5), 0) == []
    assert labels(make_answer(picks=6), 0) == ["Show 6"]


def test_a_count_below_five_makes_smaller_pages(make_answer: Callable[..., Answer]) -> None:
    assert len(of_kind(parts(make_answer(count=2)), SELECT)[0]["options"]) == 2


def test_marks_stand_behind_the_songs_that_were_judged(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    liked, disliked, never = (answer.picks[place].song for place in range(3))
    marks = Marks(frozenset({liked.id}), frozenset({disliked.id}), frozenset({never.artist_key}))
    shown = parts(answer, marks=marks)
    heads = [part["content"].splitlines()[0] for part in of_kind(shown, TEXT) if part["content"].startswith("### ")]
    assert [head.split()[-1] for head in heads[:3]] == [LIKED_MARK, DISLIKED_MARK, NEVER_MARK]
    assert not any(mark in text(parts(answer)) for mark in (LIKED_MARK, DISLIKED_MARK, NEVER_MARK))
    like = next(part for part in of_kind(shown, BUTTON) if ":like:" in part["custom_id"])
    assert like["style"] == 3


@pytest.mark.parametrize(
    ("look", "offered"),
    [
        (Look.PLAIN, [Look.MOOD, Look.GENRE]),
        (Look.MOOD, [Look.PLAIN, Look.GENRE]),
        (Look.GENRE, [Look.MOOD, Look.PLAIN]),
    ],
)
def test_the_map_can_be_coloured_and_the_same_button_takes_the_colours_off(
    make_answer: Callable[..., Answer], look: Look, offered: list[Look]
) -> None:
    answer = make_answer()
    shown = list(walk(card_of(answer, 7, look=look).to_components()))
    colours = [part for part in of_kind(shown, BUTTON) if ":map:" in part["custom_id"]]
    assert [parse(part["custom_id"]) for part in colours] == [Press(Action.MAP, answer.id, 7, to) for to in offered]
    assert [part["style"] == 3 for part in colours] == [to is Look.PLAIN for to in offered]


@pytest.mark.parametrize("look", [Look.MOOD, Look.GENRE])
def test_every_control_keeps_the_look(make_answer: Callable[..., Answer], look: Look) -> None:
    shown = list(walk(card_of(make_answer(), 7, look=look).to_components()))
    pressed = [parse(part["custom_id"]) for part in shown if "custom_id" in part]
    assert {press.look for press in pressed if press is not None and press.action is not Action.MAP} == {look}
    assert len(pressed) == 11
    assert len(set(pressed)) == 11


@pytest.mark.parametrize("place", [-1, 25, 99])
def test_a_pick_that_the_answer_does_not_have_is_refused(make_answer: Callable[..., Answer], place: int) -> None:
    with pytest.raises(UnknownPick):
        card_of(make_answer(), place)


def test_the_first_card_has_the_first_pick_chosen(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    assert first_card(answer).to_components() == card_of(answer, 0).to_components()


@pytest.mark.parametrize("kind", sorted(MIXED))
def test_a_mix_says_what_it_was_made_from_and_beside_what_each_pick_lies(
    make_answer: Callable[..., Answer], kind: SeedKind
) -> None:
    made = make_answer(shared=True)
    seed = replace(made.seed, kind=kind, song=None, title="2026-11-30", sides=("Glory Box", "Porcelain"))
    told = text(parts(replace(made, seed=seed)))
    assert told.startswith(mixes.heading(seed))
    assert mixes.told(seed) in told
    assert told.count("-# beside *x* \u00b7 0.") == 5
    bare = replace(made, seed=seed, picks=tuple(replace(pick, terms=()) for pick in made.picks))
    assert "beside" not in text(parts(bare))


@pytest.mark.parametrize("kind", sorted(MIXED))
def test_a_mix_of_the_worst_titles_fits_too(make_answer: Callable[..., Answer], kind: SeedKind) -> None:
    made = make_answer(title=HOSTILE_TITLE, artist=HOSTILE_ARTIST, shared=True, versions=4)
    seed = replace(made.seed, kind=kind, song=None, title=HOSTILE_TITLE, sides=(HOSTILE_TITLE,) * 5)
    components = parts(replace(made, seed=seed))
    assert len(components) <= MOST_COMPONENTS
    assert len(text(components)) <= MOST_CHARACTERS
