from __future__ import annotations

import json

from data.imports.dates import Dates
from data.imports.formats.listenbrainz import ListenBrainzListens
from data.imports.plays import Play, Skip
from tests.data.imports.exports import NOW, PLAYS, listen

FORMAT = ListenBrainzListens()


def test_a_list_of_listens_is_read_like_lines_of_them() -> None:
    text = json.dumps([listen(one) for one in PLAYS])
    assert FORMAT.recognises(text)
    assert len([entry for entry in FORMAT.entries([text], Dates(NOW)) if isinstance(entry, Play)]) == len(PLAYS)


def test_a_listen_that_says_how_short_it_was_is_a_skip() -> None:
    told = listen(PLAYS[0])
    told["track_metadata"]["additional_info"]["duration_played"] = 12
    assert list(FORMAT.entries([json.dumps(told)], Dates(NOW))) == [Skip.SHORT]


def test_its_names() -> None:
    assert all(map(FORMAT.names.fullmatch, ("1.jsonl", "12.jsonl", "listens.json", "somebody_listenbrainz-2024.jsonl")))
    assert not any(map(FORMAT.names.fullmatch, ("user.json", "feedback.jsonl", "pinned_recording.jsonl")))
