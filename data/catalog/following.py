"""The index that keeps up with the catalogue: what any process adds or removes is in, or out of, the next answer."""

from __future__ import annotations

import asyncio

from data.catalog.rebuilding import Rebuilder
from data.catalog.store import Catalog
from engine.errors import IndexFileError
from engine.index import GrownIndex, Index, LiveIndex

FRESH_SHARE = 0.1
"""When more than this share of the built songs has come, gone or changed since, the index is rebuilt."""

FEWEST_FRESH = 500
"""Never for fewer: each question compares so many one by one in a tenth of a millisecond."""

MOST_FRESH = 20_000
"""Always for more: comparing so many takes about as long as asking the built index."""


class CatalogIndex:
    """What was built last, with what came and went since, by whichever process.

    Parameters
    ----------
    live
        Follows the built index; closed with this.
    model
        Content hash of the weights whose vectors are meant.
    rebuilder
        Folds in what came when it has become much; ``None`` leaves that to others. Closed with this.
    """

    def __init__(self, catalog: Catalog, live: LiveIndex, model: str, rebuilder: Rebuilder | None = None) -> None:
        self._catalog = catalog
        self._live = live
        self._model = model
        self._rebuilder = rebuilder
        self._held = GrownIndex(live.opened)
        self._turn = asyncio.Lock()
        self._asked = 0
        """Questions so far."""
        self._seen = 0
        """So many of the first questions came before the last look began."""

    @property
    def problem(self) -> IndexFileError | None:
        """Why the newest build is not served, while an older one still is; ``None`` when all is well."""
        return self._live.problem

    @property
    def fresh(self) -> int:
        """How many songs came, went or changed since what was built, as the last question saw it."""
        return self._held.growth

    async def current(self) -> Index:
        """The index to use for one question; hold it for that long and no longer.

        It holds every change that was committed before this was called. Costs one ``stat`` and one short read while
        nothing changes, which questions that come together share. A new build is opened by the first who sees it, while
        the others go on with the one before.

        Raises
        ------
        DatabaseError
            The catalogue cannot be read.
        """
        if self._live.is_outdated:
            await asyncio.to_thread(self._live.current)
        self._asked += 1
        mine = self._asked
        async with self._turn:
            # A look that began after this question came has seen all that this question has to see.
            if self._seen < mine:
                seen = self._asked
                await self._look()
                self._seen = seen
            return self._held

    def close(self) -> None:
        """End a rebuild that runs and let go of the files."""
        if self._rebuilder is not None:
            self._rebuilder.close()
        self._live.close()

    async def _look(self) -> None:
        base, held = self._live.opened, self._held
        if held.base is base and held.sequence == await self._catalog.sequence():
            return
        if held.base is not base:
            held = GrownIndex(base)
        changes = await self._catalog.changes(self._model, held.sequence)
        # A catalogue that was put back to an earlier state has songs that nobody removed and changes that come again.
        is_behind = changes.sequence < held.sequence
        if changes.sequence != held.sequence:
            held = await asyncio.to_thread(
                held.changed, changes.ids, changes.vectors, changes.removed, changes.sequence
            )
        self._held = held
        if self._rebuilder is not None and (is_behind or held.growth > most_fresh(len(base))):
            await asyncio.to_thread(self._rebuilder.start, None if is_behind else base.sequence)


def most_fresh(built: int) -> int:
    """How many songs may come, go or change before an index of so many is rebuilt."""
    return min(MOST_FRESH, max(FEWEST_FRESH, round(FRESH_SHARE * built)))
