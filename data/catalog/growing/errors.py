"""What can be wrong with what somebody wants to grow the catalogue from.

::

    CatalogError
    └── GrowthError             ``what`` names it, ``reason`` says what is wrong
        ├── FolderUnusable      a folder that is not there, may not be read, or is none
        ├── PlaylistUnusable    a playlist that cannot be read, or is none
        └── DatasetUnusable     a folder without the data set's published layout
"""

from __future__ import annotations

from pathlib import Path

from data.errors import CatalogError


class GrowthError(CatalogError):
    """Something to grow from that is of no use.

    Attributes
    ----------
    what
        The file, folder or link.
    reason
        What is wrong with it.
    """

    def __init__(self, what: Path | str, reason: str) -> None:
        super().__init__(str(what), reason)
        self.what = what
        self.reason = reason

    def __str__(self) -> str:
        return f"{printable(str(self.what))}: {self.reason}"


class FolderUnusable(GrowthError):
    """A folder that is not there, may not be read, or is none."""


class PlaylistUnusable(GrowthError):
    """A playlist that cannot be read, or is none."""


class DatasetUnusable(GrowthError):
    """A folder that has not the layout in which its data set is published."""


def printable(text: str) -> str:
    r"""Text for a terminal, whatever bytes a name was made of.

    >>> printable("a\udcffb\x1b[31m")
    'a�b?[31m'
    """
    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "?" for letter in whole)
