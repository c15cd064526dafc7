"""The model card: what the weights are, what they learned from, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.embed.weights import EarFacts
from engine.training.loop import EpochLoss

FILE_NAME = "MODEL_CARD.md"
_TEXT = """# The ear of Segue, `{model}`

Two networks on log-mel segments of 5.2 s, joined into one vector of {dimension} numbers: a residual CNN (256) with
heads for {genres} genres, {moods} moods, the four quadrants of valence x arousal, and the five mood clusters of
MIREX; and a denoising convolutional autoencoder (64). Written by `{command}`.

## How it was made

{training}

## What it learned from

| source | what | terms |
|---|---|---|
| Panda et al. 2018 (4QAED) | 713 clips, genres, moods, quadrants | research; only the weights ship |
| Panda et al. 2013 (MIREX-like) | 736 clips, moods, clusters | research; only the weights ship |
| Aljanaki et al. 2015 (Emotify, Magnatune) | 340 clips, genres | CC BY-NC-SA 3.0; only the weights ship |
| well-known songs, 1960 to 2024 | 455 clips, no labels | research; only the weights ship |
| music of free games | 288 clips, genres | free licences, by clip |
| musicnn (Pons & Serra 2019), as a teacher | its embedding and tags for these clips | ISC |

The teacher learned from the Million Song Dataset. Nobody's listening is in these weights.

## Losses, first and last epoch

{losses}

## What it is worth

`make evaluate` prints it, with every query embedded by weights that never saw its artist (five models, one for each
fold of artists). These weights here learned from all clips, so a figure measured with them on the same clips
would flatter.

## Limits

Western, English-language music of 1960 to 2010 is most of what it heard; genres are AllMusic's; moods are those of
AllMusic's editors. A probability is the network's own and not calibrated. It hears up to 11 kHz, thirty seconds at
most.
"""


def write_model_card(directory: Path, facts: EarFacts, curves: Sequence[EpochLoss]) -> Path:
    """Write ``MODEL_CARD.md`` beside the weights, all at once."""
    first, last = curves[0].losses, curves[-1].losses
    rows = [f"| {name} | {first[name]:.3f} | {last[name]:.3f} |" for name in sorted(last)]
    text = _TEXT.format(
        model=facts.model,
        dimension=facts.dimension,
        genres=len(facts.classes.genres),
        moods=len(facts.classes.moods),
        command=facts.training["command"],
        training="\n".join(f"- {name.replace('_', ' ')}: {value}" for name, value in facts.training.items()),
        losses="\n".join(["| loss | first | last |", "|---|---|---|", *rows]),
    )
    path = directory / FILE_NAME
    unfinished = path.with_suffix(".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
    return path
