"""What happens to music between a record and a phone in somebody's hand: ten changes that leave the song the same.

Each is deterministic and works on mono samples at 48 kHz. Pitch and tempo are changed as FFmpeg does it: pitch by
playing faster or slower and stretching back, time by overlapping waveforms that fit (WSOLA; Verhelst & Roelands, ICASSP
1993).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from types import MappingProxyType

import av
import av.error
import av.filter
import numpy as np
import numpy.typing as npt

from engine.evaluation.reencode import OPUS_16K, Encoding, decoded, encode

Samples = npt.NDArray[np.float32]
"""(n,) mono samples, full scale at 1."""

RATE = 48_000
"""Samples a second that the distortions work at: Opus's own rate."""
NOISE_SNR_DB = 10.0
GAIN_DB = -6.0
TELEPHONE_BAND_HZ = (300.0, 3400.0)
"""The band of a telephone line (ITU-T G.712)."""
_TELEPHONE_ORDER = 4
"""Order of the Butterworth slopes at both ends: 24 dB an octave."""
SEMITONE = 2 ** (1 / 12)
TEMPO_CHANGE = 0.05
REVERBERATION_SECONDS = 0.4
"""Time in which the echo of a small furnished room falls by 60 dB."""
_DIRECT_TO_ECHO_DB = 0.0
"""The echo is as strong as the direct sound: a listener two metres from the loudspeaker."""
_MP3_64K = Encoding("mp3 64 kbit/s", "mp3", "libmp3lame", 64_000, RATE)
_SECONDS_AT_ONCE = 1.0
_SEED = 12


def distort(samples: Samples, name: str) -> Samples:
    """Change a recording.

    Parameters
    ----------
    samples
        (n,) float32 at ``RATE``.
    name
        One of ``DISTORTIONS``.

    Returns
    -------
    (m,) float32 at ``RATE``, within full scale; m differs from n where the tempo does, and by what a codec adds.

    Raises
    ------
    KeyError
        No such distortion.
    """
    changed: Samples = np.clip(DISTORTIONS[name](samples), -1.0, 1.0).astype(np.float32)
    return changed


def telephone(samples: Samples) -> Samples:
    """Cut off below 300 Hz and above 3400 Hz, without a shift of phase."""
    low, high = TELEPHONE_BAND_HZ
    spectrum = np.fft.rfft(samples)
    frequency = np.maximum(np.fft.rfftfreq(samples.size, 1 / RATE), 1e-9)
    slopes = 1 + (low / frequency) ** (2 * _TELEPHONE_ORDER), 1 + (frequency / high) ** (2 * _TELEPHONE_ORDER)
    return _float32(np.fft.irfft(spectrum / np.sqrt(slopes[0] * slopes[1]), samples.size))


def shifted(samples: Samples, ratio: float) -> Samples:
    """Multiply every frequency, keep the tempo."""
    played = round(RATE * ratio)
    return _filtered(samples, (("asetrate", str(played)), ("aresample", str(RATE)), ("atempo", f"{RATE / played:.9f}")))


def stretched(samples: Samples, ratio: float) -> Samples:
    """Multiply the tempo, keep every frequency."""
    return _filtered(samples, (("atempo", f"{ratio:.9f}"),))


def noisy(samples: Samples) -> Samples:
    """White noise, ``NOISE_SNR_DB`` below the music."""
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) * 10 ** (-NOISE_SNR_DB / 20)
    noise = np.random.default_rng(_SEED).standard_normal(samples.size, dtype=np.float32)
    return samples + np.float32(level) * noise


def in_a_room(samples: Samples) -> Samples:
    """Direct sound and an echo of noise that decays exponentially (Moorer, "About this reverberation business", 1979).

    The impulse response has unit energy, so that the level stays what it was.
    """
    response = room_response()
    size = 1 << (samples.size + response.size - 2).bit_length()
    sound = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)
    return _float32(sound[: samples.size])


def room_response() -> npt.NDArray[np.float64]:
    """(RATE * REVERBERATION_SECONDS,) impulse response of the room, of unit energy."""
    n = round(RATE * REVERBERATION_SECONDS)
    decay = 10 ** (-3.0 * np.arange(n) / n)
    echo = np.random.default_rng(_SEED).standard_normal(n) * decay
    echo[0] = 0.0
    echo *= 10 ** (-_DIRECT_TO_ECHO_DB / 20) / np.linalg.norm(echo)
    echo[0] = 1.0
    response: npt.NDArray[np.float64] = echo / np.linalg.norm(echo)
    return response


def quieter(samples: Samples) -> Samples:
    """``GAIN_DB`` more, which is less."""
    return samples * np.float32(10 ** (GAIN_DB / 20))


def _written_as(encoding: Encoding) -> Callable[[Samples], Samples]:
    def written(samples: Samples) -> Samples:
        return decoded(encode(samples, encoding), RATE)

    return written


def _filtered(samples: Samples, filters: tuple[tuple[str, str], ...]) -> Samples:
    """Through a chain of FFmpeg's filters, each with its argument."""
    graph = av.filter.Graph()
    chain = [
        graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono", time_base=Fraction(1, RATE)),
        *(graph.add(name, argument) for name, argument in filters),
        graph.add("aformat", f"sample_fmts=flt:channel_layouts=mono:sample_rates={RATE}"),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*chain).configure()
    parts: list[Samples] = []
    step = round(RATE * _SECONDS_AT_ONCE)
    for start in range(0, samples.size, step):
        frame = av.AudioFrame.from_ndarray(samples[None, start : start + step], format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        chain[0].push(frame)
        parts += _pulled(graph)
    chain[0].push(None)
    parts += _pulled(graph)
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _pulled(graph: av.filter.Graph) -> Iterator[Samples]:
    """What the chain has ready."""
    while True:
        try:
            frame = graph.pull()
        except (BlockingIOError, av.error.EOFError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield frame.to_ndarray()[0]


def _float32(samples: npt.NDArray[np.float64]) -> Samples:
    return samples.astype(np.float32)


DISTORTIONS = MappingProxyType(
    {
        "mp3 64k": _written_as(_MP3_64K),
        "opus 16k": _written_as(OPUS_16K),
        "phone": telephone,
        "semitone down": lambda samples: shifted(samples, 1 / SEMITONE),
        "semitone up": lambda samples: shifted(samples, SEMITONE),
        "tempo -5 %": lambda samples: stretched(samples, 1 - TEMPO_CHANGE),
        "tempo +5 %": lambda samples: stretched(samples, 1 + TEMPO_CHANGE),
        "noise 10 dB": noisy,
        "room": in_a_room,
        "gain -6 dB": quieter,
    }
)
"""Every distortion by its name."""
