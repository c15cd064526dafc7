"""GTZAN: a thousand clips in ten folders, which say the genre and nothing else.

Source: G. Tzanetakis, P. Cook, "Musical genre classification of audio signals", IEEE Transactions on Speech and Audio
Processing 10(5), 2002. As it is handed on, clip 0 of the blues is ``genres_original/blues/blues.00000.wav``; in the
first archive the folder is ``genres`` and the ending ``.au``. Nobody published who plays: the clips are named by the
set, so that none of them passes for somebody's song.
"""

from __future__ import annotations

import re
from pathlib import Path

from data.catalog.growing.datasets.dataset import NOT_LISTED, Dataset, first_folder
from data.catalog.growing.facts import Given

FOLDERS = ("genres_original", "Data/genres_original", "genres")
GENRES = {
    "blues": "Blues",
    "classical": "Classical",
    "country": "Country",
    "disco": "Disco",
    "hiphop": "Rap",
    "jazz": "Jazz",
    "metal": "Metal",
    "pop": "Pop/Rock",
    "reggae": "Reggae",
    "rock": "Pop/Rock",
}
"""The set's folders, and what their genres are called here."""
_NAME = re.compile(r"(?P<genre>[a-z]+)\.(?P<number>\d{5})\.(?:wav|au|mp3)")


def read_gtzan(folder: Path) -> Dataset:
    """Read the ten folders.

    Raises
    ------
    DatasetUnusable
        There is no folder of that layout, or no sound in it.
    """
    root = first_folder(folder, FOLDERS, "a folder for each genre")
    dataset = Dataset()
    for path in sorted(root.glob("*/[!.]*")):
        name = _NAME.fullmatch(path.name)
        if name is None or name["genre"] not in GENRES or path.parent.name != name["genre"]:
            dataset.wrong[NOT_LISTED] += 1
            continue
        title = f"{name['genre'].capitalize()} {int(name['number']):03}"
        ref = f"gtzan-{name['genre']}-{name['number']}"
        dataset.take(path, root, Given("gtzan", ref, "GTZAN", title, genres=(GENRES[name["genre"]],)))
    return dataset.finished(folder)
