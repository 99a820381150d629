"""What is written behind a label: who reports and when, in the same cell or the next one (domain, 5)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from mailbot.forms.text import squeeze

_COLON = "\\s*[:\uff1a]"
_NOTE = "(?:\\s*[(\uff08][^)\uff09]*[)\uff09])?"
SHORT = 2
"""A label of so few characters (单位, 时间) counts only with a colon, or alone in its cell."""


def labelled(lines: Iterable[Sequence[str]], labels: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Read the values behind labels; a line is a row of cells or one paragraph. The first value of each label counts."""
    pattern = _pattern(tuple((name, words) for name, words in labels.items() if words))
    found: dict[str, str] = {}
    for cells in lines:
        texts = [text for text in cells if text and not text.isspace()]
        for place, text in enumerate(texts):
            matches = list(pattern.finditer(text))
            for number, match in enumerate(matches):
                end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
                value = text[match.end() : end].strip(" \t\r\n\u3000\xa0:\uff1a_\uff3f")
                if not value and number + 1 == len(matches) and place + 1 < len(texts) and not pattern.match(texts[place + 1]):
                    value = texts[place + 1].strip()
                if value and match.lastgroup:
                    found.setdefault(match.lastgroup, value)
    return found


@lru_cache(maxsize=32)
def _pattern(labels: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    """Find labels with blanks between their characters; short ones need a colon or the whole cell."""
    groups = []
    for name, words in labels:
        plain = {squeeze(word) for word in words}
        long = [_spaced(word) for word in sorted(plain, key=len, reverse=True) if len(word) > SHORT]
        short = [_spaced(word) for word in sorted(plain, key=len, reverse=True) if len(word) <= SHORT]
        parts = [f"(?:{'|'.join(long)}){_NOTE}(?:{_COLON})?"] if long else []
        parts += [f"(?<![\\w])(?:{'|'.join(short)}){_NOTE}(?:{_COLON}|\\s*$)"] if short else []
        groups.append(f"(?P<{name}>{'|'.join(parts)})")
    return re.compile("|".join(groups))


def _spaced(word: str) -> str:
    return "\\s*".join(re.escape(character) for character in word)
