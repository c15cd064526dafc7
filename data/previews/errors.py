"""What a source can answer instead of music. Facts only; the sentences are the bot's.

::

    PreviewError
    ├── TrackMissing        the source has no such track, or no sound of it here; may be remembered as absence
    └── SourceUnavailable   this source cannot be asked now; never remembered as absence
        ├── SourceClosed      it said to wait, or failed too often; ``seconds`` says for how long
        ├── SourceRefused     it wants something else: a sign-in, a paid account, another country
        ├── SourceConfused    its answer is not what it should be: HTML, broken JSON, too large, too slow
        └── AddressRefused    an address that may not be asked; nothing was sent
"""

from __future__ import annotations

from data.errors import DataError
from data.previews.facts import SourceName


class PreviewError(DataError):
    """Something that a source answered.

    Attributes
    ----------
    source
        Which source.
    reason
        What happened, for the log; holds no address and no key.
    """

    def __init__(self, source: SourceName, reason: str) -> None:
        super().__init__(source.value, reason)
        self.source = source
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.source.value}: {self.reason}"


class TrackMissing(PreviewError):
    """The source has no such track, or nothing of it that can be heard here."""


class SourceUnavailable(PreviewError):
    """The source cannot be asked now."""


class SourceClosed(SourceUnavailable):
    """The source said to wait, or failed so often that it is left alone for a while.

    Attributes
    ----------
    seconds
        How long still.
    """

    def __init__(self, source: SourceName, reason: str, seconds: float) -> None:
        super().__init__(source, reason)
        self.seconds = seconds


class SourceRefused(SourceUnavailable):
    """The source answers nobody who comes like this: it wants a sign-in, a paid account, or another country."""


class SourceConfused(SourceUnavailable):
    """The source's answer is not what it should be: no JSON, too large, too slow, cut off."""


class AddressRefused(SourceUnavailable):
    """An address that may not be asked: not on the list, or not in the public network. Nothing was sent to it."""
