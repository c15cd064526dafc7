"""Thirty seconds out of the middle of a long file, packet by packet, without decoding any of it."""

from __future__ import annotations

import io
from typing import BinaryIO, NoReturn

import av
from av.audio.stream import AudioStream

from engine.audio.container import DECODERS, FORMATS
from engine.audio.sniffing import looks_like_playlist

SECONDS = 31.0
"""A little more than is heard, for packets do not end where seconds do."""
MAX_PACKETS = 50_000
"""More than thirty seconds hold in any format, and few enough to stop at when a file never ends."""
_HEAD_BYTES = 64 * 1024
_FORMAT = "matroska"
"""It takes the packets of nearly every codec as they are."""

_OPTIONS = {
    "format_whitelist": FORMATS,
    "codec_whitelist": ",".join(sorted(DECODERS)),
    "protocol_whitelist": "none",
    "threads": "1",
}


class Uncuttable(Exception):
    """A file that holds no sound that can be cut."""


def cut_middle(file: BinaryIO, max_bytes: int) -> bytes:
    """Copy the middle of a file's first audio stream into a file of its own.

    Parameters
    ----------
    file
        Open for reading, at its beginning.
    max_bytes
        No more than this is copied.

    Raises
    ------
    Uncuttable
        It is no music, a list of other files, or of a kind that cannot be copied.
    """
    if looks_like_playlist(file.read(_HEAD_BYTES)):
        raise Uncuttable("a list of files")
    file.seek(0)
    target = io.BytesIO()
    try:
        with (
            av.open(
                file,
                mode="r",
                container_options=_OPTIONS,
                metadata_errors="replace",
                io_open=_refuse_second_file,
            ) as source,
            av.open(target, mode="w", format=_FORMAT) as copy,
        ):
            if not source.streams.audio:
                raise Uncuttable("no sound")
            stream = source.streams.audio[0]
            if source.duration:
                start = max(source.duration / av.time_base - SECONDS, 0.0) / 2
                source.seek(int(start * av.time_base))
            _copy(source, stream, copy, max_bytes)
    except (av.FFmpegError, ValueError, OSError) as error:
        raise Uncuttable(type(error).__name__) from error
    return target.getvalue()


def _copy(
    source: av.container.InputContainer, stream: AudioStream, copy: av.container.OutputContainer, max_bytes: int
) -> None:
    out = copy.add_stream_from_template(stream)
    first: int | None = None
    size = 0
    for number, packet in enumerate(source.demux(stream)):
        if packet.dts is None or packet.time_base is None:
            continue
        first = packet.dts if first is None else first
        size += packet.size
        if number >= MAX_PACKETS or size > max_bytes or float((packet.dts - first) * packet.time_base) > SECONDS:
            break
        packet.pts = (packet.dts if packet.pts is None else packet.pts) - first
        packet.dts -= first
        packet.stream = out
        copy.mux(packet)
    if not size:
        raise Uncuttable("no packets")


def _refuse_second_file(url: str, flags: int, options: object) -> NoReturn:
    raise Uncuttable("a list of files")
