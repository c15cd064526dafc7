"""``python -m engine.evaluation same-song``: is a song found again in another encoding, a stranger left unnamed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from engine.audio import decode
from engine.embed import Embedder
from engine.embed.weights import SHIPPED
from engine.evaluation import same_song
from engine.evaluation.baselines import Vectors, read_clip
from engine.evaluation.folds import Track, audio_path, read_tracks
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

SUMMARY = "is a song found again in another encoding, is a stranger left unnamed"
DESCRIPTION = """\
Clips are written again as 64 kbit/s mp3 with 6 dB less gain and looked up among --gallery songs: at least 95 of 100
must find their own song first. Clips of songs that the gallery does not hold are looked up too: at most 2 of 200 may be
named as one of it (engine.recognition). Other encodings and an offset are measured for information, and the quantiles
of similarity and margin are printed, which the thresholds of the decision are set by.

Exit status: 0 both goals are met; 1 one is missed; 2 something is missing."""
_MET, _MISSED = 0, 1
_BATCH = 16
_OTHER_ENCODINGS = (OPUS_16K, AAC_64K_LOUDER, MP3_128K_NOISY, MP3_64K_SHIFTED)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes besides ``--data`` and ``--markdown``."""
    parser.add_argument("--weights", type=Path, default=SHIPPED, metavar="DIR", help="of the ear")
    parser.add_argument("--queries", type=int, default=100, help="clips that are written again (%(default)s)")
    parser.add_argument("--gallery", type=int, default=400, help="songs they are looked up among (%(default)s)")
    parser.add_argument("--strangers", type=int, default=200, help="clips of other songs (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of clips (%(default)s)")
    parser.add_argument("--only-goals", action="store_true", help="leave out the encodings for information")


def run(options: argparse.Namespace) -> int:
    """Print the tables; the exit status."""
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
    return _MET if same_song.found_again(known[0]) and same_song.left_unnamed(unknown) else _MISSED


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
