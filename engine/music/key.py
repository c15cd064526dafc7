"""The key of a clip."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """The key, and how likely it is (0 to 1) that both tonic and mode are right.

    Attributes
    ----------
    tonic
        One of ``TONICS``.
    mode
        One of ``MODES``.
    """

    tonic: str
    mode: str
    confidence: float

    @property
    def name(self) -> str:
        """Tonic and mode in words.

        >>> Key("A", "minor", 0.8).name
        'A minor'
        """
        return f"{self.tonic} {self.mode}"
