"""Tell which units and areas a text names.

One question asked of titles, sheet names, file names, subjects and 填报单位 alike. The answer lists
everything named: to choose among several is the asker's business.
"""

from mailbot.rulebook import vocabulary
from mailbot.rulebook.model import Rulebook

normal = vocabulary.normal


def unit_names(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """List all names of each unit by its key, the shown one first; not the organs that send for it."""
    named = {unit.key: (unit.name, unit.full_name, unit.notice_name, *unit.aliases) for unit in rulebook.units}
    return {key: tuple(dict.fromkeys(name for name in names if name)) for key, names in named.items()}


def find_units(rulebook: Rulebook, text: str) -> tuple[tuple[str, str], ...]:
    """List the units a text names as (key, words seen), in the order met.

    The county's name before a unit is optional; organs that send for a unit count as the unit;
    the same organ of another place (咸宁市民政局) does not.
    """
    return rulebook.vocabulary.units(text)


def find_area(rulebook: Rulebook, text: str) -> tuple[int, ...]:
    """List the areas a text names, in the order met; numbers in the text are never looked at."""
    return rulebook.vocabulary.areas(text)


def unit_of(rulebook: Rulebook, text: str) -> str | None:
    """Tell the unit that a key, a name or an alias means; None for anything else."""
    key = text.strip().casefold()
    return key if key in rulebook.unit_by_key else rulebook.vocabulary.unit(text)


def area_of(rulebook: Rulebook, text: str) -> int | None:
    """Tell the area that the notice's number or a name means; None when it is none or several."""
    word = normal(text)
    if word.isdecimal():
        return int(word) if int(word) in rulebook.area_by_number else None
    found = find_area(rulebook, text)
    return found[0] if len(found) == 1 else None
