"""``python -m engine.evaluation music``: how right tempo and key are, and how sure they may be."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from engine.evaluation.folds import read_tracks
from engine.evaluation.music.clips import choose, hear
from engine.evaluation.music.judging import KeyVerdict, TempoVerdict
from engine.evaluation.music.known import known_keys, known_tempi
from engine.evaluation.music.published import echo_nest, titles
from engine.evaluation.music.sureness import key_sureness, tempo_sureness
from engine.evaluation.music.tables import confidence_table, cost, key_table, tempo_table
from engine.evaluation.music.tallies import (
    Tally,
    keys_by_librosa,
    keys_by_profiles,
    keys_published,
    tempi_by_librosa,
    tempi_published,
)

SUMMARY = "are tempo and key right, and as sure as they are right"
DESCRIPTION = """\
Tempo and key are asked of drums and chords that are made with a known answer, and of real clips, where librosa is the
witness: tempo within 4 % (an octave apart is counted for itself), key by its constant-Q chroma and the same profiles.
Where a key is published, in a title or by Echo Nest, both are compared with it too. Goals: of what is made, 95 of 100
tempi right or an octave apart and 95 of 100 keys right; of all real clips, 80 of 100 tempi as librosa's or an octave
apart (its own two answers agree in 90, and its tempi lie 2 to 5 % apart); a tempo that is not told counts as missed.

The curves of engine.music.tempo.CONFIDENCE and engine.music.key.CONFIDENCE are fitted on the real clips and printed.
Where nobody knows the answer, agreement with librosa stands for being right: that is the confidence's meaning.

Exit status: 0 the goals are met; 1 one is missed; 2 something is missing."""
_MET, _MISSED = 0, 1
_KNOWN_GOAL, _LIBROSA_GOAL = 0.95, 0.8


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes besides ``--data`` and ``--markdown``."""
    parser.add_argument("--clips", type=int, default=150, help="real clips (%(default)s); 0 for all")
    parser.add_argument("--tempi", type=int, default=15, help="tempi of each drum pattern (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the sounds and of the choice of clips (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Print the tables; the exit status."""
    tracks = read_tracks(options.data)
    sample = choose(tracks, options.clips, options.seed)
    titled = {one.track_id: one for one in titles(tracks)}
    analysed = {one.track_id: one for one in echo_nest(tracks, options.data)}
    known = known_tempi(options.tempi, options.seed), known_keys(options.seed)
    clips = hear(sample, options.data)
    published = {*titled, *analysed} - {track.id for track in sample}
    more = [*clips, *hear([track for track in tracks if track.id in published], options.data)]
    by_librosa = tempi_by_librosa(clips)
    tables = (
        tempo_table("Tempo of drums that are made", known[0]),
        key_table("Key of chords that are made", known[1]),
        tempo_table("Tempo of real clips", [*by_librosa, *tempi_published("Echo Nest's", more, analysed)], cost(more)),
        key_table(
            "Key of real clips",
            [
                *keys_by_librosa(clips),
                *keys_published("titles", more, titled),
                *keys_published("titles or a semitone below", more, titled, or_lower=True),
                *keys_published("Echo Nest's", more, analysed),
            ],
        ),
        key_table("Key by titles or a semitone below, with each set of profiles", keys_by_profiles(more, titled)),
        confidence_table([tempo_sureness(clips), key_sureness(clips)]),
    )
    for table in tables:
        print(table.render(markdown=options.markdown) + "\n")
    known_right = _right_tempi(known[0]) >= _KNOWN_GOAL and _right_keys(known[1]) >= _KNOWN_GOAL
    return _MET if known_right and _right_tempi(by_librosa[:1]) >= _LIBROSA_GOAL else _MISSED


def _right_tempi(tallies: Sequence[Tally[TempoVerdict]]) -> float:
    return float(np.mean([tally.share(TempoVerdict.SAME, TempoVerdict.OCTAVE) for tally in tallies]))


def _right_keys(tallies: Sequence[Tally[KeyVerdict]]) -> float:
    return float(np.mean([tally.share(KeyVerdict.SAME) for tally in tallies]))
