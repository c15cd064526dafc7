from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from data.previews.chain import LinkResolver, Previews
from data.previews.client import Limits
from data.previews.deezer import Deezer
from data.previews.errors import SourceConfused, SourceUnavailable, TrackMissing
from data.previews.facts import Found, FoundSong, SourceName
from data.previews.itunes import Itunes
from data.previews.links import Service
from data.previews.lookups import Lookups
from data.previews.oembed import Bases, Oembed
from data.previews.protocol import PreviewSource
from data.previews.short_links import Place, ShortLinks
from data.previews.spotify import Spotify
from tests.data.previews.clients import Seconds, local_client, quick_gate
from tests.data.previews.facts_made import track
from tests.data.previews.faults import Fault
from tests.data.previews.servers import DeezerServer, ItunesServer, OembedServer, ServedTrack
from tests.data.previews.shortener import ShortenerServer
from tests.data.previews.spotify_server import CLIENT_ID, CLIENT_SECRET, SpotifyServer, SpotifyTrack

DEEZER_SOUND, ITUNES_SOUND = b"heard at deezer", b"heard at itunes"
JOGA = ServedTrack(10, "Björk", "Jóga", isrc="GBAYK9800012", seconds=305, sound=DEEZER_SOUND)
SILENT = ServedTrack(11, "Björk", "Hunter", seconds=255)
TRACKS = [
    JOGA,
    SILENT,
    ServedTrack(12, "Björk", "Jóga (Live at Shepherds Bush)", seconds=310, sound=b"live"),
    ServedTrack(13, "Nine Inch Nails", "Hurt", seconds=373, sound=b"nin"),
    ServedTrack(14, "Johnny Cash", "Hurt", seconds=218, sound=b"cash"),
]
ITUNES_TRACKS = [
    ServedTrack(20, "Björk", "Jóga", seconds=304, sound=ITUNES_SOUND),
    ServedTrack(21, "Björk", "Hunter", seconds=255, sound=ITUNES_SOUND),
    ServedTrack(22, "Björk", "Bachelorette", seconds=312, sound=ITUNES_SOUND),
]
SPOTIFY_ID = "0123456789abcdefghijAB"
PAGES = {
    f"https://open.spotify.com/track/{SPOTIFY_ID}": {"title": "Jóga"},
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": {
        "title": "Björk - Jóga (Official Music Video)",
        "author_name": "bjorkdotcom",
    },
    "https://soundcloud.com/bjork/joga": {"title": "Jóga by Björk", "author_name": "Björk"},
}


class World:
    """Servers that answer as the real ones, and the chain that asks them."""

    def __init__(
        self, deezer: DeezerServer, itunes: ItunesServer, oembed: OembedServer, shortener: ShortenerServer
    ) -> None:
        self.deezer, self.itunes, self.oembed = deezer, itunes, oembed
        self._pages = Oembed(
            local_client(SourceName.OEMBED, oembed.base, limits=Limits()),
            quick_gate(SourceName.OEMBED),
            Bases(oembed.base, oembed.base, oembed.base),
        )
        deezer_source = Deezer(
            local_client(SourceName.DEEZER, deezer.base, limits=Limits()), quick_gate(SourceName.DEEZER), deezer.base
        )
        itunes_source = Itunes(
            local_client(SourceName.ITUNES, itunes.base, limits=Limits()),
            quick_gate(SourceName.ITUNES),
            base=itunes.base,
        )
        self.sources: Sequence[PreviewSource] = (deezer_source, itunes_source)
        by_page = LinkResolver(self._pages, lambda link: link.uri)
        self.resolvers = {
            Service.DEEZER: [LinkResolver(deezer_source, lambda link: link.id)],
            Service.APPLE: [LinkResolver(itunes_source, lambda link: f"{link.country or 'us'}:{link.id}")],
            Service.SPOTIFY: [by_page],
            Service.YOUTUBE: [by_page],
            Service.SOUNDCLOUD: [by_page],
        }
        self.short_links = ShortLinks(
            local_client(SourceName.OEMBED, shortener.base, limits=Limits()),
            quick_gate(SourceName.OEMBED),
            {Service.DEEZER: Place(f"{shortener.base}/s", f"{shortener.base}/pages")},
        )
        self.clock = Seconds()
        self.chain = self.opened()

    def opened(self, find_seconds: float = 5.0, fetch_seconds: float = 15.0) -> Previews:
        return Previews(
            self.sources,
            resolvers=self.resolvers,
            short_links=self.short_links,
            lookups=Lookups(self.clock),
            find_seconds=find_seconds,
            fetch_seconds=fetch_seconds,
        )


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with (
        DeezerServer(TRACKS) as deezer,
        ItunesServer(ITUNES_TRACKS) as itunes,
        OembedServer(PAGES) as oembed,
        ShortenerServer({"AbCd": "/pages/track/10", "else": "/pages/about"}) as shortener,
    ):
        made = World(deezer, itunes, oembed, shortener)
        yield made
        await made.chain.close()


def heads(found: Found) -> list[tuple[str, str]]:
    return [(song.artist, song.title) for song in found.songs]


@pytest.mark.parametrize(
    "text",
    [
        "Björk - Jóga",
        "Jóga by Björk",
        "jóga",
        "GBAYK9800012",
        "https://www.deezer.com/de/track/10",
        "hear this: https://music.apple.com/us/album/x/1?i=20",
        "https://link.deezer.com/s/AbCd",
        "<https://youtu.be/dQw4w9WgXcQ>",
        f"https://open.spotify.com/track/{SPOTIFY_ID}?si=x",
        "https://soundcloud.com/bjork/joga",
    ],
)
async def test_a_song_is_found_and_heard_by_every_kind_of_text(world: World, text: str) -> None:
    found = await world.chain.find(text)
    assert found.sure
    assert heads(found)[0] == ("Björk", "Jóga")
    preview = await world.chain.fetch(found.songs[0])
    assert preview.data in {DEEZER_SOUND, ITUNES_SOUND}
    assert found.unasked == ()


async def test_one_song_of_two_shops_is_one_and_the_first_source_is_heard(world: World) -> None:
    found = await world.chain.find("Björk - Jóga")
    assert [one.source for one in found.songs[0].tracks] == [SourceName.DEEZER, SourceName.ITUNES]
    assert heads(found).count(("Björk", "Jóga")) == 1
    preview = await world.chain.fetch(found.songs[0])
    assert preview.data == DEEZER_SOUND
    assert preview.track.source is SourceName.DEEZER


async def test_the_live_version_is_behind_unless_it_is_asked_for(world: World) -> None:
    assert [title for _, title in heads(await world.chain.find("jóga"))] == ["Jóga", "Jóga (Live at Shepherds Bush)"]
    found = await world.chain.find("Björk - Jóga (Live at Shepherds Bush)")
    assert found.sure
    assert found.songs[0].title == "Jóga (Live at Shepherds Bush)"


async def test_two_artists_of_one_title_are_left_to_choose_from(world: World) -> None:
    found = await world.chain.find("hurt")
    assert not found.sure
    assert set(heads(found)) == {("Nine Inch Nails", "Hurt"), ("Johnny Cash", "Hurt")}


@pytest.mark.parametrize("fault", [Fault.DOWN, Fault.QUOTA, Fault.HTML, Fault.BROKEN_JSON, Fault.GZIP_BOMB])
async def test_with_deezer_down_itunes_answers(world: World, fault: Fault) -> None:
    world.deezer.fault = fault
    found = await world.chain.find("Björk - Jóga")
    assert found.unasked == (SourceName.DEEZER,)
    assert found.sure
    assert (await world.chain.fetch(found.songs[0])).data == ITUNES_SOUND


async def test_with_all_down_all_are_named_and_nothing_is_remembered(world: World) -> None:
    world.deezer.fault = world.itunes.fault = Fault.DOWN
    found = await world.chain.find("Björk - Jóga")
    assert found == Found(unasked=(SourceName.DEEZER, SourceName.ITUNES))
    world.deezer.fault = world.itunes.fault = None
    assert (await world.chain.find("Björk - Jóga")).sure


async def test_a_slow_source_is_cut_and_named(world: World) -> None:
    world.deezer.fault = Fault.SILENCE
    chain = world.opened(find_seconds=1.5)
    found = await chain.find("Björk - Jóga")
    assert found.unasked == (SourceName.DEEZER,)
    assert heads(found) == [("Björk", "Jóga")]


async def test_an_absence_is_remembered_for_a_while_and_found_songs_longer(world: World) -> None:
    for text, hours in (("Nobody - Nothing", 0.2), ("Björk - Jóga", 25.0)):
        found = await world.chain.find(text)
        asked = len(world.deezer.asked)
        assert await world.chain.find(f"  {text.upper()} ") == found
        assert len(world.deezer.asked) == asked
        world.clock.now += hours * 3600
        await world.chain.find(text)
        assert len(world.deezer.asked) > asked


async def test_two_who_ask_at_once_ask_the_sources_once(world: World) -> None:
    both = await asyncio.gather(*(world.chain.find("Björk - Jóga") for _ in range(10)))
    assert len({id(found) for found in both}) == 1
    assert sum(asked.startswith("/search") for asked in world.deezer.asked) == 1


async def test_sound_is_looked_for_elsewhere_where_its_own_source_has_none(world: World) -> None:
    found = await world.opened().find("https://www.deezer.com/track/11")
    assert [one.can_fetch for one in found.songs[0].tracks] == [False]
    preview = await world.chain.fetch(found.songs[0])
    assert (preview.data, preview.track.ref) == (ITUNES_SOUND, "us:21")


async def test_another_recording_is_not_heard_in_its_place(world: World) -> None:
    live = FoundSong((track("Björk", "Hunter", SourceName.SPOTIFY, seconds=400.0, can_fetch=False),))
    with pytest.raises(TrackMissing):
        await world.chain.fetch(live)
    stranger = FoundSong((track("Somebody", "Jóga", SourceName.SPOTIFY, seconds=305.0, can_fetch=False),))
    with pytest.raises(TrackMissing):
        await world.chain.fetch(stranger)


async def test_the_wrong_track_of_a_source_is_not_taken_for_the_one(world: World) -> None:
    world.deezer.fault = Fault.WRONG_TRACK
    found = await world.chain.find("https://www.deezer.com/track/10")
    assert found.songs == ()
    assert found.unasked == (SourceName.DEEZER,)


async def test_a_preview_that_is_gone_is_heard_elsewhere(world: World) -> None:
    found = await world.chain.find("Björk - Jóga")
    world.deezer.fault = Fault.PREVIEW_404
    assert (await world.chain.fetch(found.songs[0])).data == ITUNES_SOUND


async def test_what_may_pass_outweighs_an_absence(world: World) -> None:
    found = await world.chain.find("Björk - Jóga")
    world.deezer.fault, world.itunes.fault = Fault.DOWN, Fault.PREVIEW_404
    with pytest.raises(SourceUnavailable):
        await world.chain.fetch(found.songs[0])


async def test_fetching_ends_in_time(world: World) -> None:
    found = await world.chain.find("Björk - Jóga")
    world.deezer.fault = Fault.SILENCE
    with pytest.raises(SourceConfused, match="deezer: too slow"):
        await world.opened(fetch_seconds=0.1).fetch(found.songs[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "https://example.org/track/10",
        "https://www.deezer.com/playlist/10",
        f"https://open.spotify.com/album/{SPOTIFY_ID}",
        "https://link.deezer.com/s/else",
        "https://on.soundcloud.com/AbCd",
        "https://some-one.bandcamp.com/track/a-song",
        "look at this https://youtu.be/aaaaaaaaaaa",
    ],
)
async def test_what_leads_to_no_song_finds_none(world: World, text: str) -> None:
    assert await world.chain.find(text) == Found()


async def test_words_beside_a_link_help_where_it_leads_to_no_song(world: World) -> None:
    found = await world.chain.find("Björk - Jóga https://youtu.be/aaaaaaaaaaa")
    assert heads(found)[0] == ("Björk", "Jóga")


async def test_an_isrc_that_one_source_alone_could_tell_is_no_absence(world: World) -> None:
    world.deezer.fault = Fault.DOWN
    assert await world.chain.find("GBAYK9800012") == Found(unasked=(SourceName.DEEZER,))


async def test_a_spotify_link_is_named_by_spotify_and_heard_elsewhere(world: World) -> None:
    async with SpotifyServer([SpotifyTrack(SPOTIFY_ID, ("Björk",), "Jóga", "GBAYK9800012", 305.0)]) as server:
        spotify = Spotify(
            CLIENT_ID,
            CLIENT_SECRET,
            quick_gate(SourceName.SPOTIFY),
            api=f"{server.base}/v1/",
            token=f"{server.base}/token",
        )
        world.resolvers[Service.SPOTIFY].insert(0, LinkResolver(spotify, lambda link: link.id))
        found = await world.opened().find(f"spotify:track:{SPOTIFY_ID}")
        assert [one.source for one in found.songs[0].tracks] == [SourceName.SPOTIFY]
        preview = await world.chain.fetch(found.songs[0])
        assert preview.track.source is SourceName.DEEZER
        assert any("isrc:GBAYK9800012" in asked for asked in world.deezer.asked)
        server.fault = Fault.RETRY_AFTER
        # Spotify closes for hours; its page still says a title.
        found = await world.opened().find(f"https://open.spotify.com/track/{SPOTIFY_ID}")
        assert found.unasked == (SourceName.SPOTIFY,)
        assert heads(found)[0] == ("Björk", "Jóga")
        await spotify.close()


async def test_a_chain_without_sources_finds_nothing() -> None:
    chain = Previews(())
    assert await chain.find("Björk - Jóga") == Found()
    with pytest.raises(TrackMissing):
        await chain.fetch(FoundSong((track("Björk", "Jóga"),)))
    await chain.close()


async def test_a_real_clip_comes_back_as_it_was(world: World, examples: dict[str, Path]) -> None:
    sound = examples["holiznacc0-fire-place.mp3"].read_bytes()
    world.deezer.tracks[30] = ServedTrack(30, "HoliznaCC0", "Fire Place", sound=sound)
    found = await world.chain.find("fire place")
    assert (await world.chain.fetch(found.songs[0])).data == sound
