"""Lists of another kind that are mailed by mistake: told by headings that only they have (domain, 1.2)."""

from mailbot.forms.lexicon import Lexicon
from mailbot.forms.text import key, squeeze
from mailbot.forms.titles import Segment
from mailbot.model.submission import Finding
from mailbot.model.table import Table

ENOUGH = 2
"""So many headings of another list make a table one that shows few of ours."""


def wrong_kind(segment: Segment, lexicon: Lexicon) -> Finding | None:
    """Tell whether a table with headings like a catalogue's is another list: without publisher, and with what only that list has."""
    layout = segment.layout
    if "publisher" in layout.columns:
        return None
    headings = {key(text) for _, text in _leaves(segment)}
    missing = sum(column.required and name not in layout.columns for name, column in lexicon.columns.items())
    for kind, given_away in lexicon.form.wrong_kind.items():
        shown = [word for word in given_away if key(word) in headings]
        titled = squeeze(kind) in squeeze(segment.title)
        if titled or (shown and "channels" not in layout.columns) or len(shown) >= ENOUGH or (shown and missing >= ENOUGH):
            return _finding(kind, shown, segment.table.sheet)
    return None


def other_list(table: Table, lexicon: Lexicon) -> list[Finding]:
    """Tell whether a table that shows no heading of ours is another known list."""
    for cells in table.rows[:12]:
        headings = {key(text) for text in cells if text and len(text) < 40}
        for kind, given_away in lexicon.form.wrong_kind.items():
            shown = [word for word in given_away if key(word) in headings]
            if len(shown) >= ENOUGH + 1:
                return [_finding(kind, shown, table.sheet)]
    return []


def _leaves(segment: Segment) -> list[tuple[int, str]]:
    band = segment.stretches[0].band
    return [(column, path[-1]) for column, path in band.paths.items() if path] if band else []


def _finding(kind: str, shown: list[str], sheet: str) -> Finding:
    return Finding("wrong-kind", where=sheet, facts={"kind": kind, "found": "\u3001".join(shown) or kind})
