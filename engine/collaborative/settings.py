"""The shipped settings of every collaborative model: what the best on HetRec's validation users chose.

How each was found, with the figures of the others, is in ``docs/experiments.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.collaborative.weighting import Weighting


class ModelKind(StrEnum):
    """The models by name."""

    BLEND = "blend"
    WMF = "wmf"
    EASE = "ease"
    KNN = "knn"
    POPULARITY = "popularity"


class Scale(StrEnum):
    """How scores of several models become comparable, for each history over what it does not hold."""

    STANDARD = "standard"
    """Less their mean, in standard deviations."""
    RANK = "rank"
    """Their ranks, from 1 for the best down to 0."""


@dataclass(frozen=True, slots=True)
class TagSettings:
    """How tags join the plays as further rows.

    Attributes
    ----------
    weight
        What a row of tags is multiplied by; 0 leaves tags aside.
    weighting
        What becomes of the counts of a tag first.
    fewest_items
        Tags on fewer items are left aside.
    """

    weight: float = 0.0
    weighting: Weighting = Weighting.LOG_SHARE
    fewest_items: int = 5


@dataclass(frozen=True, slots=True)
class EaseSettings:
    """Of :class:`engine.collaborative.ease.Ease`.

    Attributes
    ----------
    regularisation
        Lambda of the paper, above 0.
    """

    weighting: Weighting = Weighting.LOG_SHARE
    regularisation: float = 50.0
    tags: TagSettings = field(default_factory=lambda: TagSettings(weight=1.0))


@dataclass(frozen=True, slots=True)
class ProfiledEaseSettings:
    """Of :class:`engine.collaborative.profiled_ease.ProfiledEase`.

    Attributes
    ----------
    regularisation
        Lambda of the paper, above 0, in mean squared lengths of the members' rows of items.
    listeners_power
        What an item's number of listeners is raised to before its column is multiplied by it.
    diagonal_power
        What P's diagonal is raised to before it divides; 1 is the paper's.
    profile
        Weight of the tags' columns, in mean squared lengths of the members' rows of items; 0 leaves tags aside.
    fewest_items
        Tags on fewer items are left aside in profiles.
    tag_rows
        Weight of a tag as a further member, when as many items carry it as a member plays in the mean; it grows with
        the root of the items. 0 leaves tags aside as members.
    fewest_row_items
        Tags on fewer items are left aside as members.
    """

    weighting: Weighting = Weighting.LOG_SHARE
    regularisation: float = 2.5
    listeners_power: float = -0.15
    diagonal_power: float = 0.45
    profile: float = 1.2
    fewest_items: int = 2
    tag_rows: float = 0.9
    fewest_row_items: int = 10


@dataclass(frozen=True, slots=True)
class TagContentSettings:
    """Of :class:`engine.collaborative.tag_content.TagContent`.

    Attributes
    ----------
    fewest_items
        Tags on fewer items are left aside.
    """

    weighting: Weighting = Weighting.LOG_SHARE
    fewest_items: int = 2


@dataclass(frozen=True, slots=True)
class KnnSettings:
    """Of :class:`engine.collaborative.knn.ItemKnn`.

    Attributes
    ----------
    neighbours
        Kept for each item.
    shrinkage
        Added to the product of two items' lengths, so that what few play is trusted less.
    """

    weighting: Weighting = Weighting.LOG_SHARE
    neighbours: int = 200
    shrinkage: float = 5.0
    tags: TagSettings = field(default_factory=TagSettings)


@dataclass(frozen=True, slots=True)
class WmfSettings:
    """Of :class:`engine.collaborative.wmf.Wmf`.

    Attributes
    ----------
    factors
        Numbers for each item.
    sweeps
        Times that both sides are solved.
    regularisation
        Lambda of the paper, above 0.
    unobserved
        Alpha 0: weight of each pair of a user and an item, as one that was not played.
    frequency
        Nu: how much more regularisation falls on who has more plays; 0 for none, 1 for in proportion.
    observed
        What the weights of the plays are multiplied by.
    seed
        Of the factors before the first sweep.
    """

    factors: int = 64
    sweeps: int = 15
    regularisation: float = 0.003
    unobserved: float = 0.1
    frequency: float = 1.0
    observed: float = 1.0
    weighting: Weighting = Weighting.LOG_SHARE
    tags: TagSettings = field(default_factory=TagSettings)
    seed: int = 0


def _of_listeners() -> WmfSettings:
    """What suits plays of artists by a few thousand listeners: an even regularisation, every play a strong word."""
    return WmfSettings(regularisation=20.0, unobserved=1.0, frequency=0.0, observed=10.0)


@dataclass(frozen=True, slots=True)
class BlendSettings:
    """Of :class:`engine.collaborative.blend.Blend`: the models and what each one's word counts.

    Attributes
    ----------
    profiled_ease, wmf, tag_content, ease, knn
        Weights; a model with the weight 0 is not trained.
    scale
        What becomes of the scores before they are added.
    """

    profiled_ease: float = 1.0
    wmf: float = 1.0
    tag_content: float = 0.4
    ease: float = 0.0
    knn: float = 0.0
    scale: Scale = Scale.STANDARD
    profiled_ease_settings: ProfiledEaseSettings = field(default_factory=ProfiledEaseSettings)
    tag_content_settings: TagContentSettings = field(default_factory=TagContentSettings)
    ease_settings: EaseSettings = field(default_factory=EaseSettings)
    wmf_settings: WmfSettings = field(default_factory=_of_listeners)
    knn_settings: KnnSettings = field(default_factory=KnnSettings)


@dataclass(frozen=True, slots=True)
class Settings:
    """One set for each model that can be asked for by name."""

    blend: BlendSettings = field(default_factory=BlendSettings)
    wmf: WmfSettings = field(default_factory=_of_listeners)
    ease: EaseSettings = field(default_factory=EaseSettings)
    knn: KnnSettings = field(default_factory=KnnSettings)


SHIPPED = Settings()
"""What is used where nothing else is asked for."""
