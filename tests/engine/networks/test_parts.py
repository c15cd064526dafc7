"""Style and likeness, as they are before anything is fitted and with numbers that can be followed by hand."""

from __future__ import annotations

import torch

from engine.networks.cnn import EMBEDDING_SIZE, TAGGER_EMBEDDINGS
from engine.networks.parts import FOUND, LIKENESS_INPUTS, LIKENESS_SIZE, STYLE_SIZE, Likeness, Style, embeddings


def test_style_hears_the_taggers_embeddings_only() -> None:
    style, found = Style(), torch.randn(2, FOUND)
    assert style(found).shape == (2, STYLE_SIZE)
    other = torch.randn(2, FOUND)
    for place in TAGGER_EMBEDDINGS:
        other[:, place] = found[:, place]
    torch.testing.assert_close(style(other), style(found))
    assert embeddings(found).shape == (2, 64 + 200)


def test_likeness_is_a_projection_of_roots() -> None:
    likeness = Likeness()
    likeness.mean.fill_(1.0)
    likeness.deviation.fill_(2.0)
    likeness.offset.fill_(0.5)
    found, embedded = torch.ones(1, FOUND), torch.ones(1, EMBEDDING_SIZE)
    found[0, 0], found[0, 1], found[0, 2] = 1 + 2 * 0.75, 1 - 2 * 0.75, 1 + 2 * 3.75
    said = likeness(found, embedded)[0]
    assert said.shape == (LIKENESS_SIZE,)
    torch.testing.assert_close(said[:4], torch.tensor([0.5, -0.5, 1.5, 0.0]) - 0.5)


def test_likeness_hears_the_embedding_too() -> None:
    likeness, found = Likeness(), torch.zeros(1, FOUND)
    likeness.directions.copy_(torch.roll(torch.eye(LIKENESS_INPUTS), FOUND, dims=0)[:, :LIKENESS_SIZE])
    quiet, loud = (likeness(found, torch.full((1, EMBEDDING_SIZE), value)) for value in (0.0, 2.0))
    assert (loud - quiet).abs().max() > 0.9
