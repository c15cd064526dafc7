"""``python -m engine.evaluation``: the tables that say how good the ear is."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from engine.audio import decode
from engine.embed import Embedder
from engine.embed.weights import SHIPPED as SHIPPED_WEIGHTS
from engine.errors import AudioError, ModelError
from engine.evaluation import catalogue, reliability_command, same_song, untrained
from engine.evaluation.baselines import MFCC_VERSION, Vectors, mfcc_vectors, read_clip
from engine.evaluation.fold_vectors import SHIPPED as SHIPPED_VECTORS
from engine.evaluation.fold_vectors import fold_file, read_fold_vectors
from engine.evaluation.folds import FOLDS, DataMissingError, Track, audio_path, read_tracks
from engine.evaluation.reencode import (
    AAC_64K_LOUDER,
    MP3_64K_QUIETER,
    MP3_64K_SHIFTED,
    MP3_128K_NOISY,
    OPUS_16K,
    Encoding,
    reencode,
)
from engine.evaluation.thresholds import thresholds_table
from engine.evaluation.vector_cache import cached_vectors

MET, MISSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
_BATCH = 16
_OTHER_ENCODINGS = (OPUS_16K, AAC_64K_LOUDER, MP3_128K_NOISY, MP3_64K_SHIFTED)

_CATALOGUE = """\
Precision@10: of the ten nearest clips by other artists, the share that has the query's genre (AllMusic genres of taffc,
the four of emotify, tags of open) or mood (quadrant of taffc, cluster of mirex).

Every query is heard by a model that was trained without its artist: for the queries of fold K, the model of fold K
(`python -m engine.training --fold K`), whose vectors of all clips lie in --fold-vectors as fold-K.npz. The same
retrieval is scored with random vectors, with mean and deviation of MFCCs, and with an untrained copy of the networks;
the last two hear every clip once and are kept in SEGUE_HOME/cache.

Exit status: 0 ours is above every baseline in every column; 1 it is not; 2 something is missing."""

_SAME_SONG = """\
Clips are written again as 64 kbit/s mp3 with 6 dB less gain and looked up among --gallery songs: at least 95 of 100
must find their own song first. Clips of songs that the gallery does not hold are looked up too: at most 2 of 200 may be
named as one of it (engine.recognition). Other encodings and an offset are measured for information, and the quantiles
of similarity and margin are printed, which the thresholds of the decision are set by.

Exit status: 0 both goals are met; 1 one is missed; 2 something is missing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and say what happened.

    Returns
    -------
    The exit status.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except (DataMissingError, ModelError, ValueError) as error:
        print(f"engine.evaluation: {error}", file=sys.stderr)
    except AudioError as error:
        print(f"engine.evaluation: a clip of the training data cannot be heard: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("engine.evaluation: stopped; what was heard completely is kept", file=sys.stderr)
        return INTERRUPTED
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.evaluation", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command, summary, text in (
        ("catalogue", _catalogue, "precision@10 on genre and mood beside baselines", _CATALOGUE),
        ("same-song", _same_song, "is a song found again in another encoding, is a stranger left unnamed", _SAME_SONG),
        ("calibration", reliability_command.run, reliability_command.SUMMARY, reliability_command.DESCRIPTION),
    ):
        one = commands.add_parser(
            name, help=summary, description=text, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        one.set_defaults(command=command)
        one.add_argument(
            "--data",
            type=Path,
            default=Path(os.environ.get("SEGUE_DATA", "../shared/data")),
            help="directory with tracks.csv and audio/ (SEGUE_DATA; now %(default)s)",
        )
        one.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
        if command is _catalogue:
            one.add_argument(
                "--fold-vectors",
                type=Path,
                default=SHIPPED_VECTORS,
                metavar="DIR",
                help="with fold-0.npz to fold-4.npz",
            )
            one.add_argument(
                "--home",
                type=Path,
                default=Path(os.environ.get("SEGUE_HOME", "var")),
                help="state directory; what is heard is kept in its cache/ (SEGUE_HOME; now %(default)s)",
            )
        elif command is reliability_command.run:
            reliability_command.add_options(one)
        else:
            one.add_argument("--weights", type=Path, default=SHIPPED_WEIGHTS, metavar="DIR", help="of the ear")
            one.add_argument("--queries", type=int, default=100, help="clips that are written again (%(default)s)")
            one.add_argument("--gallery", type=int, default=400, help="songs they are looked up among (%(default)s)")
            one.add_argument("--strangers", type=int, default=200, help="clips of other songs (%(default)s)")
            one.add_argument("--seed", type=int, default=0, help="of the choice of clips (%(default)s)")
            one.add_argument("--only-goals", action="store_true", help="leave out the encodings for information")
    return parser


def _catalogue(options: argparse.Namespace) -> int:
    tracks = read_tracks(options.data)
    folds = [read_fold_vectors(fold_file(options.fold_vectors, fold), tracks) for fold in range(FOLDS)]
    paths = [audio_path(options.data, track.id) for track in tracks]
    cache = options.home / "cache"
    mfccs = cached_vectors(cache, MFCC_VERSION, paths, lambda paths: mfcc_vectors(paths, _progress("MFCC")))
    ear = untrained.untrained_ear()
    raw = cached_vectors(
        cache,
        untrained.content_name(ear),
        paths,
        lambda paths: untrained.raw_vectors(ear, paths, _progress("untrained copy")),
    )
    rows = catalogue.evaluate(tracks, mfccs, partial(untrained.joined, ear, raw), folds)
    print(catalogue.catalogue_table(rows).render(markdown=options.markdown))
    lost = catalogue.beaten(rows)
    print(f"\nNot above every baseline: {', '.join(lost)}." if lost else "\nAbove every baseline in every column.")
    return MISSED if lost else MET


def _same_song(options: argparse.Namespace) -> int:
    tracks = read_tracks(options.data)
    choice = same_song.choose(
        tracks,
        queries=options.queries,
        gallery=options.gallery,
        strangers=options.strangers,
        seed=options.seed,
    )
    embedder = Embedder.load(options.weights)

    def read(track: Track) -> bytes:
        return read_clip(audio_path(options.data, track.id))

    def reencoded(track: Track, encoding: Encoding) -> bytes:
        return reencode(read(track), encoding)

    gallery = _hear(embedder, "gallery", [partial(read, track) for track in choice.gallery])
    strangers = _hear(embedder, "strangers", [partial(read, track) for track in choice.strangers])
    versions = [track.version for track in choice.gallery]
    asked = choice.gallery[: choice.n_queries]
    known = [
        same_song.outcome(
            encoding.name,
            _hear(embedder, encoding.name, [partial(reencoded, track, encoding) for track in asked]),
            range(len(asked)),
            gallery,
            versions,
        )
        for encoding in (MP3_64K_QUIETER, *(() if options.only_goals else _OTHER_ENCODINGS))
    ]
    unknown = same_song.outcome("other songs", strangers, None, gallery, versions)
    print(same_song.outcome_table(known, unknown, len(gallery)).render(markdown=options.markdown))
    print("\n" + same_song.likeness_table([*known, unknown]).render(markdown=options.markdown))
    print("\n" + thresholds_table(known, unknown).render(markdown=options.markdown))
    return MET if same_song.found_again(known[0]) and same_song.left_unnamed(unknown) else MISSED


def _hear(embedder: Embedder, name: str, clips: Sequence[Callable[[], bytes]]) -> Vectors:
    """Decode and embed in small batches, so that memory stays flat."""
    vectors = []
    shown = tqdm(total=len(clips), desc=name, unit="clip", file=sys.stderr)
    with shown:
        for start in range(0, len(clips), _BATCH):
            waveforms = [decode(clip()).samples for clip in clips[start : start + _BATCH]]
            vectors += [heard.vector for heard in embedder.embed(waveforms)]
            shown.update(len(waveforms))
    return np.stack(vectors)


def _progress(name: str) -> Callable[[Iterable[Path]], Iterable[Path]]:
    def shown(paths: Iterable[Path]) -> Iterable[Path]:
        bar: Iterable[Path] = tqdm(paths, desc=name, unit="clip", file=sys.stderr)
        return bar

    return shown


if __name__ == "__main__":
    sys.exit(main())
