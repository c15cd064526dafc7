"""What stands on the card of one song. Everything from outside is escaped here; what is returned is markdown."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.en.cards import LONGEST_ARTIST, LONGEST_TITLE, by_line, closeness
from bot.text.en.reasons import fitting
from bot.text.escape import plain
from engine.embed import Heard, Tag, sure
from engine.embed.heard import LEAST_PROBABILITY
from engine.embed.impression import LEAST_FACT_CONFIDENCE
from engine.moods import QUADRANT_WORDS, mood_words
from engine.songs import Song

MOST_WORDS = 4
"""Of a kind that are named as the catalogue has them."""
MOST_QUADRANTS, LEAST_QUADRANT = 2, 0.2
"""A feeling that is less likely is not worth a place."""
MOST_INSTRUMENTS = 4
EVEN = 0.5
LONGEST_WORD = 24
LONGEST_FILE = 40
LONGEST_ALT = 1024
"""Characters of an alt text, by Discord."""

RECOMMEND_FROM = "Recommend from this"
LISTEN, FIND = "Listen", "Find it to listen"
UNHEARD = "nothing that I am sure enough of"
NO_TEMPO, NO_KEY = "no beat that I could count", "no key that I could name"
CATALOGUED = "the catalogue says"
STEADY, RISING, FALLING = "it stays about as loud", "it grows louder", "it grows quieter"
HERTZ_PER_KILOHERTZ = 1_000
LIVELY, QUIET = "lively", "quiet"
NEAREST, NOTHING_NEAR = "### Nearest in sound", "nothing is near"


def heading(song: Song | None, clip_name: str) -> str:
    """What is shown: the song, the song that a clip is, or a clip that is none."""
    if song is None:
        return f"## {_file(clip_name)}\nno song that I know"
    title = f"## {fitting(song.title, LONGEST_TITLE)}\n{by_line(song)}"
    return f"{title}\n-# recognised in {_file(clip_name)}" if clip_name else title


def _file(name: str) -> str:
    return f"`{plain(name, LONGEST_FILE).replace('`', chr(0x2019))}`" if plain(name) else "Your clip"


def facts(song: Song | None, heard: Heard | None) -> str:
    """What is known of the song, a line a kind: what was heard just now with how sure, else what the catalogue has."""
    genres = moods = instruments = None
    if heard is not None:
        genres, moods, instruments = _said(heard.genres), _feelings(heard), _played(heard)
    rows = (
        ("Genre", _words(genres, () if song is None else song.genres)),
        ("Mood", _words(moods, () if song is None else mood_words(song.moods, song.quadrant))),
        ("Instruments", _words(instruments, () if song is None else song.instruments)),
        ("Tempo", _tempo(song, heard)),
        ("Key", _key(song, heard)),
        ("Energy", _energy(song, heard)),
    )
    return "\n".join(f"**{name}** \u00b7 {said}" for name, said in rows)


def how_sure(*, listened: bool) -> str:
    """How to read the facts: small print."""
    if listened:
        return f"-# heard just now, with how sure I am; what {CATALOGUED} is published, or was heard before"
    return (
        "-# from the catalogue: genre and mood as published, or as I heard them where nobody says; "
        f"the rest as I heard it when the song came in, at least {LEAST_FACT_CONFIDENCE:.0%} sure"
    )


def _said(tags: Sequence[Tag]) -> list[Tag]:
    words = sure(tags)
    return [tag for tag in tags if tag.name in words]


def _feelings(heard: Heard) -> list[Tag]:
    """The quadrants that are likely, by their words, then the finer moods."""
    quadrants = [tag for tag in heard.quadrants[:MOST_QUADRANTS] if tag.probability >= LEAST_QUADRANT]
    feelings = [Tag(QUADRANT_WORDS.get(tag.name, tag.name), tag.probability) for tag in quadrants]
    known = {tag.name for tag in feelings}
    return [*feelings, *(tag for tag in _said(heard.moods) if tag.name not in known)]


def _played(heard: Heard) -> list[Tag]:
    return [tag for tag in heard.instruments[:MOST_INSTRUMENTS] if tag.probability >= LEAST_PROBABILITY]


def _words(heard: Sequence[Tag] | None, catalogued: Sequence[str]) -> str:
    """Words with how sure; then those that only the catalogue has, named as such where something was heard."""
    if heard is None:
        return ", ".join(_word(word) for word in catalogued[:MOST_WORDS]) or UNHEARD
    own = {tag.name for tag in heard}
    published = [_word(word) for word in catalogued[:MOST_WORDS] if word not in own]
    said = ", ".join(f"{_word(tag.name)} {_sure(tag.probability)}" for tag in heard)
    return _joined(said, ", ".join(published))


def _tempo(song: Song | None, heard: Heard | None) -> str:
    if heard is not None:
        tempo = heard.tempo
        return NO_TEMPO if tempo is None else f"about {tempo.bpm:.0f} bpm {_sure(tempo.confidence)}"
    return UNHEARD if song is None or song.tempo_bpm is None else f"about {song.tempo_bpm:.0f} bpm"


def _key(song: Song | None, heard: Heard | None) -> str:
    if heard is not None:
        return NO_KEY if heard.key is None else f"{_word(heard.key.name)} {_sure(heard.key.confidence)}"
    return UNHEARD if song is None or song.key is None else _word(song.key)


def _energy(song: Song | None, heard: Heard | None) -> str:
    known = song if heard is None else heard
    if known is None or known.energy is None:
        return UNHEARD
    energy = known.energy
    return f"{LIVELY if energy >= EVEN else QUIET} {_sure(max(energy, 1 - energy))}"


def _sure(probability: float) -> str:
    return f"({probability:.0%})"


def _word(word: str) -> str:
    return fitting(word, LONGEST_WORD)


def _joined(heard: str, published: str) -> str:
    if not published:
        return heard or UNHEARD
    return f"{heard} \u00b7 {CATALOGUED}: {published}" if heard else f"{CATALOGUED}: {published}"


def neighbour(place: int, song: Song, similarity: float, link: str) -> str:
    """One of the nearest songs; the link is markdown already."""
    title, artist = fitting(song.title, LONGEST_TITLE), fitting(song.artist, LONGEST_ARTIST)
    return f"{place}. *{title}* by {artist}\n-# {closeness(similarity)} \u00b7 {similarity:.2f} \u00b7 {link}"


def no_sound() -> str:
    """Why there is no spectrogram: small print under the picture."""
    return (
        "-# I have no sound of this song at hand, only what I made of it when I heard it: its sound-print. "
        "Attach a clip of it as `clip:` and you see the sound"
    )


def seen(seconds: float) -> str:
    """What the spectrogram is: small print under the picture."""
    return f"-# the {seconds:.0f} seconds that I heard: time goes to the right, pitch upwards, loud is bright"


def spectrogram_title(song: Song | None, clip_name: str) -> str:
    """Above the spectrogram; plain text."""
    return plain(clip_name) if song is None else f"{plain(song.title)} \u2014 {plain(song.artist)}"


def spectrogram_alt(
    title: str, seconds: float, *, low_hz: float, high_hz: float, loudest_second: float, growth_db: float
) -> str:
    """What the spectrogram shows.

    Parameters
    ----------
    low_hz, high_hz
        Between which most of the sound lies.
    growth_db
        How much louder it ends than it begins; 0 where that is hardly heard.
    """
    course = STEADY if not growth_db else RISING if growth_db > 0 else FALLING
    return plain(
        f"Spectrogram of {title}: {seconds:.0f} seconds from left to right, low pitches below and high ones above, "
        f"loud is bright. Most of the sound lies between {hertz(low_hz)} and {hertz(high_hz)}; {course}, "
        f"and it is loudest around second {loudest_second:.0f}.",
        LONGEST_ALT,
    )


def hertz(frequency: float) -> str:
    """A frequency, to two digits.

    >>> hertz(61.7), hertz(1530.0)
    ('62 Hz', '1.5 kHz')
    """
    return f"{frequency:.0f} Hz" if frequency < HERTZ_PER_KILOHERTZ else f"{frequency / HERTZ_PER_KILOHERTZ:.2g} kHz"


def print_alt(song: Song | None, clip_name: str) -> str:
    """What the large sound-print shows."""
    of = clip_name if song is None else f"{song.title} by {song.artist}"
    return plain(f"Sound-print of {of}, large: a shape drawn from how it sounds", LONGEST_ALT)
