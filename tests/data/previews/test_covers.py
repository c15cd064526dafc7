from __future__ import annotations

import io
import struct
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from data.previews.covers import HOSTS, KEPT, SIDE, Covers, shrink
from data.previews.facts import SourceName
from tests.data.previews.clients import Moments, TableResolver, local_client
from tests.data.previews.faults import Fault
from tests.data.previews.servers import DeezerServer, picture


@pytest.fixture
async def server() -> AsyncIterator[DeezerServer]:
    async with DeezerServer() as opened:
        yield opened


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
async def covers(server: DeezerServer, tmp_path: Path, moments: Moments) -> AsyncIterator[Covers]:
    opened = Covers(tmp_path / "covers", local_client(SourceName.DEEZER, server.base), moments)
    yield opened
    await opened.close()


def size_of(data: bytes | None) -> tuple[int, int]:
    assert data is not None
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
        opened.load()
        return opened.size


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def png_head(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds no pixels to speak of."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_become_small_jpegs(kind: str) -> None:
    assert size_of(shrink(picture(1200, 600, kind))) == (SIDE, SIDE // 2)


def test_small_pictures_keep_their_size() -> None:
    assert size_of(shrink(picture(40, 30))) == (40, 30)


def test_nothing_written_into_a_picture_stays_in_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    made = io.BytesIO()
    Image.new("RGB", (300, 300)).save(made, "JPEG", exif=exif, comment=b"where I live")
    small = shrink(made.getvalue())
    assert small is not None
    assert b"where I live" not in small
    assert b"Exif" not in small


@pytest.mark.parametrize("kind", ["P", "LA", "RGBA", "L", "1", "CMYK", "I;16"])
def test_every_kind_of_colour_is_read(kind: str) -> None:
    made = io.BytesIO()
    Image.new(kind, (300, 300)).save(made, "JPEG" if kind == "CMYK" else "PNG")
    assert size_of(shrink(made.getvalue())) == (SIDE, SIDE)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:2000],
        picture(kind="PNG")[:2000],
        png_head(60_000, 60_000),
        png_head(4097, 4097),
        png_head(0, 5),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert shrink(data) is None


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2000))
def test_broken_pictures_never_raise(noise: bytes, at: int) -> None:
    whole = picture(64, 64)
    made = shrink(whole[:at] + noise + whole[at + len(noise) :])
    assert made is None or max(size_of(made)) <= SIDE


async def test_a_cover_is_fetched_once(server: DeezerServer, covers: Covers) -> None:
    address = f"{server.base}/cover/1.jpg"
    first = await covers.get(address)
    assert size_of(first) == (SIDE, SIDE)
    assert await covers.get(address) == first
    assert len(server.asked) == 1


async def test_after_thirty_days_it_is_fetched_again(server: DeezerServer, covers: Covers, moments: Moments) -> None:
    address = f"{server.base}/cover/1.jpg"
    await covers.get(address)
    moments.now += KEPT
    assert await covers.get(address) is not None
    assert len(server.asked) == 2


@pytest.mark.parametrize("broken", [b"", b"\xff\xd8\xff", b"not a picture", picture(300, 300)])
async def test_a_broken_file_is_replaced(
    server: DeezerServer, covers: Covers, tmp_path: Path, moments: Moments, broken: bytes
) -> None:
    address = f"{server.base}/cover/1.jpg"
    first = await covers.get(address)
    (kept,) = (tmp_path / "covers").iterdir()
    kept.write_bytes(broken)
    moments.now += timedelta(seconds=1)
    assert await covers.get(address) == first
    assert kept.read_bytes() == first
    assert len(server.asked) == 2


async def test_what_is_not_there_is_not_asked_for_all_the_time(
    server: DeezerServer, covers: Covers, moments: Moments
) -> None:
    for fault in (Fault.HTML, Fault.HUGE_DECLARED, Fault.SERVER_ERROR):
        server.fault = fault
        server.asked.clear()
        address = f"{server.base}/cover/{fault}.jpg"
        assert await covers.get(address) is None
        assert await covers.get(address) is None
        assert len(server.asked) == 1
    server.fault = None
    moments.now += timedelta(minutes=11)
    assert await covers.get(address) is not None


async def test_pictures_of_tags_are_kept_by_content(covers: Covers, tmp_path: Path, moments: Moments) -> None:
    name = covers.store(picture())
    assert name == covers.store(picture())
    assert name.startswith("file:")
    moments.now += 10 * KEPT
    assert size_of(await covers.get(name)) == (SIDE, SIDE)
    assert covers.store(b"no picture") == ""
    assert len(list((tmp_path / "covers").iterdir())) == 1
    (kept,) = (tmp_path / "covers").iterdir()
    kept.write_bytes(picture(20, 20))
    assert await covers.get(name) is None


@pytest.mark.parametrize(
    "cover", ["", "file:", "file:../../etc/passwd", "file:/etc/passwd", "file:" + "0" * 64, "file:" + "A" * 64]
)
async def test_names_lead_nowhere_else(server: DeezerServer, covers: Covers, cover: str) -> None:
    assert await covers.get(cover) is None
    assert server.asked == []


async def test_other_hosts_are_not_asked(tmp_path: Path) -> None:
    resolver = TableResolver()
    covers = Covers(tmp_path, local_client(SourceName.DEEZER, hosts=HOSTS, resolver=resolver))
    for address in ("https://evil.example/a.jpg", "http://i.scdn.co/a.jpg", "\ud800", "x" * 10_000):
        assert await covers.get(address) is None
    assert resolver.asked == []
    assert await covers.get("https://i.scdn.co/image/1") is None
    assert resolver.asked == ["i.scdn.co"] * 2
    await covers.close()


async def test_the_folder_does_not_grow_past_its_size(server: DeezerServer, tmp_path: Path, moments: Moments) -> None:
    one = len(shrink(picture()) or b"")
    client = local_client(SourceName.DEEZER, server.base)
    covers = Covers(tmp_path, client, moments, max_bytes=5 * one)
    stored = covers.store(picture())
    for number in range(12):
        moments.now += timedelta(seconds=1)
        assert await covers.get(f"{server.base}/cover/{number}.jpg") is not None
        assert bytes_in(tmp_path) <= 5 * one
    server.asked.clear()
    assert await covers.get(f"{server.base}/cover/11.jpg") is not None
    assert await covers.get(stored) is not None
    assert server.asked == []
    await covers.close()


async def test_a_folder_that_cannot_be_written_costs_nothing_but_the_memory(
    server: DeezerServer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    covers = Covers(tmp_path / "file", local_client(SourceName.DEEZER, server.base))
    assert await covers.get(f"{server.base}/cover/1.jpg") is not None
    assert await covers.get(f"{server.base}/cover/1.jpg") is not None
    await covers.close()
