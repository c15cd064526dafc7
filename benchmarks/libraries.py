"""Folders of music to measure with: whole recordings in six formats, made of real clips where there are some."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import mutagen
import numpy as np
from av.audio.stream import AudioStream
from mutagen.id3 import TIT2, TPE1
from numpy.typing import NDArray

from benchmarks.sounds import tune
from engine.evaluation.reencode import decoded

WHOLE_SECONDS = 240.0
CLIP_SECONDS = 30.0
_RATE = 48_000
"""Hz. The one rate that all of the codecs take."""
_CLIPS_A_RECORDING = 8
_STEP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Format:
    ending: str
    container: str
    codec: str
    sample_format: str
    bit_rate: int = 0


FORMATS = (
    _Format("mp3", "mp3", "libmp3lame", "fltp", 256_000),
    _Format("m4a", "ipod", "aac", "fltp", 192_000),
    _Format("flac", "flac", "flac", "s16"),
    _Format("opus", "ogg", "libopus", "flt", 128_000),
    _Format("ogg", "ogg", "libvorbis", "fltp", 192_000),
    _Format("wav", "wav", "pcm_s16le", "s16"),
)


def make_library(folder: Path, files: int, seconds: float, clips: Sequence[Path], different: int = 2) -> None:
    """Write a folder of so many files, as many of each format, no two with the same bytes or name.

    Parameters
    ----------
    seconds
        Length of each recording.
    clips
        What the recordings are joined of; without any, tunes are made.
    different
        Recordings that are encoded in each format; the others are copies of them with tags of their own.
    """
    folder.mkdir(parents=True)
    made: dict[tuple[str, int], Path] = {}
    for number, kind in zip(range(files), itertools.cycle(FORMATS), strict=False):
        path = folder / f"{number:05}.{kind.ending}"
        which = number // len(FORMATS) % different
        if (kind.ending, which) in made:
            shutil.copyfile(made[kind.ending, which], path)
        else:
            _encode(path, kind, _recording(clips, which, seconds))
            made[kind.ending, which] = path
    for path in folder.iterdir():
        _name(path)


def _recording(clips: Sequence[Path], which: int, seconds: float) -> NDArray[np.float32]:
    """(2, n) at 48 kHz: another sound on either side, as in most music."""
    if not clips:
        left = tune(2 * which, seconds, _RATE)
        return np.stack([left, np.roll(left, _RATE // 100)])
    step = max(1, len(clips) // _CLIPS_A_RECORDING)
    chosen = [clips[(which + place * step) % len(clips)] for place in range(_CLIPS_A_RECORDING)]
    mono = np.concatenate([decoded(path.read_bytes(), _RATE) for path in chosen])
    mono = np.resize(mono, round(seconds * _RATE))
    return np.stack([mono, 0.7 * mono + 0.3 * np.roll(mono, _RATE // 50)]).astype(np.float32)


def _encode(path: Path, kind: _Format, sound: NDArray[np.float32]) -> None:
    with av.open(str(path), "w", format=kind.container) as container:
        stream = container.add_stream(kind.codec, rate=_RATE, layout="stereo")
        assert isinstance(stream, AudioStream)
        if kind.bit_rate:
            stream.bit_rate = kind.bit_rate
        context = stream.codec_context
        context.open()
        resampler = av.AudioResampler(kind.sample_format, "stereo", _RATE, frame_size=context.frame_size or 4_096)
        written = 0
        step = round(_STEP_SECONDS * _RATE)
        for start in (*range(0, sound.shape[1], step), None):
            frame = None
            if start is not None:
                piece = np.ascontiguousarray(sound[:, start : start + step])
                frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
                frame.sample_rate = _RATE
            for fitting in resampler.resample(frame):
                fitting.pts, fitting.time_base = written, Fraction(1, _RATE)
                written += fitting.samples
                container.mux(stream.encode(fitting))
        container.mux(stream.encode(None))


def _name(path: Path) -> None:
    """Give a file an artist and a title of its own."""
    artist, title = f"Band {int(path.stem) % 40}", f"Song {path.stem}"
    file = mutagen.File(path)
    if path.suffix in {".mp3", ".wav"}:
        if file.tags is None:
            file.add_tags()
        file.tags.add(TPE1(encoding=3, text=[artist]))  # type: ignore[no-untyped-call]
        file.tags.add(TIT2(encoding=3, text=[title]))  # type: ignore[no-untyped-call]
    elif path.suffix == ".m4a":
        file["\xa9ART"], file["\xa9nam"] = [artist], [title]
    else:
        file["artist"], file["title"] = [artist], [title]
    file.save()
