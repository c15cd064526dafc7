"""Prompts, and what anybody would expect of the songs: quadrants of valence and arousal, and genres.

They were written down before any answer was looked at, and what is expected is less than what is asked: "rainy night
drive" need only be no happy song.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.songs import Song


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt.

    Attributes
    ----------
    quadrants
        Of which a song should be one; empty where all may be.
    genres
        Of which a song should have one; empty where all may be.
    """

    text: str
    quadrants: str = ""
    genres: tuple[str, ...] = ()

    def fits(self, song: Song) -> bool:
        """Whether the published labels of a song are as expected."""
        quadrant = not self.quadrants or (song.quadrant or "Q0")[1] in self.quadrants
        return quadrant and (not self.genres or not {*self.genres}.isdisjoint(song.genres))


_ROCK = ("Pop/Rock", "Alternative Rock", "Metal")

PROMPTS = (
    Prompt("rainy night drive", "234"),
    Prompt("calm piano, no vocals", "4"),
    Prompt("happy summer songs at the beach", "14"),
    Prompt("angry music for the gym", "12"),
    Prompt("music to fall asleep to", "34"),
    Prompt("sad songs about heartbreak", "3"),
    Prompt("party music", "1"),
    Prompt("chill jazz for dinner", "134", ("Jazz", "Easy Listening", "Vocal")),
    Prompt("fast aggressive rock", "12", _ROCK),
    Prompt("scary halloween music", "23"),
    Prompt("peaceful meditation", "4"),
    Prompt("upbeat soul and funk", "1", ("R&B",)),
    Prompt("hip hop", "", ("Rap",)),
    Prompt("aggressive rap", "12", ("Rap",)),
    Prompt("laid-back reggae", "14", ("Reggae",)),
    Prompt("reggae", "", ("Reggae",)),
    Prompt("melancholic folk", "34", ("Folk", "Country")),
    Prompt("country ballads", "34", ("Country",)),
    Prompt("country", "", ("Country",)),
    Prompt("classical music", "", ("Classical", "Orchestral", "Stage & Screen")),
    Prompt("quiet classical for studying", "34", ("Classical", "New Age", "Orchestral")),
    Prompt("epic film score", "", ("Stage & Screen", "Classical", "Orchestral")),
    Prompt("techno for dancing", "12", ("Electronic",)),
    Prompt("dark industrial", "23", ("Industrial", "Electronic", "Alternative Rock", "Metal")),
    Prompt("ambient space music", "34", ("Ambient", "Electronic", "New Age", "Avant-Garde")),
    Prompt("delta blues", "", ("Blues",)),
    Prompt("slow sad blues", "34", ("Blues",)),
    Prompt("latin party", "1", ("Latin",)),
    Prompt("bossa nova", "", ("Latin", "Jazz", "International")),
    Prompt("christmas songs", "", ("Holiday", "Religious")),
    Prompt("music for children", "", ("Children's",)),
    Prompt("something funny", "1"),
    Prompt("comedy", "", ("Comedy/Spoken",)),
    Prompt("new age relaxation", "4", ("New Age", "Ambient")),
    Prompt("romantic dinner", "134"),
    Prompt("crying alone at night", "3"),
    Prompt("not sad, not angry", "14"),
    Prompt("joyful gospel", "14", ("Religious", "R&B", "Vocal")),
    Prompt("tense and menacing", "2"),
    Prompt("soft acoustic guitar", "34"),
    Prompt("driving road trip rock", "12", _ROCK),
    Prompt("sunday morning coffee", "14"),
    Prompt("gloomy autumn rain", "3"),
    Prompt("energetic workout", "12"),
    Prompt("dreamy and ethereal", "34"),
    Prompt("swing", "", ("Jazz", "Vocal")),
    Prompt("smooth jazz without vocals", "14", ("Jazz",)),
    Prompt("jazz", "", ("Jazz",)),
    Prompt("experimental noise", "23", ("Avant-Garde", "Industrial", "Electronic", "Alternative Rock")),
    Prompt("punk", "12", _ROCK),
    Prompt("fierce and hostile metal", "2", (*_ROCK, "Industrial")),
    Prompt("cheerful", "1"),
    Prompt("lively and fun", "1"),
    Prompt("soothing strings", "4"),
    Prompt("tender love songs", "134"),
    Prompt("feel good", "1"),
    Prompt("moody late night electronic", "234", ("Electronic",)),
    Prompt("world music", "", ("International", "Latin", "Reggae")),
    Prompt("rhythm and blues", "", ("R&B", "Blues")),
    Prompt("bleak winter", "3"),
)
