"""Bytes in, half a minute of sound out."""

from __future__ import annotations

from collections.abc import Iterator

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.packet import Packet
from numpy.typing import NDArray

from engine.audio.clip import SAMPLE_RATE, Clip, DecodeLimits
from engine.audio.container import open_audio
from engine.audio.judgement import judge
from engine.audio.middle import Middle, find_middle
from engine.audio.mono import MonoMixer
from engine.audio.sniffing import looks_like_media
from engine.errors import AudioError, AudioProblem

INTACT_SHARE = 0.5
"""Less intact sound than this share of what the packets promise, and the file is damaged."""
MIN_SECONDS_TOLERANCE = 0.05
"""A clip cut to the shortest length may lose a frame to its codec."""
MAX_WRAPPING_BYTES = 65_536
"""What tags and tables may take of a file that holds a moment of sound."""
TAIL_SECONDS = 0.1
"""Decoded beyond the middle's end, so that the resampler's filter has run out before it."""

DEFAULT_LIMITS = DecodeLimits()

# What PyAV raises for a file that lies: FFmpeg's errors, and Python's own where a field makes no sense.
_BROKEN = (EOFError, av.FFmpegError, ArithmeticError, LookupError, TypeError, ValueError)
_AS_IF_NOT_AUDIO = (AudioProblem.DAMAGED, AudioProblem.TOO_SHORT)


def decode(data: bytes, limits: DecodeLimits = DEFAULT_LIMITS) -> Clip:
    """Hear any audio file, or the sound of any video, in this process.

    The first audio stream, the mean of its channels, at `SAMPLE_RATE`; the middle of what is longer than a clip. The
    same bytes give the same samples. Time and memory are not bounded here but in `DecoderPool`'s processes.

    Raises
    ------
    AudioError
        Its ``problem`` says why the file cannot be heard.
    """
    if not data:
        raise AudioError(AudioProblem.EMPTY)
    if len(data) > limits.max_bytes:
        raise AudioError(AudioProblem.TOO_LARGE, measured=len(data), limit=limits.max_bytes)
    try:
        return _decode(data, limits)
    except AudioError as error:
        if error.problem in _AS_IF_NOT_AUDIO and not looks_like_media(data):
            # FFmpeg takes almost anything for MP3.
            raise AudioError(AudioProblem.NOT_AUDIO) from error
        raise
    except MemoryError as error:
        raise AudioError(AudioProblem.TOO_HUNGRY, limit=limits.memory_bytes) from error
    except _BROKEN as error:
        raise AudioError(AudioProblem.DAMAGED if looks_like_media(data) else AudioProblem.NOT_AUDIO) from error


def _decode(data: bytes, limits: DecodeLimits) -> Clip:
    with open_audio(data) as container:
        stream = container.streams.audio[0]
        context = stream.codec_context
        context.thread_count = 1
        middle = find_middle(_readable(container.demux(stream)), limits)
        if middle.source_seconds < limits.min_seconds - MIN_SECONDS_TOLERANCE:
            raise _too_little(middle, container, len(data), limits)
        mixer = MonoMixer(limits.max_pcm_bytes)
        _mix(middle, context, mixer, limits)
    samples = _cut(mixer.finish(), middle.lead_seconds, limits)
    _check_intact(len(samples) / SAMPLE_RATE, middle, mixer, limits)
    judge(samples, mixer.clipped_share)
    return Clip(samples, middle.source_seconds)


def _too_little(middle: Middle, container: InputContainer, size: int, limits: DecodeLimits) -> AudioError:
    """Why there is so little sound: where the file promised more, or most of its bytes are none, it was lost."""
    stream = container.streams.audio[0]
    promised = float((stream.duration or 0) * (stream.time_base or 0))
    only_sound = len(container.streams) == 1
    lost = only_sound and size - middle.source_bytes > max(MAX_WRAPPING_BYTES, middle.source_bytes)
    problem = AudioProblem.DAMAGED if lost or promised >= limits.min_seconds else AudioProblem.TOO_SHORT
    return AudioError(problem, measured=middle.source_seconds, limit=limits.min_seconds)


def _readable(packets: Iterator[Packet]) -> Iterator[Packet]:
    """The packets up to where the container breaks off."""
    try:
        yield from packets
    except av.FFmpegError as error:
        if isinstance(error, MemoryError):
            raise


def _mix(middle: Middle, context: AudioCodecContext, mixer: MonoMixer, limits: DecodeLimits) -> None:
    enough = middle.lead_seconds + limits.clip_seconds + TAIL_SECONDS
    for packet in (*middle.packets, None):
        for frame in _frames(context, packet):
            mixer.feed(frame)
        if mixer.seconds >= enough:
            return


def _frames(context: AudioCodecContext, packet: Packet | None) -> list[AudioFrame]:
    """What one packet decodes to: nothing for a broken one. ``None`` asks the decoder for what it kept back."""
    try:
        return [frame for frame in context.decode(packet) if not frame.is_corrupt]
    except av.FFmpegError as error:
        if isinstance(error, MemoryError):
            raise
        return []


def _cut(samples: NDArray[np.float32], lead_seconds: float, limits: DecodeLimits) -> NDArray[np.float32]:
    start = round(lead_seconds * SAMPLE_RATE)
    return samples[start : start + round(limits.clip_seconds * SAMPLE_RATE)]


def _check_intact(seconds: float, middle: Middle, mixer: MonoMixer, limits: DecodeLimits) -> None:
    promised = min(middle.source_seconds, limits.clip_seconds)
    enough = max(INTACT_SHARE * promised, limits.min_seconds - MIN_SECONDS_TOLERANCE)
    if seconds < enough or mixer.absurd_share > 1 - INTACT_SHARE:
        raise AudioError(AudioProblem.DAMAGED, measured=seconds, limit=enough)
