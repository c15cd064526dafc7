"""From sound to a vector: waveforms in, unit vectors and what can be said of them out."""

from engine.embed.batcher import MicroBatcher
from engine.embed.embedder import Embedder
from engine.embed.heard import Heard, Tag, sure
from engine.embed.impression import Impression, impression

__all__ = ["Embedder", "Heard", "Impression", "MicroBatcher", "Tag", "impression", "sure"]
