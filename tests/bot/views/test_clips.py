from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.views.clips import check_size, fetch, playable
from engine.errors import AudioError, AudioProblem

MOST_BYTES = 1_000


class Store:
    """Discord's file store: gives what it has, however large Discord said that it is."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.asked = 0

    async def get_from_cdn(self, _url: str) -> bytes:
        self.asked += 1
        return self.data


class State:
    def __init__(self, store: Store) -> None:
        self.http = store


def attachment(name: str, size: int = 10, kind: str | None = None, store: Store | None = None) -> discord.Attachment:
    data: dict[str, Any] = {"id": "1", "filename": name, "size": size, "url": "https://cdn.example/1", "proxy_url": ""}
    if kind is not None:
        data["content_type"] = kind
    return discord.Attachment(data=data, state=State(store or Store(bytes(size))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp3", "audio/mpeg"),
        ("voice-message.ogg", "audio/ogg"),
        ("film.mp4", "video/mp4"),
        ("A.FLAC", None),
        ("film.webm", "application/octet-stream"),
        ("noname", "audio/x-anything"),
    ],
)
def test_audio_and_video_may_be_music(name: str, kind: str | None) -> None:
    assert len(playable([attachment(name, kind=kind)])) == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.png", "image/png"), ("notes.txt", None), ("mp3", None), ("song.mp3.exe", "application/x-dosexec")],
)
def test_other_files_are_not_looked_at(name: str, kind: str | None) -> None:
    assert playable([attachment(name, kind=kind)]) == []


@pytest.mark.parametrize(("size", "problem"), [(0, AudioProblem.EMPTY), (MOST_BYTES + 1, AudioProblem.TOO_LARGE)])
async def test_a_file_of_a_wrong_size_is_never_fetched(size: int, problem: AudioProblem) -> None:
    store = Store(b"x")
    with pytest.raises(AudioError) as refused:
        await fetch(attachment("a.mp3", size, store=store), MOST_BYTES)
    assert refused.value.problem is problem
    assert store.asked == 0


async def test_a_file_that_is_larger_than_discord_said_is_refused() -> None:
    with pytest.raises(AudioError) as refused:
        await fetch(attachment("a.mp3", 10, store=Store(bytes(MOST_BYTES + 1))), MOST_BYTES)
    assert refused.value.problem is AudioProblem.TOO_LARGE


async def test_a_file_of_the_largest_size_is_fetched() -> None:
    check_size(attachment("a.mp3", MOST_BYTES), MOST_BYTES)
    assert await fetch(attachment("a.mp3", MOST_BYTES), MOST_BYTES) == bytes(MOST_BYTES)
