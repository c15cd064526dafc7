"""What can be counted and named in a sound without having learned it: how fast it is, and in which key."""

from engine.music.key import Key
from engine.music.tempo import Tempo

__all__ = ["Key", "Tempo"]
