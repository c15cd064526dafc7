"""What a file's place says of its song, where its tags do not: "Artist - Title", or Artist/Album/01 Title."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from data.catalog.growing.cleaning import clean

_DASH = re.compile(r"\s+[-\u2013\u2014]+\s+")
_NUMBER = re.compile(r"^(?:\d{1,2}-)?(?:0\d{1,2}\b|\d{1,3}(?=\s*[._)-]))[\s._)-]*(?=\S)")
"""A track's number: with a nought before it, or with something but a space behind it. "50 Cent" has neither."""
_BARE_NUMBER = re.compile(r"^(?:[12]\d|3[0-6])\s+(?=\S)")
"""In an album's folder it may also stand alone, from 10 on."""
_ONLY_A_NUMBER = re.compile(r"(?:track|titel|piste|audio|untitled|aud)?[\s_.-]*\d{0,3}", re.IGNORECASE)
"""Titles that a machine gave."""
_LEGACY = "cp1252"
"""How file names that are not UTF-8 were most often written."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A song's name as its place tells it; ``artist`` and ``album`` are empty where it does not."""

    artist: str
    title: str
    album: str = ""


def name_of(path: Path, root: Path) -> PlaceName:
    """Read a file's name and the folders that it lies in.

    Parameters
    ----------
    root
        The folder under which the file was found: what lies above it says nothing, but its own name counts last.

    >>> name_of(Path("/m/01 - Björk - Jóga.mp3"), Path("/m"))
    PlaceName(artist='Björk', title='Jóga', album='')
    >>> name_of(Path("/m/Björk/Homogenic/02_Jóga.mp3"), Path("/m"))
    PlaceName(artist='Björk', title='Jóga', album='Homogenic')
    """
    stem = _words(path.stem)
    parts = [part for part in _DASH.split(stem) if part]
    while len(parts) > 1 and _ONLY_A_NUMBER.fullmatch(parts[0]):
        parts = parts[1:]
    folders = [_words(folder) for folder in path.relative_to(root).parent.parts]
    if len(parts) > 1:
        artist, *rest = parts
        named = [part for part in rest if not _ONLY_A_NUMBER.fullmatch(part)] or rest
        return PlaceName(clean(_NUMBER.sub("", artist)), clean(" - ".join(named)))
    title = _NUMBER.sub("", stem)
    if title == stem and len(folders) > 1:
        title = _BARE_NUMBER.sub("", stem)
    match folders:
        case [*_, artist, album]:
            place = PlaceName(clean(artist), clean(title), clean(album))
        case [artist]:
            place = PlaceName(clean(artist), clean(title))
        case _:
            place = PlaceName(clean(_words(root.name)), clean(title))
    if _ONLY_A_NUMBER.fullmatch(title) and folders:
        # "Track 01" is the title of many songs; with the folder it is that of one.
        return PlaceName(place.artist, clean(f"{folders[-1]}: {stem}"), place.album)
    return place


def _words(name: str) -> str:
    """A name as text: bytes that are no UTF-8 are read as they used to be written."""
    raw = os.fsencode(name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode(_LEGACY, "replace")
    return " ".join((text if " " in text else text.replace("_", " ")).split())
