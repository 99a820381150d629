"""Turns a code and its facts into an ``OperatorError`` with the words of ``texts.toml``."""

from mailbot.errors import OperatorError
from mailbot.mail.ports import AuthRefused
from mailbot.texts import say


def trouble(code: str, **facts: object) -> OperatorError:
    """Make the error for a person; every fact the sentence names must be given."""
    return OperatorError(code, say("mail", code, **facts))


def auth_refused(code: str, **facts: object) -> AuthRefused:
    """Make the error for a login that was not taken."""
    return AuthRefused(code, say("mail", code, **facts))
