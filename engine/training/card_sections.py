"""The model card's chapters on how the ear was made, what it heard, and what that leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from engine.embed.weights import EarFacts
from engine.evaluation.table import Table
from engine.features.log_mel import N_MELS
from engine.features.segments import SEGMENT_SECONDS
from engine.networks.autoencoder import CODE_SIZE
from engine.networks.cnn import EMBEDDING_SIZE
from engine.networks.ear import SHARES
from engine.networks.parts import LIKENESS_SIZE, STYLE_SIZE
from engine.training.sources import Count, Counted, Source

WATTS_A_CORE = 12.0
"""Of a server's processor at work, with its part of memory and supply: 250 W for 32 cores, half as much again for the
rest."""
WATTS_A_GPU = 700.0
"""The power limit of an H100 or H200 board; what it really draws is less."""
_HOUR = 3600.0
_PREPARATION = (
    "Time and energy are those of the epochs. What they learn from (spectrograms, what the teachers say, what the "
    "trunk finds) is prepared once for all models and is not in them: about an hour and a half of one core."
)
_MOST_GENRES = 12
_HEADS = {
    "genres": "genres",
    "moods": "mood words",
    "quadrants": "quadrants of valence x arousal",
    "clusters": "mood clusters of MIREX",
    "emotify_genres": "genres of Emotify",
}
_SAID_OF_SOURCES = {
    "taffc": ("Panda et al. 2018: AllMusic's samples, 30 s", "genres, moods, quadrants"),
    "mirex": ("Panda et al. 2013, the MIREX-like set, 30 s", "mood categories, clusters"),
    "emotify": ("Aljanaki et al. 2015: Magnatune, 45 s", "one of four genres"),
    "hitster": ("songs that many people know, 25 s", "none"),
    "hottest": ("songs that many people know, 30 s", "none"),
    "open": ("freely licensed music, mostly of free games, 30 s", "a genre tag"),
}
TEACHERS = """\
| teacher | learned from | terms |
|---|---|---|
| musicnn (Pons & Serra 2019) | Million Song Dataset, Last.fm's tags | ISC |
| FCN (Choi et al. 2016; Won et al. 2020) | Million Song Dataset; MTG-Jamendo; MagnaTagATune | MIT |
| MusiCNN (Pons et al. 2017; Won et al. 2020) | MTG-Jamendo; MagnaTagATune | MIT |

What the teachers never heard or never tagged, the ear did not learn from them either. musicnn and the FCNs of the
Million Song Dataset and MagnaTagATune are more than teachers: the CNN's trunk is made of their filters, without the
channels that are dead in them, and is not trained further (see NOTICE.md). Which artists they were trained on is not
known, so "never heard" in this card is said of Segue's own training. Nobody's listening is in the ear's weights."""


def about(facts: EarFacts, parameters: int, megabytes: float) -> str:
    """What the networks are."""
    heads = [
        f"{len(getattr(facts.classes, field.name))} {_HEADS.get(field.name, field.name.replace('_', ' '))}"
        for field in fields(facts.classes)
    ]
    return (
        f"Two networks on log-mel spectrograms, joined into one vector of {facts.dimension} numbers: a CNN "
        f"({EMBEDDING_SIZE}) that hears a clip whole, in {N_MELS} bands of HTK's scale and as many of Slaney's, with "
        f"heads for {_listed(heads)}, and a denoising convolutional autoencoder ({CODE_SIZE}) that hears it in "
        f"segments of {SEGMENT_SECONDS:.1f} s. Beside them stand style, {STYLE_SIZE} principal axes of what two "
        f"taggers in the CNN's trunk say, and likeness, {LIKENESS_SIZE} discriminants of recordings; in the similarity "
        f"of two songs CNN, autoencoder, style and likeness count {', '.join(f'{share:g}' for share in SHARES)}. "
        f"{parameters:,} parameters, {megabytes:.1f} MB."
    )


def making(facts: EarFacts) -> str:
    """The recipe, and what it cost."""
    lines = [f"- {name.replace('_', ' ')}: {_fact(name, value)}" for name, value in facts.training.items()]
    energy = _energy(facts)
    return "\n".join([*lines, *([f"- energy: {energy}"] if energy else []), "", _PREPARATION])


def data_table(counted: Counted) -> Table:
    """A row a source."""
    return Table(
        title=f"{counted.clips:,} clips by {counted.artists:,} artists",
        header=("source", "what", "labels", "clips", "artists", "years", "terms"),
        rows=tuple(_source_row(source) for source in counted.sources),
    )


def folds(counted: Counted) -> str:
    """How the data are divided."""
    return (
        f"{len(counted.folds)} folds by artist, of {_listed([f'{clips:,}' for clips in counted.folds])} clips; the "
        f"same in every source. For each fold a model learns from nobody who has a clip in it, and answers for it; "
        f"every figure below is of such models. The weights that ship learned from all clips, so a figure measured "
        f"with them on the same clips would flatter."
    )


def limits(counted: Counted, labelled_genres: Sequence[str]) -> str:
    """What the data leave out, in numbers."""
    return "\n".join(
        [
            f"- **Western popular music.** {_western(counted, labelled_genres)}",
            f"- **1960 to 2010.** {_years(counted)}",
            f"- **English.** {_languages(counted)}",
            f"- **Few clips.** {counted.clips:,} clips, {counted.artists:,} artists, most of them with one clip; the "
            f"busiest are {_counts(counted.busiest)}. Genres and moods are what editors and tags say, one opinion a "
            f"clip.",
            "- **Labels of several sources.** A source that never uses a word leaves it unknown for its clips: how "
            "often the ear gives such a word wrongly cannot be measured.",
            "- **Hearing.** Thirty seconds from the middle at most, mono, up to 11 kHz, learned from clips of about 20 "
            "kbit/s. It knows no words of a song and no score.",
        ]
    )


def _western(counted: Counted, labelled: Sequence[str]) -> str:
    first, others = counted.genres[:_MOST_GENRES], counted.genres[_MOST_GENRES:]
    rare = [one for one in counted.genres if one.name not in labelled]
    return (
        f"Of {counted.with_genre:,} clips with a genre, {_counts(first)}, and {len(others)} genres more with fewer. "
        f"What is neither American nor European is mostly called International or Latin by AllMusic's editors; music "
        f"in other tunings and forms than Western ones is nearly absent."
        + (f" Too rare to be learned: {_counts(rare)}." if rare else "")
    )


def _years(counted: Counted) -> str:
    inside = sum(one.clips for one in counted.decades if "1960s" <= one.name <= "2000s")
    return (
        f"Years are known of {counted.with_year:,} clips, and {100 * inside / max(counted.with_year, 1):.0f} % of them "
        f"are of these decades ({_counts(counted.decades)}). Newer ways of producing are hardly there."
    )


def _languages(counted: Counted) -> str:
    return (
        f"No source says in which language a song is sung, so languages cannot be counted. What can: {counted.latin:,} "
        f"of {counted.clips:,} clips have artist and title in Latin letters; {counted.english:,} titles hold a "
        f"frequent English word and {counted.other:,} one that is frequent in Spanish, French, German, Italian or "
        f"Portuguese. The sources themselves are English: AllMusic, Magnatune, songs that many know, free games."
    )


def _source_row(source: Source) -> tuple[str, ...]:
    what, labels = _SAID_OF_SOURCES.get(source.name, ("", ""))
    terms = source.licences[0] if len(source.licences) == 1 else f"{len(source.licences)} licences"
    passed_on = f"{source.shippable} may be passed on" if source.shippable else "only the weights ship"
    years = f"{source.years[0]} to {source.years[1]}" if source.years else "not given"
    return source.name, what, labels, f"{source.clips:,}", f"{source.artists:,}", years, f"{terms}; {passed_on}"


def _energy(facts: EarFacts) -> str:
    processor = facts.training.get("cpu_seconds")
    if processor is None:
        return ""
    hours = float(processor) / _HOUR
    kilowatt_hours = hours * WATTS_A_CORE / 1000
    text = f"{hours:.2f} core-hours x {WATTS_A_CORE:.0f} W = {kilowatt_hours:.4f} kWh"
    if "cpu" in str(facts.training.get("device", "cpu")):
        return f"{text} (an estimate: nothing was metered)"
    wall = float(facts.training.get("wall_seconds", 0)) / _HOUR
    return f"{text}, and {wall:.1f} GPU-hours x {WATTS_A_GPU:.0f} W = {wall * WATTS_A_GPU / 1000:.2f} kWh at most"


def _fact(name: str, value: str | int | float) -> str:
    if name.endswith("_seconds"):
        return f"{float(value):,.0f} ({float(value) / _HOUR:.2f} h)"
    return f"`{value}`" if name == "command" else f"{value}"


def _counts(counts: Sequence[Count]) -> str:
    return ", ".join(f"{one.name} {one.clips:,}" for one in counts)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
