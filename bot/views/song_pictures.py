"""The pictures of one song: its sound where that is at hand, else its sound-print, large."""

from __future__ import annotations

from dataclasses import dataclass

from bot.portraits import Portrait
from bot.text.en import song as say
from bot.views import sound_print, spectrogram
from bot.views.pictures import ASKED_NAME, Picture

SOUND_NAME = "sound.png"
PRINT_NAME = "print.png"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures of a portrait.

    Attributes
    ----------
    main
        The large one.
    alt
        What it shows.
    note
        What it is, or why it is no other: small print, markdown.
    small
        The sound-print beside the heading; ``None`` where the large picture is one.
    """

    main: Picture
    alt: str
    note: str
    small: Picture | None = None

    @property
    def all(self) -> tuple[Picture, ...]:
        """What has to be sent with the card."""
        return (self.main,) if self.small is None else (self.small, self.main)


def draw(portrait: Portrait) -> Drawn:
    """Draw them. Slow: call it in a thread."""
    if portrait.listened is None:
        large = Picture(PRINT_NAME, sound_print.draw_wide(portrait.vector))
        return Drawn(large, say.print_alt(portrait.song, portrait.clip_name), say.no_sound())
    title = say.spectrogram_title(portrait.song, portrait.clip_name)
    sound = spectrogram.draw(portrait.listened.samples, title, sound_print.accent(portrait.vector))
    seen = sound.seen
    return Drawn(
        Picture(SOUND_NAME, sound.png),
        say.spectrogram_alt(
            title,
            seen.seconds,
            low_hz=seen.low_hz,
            high_hz=seen.high_hz,
            loudest_second=seen.loudest_second,
            growth_db=seen.growth_db,
        ),
        say.seen(seen.seconds),
        Picture(ASKED_NAME, sound_print.draw(portrait.vector)),
    )
