"""What the columns of audience, manner and level say: by any kind of tick, or in words (domain, 2.5)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mailbot.forms.glyphs import CHOSEN, CHOSEN_LETTERS, GLYPHS, OFFERED, OFFERED_LETTERS
from mailbot.forms.text import squeeze

_YES = frozenset({"1", "1.0", "y", "yes", "v", "true", "a", "ok", "是", "有", "勾", "打勾"})
_NO = frozenset(
    {"", "0", "0.0", "n", "no", "x", "false", "/", "\\", "-", "--", ".", "*", "否", "无", "不", "不是", "?", "_", "\u2014", "\u2013"}
)
"""What a cell may say besides a sign, in lower case and half width."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Whether a cell ticks its column, and the words by which it does: a group, a level."""

    on: bool
    text: str = ""


OFF = Tick(on=False)
ON = Tick(on=True)


@lru_cache(maxsize=4096)
def tick(text: str) -> Tick:
    """Read a cell of a tick column: a sign, a letter of a symbol font, yes or no, or words."""
    flat = squeeze(text)
    if not flat or flat in OFFERED or flat in OFFERED_LETTERS:
        return OFF
    if flat in CHOSEN or flat in CHOSEN_LETTERS:
        return ON
    folded = unicodedata.normalize("NFKC", flat).strip("()[]?_.,").casefold()
    if folded in _NO or set(flat) <= OFFERED:
        return OFF
    if folded in _YES or set(flat) <= CHOSEN or (folded and set(folded) <= CHOSEN):
        return ON
    if flat[0] in OFFERED or (flat[-1] in OFFERED and flat[-1] not in "\u3007\u53e3"):
        return OFF
    return Tick(on=True, text=flat.strip("".join(GLYPHS - set("\u3007\u53e3"))))


@lru_cache(maxsize=4096)
def marked_words(text: str) -> tuple[str, ...]:
    """List the words of a cell that names its choices: those with a sign where any has one, else all."""
    pieces = list(_pieces(squeeze(text)))
    chosen = tuple(word for word, mark in pieces if mark)
    if chosen:
        return chosen
    return () if any(mark is False for _, mark in pieces) else tuple(word for word, _ in pieces)


def _pieces(flat: str) -> Iterator[tuple[str, bool | None]]:
    """Cut a cell at signs and separators, not within brackets; a sign belongs to the words behind it, or before it at the end."""
    leading = bool(flat) and flat[0] in GLYPHS
    mark: bool | None = None
    word = ""
    inside = 0
    for character in flat:
        if character in "(\uff08":
            inside += 1
        elif character in ")\uff09":
            inside = max(0, inside - 1)
        if character in GLYPHS and character not in "\u3007\u53e3":
            if word:
                yield word, mark if leading else character in CHOSEN
            word, mark = "", (character in CHOSEN if leading else None)
        elif not inside and character in "\u3001,\uff0c;\uff1b/ +":
            if word:
                yield word, mark
                word = ""
        else:
            word += character
    if word:
        yield word, mark
