"""Who publishes: a named unit, and nothing a template left behind (domain, 2.3).

Units may be several, and organs that are not on the list are lawful. Only what names nobody at all
is worth a word.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from mailbot.checks.cells import Cells
from mailbot.model.submission import Finding

_SEPARATORS = re.compile("[\u3001\uff0c,;\uff1b/\\s]+")
_BRACKETS = re.compile("[(\uff08][^)\uff09]*[)\uff09]?")


def template_rest(cells: Cells) -> Iterator[Finding]:
    """Find what a template left in 公开主体 and 公开依据: XX省, XX局."""
    pattern = _template(cells.form.words.get("template_places", ()))
    for key in ("publisher", "basis"):
        for text, entries in cells.texts(key):
            if found := pattern.search(text):
                yield from cells.finding("template-rest", key, found[0], entries)


def generic_publisher(cells: Cells) -> Iterator[Finding]:
    """Find a 公开主体 that names nobody: 应急管理部门, 相关部门."""
    for text, entries in cells.texts("publisher"):
        parts = [part for part in _SEPARATORS.split(_BRACKETS.sub("", text)) if part]
        if parts and all(_generic(cells, part) for part in parts):
            yield from cells.finding("generic-publisher", "publisher", text, entries)


def _generic(cells: Cells, part: str) -> bool:
    words = cells.form.words
    if part in words.get("generic_publishers", ()):
        return True
    county = cells.rulebook.campaign.county[:-1]
    if county in part or any(word in part for word in words.get("concrete_publishers", ())):
        return False
    return part.endswith(words.get("generic_endings", ()))


@lru_cache(maxsize=8)
def _template(places: tuple[str, ...]) -> re.Pattern[str]:
    """Find two or more X before the word of a place or office; matches nothing without such words."""
    after = "|".join(map(re.escape, places)) or "(?!)"
    return re.compile(f"[Xx\uff38\uff58\u00d7]{{2,}}\\s*(?:{after})")
