"""What the bot says of what it keeps of a member. Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.en.replies import moment
from data.member_settings import MemberSettings
from data.privacy import Erased, Kept

DELETE, KEEP = "Yes, erase everything", "No, keep it"


def kept(tables: Sequence[Kept], settings: MemberSettings) -> str:
    """What is kept of a member, why and for how long, and what the member allows."""
    rows = [line for table in tables if table.rows for line in _lines(table)]
    return "\n".join(
        [
            "### What I keep of you",
            *(rows or ["Nothing."]),
            "### What you allow",
            f"- my model may learn from you: **{_yes(settings.training)}** \u00b7 `/privacy training`",
            f"- others may compare their taste with yours: **{_yes(settings.comparing)}** \u00b7 `/taste sharing`",
            f"- I write down what you do: **{_yes(not settings.paused)}** \u00b7 `/privacy pause`",
            "-# All of it under your Discord id. No names, no messages, no recordings: a clip is heard and forgotten. "
            "`/privacy export` gives you everything, `/privacy delete` erases it.",
        ]
    )


def _lines(table: Kept) -> tuple[str, str]:
    since = f", since {moment(table.oldest)}" if table.oldest else ""
    return f"- {table.describes}: **{table.rows}**{since}", f"-#   {table.why}; until {table.until}"


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def exported() -> str:
    """The file is attached."""
    return "Everything that I keep of you, as JSON."


def export_too_large(mebibytes: float) -> str:
    """Discord would not take the file, even packed."""
    return f"Your data are larger than the {mebibytes:.0f} MB that Discord takes here; ask whoever runs me for them."


def delete_question() -> str:
    """Before everything is erased."""
    return (
        "This erases everything that I keep of you: what you liked, rated, blocked and imported, and your answers, "
        "whose buttons stop working. If my model learned from you, it is trained anew without you. It cannot be taken "
        "back. Are you sure?"
    )


def deleted(tables: Sequence[Erased]) -> str:
    """After everything was erased."""
    rows = sum(table.rows for table in tables)
    return "There was nothing to erase." if rows == 0 else f"Erased: {rows} {'entry' if rows == 1 else 'entries'}."


def not_deleted() -> str:
    """The member thought again."""
    return "Nothing was erased."


def paused() -> str:
    """From now on nothing is written down."""
    return (
        "Paused: I answer, and write nothing down of what you ask, see or press. Your answers' buttons work for a day. "
        "What I knew before still counts; `/privacy delete` erases it, `/privacy resume` ends the pause."
    )


def resumed() -> str:
    """What is done is written down again."""
    return "I write down again what you ask and like, so that your answers become yours."


def training(*, allow: bool) -> str:
    """Whether the model may learn from the member."""
    if allow:
        return (
            "Thank you: what you like and play may teach my model how songs belong together. Nothing in it is stored "
            "under your name. `/privacy training allow:False` takes it back."
        )
    return "My model does not learn from you. If it did, it is trained anew without you within the hour."
