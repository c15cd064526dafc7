"""What ``add`` does: gather what is to be added, hear it, and say what came of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from data.catalog.commands.options import (
    STOPPED,
    covers_directory,
    open_database,
    weights_of,
)
from data.catalog.commands.sources import OpenSources, open_cover_store, open_sources, source_settings
from data.catalog.growing.adding import add_files
from data.catalog.growing.datasets import DATASETS
from data.catalog.growing.errors import printable
from data.catalog.growing.lists import chart_songs, playlist_link, playlist_songs
from data.catalog.growing.named import Wanted, add_named
from data.catalog.growing.placing import place_songs
from data.catalog.growing.playlists.files import sort_entries
from data.catalog.growing.playlists.reading import read_playlist
from data.catalog.growing.problems import sentence
from data.catalog.growing.progress import Progress, progress
from data.catalog.growing.reading import LIBRARY_LIMITS
from data.catalog.growing.stopping import Stop, stoppable
from data.catalog.growing.summary import Summary
from data.catalog.growing.tag_reader import TagReader
from data.catalog.growing.walking import walk
from data.catalog.growing.workshop import Candidate, Workshop
from data.previews.links import Link
from data.previews.settings import SourceSettings
from engine.audio import DecoderPool
from engine.embed import Embedder


@dataclass(slots=True)
class _Gathered:
    """What is to be added, before anything is heard."""

    summary: Summary
    files: list[Candidate] = field(default_factory=list)
    names: list[Wanted] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def grow(options: argparse.Namespace, settings: SourceSettings | None = None) -> int:
    """Add what the options of ``add`` name.

    Parameters
    ----------
    settings
        Which sources are asked; those of the environment unless told otherwise.

    Returns
    -------
    The exit status: 0 all well, 1 some files or entries came to nothing, 130 stopped.
    """
    started = time.monotonic()
    gathered = _gathered(options)
    stopped = _grow(options, gathered, settings or source_settings())
    if stopped:
        sys.stderr.write("Stopped. What was added until now stays; run it again to go on.\n")
    sys.stdout.write(gathered.summary.text(time.monotonic() - started))
    return STOPPED if stopped else int(not gathered.summary.all_well)


def _gathered(options: argparse.Namespace) -> _Gathered:
    summary = Summary()
    gathered = _Gathered(summary)
    if options.paths:
        walked = walk(options.paths)
        gathered.files += map(Candidate, walked.files)
        summary.others = walked.others
        summary.closed = len(walked.closed)
        for folder in walked.closed:
            sys.stderr.write(f"closed: {printable(str(folder))}: it may not be looked into\n")
    for name, folder in options.dataset:
        dataset = DATASETS[name](Path(folder))
        gathered.files += dataset.candidates
        summary.wrong += dataset.wrong
    for given in options.playlist:
        link = None if Path(given).is_file() else playlist_link(given)
        if link is not None:
            gathered.links.append(link)
            continue
        path = Path(given)
        playlist = read_playlist(path)
        entries = sort_entries(playlist, path)
        gathered.files += entries.files
        gathered.names += [Wanted(entry.artist, entry.title, entry.isrc) for entry in entries.names]
        summary.wrong += playlist.wrong
    return gathered


def _grow(options: argparse.Namespace, gathered: _Gathered, settings: SourceSettings) -> bool:
    """Add what was gathered; whether it was stopped before its end."""
    embedder = Embedder.load(weights_of(options), options.device)
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())
        database = runner.run(open_database(options.home))
        stack.callback(lambda: runner.run(database.close()))
        sources = runner.run(open_sources(settings))
        stack.callback(lambda: runner.run(sources.close()))
        covers = runner.run(open_cover_store(covers_directory(options.home), settings))
        stack.callback(lambda: runner.run(covers.close()))
        # Before hours are spent on files, it is known whether the lists can be read.
        names = [*gathered.names, *runner.run(_listed(options, gathered.links, sources))]
        pool = stack.enter_context(DecoderPool(options.jobs, LIBRARY_LIMITS))
        tags = stack.enter_context(TagReader())
        workshop = Workshop(database, embedder, pool, tags, runner, covers)
        stop = stack.enter_context(stoppable())
        _add_files(options, gathered, workshop, stop)
        _add_names(names, gathered.summary, workshop, sources, stop)
        gathered.summary.placed = runner.run(place_songs(database, embedder.model))
    return stop.asked


async def _listed(options: argparse.Namespace, links: list[Link], sources: OpenSources) -> list[Wanted]:
    """The songs of lists that live at a source."""
    names = []
    for link in links:
        names += await playlist_songs(link, sources.deezer, sources.spotify)
    if options.charts:
        names += await chart_songs(sources.deezer, options.genre, options.limit)
    return names


def _add_files(options: argparse.Namespace, gathered: _Gathered, workshop: Workshop, stop: Stop) -> None:
    # A folder and a playlist may name the same file.
    files = list({one.found.path: one for one in reversed(gathered.files)}.values())[::-1]
    with progress(len(files), "files") as bar:
        add_files(
            files,
            workshop,
            gathered.summary,
            again=options.again,
            report=_tell_file(bar),
            step=bar.step,
            stopped=lambda: stop.asked,
        )


def _add_names(names: list[Wanted], summary: Summary, workshop: Workshop, sources: OpenSources, stop: Stop) -> None:
    with progress(len(names), "songs") as bar:
        add_named(
            names,
            workshop,
            sources.chain,
            summary,
            report=_tell_name(bar),
            step=bar.step,
            stopped=lambda: stop.asked,
        )


def _tell_file(bar: Progress) -> Callable[[Path, str], None]:
    return lambda path, problem: bar.say(f"bad: {printable(str(path))}: {sentence(problem)}")


def _tell_name(bar: Progress) -> Callable[[str, str], None]:
    return lambda name, reason: bar.say(f"not added: {printable(name)}: {reason}")
