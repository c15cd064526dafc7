"""Outside text is harmless in markdown and stays readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.escape import LONGEST_NAME, escaped, plain


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Teardrop", "Teardrop"),
        ("**Loud**", r"\*\*Loud\*\*"),
        ("snake_case", r"snake\_case"),
        ("[free](https://evil.example)", r"\[free\](https\://evil.example)"),
        ("<@123> <#4> <:x:5>", "\\<@\u200b123> \\<#4> \\<\\:x\\:5>"),
        ("@everyone", "@\u200beveryone"),
        ("# Heading", r"\# Heading"),
        ("> quoted", r"\> quoted"),
        ("- item", r"\- item"),
        ("1. item", "\u200b1. item"),
        ("1999", "1999"),
        ("A-Ha (live)", "A-Ha (live)"),
        ("||spoiler||", r"\|\|spoiler\|\|"),
        ("`code`", r"\`code\`"),
        ("back\\slash", r"back\\slash"),
        ("two\nlines\u2028three", "two lines three"),
        ("\u202eright to left", "right to left"),
        ("J\u00f3ga \u4e2d\u6587", "J\u00f3ga \u4e2d\u6587"),
    ],
)
def test_titles_as_they_are_shown(title: str, shown: str) -> None:
    assert escaped(title) == shown


@given(st.text(max_size=300))
def test_no_mark_is_left_that_discord_would_read(text: str) -> None:
    shown = escaped(text)
    bare = re.sub(r"\\[^\w\s]|\\_", "", shown)
    assert not re.search(r"[*~`|\[\]<:_]", bare)
    assert not re.search(r"@\S", shown.replace("@\u200b", ""))
    assert not re.match(r"[#>+-]|\d+[.)]", shown)
    assert "\n" not in shown


@given(st.text(max_size=300))
def test_plain_text_is_one_short_line(text: str) -> None:
    line = plain(text)
    assert len(line) <= LONGEST_NAME
    assert line == line.strip()
    assert len(line.splitlines()) <= 1


def test_a_long_title_is_cut_with_a_mark() -> None:
    assert plain("x" * 500) == "x" * (LONGEST_NAME - 1) + "\u2026"
    assert plain("abcdef", longest=4) == "abc\u2026"


def test_scripts_keep_the_joiners_that_they_need() -> None:
    assert (
        plain("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645") == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )
