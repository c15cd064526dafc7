"""What ``/catalog`` says. Markdown; outside text is escaped."""

from __future__ import annotations

from bot.growing import Added, Standing
from bot.text.en.replies import named
from data.keeping import Keep
from engine.songs import Song

_KEPT = {
    Keep.OFF: "A song that somebody asks about and I have to look up is forgotten after the answer.",
    Keep.SERVER: "A song that somebody asks about and I have to look up is known here from then on, and nowhere else.",
    Keep.SHARED: "A song that somebody asks about and I have to look up is known to all from then on.",
}


def added(added: Added) -> str:
    """What adding came to."""
    if not added.new:
        return f"I know {named(added.song)} already."
    return f"Heard and added: {named(added.song)}. `/catalog undo` takes it back."


def taken_back(song: Song) -> str:
    """What was taken back."""
    return f"Taken back: {named(song)} is no longer this server's."


def status(standing: Standing) -> str:
    """How the catalogue stands."""
    added, asked = standing.added, standing.asked
    left = max(0, standing.most - added - asked)
    return "\n".join(
        [
            "### The catalogue",
            f"- **{standing.songs:,}** songs can be recommended here",
            f"- **{added + asked:,}** of them came from this server: {added:,} added, {asked:,} asked about",
            f"- **{left:,}** more may come from here",
            f"- searched by {standing.kind.value} over {standing.indexed:,} songs,"
            f" {standing.fresh:,} of them since it was built",
            f"-# {_KEPT[standing.keep]}",
        ]
    )
