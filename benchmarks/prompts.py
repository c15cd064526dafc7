"""``python -m benchmarks.prompts``: how often answers to prompts are as the prompt lets expect."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.asked_prompts import PROMPTS, Prompt
from benchmarks.command import INTERRUPTED, UNUSABLE
from benchmarks.opened import settings_in
from bot.errors import QuestionError, SegueError
from bot.logs import configure
from bot.questions import Question
from bot.services import Services
from bot.settings import LogLevel, Logs
from bot.starting import explain_start
from data.catalog import CatalogEntry, read_shipped, write_shipped
from data.errors import DataError
from data.ids import MemberId
from engine.embed import Embedder
from engine.evaluation.table import Table
from engine.songs import Song, SongId

DESCRIPTION = """\
Sixty prompts (benchmarks/asked_prompts.py) are answered by the bot itself, each for a member of whom nothing is known.
Of the songs in an answer those count that have published labels (AllMusic's genres and the quadrants of the 4Q audio
emotion data set), at most ten: precision is the share that is as expected. Beside it the same of a random answer, which
is the share of all songs with published labels that is so. Twice: as the catalogue is, and with the labels of all songs
taken away, so that they are found by ear alone. The ear learned from these very clips, so the second is what it does
for songs like those that it learned from, not for strangers. Last, how well the energy that is read off vectors agrees
with the one that was heard. Exit status: 2 where something needed is missing."""

PUBLISHED = "taffc"
COUNTED = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back for a prompt.

    Attributes
    ----------
    precision
        Of the songs that count; ``None`` where there are none, or the prompt was not understood.
    """

    prompt: Prompt
    counted: int
    precision: float | None


async def answer(
    directory: Path, entries: Sequence[CatalogEntry], model: str, labels: dict[SongId, Song], prompts: Sequence[Prompt]
) -> list[Answered]:
    """Ask everything of a bot that knows these songs, and compare with what was published."""
    write_shipped(directory / "shipped", entries, model)
    settings = settings_in(directory / "home")
    places = settings.places.model_copy(update={"shipped": directory / "shipped"})
    sources = settings.previews.model_copy(update={"sources": "none"})
    found = []
    async with await Services.open(replace(settings, places=places, previews=sources)) as services:
        for number, prompt in enumerate(tqdm(prompts, desc="prompts", file=sys.stderr), start=1):
            try:
                picks = (await services.recommender.answer(Question(MemberId(number), prompt=prompt.text))).picks
            except QuestionError:
                picks = ()
            fits = [prompt.fits(labels[pick.song.id]) for pick in picks if pick.song.id in labels][:COUNTED]
            found.append(Answered(prompt, len(fits), float(np.mean(fits)) if fits else None))
    return found


def bare(song: Song) -> Song:
    """A song of which nothing is said."""
    nothing = replace(song, genres=(), moods=(), quadrant=None, tempo_bpm=None, key=None)
    return replace(nothing, energy=None, instruments=())


def table(told: Sequence[Answered], heard: Sequence[Answered], labels: Sequence[Song]) -> Table:
    """Both ways beside chance, a row a prompt and their means last."""
    chance = [float(np.mean([one.prompt.fits(song) for song in labels])) for one in told]
    rows = [
        (one.prompt.text, f"{random:.2f}", _cell(one), _cell(other))
        for one, other, random in zip(told, heard, chance, strict=True)
    ]
    means = tuple(
        f"{np.mean([one.precision if one.precision is not None else 0.0 for one in way]):.3f}" for way in (told, heard)
    )
    return Table(
        title=f"Precision of {len(told)} prompts, at most {COUNTED} songs with published labels each",
        header=("prompt", "random", "with labels", "by ear alone"),
        rows=(*rows, ("mean", f"{np.mean(chance):.3f}", *means)),
        notes=(
            "In brackets how many songs count, where fewer than ten of the 25 picks have published labels.",
            "A prompt without such songs counts as 0 in the mean.",
        ),
    )


def agreement(entries: Sequence[CatalogEntry]) -> str:
    """How the energies that are read and those that were heard agree."""
    known = [(one.song.energy, one.vector) for one in entries if one.song.energy is not None and one.vector is not None]
    heard = np.array([energy for energy, _ in known])
    read = Embedder.load().reader.energies(np.stack([vector for _, vector in known]).astype(np.float32))
    correlation, off = float(np.corrcoef(heard, read)[0, 1]), float(np.abs(heard - read).mean())
    return f"Energy of {len(known):,} songs, read and heard: correlation {correlation:.3f}, {off:.3f} apart on average."


def _cell(one: Answered) -> str:
    if one.precision is None:
        return "none"
    return f"{one.precision:.2f}" + ("" if one.counted == COUNTED else f" ({one.counted})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.prompts",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="every tenth prompt: to try, not to quote")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    options = parser.parse_args(arguments)
    configure(Logs(log_level=LogLevel.ERROR))
    try:
        shipped = read_shipped()
        labels = {one.song.id: one.song for one in shipped.entries if one.song.source == PUBLISHED}
        silent = [replace(one, song=bare(one.song)) for one in shipped.entries]
        prompts = PROMPTS[::10] if options.quick else PROMPTS
        with tempfile.TemporaryDirectory(prefix="segue-prompts-") as place:
            told = asyncio.run(answer(Path(place) / "told", shipped.entries, shipped.model, labels, prompts))
            heard = asyncio.run(answer(Path(place) / "heard", silent, shipped.model, labels, prompts))
        print(table(told, heard, list(labels.values())).render(markdown=options.markdown))
        print(f"\n{agreement(shipped.entries)}")
    except (DataError, SegueError) as error:
        told_of = explain_start(error) if isinstance(error, SegueError) else str(error)
        print(f"benchmarks.prompts: {told_of}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
