"""Published data sets: where their sound lies, and what their metadata say of it. One module each."""

from collections.abc import Callable, Mapping
from pathlib import Path

from data.catalog.growing.datasets.dataset import Dataset
from data.catalog.growing.datasets.fma import read_fma
from data.catalog.growing.datasets.gtzan import read_gtzan
from data.catalog.growing.datasets.jamendo import read_jamendo
from data.catalog.growing.datasets.mtg import read_mtg

__all__ = ["DATASETS", "Dataset"]

DATASETS: Mapping[str, Callable[[Path], Dataset]] = {
    "fma": read_fma,
    "gtzan": read_gtzan,
    "jamendo": read_jamendo,
    "mtg": read_mtg,
}
"""Each takes the folder, and raises ``DatasetUnusable`` where the published layout is not there."""
