from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from data.previews.bounded_process import MIB, ProcessLimits, run_bounded
from data.previews.errors import PreviewError, SourceClosed, SourceConfused, SourceRefused, TrackMissing
from data.previews.facts import SourceName
from data.previews.protocol import SongQuery
from data.previews.ytdlp import ALWAYS, COMMAND, EXTRACTORS, SOUND, YtDlp
from tests.data.previews import downloader
from tests.data.previews.clients import quick_gate

LIMITS = ProcessLimits(wall_seconds=30.0, memory_bytes=512 * MIB, file_bytes=8 * MIB)
REF = "youtube:dQw4w9WgXcQ"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "arguments.json"


def opened(log: Path, mode: str = "good", limits: ProcessLimits = LIMITS) -> YtDlp:
    command = (sys.executable, "-I", "-S", downloader.__file__, mode, str(log))
    return YtDlp(quick_gate(SourceName.YTDLP), command, limits, log.parent)


def asked(log: Path) -> list[str]:
    """What the program was started with; nothing where it was not."""
    arguments: list[str] = json.loads(log.read_text("utf-8")) if log.exists() else []
    return arguments


async def test_a_search_tells_songs_and_nothing_long_or_live(log: Path) -> None:
    found = await opened(log).search(SongQuery("Björk Jóga", "Björk", "Jóga"), 25)
    assert [(one.artist, one.title, one.ref, one.can_fetch) for one in found] == [
        ("Björk", "Jóga", "youtube:dQw4w9WgXcQ", True),
        ("Björk", "Jóga", "youtube:aaaaaaaaaaa", True),
        ("Somebody", "Jóga for ten hours", "youtube:bbbbbbbbbbb", False),
        ("Somebody", "Radio", "youtube:ccccccccccc", False),
    ]
    assert found[0].link == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert asked(log)[-2:] == ["--", "ytsearch5:Björk Jóga"]


async def test_an_isrc_alone_is_not_searched_for(log: Path) -> None:
    assert await opened(log).search(SongQuery("GBAYK9800012", isrc="GBAYK9800012"), 5) == ()
    assert asked(log) == []


@pytest.mark.parametrize(
    ("ref", "page"),
    [
        (REF, "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("soundcloud:forss/flickermood", "https://soundcloud.com/forss/flickermood"),
        ("bandcamp:some-one/a-song", "https://some-one.bandcamp.com/track/a-song"),
    ],
)
async def test_a_page_is_asked_by_an_address_made_of_its_id(log: Path, ref: str, page: str) -> None:
    source = opened(log)
    facts = await source.resolve(ref)
    assert (facts.artist, facts.title, facts.seconds, facts.link) == ("Björk", "Jóga", 305.0, page)
    assert asked(log)[-2:] == ["--", page]
    assert await source.fetch(ref) == b"some sound"
    assert asked(log)[-2:] == ["--", page]


async def test_the_program_is_kept_short(log: Path) -> None:
    await opened(log).fetch(REF)
    arguments = asked(log)
    for expected in (
        "--ignore-config",
        "--no-playlist",
        "--no-cookies",
        "--no-cookies-from-browser",
        "--no-cache-dir",
        "--no-plugin-dirs",
        "--no-exec",
        "--download-sections=*30-60",
        f"--use-extractors={EXTRACTORS}",
    ):
        assert expected in arguments
    assert "generic" not in " ".join(arguments)


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "youtube:",
        "youtube:dQw4w9WgXcQ --exec x",
        "youtube:--exec=12345",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "soundcloud:../../etc",
        "bandcamp:127.0.0.1/x",
        "generic:x",
    ],
)
async def test_what_is_no_id_starts_nothing(log: Path, ref: str) -> None:
    source = opened(log)
    for ask in (source.resolve(ref), source.fetch(ref)):
        with pytest.raises(TrackMissing):
            await ask
    assert asked(log) == []


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("gone", TrackMissing),
        ("robot", SourceRefused),
        ("busy", SourceClosed),
        ("crash", SourceConfused),
        ("broken", SourceConfused),
        ("huge", SourceConfused),
        ("list", TrackMissing),
    ],
)
async def test_every_failure_is_named(log: Path, mode: str, error: type[PreviewError]) -> None:
    with pytest.raises(error) as raised:
        await opened(log, mode).resolve(REF)
    assert "youtube.com" not in str(raised.value)


async def test_what_is_too_long_or_too_large_leaves_no_file(log: Path) -> None:
    with pytest.raises(TrackMissing):
        await opened(log, "nothing").fetch(REF)


async def test_a_program_that_never_ends_is_ended(log: Path) -> None:
    with pytest.raises(SourceConfused, match="too slow"):
        await opened(log, "slow", ProcessLimits(wall_seconds=0.5)).resolve(REF)


async def test_nothing_is_left_on_the_disk(log: Path) -> None:
    await opened(log).fetch(REF)
    with pytest.raises(SourceConfused):
        await opened(log, "crash").fetch(REF)
    assert list(log.parent.iterdir()) == [log]


async def test_the_real_program_knows_all_the_arguments_and_refuses_other_places(tmp_path: Path) -> None:
    pytest.importorskip("yt_dlp")
    command = (*COMMAND, *ALWAYS, *SOUND, "--", "http://127.0.0.1:9/x")
    ended = await run_bounded(command, tmp_path, ProcessLimits(wall_seconds=60.0, cpu_seconds=30))
    assert ended.status == 1
    assert "No suitable extractor" in ended.complaint
