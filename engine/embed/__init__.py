"""From sound to a vector: waveforms in, unit vectors and what can be said of them out."""

from engine.embed.batcher import MicroBatcher
from engine.embed.embedder import Embedder
from engine.embed.heard import Heard, Tag, sure

__all__ = ["Embedder", "Heard", "MicroBatcher", "Tag", "sure"]
