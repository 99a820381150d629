"""Sentences for the office and its technician: one ``texts.toml`` a room, a code a sentence, {name} a fact."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def sentences(room: str) -> dict[str, str]:
    """Read the sentences of a room (a package below mailbot), keyed by code."""
    return tomllib.loads(files(f"mailbot.{room}").joinpath("texts.toml").read_text("utf-8"))


def say(room: str, code: str, **facts: object) -> str:
    """Give a sentence with its facts filled in; every fact it names must be given."""
    return sentences(room)[code].format_map(facts)
