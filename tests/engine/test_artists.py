from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.artists import artist_key

words = st.text(alphabet="abcdefghijklmnopqrstuvwyz", min_size=2, max_size=8).filter(
    lambda word: word not in {"the", "with", "feat", "ft", "featuring", "vs", "and", "jr", "sr", "ii", "iii"}
)
two_word_names = st.tuples(words, words).map(" ".join)


@pytest.mark.parametrize(
    ("artist", "key"),
    [
        ("The Beatles", "beatles"),
        ("Beatles, The", "beatles"),
        ("The The", "the"),
        ("The", "the"),
        ("Beatles (feat. Billy Preston)", "beatles"),
        ("Beatles [ft. Billy Preston]", "beatles"),
        ("UB40 Featuring Chrissie Hynde", "ub40"),
        ("Massive Attack, Elizabeth Fraser", "massive attack"),
        ("Eurythmics, Annie Lennox, Dave Stewart", "eurythmics"),
        ("Eminem, The Weeknd", "eminem"),
        ("Gryffin x Illenium", "gryffin"),
        ("Armand Van Helden vs. Dizzee Rascal", "armand van helden"),
        ("Calvin Harris, Pharrell Williams & Katy Perry", "calvin harris"),
    ],
)
def test_the_first_of_a_list(artist: str, key: str) -> None:
    assert artist_key(artist) == key


@pytest.mark.parametrize(
    ("artist", "key"),
    [
        ("Earth, Wind & Fire", "earth wind and fire"),
        ("Earth; Wind & Fire", "earth wind and fire"),
        ("Crosby, Stills & Nash", "crosby stills and nash"),
        ("Crosby, Stills, Nash & Young", "crosby stills nash and young"),
        ("Emerson, Lake and Palmer", "emerson lake and palmer"),
        ("Dave Dee, Dozy, Beaky, Mick & Tich", "dave dee dozy beaky mick and tich"),
        ("Tyler, the Creator", "tyler the creator"),
        ("Tyler, The Creator feat. Frank Ocean", "tyler the creator"),
        ("Black Country, New Road", "black country new road"),
        ("Harry Connick, Jr.", "harry connick jr"),
        ("Harry Connick; Jr.", "harry connick jr"),
        ("Sammy Davis, Jr., Dean Martin", "sammy davis jr"),
        ("Simon & Garfunkel", "simon and garfunkel"),
        ("Little Feat", "little feat"),
        ("AC/DC", "ac dc"),
        ("X", "x"),
        ("X Ray Spex", "x ray spex"),
        ("Gonzalo X Ruiz", "gonzalo x ruiz"),
        ("Malcolm X", "malcolm x"),
        ("Кино", "кино"),
        ("宇多田ヒカル", "宇多田ヒカル"),
        ("!!!", "!!!"),
    ],
)
def test_one_act_whose_name_looks_like_a_list(artist: str, key: str) -> None:
    assert artist_key(artist) == key


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_everybody_has_a_key(artist: str) -> None:
    assert artist_key(artist)


@given(
    two_word_names,
    two_word_names,
    st.sampled_from([" feat. ", " ft ", " featuring ", ", ", "; ", " x ", " vs. ", " / "]),
)
def test_guests_do_not_change_who_is_first(artist: str, guest: str, joint: str) -> None:
    assert artist_key(artist + joint + guest) == artist_key(artist)


@given(st.lists(words, min_size=3, max_size=5))
def test_single_words_joined_at_the_end_are_a_band(parts: list[str]) -> None:
    name = f"{', '.join(parts[:-1])} & {parts[-1]}"
    assert artist_key(name) == " ".join([*parts[:-1], "and", parts[-1]])
