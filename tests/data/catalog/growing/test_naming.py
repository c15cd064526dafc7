from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.growing.naming import PlaceName, name_of

ROOT = Path("/music")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Björk - Jóga.mp3", PlaceName("Björk", "Jóga")),
        ("03 - Björk - Jóga.mp3", PlaceName("Björk", "Jóga")),
        ("Björk – Homogenic – 02 – Jóga.mp3", PlaceName("Björk", "Homogenic - Jóga")),
        ("Björk/Homogenic/02 Jóga.flac", PlaceName("Björk", "Jóga", "Homogenic")),
        ("Björk/Homogenic/1-02. Jóga.flac", PlaceName("Björk", "Jóga", "Homogenic")),
        ("Björk/Jóga.flac", PlaceName("Björk", "Jóga")),
        ("old/Björk/Homogenic/02_all_is_full.ogg", PlaceName("Björk", "all is full", "Homogenic")),
        ("Jóga.mp3", PlaceName("music", "Jóga")),
        ("U2/War/1979.mp3", PlaceName("U2", "1979", "War")),
        ("Björk/Homogenic/Track 03.mp3", PlaceName("Björk", "Homogenic: Track 03", "Homogenic")),
        ("50 Cent - In da Club.mp3", PlaceName("50 Cent", "In da Club")),
        ("07. 3 Doors Down - Kryptonite.mp3", PlaceName("3 Doors Down", "Kryptonite")),
        ("Nena/Nena/99 Luftballons.mp3", PlaceName("Nena", "99 Luftballons", "Nena")),
        ("Nena/Nena/12 Kino.mp3", PlaceName("Nena", "Kino", "Nena")),
        ("Prince/7.mp3", PlaceName("Prince", "Prince: 7")),
        ("AC-DC - T.N.T..mp3", PlaceName("AC-DC", "T.N.T.")),
        ("美空ひばり - 川の流れのように.mp3", PlaceName("美空ひばり", "川の流れのように")),
        ("J\udcf3ga.mp3", PlaceName("music", "Jóga")),
    ],
)
def test_a_place_says_whose_song_it_is(place: str, name: PlaceName) -> None:
    assert name_of(ROOT / place, ROOT) == name


@given(
    st.lists(
        st.text(st.characters(blacklist_characters="/\0"), min_size=1).filter(lambda n: n not in {".", ".."}),
        min_size=1,
        max_size=4,
    )
)
def test_every_place_has_a_name_that_can_be_stored(parts: list[str]) -> None:
    if any(len(part.encode("utf-8", "surrogatepass")) != len(part.encode("utf-8", "ignore")) for part in parts):
        return
    name = name_of(ROOT.joinpath(*parts), ROOT)
    f"{name.artist}{name.title}{name.album}".encode()
