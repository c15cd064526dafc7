"""What ``/import`` says. Markdown; outside text is escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.importing import Imported
from bot.text.escape import escaped
from data.imports.errors import HistoryProblem
from data.imports.matching import ArtistPlays
from data.imports.plays import ImportSource
from data.imports.report import ImportReport
from data.listening import KeptImport

IMPORT = "Bring your listening history from Spotify, Last.fm, ListenBrainz or Apple Music"
IMPORT_FILE = "Bring it as a file: Spotify's or Apple's export, a csv of Last.fm, jsonl of ListenBrainz, or the zip"
OPTION_FILE = "The file, or the zip as you got it"
OPTION_MORE = "Another file of the same export"
IMPORT_LASTFM = "Bring what Last.fm knows of you"
IMPORT_LISTENBRAINZ = "Bring what ListenBrainz knows of you"
OPTION_USER = "Your name there"
IMPORT_UNDO = "Take your last import back"
IMPORT_LIST = "What you have imported"

UNDO = "Take it back"

NAMES = {
    ImportSource.SPOTIFY: "Spotify",
    ImportSource.LASTFM: "Last.fm",
    ImportSource.LISTENBRAINZ: "ListenBrainz",
    ImportSource.APPLE: "Apple Music",
}
_MEBIBYTE = 1024 * 1024
_NOTHING = "Nothing was imported"
_LONGEST_ARTIST = 40
_MOST_REPLACED = 3


def reading(entries: int) -> str:
    """While it is read."""
    return f"Reading\u2026 {entries:,} entries so far." if entries else "Reading\u2026"


def report(done: Imported) -> str:
    """What became of an import."""
    kept = done.new.kept
    told = kept.report
    lines = [
        f"### Imported from {NAMES[kept.source]}",
        f"{_plays(told.plays)} from {_day(told.since)} to {_day(told.until)}.",
        f"- **{_songs(told.matched_songs)}** that I know: {_plays(told.song_plays)}",
        f"- **{_artists(told.matched_artists)}** that I know: {_plays(told.artist_plays)} of other songs by them",
        f"- by artists that I do not know: {_plays(told.unmatched)}",
    ]
    if done.top:
        lines.append(f"Most played: {_most(done.top)}.")
    if done.unknown:
        lines.append(f"Not known here: {_most(done.unknown)}.")
    return "\n".join([*lines, *(f"-# {line}" for line in _small_print(done))])


def _small_print(done: Imported) -> list[str]:
    told = done.new.kept.report
    skipped = [
        *([f"{told.skipped_short:,} under 30 seconds"] if told.skipped_short else []),
        *([f"{told.skipped_other:,} that are no songs, or private"] if told.skipped_other else []),
        *([f"{told.skipped_unreadable:,} without a name or a possible date"] if told.skipped_unreadable else []),
    ]
    lines = [f"Left out: {_listed(skipped)}."] if skipped else []
    if not told.complete:
        lines.append("There are older plays, which I did not read.")
    if done.new.replaced:
        older = [f"the one of {_moment(one.at)}" for one in done.new.replaced]
        named = _listed(older) if len(older) <= _MOST_REPLACED else f"{len(older)} earlier ones"
        lines.append(f"It tells of the same time as {named}, and takes {'its' if len(older) == 1 else 'their'} place.")
    return [*lines, "What you played turns your next answers. I keep these counts and nothing else; only you see this."]


def undone(taken: KeptImport | None) -> str:
    """What was taken back."""
    if taken is None:
        return "There is no import to take back."
    return f"Taken back: the import from {NAMES[taken.source]} of {_moment(taken.at)}, with all its plays."


def imports(kept: Sequence[KeptImport]) -> str:
    """All imports of a member."""
    if not kept:
        return "Nothing yet: `/import file`, `/import lastfm` and `/import listenbrainz` bring what you played."
    return "\n".join(["### What you imported", *map(_line, kept), "-# `/import undo` takes the first of them back."])


def _line(one: KeptImport) -> str:
    told: ImportReport = one.report
    return (
        f"- {NAMES[one.source]}, {_moment(one.at)}: "
        f"{_plays(told.plays)} from {_day(told.since)} to {_day(told.until)}; "
        f"{_songs(told.matched_songs)} and {_artists(told.matched_artists)} known"
    )


def import_running() -> str:
    """The member's last import still runs."""
    return "I am still reading your last import; bring the next one when it is done."


def imports_busy() -> str:
    """Others import right now."""
    return "Others are importing right now; please try again in a few minutes."


def import_stopped() -> str:
    """The member's data were erased meanwhile."""
    return f"Your data were erased meanwhile, so I stopped reading. {_NOTHING}."


def too_many_imports(most: int) -> str:
    """The member keeps as many as may be kept."""
    return f"You have {most} imports already; `/import undo` makes room for another."


_REFUSED: dict[HistoryProblem, Callable[[int | None], str]] = {
    HistoryProblem.EMPTY: lambda _: f"There is not one play in it. {_NOTHING}.",
    HistoryProblem.TOO_LARGE: lambda limit: (
        f"That is too large; {(limit or 0) / _MEBIBYTE:.0f} MB is the most I take. "
        "Attach the zip, or the files in it a few at a time."
    ),
    HistoryProblem.UNKNOWN: lambda _: (
        "I do not recognise that as a listening history from Spotify, Last.fm, ListenBrainz or Apple Music."
    ),
    HistoryProblem.NOT_TEXT: lambda _: (
        "That is no listening history that I can read: it is neither text in UTF-8 or UTF-16 nor a zip."
    ),
    HistoryProblem.DAMAGED: lambda _: f"That file breaks off or is damaged. {_NOTHING}.",
    HistoryProblem.UNREASONABLE: lambda _: f"An entry in that file is broken, or larger than any real one. {_NOTHING}.",
    HistoryProblem.ENCRYPTED: lambda _: "That zip has a password; unpack it and attach what is in it.",
    HistoryProblem.NESTED: lambda _: (
        "The history in that zip is in another archive; unpack it and attach the csv or json files, or a zip of them."
    ),
    HistoryProblem.CROWDED: lambda _: "That zip holds more files than any export; attach the history alone.",
    HistoryProblem.BOMB: lambda _: f"That unpacks to more than any history has, so I stopped. {_NOTHING}.",
    HistoryProblem.TOO_MANY: lambda limit: f"That holds more than {limit or 0:,} plays, more than I take. {_NOTHING}.",
    HistoryProblem.MIXED: lambda _: (
        "Those files are not of one export, and may tell of the same plays; bring each export by itself."
    ),
    HistoryProblem.TOO_SLOW: lambda _: f"Reading that took too long, so I stopped. {_NOTHING}.",
    HistoryProblem.TOO_HUNGRY: lambda _: f"Reading that needs too much memory, so I stopped. {_NOTHING}.",
    HistoryProblem.CRASHED: lambda _: f"That file broke the program that reads it. {_NOTHING}.",
    HistoryProblem.UNKNOWN_USER: lambda _: "Nobody of that name is there; look at how it is spelt on your page.",
    HistoryProblem.HIDDEN: lambda _: (
        "That history is not shown to me: make it public in the settings there, under privacy, and try again."
    ),
    HistoryProblem.NO_KEY: lambda _: (
        "Whoever runs me has not set me up to ask there, so nothing was sent; `/import file` takes an export."
    ),
    HistoryProblem.KEY_REFUSED: lambda _: (
        "I was not let in there; whoever runs me must look at my key. `/import file` takes an export."
    ),
    HistoryProblem.OUT_OF_REACH: lambda _: f"It does not answer as it should right now; try again later. {_NOTHING}.",
}


def refused(problem: HistoryProblem, limit: int | None) -> str:
    """Why a history was not taken in."""
    return _REFUSED[problem](limit)


def _most(artists: Sequence[ArtistPlays]) -> str:
    return _listed([f"{escaped(artist.name, _LONGEST_ARTIST)} ({artist.count:,})" for artist in artists])


def _plays(count: int) -> str:
    return _counted(count, "play")


def _songs(count: int) -> str:
    return _counted(count, "song")


def _artists(count: int) -> str:
    return _counted(count, "artist")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def _moment(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:f>"
