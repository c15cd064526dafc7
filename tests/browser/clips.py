"""One piece of music in every format that members attach."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
from av.audio.resampler import AudioResampler


@dataclass(frozen=True, slots=True)
class Format:
    """A container and the codec in it."""

    suffix: str
    codec: str
    rate: int = 44_100
    layout: str = "stereo"


FORMATS = (
    Format("mp3", "libmp3lame"),
    Format("m4a", "aac"),
    Format("ogg", "libvorbis"),
    Format("opus", "libopus", rate=48_000),
    Format("flac", "flac"),
    Format("wav", "pcm_s16le"),
    Format("webm", "libopus", rate=48_000),
)


def encode(source: Path, target: Path, form: Format) -> Path:
    """Write ``source`` again in another format."""
    container = {"opus": "ogg", "m4a": "mp4"}.get(form.suffix, form.suffix)
    with av.open(str(source)) as given, av.open(str(target), "w", format=container) as written:
        stream = written.add_stream(form.codec, rate=form.rate, layout=form.layout)
        assert isinstance(stream, av.AudioStream)
        resampler = AudioResampler(stream.format, form.layout, form.rate, stream.frame_size or None)
        for frame in given.decode(audio=0):
            for ready in resampler.resample(frame):
                written.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            written.mux(stream.encode(ready))
        written.mux(stream.encode(None))
    return target
