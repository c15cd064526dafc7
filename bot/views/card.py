"""The card: an answer's page as Discord's Components V2. At most 40 components, 4,000 characters and 10 files."""

from __future__ import annotations

from dataclasses import dataclass

from discord import ButtonStyle, MediaGalleryItem, SelectOption, SeparatorSpacing, ui

from bot.questions import MIXED, Answer, Fresh, Seed, SeedKind
from bot.text.en import cards as say
from bot.text.en import mixes, sources
from bot.text.en.hearing import like
from bot.text.en.wishes import small_print
from bot.views import pictures
from bot.views.ids import Action, Press
from bot.views.links import listen
from bot.views.looks import Look
from bot.views.pages import Page, page, page_of, page_size
from bot.views.several import SEVERAL, several_alt, several_heading
from bot.views.sound_print import accent
from data.ids import MemberId
from engine.songs import Song, SongId

NOTHING_SINGLE = MIXED | {SeedKind.MIX, SeedKind.PROMPT}
"""Where a pick is alike to no one song or clip, so that no likeness is told."""
MOST_CHARACTERS = 4_000
"""Of all texts of a message together, by Discord."""
LIKED_MARK, DISLIKED_MARK, NEVER_MARK = "\N{GREEN HEART}", "\N{THUMBS DOWN SIGN}", "\N{NO ENTRY SIGN}"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the member who sees the card said of songs before. What someone likes is theirs: a public card has none.

    Attributes
    ----------
    reader
        The one member who sees the card; ``None`` where others do too.
    """

    liked: frozenset[SongId] = frozenset()
    disliked: frozenset[SongId] = frozenset()
    blocked_artists: frozenset[str] = frozenset()
    reader: MemberId | None = None

    def of(self, song: Song) -> str:
        """The sign that stands behind a title; empty where nothing was said."""
        if song.artist_key in self.blocked_artists:
            return NEVER_MARK
        if song.id in self.disliked:
            return DISLIKED_MARK
        return LIKED_MARK if song.id in self.liked else ""


NO_MARKS = Marks()


class Card(ui.LayoutView):
    """An answer's page. What its controls do stands in their custom ids, so that discord.py need not remember it."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    def is_finished(self) -> bool:
        """Whether nobody waits for a press of this very object: always, or every card sent would stay in memory."""
        return True


def first_card(answer: Answer, marks: Marks = NO_MARKS) -> Card:
    """The card that opens an answer: its first page, its first pick chosen."""
    return card(answer, page(answer, 0), 0, marks)


def card_of(answer: Answer, chosen: int, marks: Marks = NO_MARKS, look: Look = Look.PLAIN) -> Card:
    """The page on which the pick at place ``chosen`` stands, with that pick chosen.

    Raises
    ------
    UnknownPick
        The answer has no such pick.
    """
    return card(answer, page_of(answer, chosen), chosen, marks, look)


def card(answer: Answer, shown: Page, chosen: int, marks: Marks = NO_MARKS, look: Look = Look.PLAIN) -> Card:
    """One page of an answer, with the pick at place ``chosen`` under the buttons and the map in one of its looks.

    Where the names are so long that a message would not hold it all, other versions and where a fetched song came from
    are left out.
    """
    whole = _card(answer, shown, chosen, marks, look, brief=False)
    if whole.content_length() <= MOST_CHARACTERS:
        return whole
    return _card(answer, shown, chosen, marks, look, brief=True)


def _card(answer: Answer, shown: Page, chosen: int, marks: Marks, look: Look, *, brief: bool) -> Card:
    body: ui.Container[ui.LayoutView] = ui.Container(accent_colour=accent(answer.seed.vector).value)
    body.add_item(_heading(answer, brief=brief))
    body.add_item(ui.Separator(spacing=SeparatorSpacing.small))
    for place in range(shown.first, shown.after):
        body.add_item(_pick(answer, place, marks, brief=brief))
    body.add_item(ui.Separator(visible=False, spacing=SeparatorSpacing.small))
    body.add_item(
        ui.MediaGallery(
            MediaGalleryItem(f"attachment://{pictures.MAP_NAME}", description=pictures.map_alt(answer, shown, look))
        )
    )
    body.add_item(_choice(answer, shown, chosen, look))
    body.add_item(_actions(answer, chosen, marks, look))
    body.add_item(_turning(answer, shown, chosen, look))
    body.add_item(ui.TextDisplay(say.footer(shown.first + 1, shown.after, shown.total)))
    view = Card()
    view.add_item(body)
    return view


def _heading(answer: Answer, *, brief: bool) -> ui.Section[ui.LayoutView]:
    seed = answer.seed
    if seed.kind in SEVERAL:
        lines = [several_heading(answer), _wanted(answer), say.relaxed() if answer.relaxed else ""]
        picture = ui.Thumbnail[ui.LayoutView](f"attachment://{pictures.ASKED_NAME}", description=several_alt(seed))
        return ui.Section("\n".join(line for line in lines if line), accessory=picture)
    if seed.kind in MIXED:
        lines = [mixes.heading(seed), mixes.told(seed), say.relaxed() if answer.relaxed else ""]
        picture = ui.Thumbnail[ui.LayoutView](f"attachment://{pictures.ASKED_NAME}", description=mixes.print_alt(seed))
        return ui.Section("\n".join(line for line in lines if line), accessory=picture)
    if answer.recognised is not None:
        title, alt = say.this_is(answer.recognised), _print_alt(answer.recognised)
    elif seed.kind is SeedKind.SONG and seed.song is not None:
        title, alt = say.like_song(seed.song), _print_alt(seed.song)
    else:
        title, alt = say.like_clip(seed.title), say.clip_alt(seed.title)
    by_ear = seed.song is None and answer.recognised is None
    known = like(seed.genres, seed.moods, seed.quadrant, seed.traits, seed.confidence, by_ear=by_ear)
    lines = [title, known, "" if brief else _fresh(seed), _wanted(answer), say.relaxed() if answer.relaxed else ""]
    return ui.Section(
        "\n".join(line for line in lines if line),
        accessory=ui.Thumbnail(f"attachment://{pictures.ASKED_NAME}", description=alt),
    )


def _fresh(seed: Seed) -> str:
    """Where a song was heard that was fetched for this answer, with the way back there."""
    if seed.song is None or seed.fresh is None:
        return ""
    where = listen(seed.song)
    told = sources.heard_just_now(seed.song, kept=seed.fresh is Fresh.KEPT)
    return f"{told} \u00b7 {say.link(where.address, exact=where.exact)}"


def _wanted(answer: Answer) -> str:
    return small_print(answer.only, unmarked=any(pick.song.explicit is None for pick in answer.picks))


def _pick(answer: Answer, place: int, marks: Marks, *, brief: bool) -> ui.Section[ui.LayoutView]:
    pick = answer.picks[place]
    song, where = pick.song, listen(pick.song)
    link = say.link(where.address, exact=where.exact)
    mixed, named = answer.seed.kind in NOTHING_SINGLE, marks.reader == answer.member
    text = say.pick(place + 1, pick, link, marks.of(song), mixed=mixed, named=named)
    if pick.versions and not brief:
        text += f"\n{say.other_versions(pick)}"
    picture = ui.Thumbnail[ui.LayoutView](f"attachment://{pictures.print_name(song.id)}", description=_print_alt(song))
    return ui.Section(text, accessory=picture)


def _print_alt(song: Song) -> str:
    return say.cover_alt(song) if song.cover else say.print_alt(song.title, song.artist)


def _choice(answer: Answer, shown: Page, chosen: int, look: Look) -> ui.ActionRow[ui.LayoutView]:
    options = [
        SelectOption(
            label=say.option(place + 1, pick.song),
            description=say.option_artist(pick.song),
            value=str(place),
            default=place == chosen,
        )
        for place, pick in enumerate(shown.picks, start=shown.first)
    ]
    press = Press(Action.CHOOSE, answer.id, shown.number, look)
    return ui.ActionRow(ui.Select(custom_id=press.custom_id, placeholder=say.CHOOSE, options=options))


def _actions(answer: Answer, chosen: int, marks: Marks, look: Look) -> ui.ActionRow[ui.LayoutView]:
    song = answer.picks[chosen].song
    mark = marks.of(song)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for action, label, emoji, pressed in (
        (Action.LIKE, say.LIKE, "\N{THUMBS UP SIGN}", ButtonStyle.success if mark == LIKED_MARK else None),
        (Action.DISLIKE, say.DISLIKE, "\N{THUMBS DOWN SIGN}", ButtonStyle.danger if mark == DISLIKED_MARK else None),
        (Action.SKIP, say.SKIP, "\N{BLACK RIGHT-POINTING DOUBLE TRIANGLE}", None),
        (Action.MORE, say.MORE, "\N{MULTIPLE MUSICAL NOTES}", None),
        (Action.NEVER, say.NEVER, "\N{NO ENTRY SIGN}", ButtonStyle.danger if mark == NEVER_MARK else None),
    ):
        custom_id = Press(action, answer.id, chosen, look).custom_id
        row.add_item(ui.Button(style=pressed or ButtonStyle.secondary, label=label, emoji=emoji, custom_id=custom_id))
    return row


def _turning(answer: Answer, shown: Page, chosen: int, look: Look) -> ui.ActionRow[ui.LayoutView]:
    """To other pages, to other colours of the map (those that it has are taken off by the same button), and to why."""
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if shown.number > 0:
        back = Press(Action.PAGE, answer.id, shown.number - 1, look).custom_id
        row.add_item(ui.Button(label=say.BACK, emoji="\N{BLACK LEFT-POINTING TRIANGLE}", custom_id=back))
    if shown.after < shown.total:
        last = min(shown.after + page_size(answer), shown.total)
        onward = Press(Action.PAGE, answer.id, shown.number + 1, look).custom_id
        label = say.show(shown.after + 1, last)
        row.add_item(ui.Button(style=ButtonStyle.primary, label=label, custom_id=onward))
    for other, label in ((Look.MOOD, say.BY_MOOD), (Look.GENRE, say.BY_GENRE)):
        has = look is other
        custom_id = Press(Action.MAP, answer.id, chosen, Look.PLAIN if has else other).custom_id
        style = ButtonStyle.success if has else ButtonStyle.secondary
        row.add_item(ui.Button(style=style, label=label, emoji="\N{ARTIST PALETTE}", custom_id=custom_id))
    why = Press(Action.WHY, answer.id, chosen, look).custom_id
    row.add_item(ui.Button(label=say.WHY, emoji="\N{BAR CHART}", custom_id=why))
    return row
