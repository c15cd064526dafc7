from __future__ import annotations

import pytest

from data.catalog.growing.playlists.entries import Entry
from data.catalog.growing.playlists.xspf import read_xspf

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
LIST = """<playlist version="1"{0}><trackList>
<track><location>file:///m/J%C3%B3ga.mp3</location><creator>Björk</creator><title>Jóga &amp; more</title></track>
<track><title>Alone</title><creator>X</creator><identifier>isrc:GBAYE9700123</identifier></track>
</trackList></playlist>"""


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://xspf.org/ns/0/"'])
def test_tracks_are_read_with_and_without_the_namespace(namespace: str) -> None:
    assert read_xspf(HEAD + LIST.format(namespace)).entries == [
        Entry("file:///m/J%C3%B3ga.mp3", "Björk", "Jóga & more"),
        Entry("", "X", "Alone", isrc="GBAYE9700123"),
    ]


TRACK = "<playlist><trackList><track><title>&b;</title></track></trackList></playlist>"
BOMB = f'<!DOCTYPE p [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>{TRACK}'
OUTSIDE = f'<!DOCTYPE p [<!ENTITY b SYSTEM "file:///etc/passwd">]>{TRACK}'


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE, '<!DOCTYPE p SYSTEM "http://127.0.0.1/x.dtd"><playlist/>'])
def test_a_document_type_is_refused(declared: str) -> None:
    with pytest.raises(ValueError, match="document type"):
        read_xspf(declared)


@pytest.mark.parametrize("wrong", ["", "<a", "<playlist/>", "<html><body/></html>"])
def test_what_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"XML|XSPF"):
        read_xspf(wrong)
