"""XSPF, version 0 or 1. Source: https://xspf.org/spec, "XSPF Version 1", section 4.

A document with a DTD is refused before it is read: what a DTD declares can be made to grow without bound or to name
other files, and a playlist needs none.
"""

from __future__ import annotations

from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from data.catalog.growing.cleaning import clean
from data.catalog.growing.playlists.entries import Entry, Playlist
from data.catalog.growing.playlists.jspf import isrc_in

_NO_XSPF = "is no XSPF"


class WithoutDeclarations:
    """Builds a document's elements; one that declares its own types or entities is refused.

    Raises
    ------
    ValueError
        There is a DTD.
    """

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self.start = self._builder.start
        self.end = self._builder.end
        self.data = self._builder.data
        self.close = self._builder.close

    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        """Refuse it."""
        raise ValueError("declares a document type, which no playlist needs")


def read_xspf(text: str) -> Playlist:
    """Read XSPF.

    Raises
    ------
    ValueError
        It is no XML, has a DTD, or holds no list of tracks.
    """
    root = parse_xml(text.encode())
    tracks = _child(root, "trackList")
    if tracks is None:
        raise ValueError(f"{_NO_XSPF}: there is no list of tracks")
    playlist = Playlist()
    for track in tracks:
        if _local(track) == "track" and not playlist.take(_entry(track)):
            break
    return playlist


def parse_xml(data: bytes) -> Element:
    """Read XML without a DTD.

    Raises
    ------
    ValueError
        It is none, or has one.
    """
    parser = XMLParser(target=WithoutDeclarations())  # noqa: S314 - a DTD, which the rule is about, is refused
    try:
        parser.feed(data)
        root: Element = parser.close()
    except ParseError as error:
        raise ValueError(f"is no XML: {error}") from error
    return root


def _entry(track: Element) -> Entry:
    def word(name: str) -> str:
        child = _child(track, name)
        return "" if child is None else child.text or ""

    return Entry(
        word("location").strip(),
        clean(word("creator")),
        clean(word("title")),
        clean(word("album")),
        isrc_in(word("identifier")),
    )


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _local(element: Element) -> str:
    """An element's name without its namespace, which some writers leave out."""
    return element.tag.rpartition("}")[2]
