"""By what law a thing is published: in force, and named so that it can be looked up (domain, 2.4)."""

import re
import unicodedata
from collections.abc import Iterator

from mailbot.checks.cells import Cells
from mailbot.model.submission import Finding

_TITLE_SIGNS = re.compile("[\u300a\u300b\u3008\u3009<>]")
_BRACKETS = re.compile("[()\\[\\]\u3010\u3011\u3014\u3015]")


def old_regulation(cells: Cells) -> Iterator[Finding]:
    """Find the regulation of 2007 (第492号) cited without the one that replaced it (第711号)."""
    words = cells.form.words
    for text, entries in cells.texts("basis"):
        if "492" not in text and "\uff14" not in text:
            continue
        flat = _BRACKETS.sub("", unicodedata.normalize("NFKC", "".join(text.split())))
        old = next((word for word in words.get("old_regulation", ()) if word in flat), "")
        if old and not any(word in flat for word in words.get("current_regulation", ())):
            yield from cells.finding("old-regulation", "basis", old, entries)


def basis_without_title(cells: Cells) -> Iterator[Finding]:
    """Find a basis that names no document in 《》."""
    for text, entries in cells.texts("basis"):
        if not _TITLE_SIGNS.search(text):
            yield from cells.finding("basis-without-title", "basis", text, entries)
