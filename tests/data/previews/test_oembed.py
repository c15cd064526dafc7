from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.previews.errors import SourceConfused, SourceRefused, TrackMissing
from data.previews.facts import SourceName
from data.previews.oembed import Bases, Oembed, VideoTitle, split_video_title
from data.previews.protocol import SongQuery
from tests.data.previews.clients import local_client, quick_gate
from tests.data.previews.faults import Fault
from tests.data.previews.servers import OembedServer

FIXTURES = Path(__file__).parent / "fixtures"
PAGES = {
    f"https://{page}": json.loads((FIXTURES / f"oembed_{place}.json").read_text("utf-8"))
    for place, page in (
        ("spotify", "open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"),
        ("youtube", "www.youtube.com/watch?v=abcdefghijk"),
        ("soundcloud", "soundcloud.com/the-quiet-harbour/paper-lanterns"),
    )
}


@pytest.fixture
async def server() -> AsyncIterator[OembedServer]:
    async with OembedServer(PAGES) as opened:
        yield opened


@pytest.fixture
async def oembed(server: OembedServer) -> AsyncIterator[Oembed]:
    client = local_client(SourceName.OEMBED, server.base)
    opened = Oembed(client, quick_gate(SourceName.OEMBED), Bases(server.base, server.base, server.base))
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("ref", "artist"),
    [
        ("spotify:track:4uLU6hMCjMI75M1A2tKUQC", ""),
        ("youtube:abcdefghijk", "The Quiet Harbour"),
        ("soundcloud:the-quiet-harbour/paper-lanterns", "The Quiet Harbour"),
    ],
)
async def test_each_place_says_its_title(server: OembedServer, oembed: Oembed, ref: str, artist: str) -> None:
    facts = await oembed.resolve(ref)
    assert (facts.artist, facts.title) == (artist, "Paper Lanterns")
    assert facts.link in PAGES
    assert facts.cover == PAGES[facts.link]["thumbnail_url"]
    assert not facts.can_fetch
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "spotify:track:short",
        "spotify:track:4uLU6hMCjMI75M1A2tKUQ/",
        "spotify:album:4uLU6hMCjMI75M1A2tKUQC",
        "youtube:abcdefghij",
        "youtube:abcdefghijk&x=1",
        "youtube:abcdefghijk\n",
        "soundcloud:a/b/c",
        "soundcloud:../b",
        "soundcloud:a/b?x",
        "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
    ],
)
async def test_what_is_no_id_is_not_asked_about(server: OembedServer, oembed: Oembed, ref: str) -> None:
    with pytest.raises(TrackMissing):
        await oembed.resolve(ref)
    assert server.asked == []


async def test_a_page_that_is_not_there_is_missing_and_a_private_one_refused(
    server: OembedServer, oembed: Oembed
) -> None:
    with pytest.raises(TrackMissing):
        await oembed.resolve("youtube:aaaaaaaaaaa")
    server.fault = Fault.EMPTY_403
    with pytest.raises(SourceRefused):
        await oembed.resolve("youtube:abcdefghijk")


async def test_a_page_without_a_title_is_confusing(server: OembedServer, oembed: Oembed) -> None:
    server.pages["https://www.youtube.com/watch?v=abcdefghijk"] = {"title": " \n "}
    with pytest.raises(SourceConfused):
        await oembed.resolve("youtube:abcdefghijk")


async def test_it_neither_searches_nor_sounds(server: OembedServer, oembed: Oembed) -> None:
    assert await oembed.search(SongQuery("paper lanterns"), 25) == ()
    with pytest.raises(TrackMissing):
        await oembed.fetch("youtube:abcdefghijk")
    assert server.asked == []


@pytest.mark.parametrize(
    ("title", "channel", "artist", "name"),
    [
        ("Björk - Jóga (Official Video)", "Björk", "Björk", "Jóga"),
        ("Björk - Jóga [Official HD Music Video] (4K)", "x", "Björk", "Jóga"),
        ("Björk – Jóga (Lyrics)", "x", "Björk", "Jóga"),
        ("Björk - Jóga (Live at Shepherds Bush)", "x", "Björk", "Jóga (Live at Shepherds Bush)"),
        ("Björk - Jóga (Howie B Remix)", "x", "Björk", "Jóga (Howie B Remix)"),
        ("Jóga", "Björk - Topic", "Björk", "Jóga"),
        ("Jóga (Official Audio)", "bjorkVEVO", "bjork", "Jóga"),
        ("A - B - C", "x", "A", "B - C"),
        ("Svefn-g-englar", "Sigur Rós", "Sigur Rós", "Svefn-g-englar"),
        ("(Official Video)", "x", "x", "(Official Video)"),
        ("- Jóga", "Björk", "Björk", "- Jóga"),
    ],
)
def test_titles_of_videos_are_told_apart(title: str, channel: str, artist: str, name: str) -> None:
    assert split_video_title(title, channel) == VideoTitle(artist, name)
