from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.previews.deezer_answers import facts_of, judged, preview_of, still_good
from data.previews.errors import PreviewError, SourceClosed, SourceConfused, SourceRefused, TrackMissing

FIXTURES = Path(__file__).parent / "fixtures"


def shape(name: str) -> dict[str, Any]:
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (shape("deezer_quota")["error"], SourceClosed),
        (shape("deezer_no_data")["error"], TrackMissing),
        ({"code": 700}, SourceClosed),
        ({"code": "4"}, SourceClosed),
        ({"code": 500}, TrackMissing),
        ({"code": 501}, TrackMissing),
        ({"code": 600}, TrackMissing),
        ({"code": 200}, SourceRefused),
        ({"code": 300}, SourceRefused),
        ({"code": 100}, SourceConfused),
        ({"code": None}, SourceConfused),
        ({"message": "?"}, SourceConfused),
        ("odd", SourceConfused),
    ],
)
def test_errors_inside_200_are_told_apart(error: object, kind: type[PreviewError]) -> None:
    with pytest.raises(kind):
        judged({"error": error})


@pytest.mark.parametrize("fine", [{}, {"error": None}, {"error": []}, {"data": []}])
def test_what_is_no_error_passes(fine: dict[str, Any]) -> None:
    assert judged(fine) is fine


def test_a_whole_track_is_read() -> None:
    facts = facts_of(shape("deezer_track"))
    assert facts is not None
    assert (facts.ref, facts.artist, facts.title, facts.album) == (
        "900100",
        "The Quiet Harbour",
        "Paper Lanterns",
        "Tide Tables",
    )
    assert (facts.year, facts.seconds, facts.isrc, facts.explicit) == (2021, 231, "GBAAA2100001", False)
    assert facts.cover.startswith("https://cdn-images.dzcdn.net/")
    assert facts.can_fetch


def test_a_track_that_may_not_be_heard_here_has_no_preview() -> None:
    heard, not_heard = shape("deezer_search")["data"]
    assert preview_of(heard).startswith("https://cdnt-preview.dzcdn.net/")
    assert preview_of(not_heard) == ""
    assert preview_of(heard | {"readable": False}) == ""


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"id": 5},
        {"id": 0, "title": "a", "artist": {"name": "b"}},
        {"id": -1, "title": "a", "artist": {"name": "b"}},
        {"id": True, "title": "a", "artist": {"name": "b"}},
        {"id": 5, "title": "a", "artist": "b"},
        {"id": 5, "title": "\u0000 \ud800", "artist": {"name": "b"}},
        {"id": 5, "title": ["a"], "artist": {"name": "b"}},
    ],
)
def test_oddly_shaped_tracks_are_none(odd: dict[str, Any]) -> None:
    assert facts_of(odd) is None


@pytest.mark.parametrize(
    ("query", "good"),
    [
        ("hdnea=exp=1061~acl=/a*~hmac=0f", True),
        ("hdnea=exp=1060~acl=/a*~hmac=0f", False),
        ("hdnea=exp=900", False),
        ("hdnea=exp=99999999999999999999", True),
        ("hdnea=odd", True),
        ("", True),
    ],
)
def test_an_address_says_when_it_ends(query: str, good: bool) -> None:
    assert still_good(f"https://cdnt-preview.dzcdn.net/a.mp3?{query}", now=1000.0) == good
