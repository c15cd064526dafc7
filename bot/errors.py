"""What can go wrong in the bot, and what to say of anything that went wrong anywhere.

::

    SegueError
    ├── QuestionError          the question itself; asking differently helps
    │   ├── OneOfSongAndClip     neither or both were given
    │   │   └── OneOfSongClipAndPrompt  the same of three
    │   ├── SameSong             one song on both sides of a mix, or at both ends of a walk
    │   ├── NoWay                nothing lies between the ends of a walk
    │   ├── NothingUnderstood    a prompt says nothing of how a song sounds
    │   ├── UnknownSong          nothing of that name; ``nearest`` holds what comes near
    │   ├── AmbiguousSong        several songs of that name; ``songs`` and ``found`` hold them
    │   ├── SoundOutOfReach      the song was found, but nobody gives a piece of it to listen to
    │   ├── UnknownWord          no genre, mood, ... of that name; ``nearest`` holds what comes near
    │   ├── UnclearSpan          a tempo or a time that makes no sense
    │   ├── NothingOfThat        no song left is as wanted; it names what there is
    │   ├── NothingToRecommend   everything near is disliked, blocked or the song itself
    │   ├── TooLittleKnown       of a member's taste
    │   └── NotSharing           a member does not let others compare
    ├── GrowthError            a server's part of the catalogue
    │   ├── QuotaReached         it has brought as many songs as it may
    │   ├── NotKept              the song was heard and could not be taken in
    │   └── NothingToTakeBack    it added no song
    ├── BusyError              too much at once; asking again later helps
    │   ├── AlreadyAsking        the member's last question still runs
    │   ├── CoolingDown          the member's last answer is a moment old
    │   ├── ImportRunning        the member's last import still runs
    │   ├── ImportsBusy          as many imports run as may run at once
    │   └── QueueFull            everyone together asks too much
    ├── StaleError             a button of something that is not there (any more)
    │   ├── AnswerGone           the answer is not kept any more, or never was
    │   ├── QuestionClosed       an open question is not kept any more, or is somebody else's
    │   └── UnknownPick          the answer has no such pick
    ├── HeardTooLate           a clip was not heard in time
    ├── ImportStopped          the member's data were erased while their history was read
    └── StartError             Segue cannot start; the operator reads it, exit status 2
        ├── SettingsWrong        a setting makes no sense
        ├── TokenMissing, TokenWrong, IntentMissing, DiscordUnreachable
        ├── StoreUnusable        the database is locked, read-only, full, damaged or newer
        ├── WeightsUnusable      missing, damaged
        ├── CatalogueUnusable    missing, empty, or of other weights
        └── IndexUnusable        damaged, or of another model

The exceptions carry facts. Every sentence is in :mod:`bot.text`; :func:`bot.explain.explain` finds it for any of them.
"""

from __future__ import annotations

from enum import StrEnum

from data.catalog import Word
from data.errors import DatabaseError
from data.previews.facts import FoundSong, SourceName
from engine.ranking import Only
from engine.songs import Song


class SegueError(Exception):
    """The root of everything that the bot raises on purpose."""


class QuestionError(SegueError):
    """A question that cannot be answered as it was asked."""


class OneOfSongAndClip(QuestionError):
    """Neither a song nor a clip, or both.

    Attributes
    ----------
    both
        Whether both were given.
    """

    def __init__(self, *, both: bool) -> None:
        super().__init__("both" if both else "neither")
        self.both = both


class OneOfSongClipAndPrompt(OneOfSongAndClip):
    """None of a song, a clip and a prompt, or several of them (``both``)."""


class SameSong(QuestionError):
    """A song that is wanted and not wanted at once, or that a walk begins and ends with.

    Attributes
    ----------
    song
        The song.
    walk
        Whether it is a walk's.
    """

    def __init__(self, song: Song, *, walk: bool) -> None:
        super().__init__(song.id)
        self.song = song
        self.walk = walk


class NoWay(QuestionError):
    """Two songs without anything between them that a member would want to hear."""


class NothingUnderstood(QuestionError):
    """A prompt without a word that says how a song sounds.

    Attributes
    ----------
    text
        What was asked, as it was written.
    """

    def __init__(self, text: str) -> None:
        super().__init__(len(text))
        self.text = text


class UnknownSong(QuestionError):
    """A song that the catalogue does not know.

    Attributes
    ----------
    text
        What was asked, as it was written.
    nearest
        The songs whose names come nearest, best first; may be empty.
    unasked
        Sources that might know it and could not be asked.
    """

    def __init__(self, text: str, nearest: tuple[Song, ...] = (), unasked: tuple[SourceName, ...] = ()) -> None:
        super().__init__(len(nearest))
        self.text = text
        self.nearest = nearest
        self.unasked = unasked


class AmbiguousSong(QuestionError):
    """A text that names several songs about equally well.

    Attributes
    ----------
    text
        What was asked, as it was written.
    songs, found
        The songs of the catalogue, and those of the sources, that it may mean, best first; together two or more.
    """

    def __init__(self, text: str, songs: tuple[Song, ...] = (), found: tuple[FoundSong, ...] = ()) -> None:
        super().__init__(len(songs), len(found))
        self.text = text
        self.songs = songs
        self.found = found


class SoundOutOfReach(QuestionError):
    """A song that is known by name alone: no source gives a piece of it to listen to.

    Attributes
    ----------
    found
        The song.
    """

    def __init__(self, found: FoundSong) -> None:
        super().__init__(found.id)
        self.found = found


class WordKind(StrEnum):
    """What a word is."""

    GENRE = "genre"
    MOOD = "mood"
    INSTRUMENT = "instrument"
    ARTIST = "artist"


class TooLittleKnown(QuestionError):
    """Too few songs that a member likes are known.

    Attributes
    ----------
    songs
        How many are known.
    least
        How many are needed.
    other
        Whether it is the other member of two.
    """

    def __init__(self, songs: int, least: int, *, other: bool = False) -> None:
        super().__init__(least)
        self.songs = songs
        self.least = least
        self.other = other


class NotSharing(QuestionError):
    """A member has not turned on that others may compare.

    Attributes
    ----------
    other
        Whether it is not whoever asked.
    """

    def __init__(self, *, other: bool) -> None:
        super().__init__("other" if other else "self")
        self.other = other


class UnknownWord(QuestionError):
    """A genre, a mood, an instrument or an artist that no song of the catalogue has.

    Attributes
    ----------
    text
        What was asked, as it was written.
    nearest
        The words that come nearest, best first; may be empty.
    """

    def __init__(self, kind: WordKind, text: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(kind.value, len(nearest))
        self.kind = kind
        self.text = text
        self.nearest = nearest


class SpanKind(StrEnum):
    """What numbers from one to another are."""

    TEMPO = "tempo"
    YEAR = "year"


class UnclearSpan(QuestionError):
    """A tempo or a time that nobody can read.

    Attributes
    ----------
    text
        What was asked, as it was written.
    """

    def __init__(self, kind: SpanKind, text: str) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.text = text


class NothingOfThat(QuestionError):
    """No song is left that is as wanted.

    Attributes
    ----------
    only
        What was wanted.
    songs
        How many songs are so, all of which the member asked about, disliked or blocked; 0 where there is none at all.
    genres, moods
        Genres that the wanted mood is found in, and moods that the wanted genre has; most songs first, may be empty.
    without
        Fields of ``only`` that may be left out, each by itself, and how many songs there are then; most songs first,
        and empty where genre and mood alone are wanted.
    """

    def __init__(
        self,
        only: Only,
        songs: int,
        genres: tuple[str, ...] = (),
        moods: tuple[str, ...] = (),
        without: tuple[Word, ...] = (),
    ) -> None:
        super().__init__(songs)
        self.only = only
        self.songs = songs
        self.genres = genres
        self.moods = moods
        self.without = without


class NothingToRecommend(QuestionError):
    """Nothing is left after what the member dislikes and blocks is taken away."""


class GrowthError(SegueError):
    """Something that a server cannot do with its part of the catalogue."""


class QuotaReached(GrowthError):
    """A server that has brought as many songs as it may.

    Attributes
    ----------
    most
        How many those are.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NotKept(GrowthError):
    """A song that was heard and could not be taken in."""


class NothingToTakeBack(GrowthError):
    """A server that added no song."""


class BusyError(SegueError):
    """Too much at once: the same question is welcome a little later."""


class AlreadyAsking(BusyError):
    """The member's last question still runs."""


class CoolingDown(BusyError):
    """The member's last answer is a moment old.

    Attributes
    ----------
    seconds
        How long to wait still.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class QueueFull(BusyError):
    """As many questions run as may run at once."""


class ImportRunning(BusyError):
    """The member's last import still runs."""


class ImportsBusy(BusyError):
    """As many imports run as may run at once."""


class ImportStopped(SegueError):
    """A history that came to nothing, because its member's data were erased while it was read."""


class StaleError(SegueError):
    """A button that belongs to nothing."""


class AnswerGone(StaleError):
    """An answer that is not kept any more, or that never was."""


class QuestionClosed(StaleError):
    """A question that is not open any more, or never was, or is somebody else's."""


class UnknownPick(StaleError):
    """A pick or page that the answer does not have."""


class HeardTooLate(SegueError):
    """A clip that was not decoded and embedded within the time that an answer may take.

    Attributes
    ----------
    seconds
        The time allowed.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class StartError(SegueError):
    """Segue cannot start as it is set up."""


class SettingsWrong(StartError):
    """A setting that makes no sense.

    Attributes
    ----------
    variable
        The environment variable.
    problem
        What is wrong with its value, which is not repeated.
    """

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(variable, problem)
        self.variable = variable
        self.problem = problem


class TokenMissing(StartError):
    """No token is set."""


class TokenWrong(StartError):
    """Discord does not take the token, or it does not even look like one."""


class IntentMissing(StartError):
    """An intent is wanted that the developer portal does not grant."""


class DiscordUnreachable(StartError):
    """Discord does not answer."""


class StoreUnusable(StartError):
    """The database refused while Segue was starting.

    Attributes
    ----------
    error
        What it refused with.
    """

    def __init__(self, error: DatabaseError) -> None:
        super().__init__(str(error))
        self.error = error


class WeightsUnusable(StartError):
    """The ear's weights are missing or damaged.

    Attributes
    ----------
    problem
        The engine's own words, for the operator.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class CatalogueUnusable(StartError):
    """The catalogue has no songs, cannot be read, or was embedded by other weights.

    Attributes
    ----------
    problem
        What is wrong, for the operator.
    command
        What mends it.
    """

    def __init__(self, problem: str, command: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.command = command


class IndexUnusable(StartError):
    """The index is damaged or belongs to another model.

    Attributes
    ----------
    problem
        The engine's own words, for the operator.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
