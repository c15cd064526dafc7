from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.catalog import read_shipped, write_shipped
from data.catalog.build import build_catalog
from data.catalog.tracks import read_tracks
from data.errors import CatalogFileError
from engine.embed import Embedder, Heard, Tag, impression, sure
from engine.embed.bulk import Embedded
from engine.layout import fit_layout
from engine.music import Key, Tempo
from engine.songs import song_id

A_MINOR = Key("A", "minor", 0.8)


def test_a_list_and_a_folder_become_a_catalogue(tunes: Path, embedder: Embedder) -> None:
    seen: list[Embedded] = []

    def watch(coming: Iterable[Embedded], total: int) -> Iterator[Embedded]:
        assert total == 5
        for one in coming:
            seen.append(one)
            yield one

    tracks = read_tracks(tunes / "tracks.csv")
    built = build_catalog(tracks, tunes / "audio", embedder, fit_layout, jobs=1, watch=watch)
    one, joga = built.entries
    assert one.song.id == song_id("U2", "One")
    assert (one.song.genres, one.song.moods, one.song.year) == (("Pop/Rock", "Jazz"), ("sad", "calm"), 1991)
    assert (one.source_refs, joga.source_refs) == (("one", "one-again"), ("joga",))
    assert built.merged == 1
    assert built.model == embedder.model
    assert {clip.ref: bool(clip.reason) for clip in built.bad} == {"empty": True, "missing": True, "text": True}
    assert len(seen) == 5
    assert one.vector is not None
    assert joga.vector is not None
    heard = {embedded.path.stem: embedded.heard.vector for embedded in seen if embedded.heard is not None}
    mean = heard["one"] + heard["one-again"]
    np.testing.assert_allclose(one.vector, mean / np.linalg.norm(mean), atol=1e-6)
    np.testing.assert_allclose(joga.vector, heard["joga"], atol=1e-6)
    assert one.point is not None
    assert max(abs(one.point.x), abs(one.point.y)) <= 1


def test_what_nobody_published_is_said_by_ear(tunes: Path, embedder: Embedder) -> None:
    (tunes / "tracks.csv").write_text(
        "id,artist,title,genres,moods,quadrant\none,U2,One,Jazz,,\njoga,Björk,Jóga,,sad,Q3\n"
    )
    heard: dict[str, Heard] = {}

    def watch(coming: Iterable[Embedded], _total: int) -> Iterator[Embedded]:
        for one in coming:
            assert one.heard is not None
            heard[one.path.stem] = one.heard
            yield one

    tracks = read_tracks(tunes / "tracks.csv")
    one, joga = build_catalog(tracks, tunes / "audio", embedder, fit_layout, jobs=1, watch=watch).entries
    assert (one.song.genres, one.song.moods) == (("Jazz",), sure(heard["one"].moods))
    assert (joga.song.genres, joga.song.moods, joga.song.quadrant) == (sure(heard["joga"].genres), ("sad",), "Q3")
    assert one.song.moods
    assert joga.song.genres
    for song, clip in ((one.song, heard["one"]), (joga.song, heard["joga"])):
        traits = impression(clip).traits
        assert (song.tempo_bpm, song.key, song.instruments) == (traits.tempo_bpm, traits.key, traits.instruments)


def test_how_songs_are_played_is_written_and_never_against_what_is_published(
    tunes: Path, embedder: Embedder, tmp_path: Path
) -> None:
    """The ear's own words are replaced by known ones on their way: it is what is made of them that counts."""
    (tunes / "tracks.csv").write_text(
        "id,artist,title,quadrant\none,U2,One,Q1\none-again,U2,Two,Q4\njoga,Björk,Jóga,\n"
    )
    quadrants = (Tag("Q2", 0.9), Tag("Q4", 0.1))
    facts = {"instruments": (Tag("piano", 0.9), Tag("flute", 0.3)), "tempo": Tempo(119.96, 0.9), "key": A_MINOR}

    def watch(coming: Iterable[Embedded], _total: int) -> Iterator[Embedded]:
        for one in coming:
            assert one.heard is not None
            yield replace(one, heard=replace(one.heard, quadrants=quadrants, **facts))

    tracks = read_tracks(tunes / "tracks.csv")
    built = build_catalog(tracks, tunes / "audio", embedder, fit_layout, jobs=1, watch=watch)
    write_shipped(tmp_path / "out", built.entries, built.model)
    songs = [entry.song for entry in read_shipped(tmp_path / "out").entries]
    assert [song.quadrant for song in songs] == ["Q1", "Q4", "Q2"]
    assert [song.energy for song in songs] == [0.9, None, 0.9], "a calm song is not of high energy"
    assert {(song.tempo_bpm, song.key, song.instruments) for song in songs} == {(120.0, "A minor", ("piano",))}


def test_a_folder_without_one_good_clip_is_refused(tunes: Path, embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "silence").mkdir()
    tracks = read_tracks(tunes / "tracks.csv")
    for folder in ("silence", "nowhere"):
        with pytest.raises(CatalogFileError, match=folder):
            build_catalog(tracks, tmp_path / folder, embedder, fit_layout, jobs=1)


def test_an_id_cannot_lead_out_of_the_folder(tunes: Path, embedder: Embedder) -> None:
    listing = tunes / "tracks.csv"
    listing.write_text(f"id,artist,title\n../secret,A,B\n{tunes}/secret,C,D\njoga,E,F\n")
    (tunes / "audio" / "joga.wav").replace(tunes / "secret.wav")
    (tunes / "audio" / "one.wav").replace(tunes / "audio" / "joga.wav")
    built = build_catalog(read_tracks(listing), tunes / "audio", embedder, fit_layout, jobs=1)
    assert [entry.song.artist for entry in built.entries] == ["E"]
    assert [clip.reason for clip in built.bad] == ["there is no such file"] * 2
