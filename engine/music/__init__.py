"""What can be counted and named in a sound without having learned it: how fast it is, and in which key."""

from engine.music.key import Key, hear_key
from engine.music.tempo import Tempo, hear_tempo

__all__ = ["Key", "Tempo", "hear_key", "hear_tempo"]
