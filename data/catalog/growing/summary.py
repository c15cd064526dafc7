"""What growing came to: counted while it goes on, said at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from data.catalog.growing.problems import sentence

_SECONDS_AN_HOUR = 3_600


@dataclass(slots=True)
class Summary:
    """Counts of files and of songs that were looked for by name.

    Attributes
    ----------
    added
        New songs.
    known
        Files and names whose song was known already; facts that it lacked were taken from them.
    unchanged
        Files that were looked at before and left alone.
    copies
        Files with the bytes of one that is known, moved or copied: not heard again.
    heard
        Sounds that were decoded and embedded, good or bad.
    bad, bad_before
        Files by problem, found now and at an earlier time.
    closed
        Folders that may not be looked into.
    others
        Files that are not music and do not say that they are.
    wrong
        Lines and entries of lists that say nothing of use, or whose file or song is not to be found, by reason.
    placed
        Songs that got their place on the map.
    """

    added: int = 0
    known: int = 0
    unchanged: int = 0
    copies: int = 0
    heard: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    bad_before: Counter[str] = field(default_factory=Counter)
    closed: int = 0
    others: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    placed: int = 0

    @property
    def all_well(self) -> bool:
        """Whether everything that was to be a song is one."""
        return not (self.bad or self.bad_before or self.closed or self.wrong)

    def text(self, seconds: float) -> str:
        """A few lines for people.

        Parameters
        ----------
        seconds
            How long it took.
        """
        lines = [f"{self.added:,} songs added, {self.known:,} known already"]
        if self.unchanged or self.copies:
            lines.append(f"{self.unchanged:,} files unchanged, {self.copies:,} moved or copied: not heard again")
        if self.others:
            lines.append(f"{self.others:,} files are not music")
        if self.placed:
            lines.append(f"{self.placed:,} songs got their place on the map")
        bad = self.bad + self.bad_before
        if bad:
            before = self.bad_before.total()
            known = f" ({before:,} of them as before; --again tries them once more)" if before else ""
            lines.append(f"{bad.total():,} files are bad{known}:")
            lines += [f"  {count:,} because {sentence(problem)}" for problem, count in bad.most_common()]
        if self.closed:
            lines.append(f"{self.closed:,} folders may not be looked into")
        if self.wrong:
            lines.append(f"{self.wrong.total():,} entries came to nothing:")
            lines += [f"  {count:,} because {reason}" for reason, count in self.wrong.most_common()]
        rate = f", {self.heard / seconds * _SECONDS_AN_HOUR:,.0f} an hour" if self.heard and seconds else ""
        lines.append(f"{self.heard:,} sounds heard in {seconds:,.1f} s{rate}")
        return "\n".join(lines) + "\n"
