"""How texts of cells are compared: without white space, brackets folded, bracketed notes cut.

Only keys are normalised. NFKC on whole cells would turn ① into 1 and ¨ into a combining mark
(domain, 2.2), so values keep their characters.
"""

import re
import unicodedata
from functools import lru_cache

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
"""Characters without width that editors and web copies leave behind."""

_NUMERALS = "[一二三四五六七八九十]{1,3}"
GROUP_NUMBER = re.compile(
    rf"^(?:第{_NUMERALS}(?:部分|[章节类篇])[:\uff1a\u3001]?|[(\uff08]?{_NUMERALS}[)\uff09\u3001.\uff0e]+|\d{{1,2}}(?:[\u3001.\uff0e]|(?=[^\d.])))"
)
"""The number before the name of a group of items: 一、 or (2)."""

_BRACKETED = re.compile(
    r"\([^()]*\)?|\[[^\[\]]*\]?|\u3010[^\u3010\u3011]*\u3011?|\u3014[^\u3014\u3015]*\u3015?|[\u201c\"][^\u201d\"]*[\u201d\"]?"
)
_SAYS_NOTHING = " \t\r\n\xa0\u3000?\ufffd_\uff3f"
_STRAY = " :;,.*?_\uff3f\u3001\u3002\u00b7\u25cf\u25a0\u25a1'\"-/|~#"


def squeeze(text: str) -> str:
    """Drop all white space and characters without width; everything else stays as written."""
    squeezed = "".join(text.split())
    return squeezed if squeezed.isprintable() else squeezed.translate(INVISIBLE)


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Tell what a heading says: NFKC, no white space, no brackets with their notes, no stray signs."""
    folded = unicodedata.normalize("NFKC", squeeze(text))
    cut = _BRACKETED.sub("", folded)
    return (cut or folded).strip(_STRAY)


def blank(text: str) -> bool:
    """Tell whether a cell says nothing: empty, white space of any kind, or a mis-encoded blank."""
    return not text or not text.strip(_SAYS_NOTHING) or not squeeze(text).strip(_SAYS_NOTHING)


def near(one: str, other: str) -> bool:
    """Tell whether two names differ by one character at most, or by the order of the same characters."""
    if one == other:
        return True
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1 or sorted(one) == sorted(other)
    short, long = (one, other) if len(one) < len(other) else (other, one)
    if len(long) - len(short) != 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :]
