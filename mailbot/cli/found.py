"""What a search found, in a line for people and as JSON."""

from typing import Any

from mailbot.letters.clean import masked, one_line
from mailbot.rulebook.model import Rulebook
from mailbot.store.search import Hit
from mailbot.texts import say

AROUND = 16
"""Characters shown on each side of the first word found."""


def shape(hit: Hit) -> dict[str, Any]:
    """Give a hit as JSON."""
    return {
        "kind": hit.kind,
        "mail": f"m{hit.mail}",
        "submission": f"s{hit.submission}" if hit.submission else None,
        "unit": hit.unit,
        "area": hit.area,
        "found": hit.shown,
    }


def line_of(hit: Hit, words: str, rulebook: Rulebook) -> str:
    """Say where something was found, with the words around it; telephone numbers are masked."""
    rule = rulebook.unit_by_key.get(hit.unit or "")
    area = rulebook.area_by_number[hit.area].name if hit.area else ""
    ident = f"m{hit.mail}" + (f" s{hit.submission}" if hit.submission else "")
    kind = say("cli", f"found-{hit.kind}")
    return " ".join(
        filter(None, (kind, ident, rule.name if rule else "", area, one_line(hit.shown, 40), masked(_around(hit, words))))
    ).strip()


def _around(hit: Hit, words: str) -> str:
    """Show the first word that the heading does not hold, with what stands beside it."""
    text = one_line(hit.text, 100_000)
    for word in words.split():
        at = text.casefold().find(word.casefold())
        if at >= 0 and word not in hit.shown:
            return f"\u2026{text[max(0, at - AROUND) : at + len(word) + AROUND]}\u2026"
    return ""
