"""How a member reads a card: its text, its controls, its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord
from simcord import ResponseMessage

from bot.views.ids import Action, Press, parse

BUTTON, SELECT, TEXT = 2, 3, 10
_PICK = re.compile(r"^### (\d+) \u00b7 (.*)$", re.MULTILINE)


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield from walk([component["accessory"]])


def components(message: ResponseMessage | discord.Message) -> list[dict[str, Any]]:
    if isinstance(message, discord.Message):
        return list(walk([component.to_dict() for component in message.components]))
    return list(walk(message.components))


def text(message: ResponseMessage | discord.Message | None) -> str:
    assert message is not None, "nothing was said"
    shown = [part["content"] for part in components(message) if part["type"] == TEXT]
    return "\n".join([message.content, *shown]).strip()


def titles(message: ResponseMessage | discord.Message | None) -> list[str]:
    return [title for _, title in _PICK.findall(text(message))]


def numbers(message: ResponseMessage | discord.Message | None) -> list[int]:
    return [int(number) for number, _ in _PICK.findall(text(message))]


def controls(message: ResponseMessage | discord.Message) -> dict[Action, Press]:
    """The last control of each action."""
    pressed = [parse(part["custom_id"]) for part in components(message) if part.get("custom_id")]
    return {press.action: press for press in pressed if press is not None}


def control(message: ResponseMessage | discord.Message, action: Action) -> str:
    return controls(message)[action].custom_id


def label(message: ResponseMessage, custom_id: str) -> str:
    return str(next(part["label"] for part in components(message) if part.get("custom_id") == custom_id))


def pages(message: ResponseMessage) -> list[str]:
    return [str(part["label"]) for part in components(message) if ":page:" in part.get("custom_id", "")]


def chosen(message: ResponseMessage) -> list[str]:
    select = next(part for part in components(message) if part["type"] == SELECT)
    return [option["value"] for option in select["options"] if option.get("default")]
