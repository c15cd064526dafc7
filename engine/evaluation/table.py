"""One table, printed as aligned text or as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a header and rows of the same width.

    Attributes
    ----------
    notes
        Sentences printed below the table.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        uneven = [row for row in self.rows if len(row) != len(self.header)]
        if uneven:
            raise ValueError(f"{self.title}: a row has {len(uneven[0])} cells, the header {len(self.header)}")

    def text(self) -> str:
        """The table in columns, for a terminal."""
        widths = self._widths()
        lines = [self.title, "", _aligned(self.header, widths, "  "), "  ".join("-" * width for width in widths)]
        lines += [_aligned(row, widths, "  ") for row in self.rows]
        return "\n".join([*lines, *_notes(self.notes)])

    def markdown(self) -> str:
        """The table as GitHub shows it."""
        header, *rows = [tuple(cell.replace("|", "\\|") for cell in row) for row in (self.header, *self.rows)]
        widths = [max(3, *(len(row[column]) for row in (header, *rows))) for column in range(len(header))]
        rule = "|".join(f" {'-' * (width - bool(column))}{':' * bool(column)} " for column, width in enumerate(widths))
        lines = [f"**{self.title}**", "", f"| {_aligned(header, widths, ' | ', keep=True)} |", f"|{rule}|"]
        lines += [f"| {_aligned(row, widths, ' | ', keep=True)} |" for row in rows]
        return "\n".join([*lines, *_notes(self.notes)])

    def render(self, *, markdown: bool) -> str:
        """Either form."""
        return self.markdown() if markdown else self.text()

    def _widths(self) -> list[int]:
        return [max(len(row[column]) for row in (self.header, *self.rows)) for column in range(len(self.header))]


def _aligned(cells: Sequence[str], widths: Sequence[int], gap: str, *, keep: bool = False) -> str:
    """Names to the left, numbers to the right."""
    line = gap.join(
        cell.rjust(width) if column else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return line if keep else line.rstrip()


def _notes(notes: Sequence[str]) -> list[str]:
    return ["", *notes] if notes else []
