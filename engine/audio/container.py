"""Opens a container from bytes, and nothing else: no address, no second file, no unexpected format.

FFmpeg guesses formats from content, and some of the formats that it knows (HLS, DASH, concat, SDP) are lists of
addresses that it would open. So formats and decoders are allowed by name, every protocol is forbidden, and a demuxer
that asks for a second file is refused.
"""

from __future__ import annotations

import io
from typing import NoReturn

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from engine.audio.sniffing import looks_like_media, looks_like_playlist, wav_claim
from engine.errors import AudioError, AudioProblem

FORMATS = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpc,mpc8,mpeg,mpegts,ogg,tta,w64,wav,wv"
"""FFmpeg's demuxers that may open a file. Each holds sound itself; none is a list, a picture or a subtitle."""

# PyAV has no numpy type for frames of 64-bit integers.
_WITHOUT_ARRAY = frozenset({"pcm_s64be", "pcm_s64le"})
# fmt: off
DECODERS = frozenset({
    "aac", "aac_latm", "ac3", "adpcm_ima_qt", "adpcm_ima_wav", "adpcm_ms", "adpcm_swf", "alac", "amrnb", "amrwb",
    "ape", "dca", "eac3", "flac", "gsm", "gsm_ms", "libopencore_amrnb", "libopencore_amrwb", "libopus", "libspeex",
    "libvorbis", "mlp", "mp1", "mp1float", "mp2", "mp2float", "mp3", "mp3float", "mpc7", "mpc8", "nellymoser", "opus",
    "speex", "truehd", "tta", "vorbis", "wavpack", "wmalossless", "wmapro", "wmav1", "wmav2", "wmavoice",
}) | frozenset(name for name in av.codecs_available if name.startswith("pcm_") and name not in _WITHOUT_ARRAY)
# fmt: on
"""FFmpeg's decoders that may run. Those of pictures are not among them, so that probing a video decodes none."""

MIN_SAMPLE_RATE = 4_000
"""Hz. Telephones use 8,000."""
MAX_SAMPLE_RATE = 768_000
"""Hz. Four times the highest rate that music is sold at."""
MAX_CHANNELS = 24
"""The most that any broadcast standard has (22.2)."""

# Only these reach the demuxer alone: PyAV's `options` would also be copied to one slot per stream, and it counts the
# streams again after probing found more of them (FLV, MPEG), freeing what it never allocated.
_OPTIONS = {
    "format_whitelist": FORMATS,
    "codec_whitelist": ",".join(sorted(DECODERS)),
    "protocol_whitelist": "none",
    "threads": "1",
}


def open_audio(data: bytes) -> InputContainer:
    """Open a container whose first audio stream can be decoded. The caller closes it.

    Raises
    ------
    AudioError
        ``PLAYLIST``, ``NOT_AUDIO``, ``NO_SOUND``, ``DAMAGED`` or ``UNREASONABLE``.
    """
    if looks_like_playlist(data):
        raise AudioError(AudioProblem.PLAYLIST)
    claim = wav_claim(data)
    if claim is not None:
        check_sound(claim.sample_rate, claim.channels)
    try:
        container = av.open(
            io.BytesIO(data),
            mode="r",
            container_options=_OPTIONS,
            metadata_errors="replace",
            io_open=_refuse_second_file,
        )
    except AudioError:
        raise
    except (av.FFmpegError, ValueError, OSError) as error:
        if isinstance(error, MemoryError):
            raise
        problem = AudioProblem.DAMAGED if looks_like_media(data) else AudioProblem.NOT_AUDIO
        raise AudioError(problem) from error
    try:
        _check(container)
    except BaseException:
        container.close()
        raise
    return container


def check_sound(sample_rate: int, channels: int) -> None:
    """Refuse a rate or channel count that no music has.

    Raises
    ------
    AudioError
        ``UNREASONABLE``, with the count and the limit that it passed.
    """
    if not MIN_SAMPLE_RATE <= sample_rate <= MAX_SAMPLE_RATE:
        limit = MIN_SAMPLE_RATE if sample_rate < MIN_SAMPLE_RATE else MAX_SAMPLE_RATE
        raise AudioError(AudioProblem.UNREASONABLE, measured=sample_rate, limit=limit)
    if not channels:
        raise AudioError(AudioProblem.UNREASONABLE, measured=channels, limit=1)
    if channels > MAX_CHANNELS:
        raise AudioError(AudioProblem.UNREASONABLE, measured=channels, limit=MAX_CHANNELS)


def _check(container: InputContainer) -> None:
    if not container.streams.audio:
        has_picture = bool(container.streams.video)
        raise AudioError(AudioProblem.NO_SOUND if has_picture else AudioProblem.NOT_AUDIO)
    stream: AudioStream = container.streams.audio[0]
    # A stream whose codec FFmpeg cannot name has no context, whatever the type says.
    context = getattr(stream, "codec_context", None)
    if context is None or context.codec.name not in DECODERS:
        raise AudioError(AudioProblem.NOT_AUDIO)
    if context.sample_rate and context.layout.nb_channels:
        # Some streams tell only with their first frame.
        check_sound(context.sample_rate, context.layout.nb_channels)


def _refuse_second_file(url: str, flags: int, options: object) -> NoReturn:
    raise AudioError(AudioProblem.PLAYLIST)
