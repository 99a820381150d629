"""The assessment in the form of an official document, from a Word template the office may change (docxtpl)."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mailbot.letters.packing import packed_alike
from mailbot.letters.render import full_day, short_day
from mailbot.model.duty import Duty, DutyState
from mailbot.reports.assessment import shown
from mailbot.reports.figures import MEASURES, Figure, UnitFigures
from mailbot.rulebook.model import Rulebook

TEMPLATE = "assessment.docx"
NUMBER_SHARE, NAME_SHARE = 0.05, 0.22
"""Of a table's width: the columns of the serial and of the unit."""
_HERE = frozenset({DutyState.FILED, DutyState.PROVISIONAL, DutyState.RECEIVED})


def official_report(template: Path, units: Sequence[UnitFigures], duties: Sequence[Duty], rulebook: Rulebook, *, day: date) -> bytes:
    """Fill the template; whatever stands in it between braces comes from ``facts_of``."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(str(template))
    document.render(facts_of(units, duties, rulebook, day=day), autoescape=True)
    _fit(document.docx, 2 + len(rulebook.assessment.measure))
    loose = io.BytesIO()
    document.save(loose)
    return packed_alike(loose)


def _fit(document: Any, columns: int) -> None:
    """Give the number little room and the unit's name much: columns made by a loop are all of one width."""
    from docx.oxml.ns import qn

    for table in document.tables:
        grid = table._tbl.tblGrid.findall(qn("w:gridCol"))
        if len(grid) != columns:
            continue
        whole = sum(int(one.get(qn("w:w"))) for one in grid)
        widths = [int(whole * share) for share in (NUMBER_SHARE, NAME_SHARE)]
        widths += [(whole - sum(widths)) // (columns - 2)] * (columns - 2)
        for one, width in zip(grid, widths, strict=True):
            one.set(qn("w:w"), str(width))
        for cell, width in ((cell, width) for row in table._tbl.tr_lst for cell, width in zip(row.tc_lst, widths, strict=True)):
            cell.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), str(width))


def facts_of(units: Sequence[UnitFigures], duties: Sequence[Duty], rulebook: Rulebook, *, day: date) -> dict[str, object]:
    """Give all that the report says, as plain values."""
    asked = [duty for duty in duties if duty.state is not DutyState.EXEMPT]
    lists, areas = [duty for duty in asked if duty.form == "liaison"], [duty for duty in asked if duty.form == "catalogue"]
    names = {unit.key: unit.name for unit in rulebook.units}
    figures = [area for unit in units for area in unit.areas]
    first, last = [one.first for one in figures if one.first], [one.last for one in figures if one.last]
    return {
        "title": rulebook.assessment.title,
        "to": rulebook.assessment.to,
        "notice": rulebook.campaign.notice,
        "office": rulebook.campaign.office,
        "day": full_day(day.isoformat()),
        "until": short_day(day.isoformat()),
        "units": len(rulebook.units),
        "areas": len(areas),
        "lists": len(lists),
        "lists_here": sum(duty.state in _HERE for duty in lists),
        "areas_here": sum(duty.state in _HERE for duty in areas),
        "items": sum(one.items for one in last),
        "first_to_mend": sum(one.to_mend for one in first),
        "last_to_mend": sum(one.to_mend for one in last),
        "guide": sum(one.guide for one in figures if one.last),
        "covered": sum(one.covered for one in figures if one.last),
        "late": _names(asked, names, lambda duty: duty.late_days > 0),
        "missing": _names(asked, names, lambda duty: duty.state not in _HERE),
        "exempt": sum(duty.state is DutyState.EXEMPT for duty in duties),
        "corrections": sum(unit.corrections for unit in units),
        "closed": sum(unit.closed for unit in units),
        "published": sum(one.published or 0 for one in figures),
        "registered": sum(one.published is not None for one in figures),
        "measures": [measure.title for measure in rulebook.assessment.measure],
        "rows": [
            {
                "number": rulebook.unit_by_key[unit.unit].number,
                "name": names[unit.unit],
                "figures": [_short(MEASURES[measure.key](unit), rulebook) or "\u2014" for measure in rulebook.assessment.measure],
            }
            for unit in units
        ],
    }


def _short(figure: Figure, rulebook: Rulebook) -> str:
    """Write a figure without the numbers behind it, which the workbook has; what is missing is said in full."""
    return shown(figure if figure.missing or figure.value is None else Figure(figure.value, ""), rulebook)


def _names(duties: Sequence[Duty], names: dict[str, str], asks: Callable[[Duty], bool]) -> str:
    found = dict.fromkeys(names[duty.unit] for duty in duties if asks(duty))
    return "\u3001".join(found)
