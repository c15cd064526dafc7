"""How fast what somebody did stops telling what they will do: half-lives compared on dated tags.

``python -m benchmarks.fading`` reads ``user_taggedartists.dat`` of HetRec 2011 (``hetrec/`` of SEGUE_DATA). Its plays
have no dates, its tags have, by the month: whoever tags an artist has just heard them. Of each listener who tagged in
at least five months the last fifth of the artists is to be found, from the artists tagged before, each weighted by
2^(-age / half-life), among all artists that ship. The factors that ship were learned from the same listeners' plays,
the hidden artists' included: the areas are too good, all alike, and only their differences say something.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from bot.settings import Places
from engine.collaborative.artist_factors import SHIPPED, read_factors, read_facts
from engine.collaborative.hybrid import Hybrid, TasteEvent
from engine.songs import artist_key

HALF_LIVES = (30.0, 90.0, 180.0, 365.0, 730.0, 1_460.0, float("inf"))
"""Days."""
FEWEST_MONTHS = 5
FIRST_YEAR = 2005
"""Before Last.fm was there a date is a mistake."""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fading", description=__doc__)
    parser.add_argument("--data", type=Path, default=Places().data, help="default: SEGUE_DATA")
    folder = parser.parse_args().data / "hetrec"
    try:
        tagged = read(folder)
    except OSError as error:
        print(f"benchmarks.fading: {error.filename} cannot be read", file=sys.stderr)
        return 2
    factors = read_factors(SHIPPED, read_facts(SHIPPED))
    hybrid, keys = Hybrid(factors, None), list(factors.keys)
    place = {key: row for row, key in enumerate(keys)}
    areas: dict[float, list[float]] = {life: [] for life in HALF_LIVES}
    for artists in tagged.values():
        known = sorted((when, place[key]) for key, when in artists.items() if key in place)
        cut = len(known) * 4 // 5
        before, hidden = known[:cut], np.array([row for _, row in known[cut:]])
        if len({when for when, _ in known}) < FEWEST_MONTHS or not before or not hidden.size:
            continue
        now = known[cut][0]
        others = np.setdiff1d(np.arange(len(keys)), np.array([row for _, row in known]))
        for life in HALF_LIVES:
            events = [TasteEvent(keys[row], None, 0.5 ** ((now - when) / life)) for when, row in before]
            scores = factors.factors @ hybrid.profile(events).factors
            ranks = rankdata(scores[np.concatenate([hidden, others])])[: hidden.size]
            areas[life].append((ranks.sum() - hidden.size * (hidden.size + 1) / 2) / (hidden.size * others.size))
    base = np.array(areas[float("inf")])
    print(f"{len(base)} listeners of HetRec 2011\n\nhalf-life, days  area under the curve  difference from none (95 %)")
    for life in HALF_LIVES:
        found = np.array(areas[life])
        margin = 1.96 * (found - base).std() / np.sqrt(len(base))
        print(f"{life:>15,.0f}  {found.mean():>20.4f}  {(found - base).mean():>+10.4f} +- {margin:.4f}")
    return 0


def read(folder: Path) -> dict[str, dict[str, int]]:
    """When each listener first tagged each artist: days since the year 1."""
    names = {}
    for line in (folder / "artists.dat").read_text(encoding="utf-8").splitlines()[1:]:
        number, name = line.split("\t")[:2]
        names[number] = artist_key(name)
    tagged: dict[str, dict[str, int]] = {}
    for line in (folder / "user_taggedartists.dat").read_text(encoding="latin-1").splitlines()[1:]:
        user, artist, _, day, month, year = line.split("\t")
        if int(year) >= FIRST_YEAR and artist in names:
            when = date(int(year), int(month), int(day)).toordinal()
            own = tagged.setdefault(user, {})
            own[names[artist]] = min(when, own.get(names[artist], when))
    return tagged


if __name__ == "__main__":
    sys.exit(main())
