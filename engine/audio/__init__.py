"""Any audio or video file, as bytes, into thirty seconds of mono sound, within limits that the file cannot move."""

from engine.audio.clip import SAMPLE_RATE, Clip, DecodeLimits
from engine.audio.decoding import decode
from engine.audio.pool import DecoderPool

__all__ = ["SAMPLE_RATE", "Clip", "DecodeLimits", "DecoderPool", "decode"]
