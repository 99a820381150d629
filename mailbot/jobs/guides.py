"""A workbook of the office becomes guides of its home: read in the child once, kept as text from then on.

Loading rules stays pure: what stands in ``rules/guides/`` is TOML that a person can read and mend.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mailbot.errors import OperatorError
from mailbot.forms.guide import guide_of
from mailbot.jobs.checking import check
from mailbot.model.submission import Submission
from mailbot.rulebook.model import Guide, Rulebook
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings
from mailbot.texts import say


def guides_of(
    path: Path, rulebook: Rulebook, sandbox: Sandbox, settings: Settings, *, area: int | None = None, complete: bool = False
) -> tuple[Guide, ...]:
    """Read the guides in a file: one an area its catalogues name, or all of them as ``area``'s.

    Raises OperatorError where it holds no catalogue with items, or nobody says of which area one is.
    """
    checked = check([path], rulebook, sandbox, settings)
    tables = [one for one in checked.submissions if one.items]
    if not tables:
        raise OperatorError("no-guide", say("jobs", "no-guide", path=path))
    by_area: dict[int, list[Submission]] = {}
    for table in tables:
        number = area or table.area
        if number is None:
            raise OperatorError("no-guide-area", say("jobs", "no-guide-area", path=path, sheet=table.sheet))
        by_area.setdefault(number, []).append(table)
    return tuple(_joined(number, found, rulebook, path.name, complete=complete) for number, found in sorted(by_area.items()))


def _joined(area: int, tables: Sequence[Submission], rulebook: Rulebook, source: str, *, complete: bool) -> Guide:
    """Make one guide of all tables of an area, numbered through."""
    parts = [guide_of(table, area, rulebook, source=source, complete=complete) for table in tables]
    items = [item for part in parts for item in part.item]
    return parts[0].model_copy(update={"item": tuple(item.model_copy(update={"serial": n}) for n, item in enumerate(items, start=1))})


def keep_guide(home: Path, guide: Guide) -> Path:
    """Write a guide into a home's rules, over the one of the same area there; gives the file."""
    folder = home / "rules" / "guides"
    folder.mkdir(parents=True, exist_ok=True)
    path = next((one for one in sorted(folder.glob("*.toml")) if _area_of(one) == guide.area), folder / f"{guide.area:02}.toml")
    path.write_text(guide_text(guide), encoding="utf-8")
    return path


def _area_of(path: Path) -> object:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")).get("area")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None


def guide_text(guide: Guide) -> str:
    """Write a guide as TOML that stands alone, whatever the packaged one says."""
    head = {"area": guide.area, "name": guide.name, "issued_by": guide.issued_by, "document": guide.document, "complete": guide.complete}
    lines = ["replace = true", *_pairs(head), f"evidence = {_value(list(guide.evidence))}"]
    for item in guide.item:
        named = {"serial": item.serial, "first_level": item.first_level, "second_level": item.second_level, "sure": item.sure}
        lines += ["", "[[item]]", *_pairs(named)]
        if item.elements:
            lines.append(f"elements = {{ {', '.join(_pairs(item.elements))} }}")
    return "\n".join(lines) + "\n"


def _pairs(values: Mapping[str, object]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in values.items())


def _value(value: object) -> str:
    """Write a text, number, truth or list of texts; TOML's basic strings are JSON's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
