"""The shipped rules, loaded once for all tests of this folder."""

from functools import cache

from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook


@cache
def shipped() -> Rulebook:
    return load_rulebook(None)
