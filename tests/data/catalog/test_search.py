from __future__ import annotations

import csv
import random
import string
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from data.catalog import Catalog, CatalogEntry, Match, meant
from data.catalog.search import MAX_TYPED, search
from data.database import Database
from data.tables import SongRow, SongServerRow
from engine.songs import normalise, song_id
from tests.data.songs import MODEL, song

KNOWN = [
    ("Massive Attack", "Teardrop"),
    ("Massive Attack", "Angel"),
    ("Massive Attack, Elizabeth Fraser", "Teardrop (Live)"),
    ("Björk", "Jóga"),
    ("Björk", "All Is Full of Love"),
    ("Sigur Rós", "Svefn-g-englar"),
    ("U2", "One"),
    ("U2", "With Or Without You"),
    ("Johnny Cash", "Hurt"),
    ("Nine Inch Nails", "Hurt"),
    ("The Beatles", "Yesterday"),
    ("The Beatles", "Here Comes the Sun"),
    ("Crowded House", "Don't Dream It's Over"),
    ("AC/DC", "T.N.T."),
    ("Ben E. King", "Stand by Me"),
    ("Simon & Garfunkel", "The Sound of Silence"),
    ("Beyoncé", "Déjà Vu"),
    ("YOASOBI", "夜に駆ける"),
    ("Кино", "Группа крови"),
    ("100% [clean] \"quoted\" *", "NEAR OR AND NOT ^col:on -minus"),
    ("Aphex Twin", "Xtal"),
    ("M83", "Wait"),
    ("Portishead", "Sour Times"),
    ("The The", "This Is the Day"),
    ("Can", "Vitamin C"),
]  # fmt: skip
NOW = datetime(2026, 3, 1, tzinfo=UTC)
TYPED_LETTERS = string.ascii_lowercase


async def fill(catalog: Catalog, names: list[tuple[str, str]]) -> None:
    unique = {song_id(artist, title): CatalogEntry(song(artist, title)) for artist, title in names}
    await catalog.add(list(unique.values()), MODEL)


@pytest.fixture
async def known(catalog: Catalog) -> Catalog:
    await fill(catalog, KNOWN)
    return catalog


async def first(catalog: Catalog, typed: str) -> tuple[str, str]:
    found = await catalog.search(typed, 5)
    assert found, typed
    return (found[0].song.artist, found[0].song.title)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("joga", ("Björk", "Jóga")),
        ("JÓGA", ("Björk", "Jóga")),
        ("bjork joga", ("Björk", "Jóga")),
        ("joga bjork", ("Björk", "Jóga")),
        ("Björk - Jóga", ("Björk", "Jóga")),
        ("Jóga by Björk", ("Björk", "Jóga")),
        ("jgoa", ("Björk", "Jóga")),
        ("jogq", ("Björk", "Jóga")),
        ("jxga", ("Björk", "Jóga")),
        ("teardrop by massive attack", ("Massive Attack", "Teardrop")),
        ("masive atack teardrop", ("Massive Attack", "Teardrop")),
        ("stand by me", ("Ben E. King", "Stand by Me")),
        ("stand by me by ben e king", ("Ben E. King", "Stand by Me")),
        ("dont dream its over", ("Crowded House", "Don't Dream It's Over")),
        ("crowded house over dream", ("Crowded House", "Don't Dream It's Over")),
        ("here comes sun", ("The Beatles", "Here Comes the Sun")),
        ("beatles yesteday", ("The Beatles", "Yesterday")),
        ("sounds of silence", ("Simon & Garfunkel", "The Sound of Silence")),
        ("simon and garfunkel silence", ("Simon & Garfunkel", "The Sound of Silence")),
        ("u2 one", ("U2", "One")),
        ("one", ("U2", "One")),
        ("hurt nine inch", ("Nine Inch Nails", "Hurt")),
        ("hurt cash", ("Johnny Cash", "Hurt")),
        ("deja vu", ("Beyoncé", "Déjà Vu")),
        ("夜に", ("YOASOBI", "夜に駆ける")),
        ("夜に駆ける", ("YOASOBI", "夜に駆ける")),
        ("группа крови", ("Кино", "Группа крови")),
        ("КИНО", ("Кино", "Группа крови")),
        ("tnt", ("AC/DC", "T.N.T.")),
        ("acdc", ("AC/DC", "T.N.T.")),
        ("wiat m83", ("M83", "Wait")),
        ("svefn g englar", ("Sigur Rós", "Svefn-g-englar")),
        ("times sour", ("Portishead", "Sour Times")),
        ("sour tiems", ("Portishead", "Sour Times")),
        ("sourtimes", ("Portishead", "Sour Times")),
        ("here the sun", ("The Beatles", "Here Comes the Sun")),
        ("hrut", ("Johnny Cash", "Hurt")),
        ("xtla", ("Aphex Twin", "Xtal")),
        ('100% [clean] "quoted" *', KNOWN[19]),
        ("NEAR OR AND NOT ^col:on -minus", KNOWN[19]),
    ],
)
async def test_the_song_that_is_meant_comes_first(known: Catalog, typed: str, expected: tuple[str, str]) -> None:
    assert await first(known, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("j", {"Jóga", "Hurt"}),
        ("x", {"Xtal"}),
        ("m", {"Wait", "Teardrop", "Angel", "Teardrop (Live)"}),
        ("te", {"Teardrop", "Teardrop (Live)"}),
        ("u2", {"One", "With Or Without You"}),
        ("夜", {"夜に駆ける"}),
    ],
)
async def test_the_first_letters_find_what_begins_so(known: Catalog, typed: str, expected: set[str]) -> None:
    found = await known.search(typed, len(expected))
    assert {match.song.title for match in found} == expected


async def test_scores_fall_and_lie_between_nothing_and_one(known: Catalog) -> None:
    found = await known.search("massive attack teardrop", 25)
    scores = [match.score for match in found]
    assert scores[0] == pytest.approx(1)
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= match.whole <= match.score <= 1 for match in found)


@pytest.mark.parametrize("typed", ["", "   ", "!?*\"'()", "\0", "\u200b", "-"])
async def test_nothing_to_look_for_finds_nothing(known: Catalog, typed: str) -> None:
    assert await known.search(typed) == []


async def test_the_limit_holds(known: Catalog) -> None:
    assert len(await known.search("t", 2)) == 2
    assert await known.search("t", 0) == await known.search("t", -1) == []


async def test_an_empty_catalogue_finds_nothing(catalog: Catalog) -> None:
    assert await catalog.search("teardrop") == []


async def test_only_the_beginning_of_a_very_long_text_is_looked_at(known: Catalog) -> None:
    long = "teardrop massive attack".ljust(MAX_TYPED) + " joga bjork" * 100_000
    assert await first(known, long) == ("Massive Attack", "Teardrop")
    assert await known.search("ﷺ" * 100_000) == await known.search("ﷺ" * MAX_TYPED)


async def hide(database: Database, title: str, *guilds: int) -> None:
    async with database.write() as session:
        await session.execute(update(SongRow).where(SongRow.title == title).values(private=True))
        number = (await session.execute(select(SongRow.id).where(SongRow.title == title))).scalar_one()
        session.add_all([SongServerRow(song=number, guild=guild, added=False, at=NOW) for guild in guilds])


@pytest.mark.parametrize(
    "typed", ["xtal", "x", "xt", "xtla", "aphex twin xtal", "aphex", "tal twin", "xtal by aphex twin"]
)
async def test_a_private_song_is_seen_in_its_servers_alone(database: Database, known: Catalog, typed: str) -> None:
    await hide(database, "Xtal", 7, 8)

    async def titles(guild: int | None) -> set[str]:
        async with database.read() as session:
            return {match.song.title for match in await search(session, typed, 25, guild)}

    assert "Xtal" in await titles(7)
    assert "Xtal" in await titles(8)
    assert "Xtal" not in await titles(9)
    assert "Xtal" not in await titles(None)


async def test_private_songs_do_not_crowd_out_what_others_may_see(database: Database, catalog: Catalog) -> None:
    hidden = [("Somebody Else", f"Wonderful Morning Light {number}") for number in range(250)]
    await fill(catalog, [*hidden, ("Anybody", "Wonderful Evening Lights")])
    async with database.write() as session:
        await session.execute(update(SongRow).where(SongRow.artist == "Somebody Else").values(private=True))
    assert await first(catalog, "wonderfull morning lihgt") == ("Anybody", "Wonderful Evening Lights")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=300))
async def test_no_text_breaks_the_search(known: Catalog, typed: str) -> None:
    assert all(0 <= match.score <= 1 for match in await known.search(typed, 5))


async def name(catalog: Catalog, typed: str) -> tuple[str, str] | None:
    surely = meant(await catalog.search(typed))
    return None if surely is None else (surely.artist, surely.title)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Björk - Jóga", ("Björk", "Jóga")),
        ("yesterday", ("The Beatles", "Yesterday")),
        ("yesterdya", ("The Beatles", "Yesterday")),
        ("massive attack teardrop", ("Massive Attack", "Teardrop")),
        ("johnny cash hurt", ("Johnny Cash", "Hurt")),
        ("times sour", ("Portishead", "Sour Times")),
        ("hurt", None),
        ("massive attack", None),
        ("the", None),
        ("bohemian rhapsody", None),
        ("queen bohemian rhapsody", None),
        ("", None),
    ],
)
async def test_only_a_whole_name_that_fits_one_song_is_sure(
    known: Catalog, typed: str, expected: tuple[str, str] | None
) -> None:
    assert await name(known, typed) == expected


def test_nothing_found_is_never_sure() -> None:
    assert meant([]) is None
    assert meant([Match(song("A", "B"), 0.9, 0.5)]) is None


def one_typo(generator: random.Random, text: str) -> str:
    """Leave out, double, change or swap a letter."""
    at = generator.randrange(len(text))
    letter = generator.choice(TYPED_LETTERS)
    return generator.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        ]
    )


def without_a_word(generator: random.Random, text: str) -> str:
    words = text.split()
    if len(words) > 2:
        words.pop(generator.randrange(len(words)))
    return " ".join(words)


def shuffled(generator: random.Random, text: str) -> str:
    return " ".join(generator.sample(text.split(), len(text.split())))


WAYS: dict[str, Callable[[random.Random, str, str], str]] = {
    "title with a typo": lambda draw, _, title: one_typo(draw, title),
    "both with a typo": lambda draw, artist, title: one_typo(draw, f"{artist} {title}"),
    "artist - title": lambda _, artist, title: f"{artist} - {title}",
    "title by artist": lambda _, artist, title: f"{title} by {artist}",
    "any order": lambda draw, artist, title: shuffled(draw, f"{artist} {title}"),
    "a word missing": lambda draw, artist, title: without_a_word(draw, f"{artist} {title}"),
    "a word missing and a typo": lambda draw, artist, title: one_typo(draw, without_a_word(draw, f"{artist} {title}")),
    "no accents, no case": lambda _, artist, title: normalise(f"{artist} {title}").upper(),
    "half typed": lambda _, artist, title: f"{title} {artist}"[: len(title) + 1 + len(artist) // 2],
}


async def found_share(
    catalog: Catalog, names: list[tuple[str, str]], way: str, generator: random.Random
) -> tuple[float, list[str]]:
    """How often the song that was meant is among the first five, and what was typed where it is not."""
    missed = []
    for artist, title in names:
        typed = WAYS[way](generator, artist, title)
        found = await catalog.search(typed, 5)
        if (normalise(artist), normalise(title)) not in {
            (normalise(match.song.artist), normalise(match.song.title)) for match in found
        }:
            missed.append(f"{typed!r} for {artist} - {title}")
    return 1 - len(missed) / len(names), missed


@pytest.mark.parametrize("way", list(WAYS))
async def test_a_small_catalogue_forgives(known: Catalog, way: str) -> None:
    latin = [name for name in KNOWN if normalise(name[0]).isascii() and normalise(name[1]).isascii()]
    share, missed = await found_share(known, latin * 2, way, random.Random(3))
    assert share >= 0.95, missed


@pytest.mark.parametrize("way", list(WAYS))
async def test_a_real_catalogue_forgives(real: Catalog, real_names: list[tuple[str, str]], way: str) -> None:
    generator = random.Random(4)
    share, missed = await found_share(real, generator.sample(real_names, 40), way, generator)
    assert share >= 0.95, missed


@pytest.fixture(scope="module")
def real_names(segue_data: Path) -> list[tuple[str, str]]:
    with (segue_data / "tracks.csv").open(encoding="utf-8", newline="") as file:
        return [(row["artist"], row["title"]) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def real_path(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Path:
    path = tmp_path_factory.mktemp("real") / "segue.sqlite3"
    path.write_bytes(migrated.read_bytes())
    return path


@pytest.fixture
async def real(real_path: Path, real_names: list[tuple[str, str]]) -> AsyncIterator[Catalog]:
    database = await Database.open(real_path)
    catalog = Catalog(database)
    if not await catalog.count():
        await fill(catalog, real_names)
    yield catalog
    await database.close()
