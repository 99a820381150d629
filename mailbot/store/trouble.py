"""Turns a code and its facts into an ``OperatorError`` with the words of ``texts.toml``."""

from mailbot.errors import OperatorError
from mailbot.texts import say


def trouble(code: str, *further: str, **facts: object) -> OperatorError:
    """Make the error for a person; ``further`` problems follow the sentence."""
    return OperatorError(code, say("store", code, **facts), *further)
