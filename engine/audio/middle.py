"""Finds the middle of a stream by reading its packets once, without decoding, seeking, or trusting its header."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from av.packet import Packet

from engine.audio.clip import DecodeLimits
from engine.errors import AudioError, AudioProblem

PREROLL_SECONDS = 0.5
"""Decoded before the middle and thrown away: MP3's bit reservoir, AAC's and Opus's overlap need up to 0.1 s."""
MAX_PACKETS_HELD = 100_000
"""A bound on memory: packets of 20 ms fill half of the longest stream with 45,000."""
MAX_GAP_SECONDS = 1.0
"""Time between two packets that bear no duration counts up to this."""


@dataclass(frozen=True, slots=True)
class Middle:
    """The packets to decode, and how much of what they give comes before the middle.

    Attributes
    ----------
    packets
        In stream order; they go on past the middle's end.
    lead_seconds
        What the packets hold before the middle begins.
    source_seconds
        The whole stream, by the duration of its packets.
    source_bytes
        The whole stream, without its container.
    """

    packets: tuple[Packet, ...]
    lead_seconds: float
    source_seconds: float
    source_bytes: int


@dataclass(frozen=True, slots=True)
class _Held:
    packet: Packet
    start: float


def find_middle(packets: Iterable[Packet], limits: DecodeLimits) -> Middle:
    """Read a stream to its end, holding only what may still be its middle.

    The middle moves later with every packet that comes, so that packets fall out at the front for good. Durations come
    from the packets: a header that claims ten hours, or ten seconds, changes nothing.

    Raises
    ------
    AudioError
        ``TOO_LONG`` as soon as the stream passes ``limits.max_seconds``; ``TOO_HUNGRY`` for absurdly many packets.
    """
    clock = _Clock()
    source_bytes = 0
    held: deque[_Held] = deque()
    for packet in packets:
        if not packet.size:
            continue
        source_bytes += packet.size
        held.append(_Held(packet, clock.start_of(packet)))
        if clock.seconds > limits.max_seconds:
            raise AudioError(AudioProblem.TOO_LONG, measured=clock.seconds, limit=limits.max_seconds)
        first_needed = (clock.seconds - limits.clip_seconds) / 2 - PREROLL_SECONDS
        while len(held) > 1 and held[1].start <= first_needed:
            held.popleft()
        if len(held) > MAX_PACKETS_HELD:
            raise AudioError(AudioProblem.TOO_HUNGRY)
    begin = max(0.0, (clock.seconds - limits.clip_seconds) / 2)
    lead = begin - held[0].start if held else 0.0
    return Middle(tuple(item.packet for item in held), lead, clock.seconds, source_bytes)


class _Clock:
    """Adds up what packets say that they last; where they do not, what lies between their stamps.

    Stamps correct a duration by one unit at most: containers that count milliseconds cut a packet of 2.7 ms to 2, but
    stamps alone jump in streams that were cut or joined, and are easily forged.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self._stamp: int | None = None
        self._duration = 0

    def start_of(self, packet: Packet) -> float:
        """Where a packet begins; the clock then stands at its end."""
        unit = float(packet.time_base or 0)
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is not None and self._stamp is not None:
            gap = stamp - self._stamp
            if not self._duration:
                self.seconds += min(max(gap * unit, 0.0), MAX_GAP_SECONDS)
            elif abs(gap - self._duration) <= 1:
                self.seconds += (gap - self._duration) * unit
        start = self.seconds
        self._stamp = stamp
        self._duration = max(packet.duration or 0, 0)
        self.seconds += self._duration * unit
        return start
