"""What the bot answers to ``/settings``. Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.en.commands import FAMILIARITY, PRIVATE, PUBLIC
from bot.text.escape import escaped
from data.guild_settings import GuildSettings
from data.ids import ChannelId
from engine.ranking import Familiarity

_MOST_LISTED, _LONGEST_NAME = 12, 40


def all_of(settings: GuildSettings, *, reads: bool) -> str:
    """Every setting of a server."""
    drop = "none" if settings.drop_channel is None else f"<#{settings.drop_channel}>"
    asleep = "" if reads or settings.drop_channel is None else " (asleep: my owner does not let me read messages)"
    return "\n".join(
        [
            "### How I behave in this server",
            f"- Drop channel: {drop}{asleep}",
            f"- Answers are seen by: {PUBLIC if settings.public_by_default else PRIVATE}",
            f"- Familiarity: {FAMILIARITY[Familiarity(settings.familiarity)]}",
            f"- Songs marked as explicit: {'stay away' if settings.clean else 'may come'}",
            *_kept_away(settings),
            "-# Members can always say otherwise in `/recommend`, but for what stays away.",
        ]
    )


def drop_channel(channel: ChannelId | None, missing: Sequence[str]) -> str:
    """The drop channel changed."""
    if channel is None:
        return "I do not answer uploads any more."
    told = f"From now on I answer every audio or video file that a member uploads to <#{channel}>."
    return f"{told} But I still need there: {', '.join(missing)}." if missing else told


def cannot_read() -> str:
    """A drop channel needs what the owner of the bot did not turn on."""
    return (
        "I cannot see uploads: whoever runs me has to turn on DISCORD_MESSAGE_CONTENT, here and in the developer "
        "portal. `/recommend clip:` and the message menu \u201cRecommend from this clip\u201d work without it."
    )


def answers(*, public: bool) -> str:
    """Who sees answers changed."""
    return f"From now on answers are seen by {PUBLIC if public else PRIVATE}, unless a member says otherwise."


def explicit(*, allow: bool) -> str:
    """Whether explicit songs may come changed."""
    if allow:
        return "From now on songs may come whatever their source says of them."
    return (
        "From now on no song comes here that its source marks as explicit. Of most songs nobody says whether they are: "
        "they still come."
    )


def blocked(settings: GuildSettings) -> str:
    """What a server keeps away, after that changed."""
    return "\n".join(_kept_away(settings)) or "Nothing is kept away from this server."


def too_many_blocked(most: int) -> str:
    """The list is full."""
    return f"At most {most} artists and {most} genres can be kept away: `/settings unblock` makes room."


def _kept_away(settings: GuildSettings) -> list[str]:
    return [
        f"- {what} that stay away: {listed}"
        for what, names in (("Artists", settings.blocked_artists), ("Genres", settings.blocked_genres))
        if (listed := _listed(names))
    ]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(escaped(name, _LONGEST_NAME) for name in names[:_MOST_LISTED])
    return f"{shown} and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else shown


def familiarity(dial: Familiarity) -> str:
    """The dial changed."""
    return f"From now on the dial stands at {FAMILIARITY[dial]}, unless a member says otherwise."
