"""What a library has to do so that an index can stand on it: plant a file, load it, and name candidates."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.index.manifest import FileRole
from engine.index.store import VectorStore


class Candidates(Protocol):
    """A library's structure over the rows of a store; its methods may be called from several threads at once."""

    def near(self, unit: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
        """Rows among which the ``wanted`` nearest to a (d,) unit vector nearly always are, each once, in any order."""


class Method(Protocol):
    """A library's way to find candidates, for one kind of index."""

    @property
    def role(self) -> FileRole:
        """The file that it plants."""

    def available(self) -> bool:
        """Whether the library can be imported here."""

    def library(self) -> str:
        """Name and version of the library, as the manifest notes them."""

    def plant(self, unit: NDArray[np.float32], path: Path, seed: int) -> None:
        """Write the file for (n, d) unit vectors, n > 0; the same for the same seed.

        Raises
        ------
        OSError
            It cannot be written.
        """

    def load(self, path: Path, store: VectorStore, effort: float | None = None) -> Candidates:
        """Map what was planted and check that it is the store's.

        Parameters
        ----------
        effort
            How much is looked at for one question, in the method's own unit; ``None`` takes what suits Segue.

        Raises
        ------
        IndexFileError
            It is not.
        FileNotFoundError
            It is gone.
        """
