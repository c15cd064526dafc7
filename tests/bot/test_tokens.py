"""What a token tells without Discord."""

import base64

import pytest
from pydantic import SecretStr

from bot.errors import TokenMissing, TokenWrong
from bot.tokens import application_id_of, checked_token

APPLICATION = 123456789012345678
TOKEN = base64.urlsafe_b64encode(str(APPLICATION).encode()).decode().rstrip("=") + ".GabcdE." + "x" * 38


def test_the_first_part_is_the_application() -> None:
    assert application_id_of(TOKEN) == APPLICATION
    assert application_id_of(f" {TOKEN}\n") == APPLICATION


@pytest.mark.parametrize("token", ["x", "a.b.c", "MTIz", "\u00e4\u00f6.b.c", "=.b.c", "!!!!.b.c", "MTIz..c", "MTIz.b"])
def test_what_is_no_token_is_told_apart(token: str) -> None:
    assert application_id_of(token) is None
    with pytest.raises(TokenWrong):
        checked_token(SecretStr(token))


@pytest.mark.parametrize("token", [None, SecretStr(""), SecretStr("  ")])
def test_no_token_is_missing(token: SecretStr | None) -> None:
    with pytest.raises(TokenMissing):
        checked_token(token)


def test_white_space_around_a_token_does_no_harm() -> None:
    assert checked_token(SecretStr(f"  {TOKEN}\n")) == TOKEN
