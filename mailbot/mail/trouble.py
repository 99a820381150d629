"""Turns a code and its facts into an ``OperatorError`` with the words of ``texts.toml``."""

import tomllib
from functools import cache
from importlib.resources import files

from mailbot.errors import OperatorError
from mailbot.mail.ports import AuthRefused


@cache
def texts() -> dict[str, str]:
    """Read the sentences, keyed by code."""
    return tomllib.loads(files("mailbot.mail").joinpath("texts.toml").read_text("utf-8"))


def trouble(code: str, **facts: object) -> OperatorError:
    """Make the error for a person; every fact the sentence names must be given."""
    return OperatorError(code, texts()[code].format_map(facts))


def auth_refused(code: str, **facts: object) -> AuthRefused:
    """Make the error for a login that was not taken."""
    return AuthRefused(code, texts()[code].format_map(facts))
