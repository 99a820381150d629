"""Who reports and when: behind a label anywhere outside the rows, else the unit and the day that sign below them."""

import re
from collections.abc import Iterable, Mapping, Sequence

from mailbot.forms.dates import parse_date
from mailbot.forms.labels import labelled
from mailbot.forms.text import key, squeeze
from mailbot.rulebook.model import Form, Rulebook
from mailbot.rulebook.names import unit_of

LONGEST_SIGNATURE = 40
"""Characters of a signature."""

_ONLY_DAY = re.compile(r"[\d\uff10-\uff19年月日号./\-\uff0e\uff0f一二三四五六七八九十廿卅零\u3007\u25cb]{3,14}")

Lines = Iterable[Sequence[str]]


def reported(above: Lines, below: Lines, form: Form, rulebook: Rulebook) -> Mapping[str, str]:
    """Read who reports and when; ``above`` and ``below`` are the lines around the rows, each a list of its cells."""
    below = list(below)
    found = labelled((*above, *below), form.labels)
    if "reported_by" in found:
        found |= _with_its_day(found["reported_by"], found.get("reported_on", ""), rulebook)
    for text in (text for cells in below for text in cells if text):
        if is_unit(text, rulebook):
            found.setdefault("reported_by", " ".join(_plain(text).split()))
        elif is_day(text, rulebook):
            found.setdefault("reported_on", text)
    return found


def _with_its_day(unit: str, day: str, rulebook: Rulebook) -> dict[str, str]:
    """Take the day off that stands behind a unit's name without a label of its own."""
    named, _, last = unit.rpartition(" ") if " " in unit else unit.rpartition("\u3000")
    if named and is_day(last, rulebook):
        unit, day = named.strip(), day or last
    return {"reported_by": unit, "reported_on": day} if day else {"reported_by": unit}


def signs(text: str, rulebook: Rulebook) -> bool:
    """Tell whether a text is a unit's name, with or without a note in brackets, or a date."""
    return len(text) < LONGEST_SIGNATURE and (is_unit(text, rulebook) or is_day(text, rulebook))


def is_unit(text: str, rulebook: Rulebook) -> bool:
    """Tell whether a text is a unit's name and nothing else but a note in brackets."""
    return len(text) < LONGEST_SIGNATURE and unit_of(rulebook, key(text)) is not None


def is_day(text: str, rulebook: Rulebook) -> bool:
    """Tell whether a text is a date and nothing else; a period of days is none."""
    flat = squeeze(text)
    return _ONLY_DAY.fullmatch(flat) is not None and parse_date(flat, rulebook.campaign.first.year) is not None


def _plain(text: str) -> str:
    """Drop the note in brackets behind a name: (盖章)."""
    return text.partition("\uff08")[0].partition("(")[0] or text
