from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.spelling import normalise
from engine.versions import is_described, says_cover, title_key, version_key

DESCRIPTIONS = [
    "Live",
    "Live at Wembley 1986",
    "Live in Paris",
    "2011 Remaster",
    "Remastered 2014",
    "Howie B Remix",
    "Chronic Mix",
    "Radio Edit",
    "Single Version",
    "Album",
    "Extended",
    "Acoustic",
    "Demo",
    "Mono",
    "Take 3",
    "Sped Up",
    "Official Music Video",
    "Karaoke Version",
    "feat. Rihanna",
    "Bonus Track",
    "From the Motion Picture Batman",
    "Taylor's Version",
    "Ao Vivo",
    "ライブ",
    "Piano Cover",
    "Tribute to Queen",
    "Originally Performed by Adele",
    "In the Style of Adele",
    "Official Audio HQ",
    "Audio 8D",
    "Reupload",
]
titles = (
    st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéёда宇", min_size=1, max_size=8), min_size=1, max_size=4)
    .map(" ".join)
    .filter(lambda title: not any(word in {"ft", "feat", "featuring"} for word in title.split()))
)


@given(
    titles, st.sampled_from(DESCRIPTIONS), st.sampled_from(["{0} ({1})", "{0} [{1}]", "{0} - {1}", "{0} \u2013 {1}"])
)
def test_a_version_has_the_key_of_its_song(title: str, description: str, form: str) -> None:
    assert title_key(form.format(title, description)) == title_key(title)


@given(titles, st.sampled_from(DESCRIPTIONS), st.sampled_from(DESCRIPTIONS))
def test_two_descriptions_go_as_one(title: str, first: str, second: str) -> None:
    assert title_key(f"{title} ({first}) [{second}]") == title_key(title)
    assert title_key(f"{title} ({first}) - {second}") == title_key(title)
    assert title_key(f"{title} [{first} ({second})]") == title_key(title)


@pytest.mark.parametrize(
    "title",
    [
        "Live",
        "Live Forever",
        "Live and Let Die",
        "(I Can't Get No) Satisfaction",
        "(I Live for the) Radio",
        "Mix",
        "In the Mix",
        "Video Killed the Radio Star",
        "Radio Ga Ga",
        "Cover Me",
        "Tribute",
        "Cover to Cover",
        "Life in Style",
        "Single Ladies (Put a Ring on It)",
        "Say It (Live Your Life)",
        "Always Late (With Your Kisses)",
        "Beware of the Man (With the Candy in His Hand)",
        "Stuck in the Middle With You",
        "Dancing With Myself",
        "Gone With the Wind",
        "Take Me Home",
        "Demo",
        "Remix",
        "Six ft",
        "6 ft 7 ft",
        "9 - 5",
        "Turn! Turn! Turn! (To Everything There Is a Season)",
        "Sonata No. 1 in E minor Op. 50 - Andante",
        "Something (The)",
        "Lost (Season One)",
        "Группа крови",
        "夜に駆ける",
        "(Live)",
        "[Untitled Hidden Track]",
    ],
)
def test_an_ordinary_title_keeps_its_words(title: str) -> None:
    assert title_key(title) == normalise(title)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Angel ft. Rayvon", "angel"),
        ("Group - Live (2009 Remaster)", "group"),
        ("I'll Be Doggone [Juke Box Single Version (Stereo)]", "ill be doggone"),
        ("Peaches (with Daniel Caesar)", "peaches"),
        ("My Song - Re-Recorded", "my song"),
        ("群青（ライブ）", "群青"),
        ("Перемен - Ремикс", "перемен"),
        ("Yesterday (Beatles Cover)", "yesterday"),
        ("Hurt (Cover)", "hurt"),
    ],
)
def test_known_versions(title: str, key: str) -> None:
    assert title_key(title) == key


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_every_title_has_a_key(title: str) -> None:
    assert title_key(title)


def test_versions_of_one_song_by_one_artist_share_a_key_and_covers_do_not() -> None:
    original = version_key("The Zombies", "Time of the Season")
    assert version_key("Zombies", "Time Of The Season (Mono Version)") == original
    assert version_key("The Argent", "Time of the Season") != original
    assert version_key("Zombies", "She's Not There") != original


def test_a_hostile_title_costs_little() -> None:
    began = time.process_time()
    for title in ("(" * 20_000, "(live" * 4_000, " - live" * 4_000, "(live)" * 4_000, "feat " * 5_000, " " * 20_000):
        title_key(title)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("title", ["Hurt (Live)", "Hurt - 2009 Remaster", "Hurt (Cover)", "Hurt [Karaoke Version]"])
def test_a_version_says_so_and_the_original_does_not(title: str) -> None:
    assert is_described(title)
    assert not is_described("Hurt")
    assert not is_described("(I Can't Get No) Satisfaction")


@pytest.mark.parametrize(
    ("artist", "title", "cover"),
    [
        ("Anybody", "Hurt (Nine Inch Nails Cover)", True),
        ("Anybody", "Hurt - Tribute to Johnny Cash", True),
        ("Anybody", "Hurt (Karaoke Version)", True),
        ("The Piano Tribute Players", "Hurt", True),
        ("Anybody", "Hurt", False),
        ("Anybody", "Hurt (Live)", False),
        ("Bruce Springsteen", "Cover Me", False),
        ("Tenacious D", "Tribute", False),
        ("Tenacious D", "Tribute (Live)", False),
    ],
)
def test_a_cover_is_told_by_its_description_or_its_artist(artist: str, title: str, cover: bool) -> None:
    assert says_cover(artist, title) is cover
