"""What ``recheck`` prints, as JSON and as lines for people."""

from collections.abc import Iterable, Iterator, Sequence

from mailbot.jobs.rechecking import Rechecked, Summary, TableSummary
from mailbot.rulebook.model import Rulebook
from mailbot.texts import say


def shape_of(found: Sequence[Rechecked], *, replied: bool) -> dict[str, object]:
    """Show what changes as JSON."""
    return {
        "checked": len(found),
        "changed": [
            {
                "mail": f"m{one.mail}",
                "before": _summary(one.before),
                "after": _summary(one.after),
                "kept": one.kept,
                "applied": one.applied,
                "answered": one.applied and replied,
            }
            for one in found
            if one.changed
        ],
    }


def _summary(summary: Summary) -> dict[str, object]:
    return {
        "outcome": summary.outcome,
        "unit": summary.unit,
        "provisional": summary.provisional,
        "tables": [
            {
                "form": one.form,
                "area": one.area or None,
                "unit": one.unit or None,
                "sheet": one.sheet,
                "outcome": one.outcome,
                "items": one.items,
                "to_mend": one.to_mend,
                "advice": one.advice,
            }
            for one in summary.tables
        ],
    }


def lines_of(found: Sequence[Rechecked], rulebook: Rulebook) -> Iterator[str]:
    """Say what changes, a mail a heading and a table a line."""
    changed = [one for one in found if one.changed]
    for one in changed:
        unit = rulebook.unit_by_key.get(one.after.unit or one.before.unit or "")
        kept = say("cli", f"recheck-kept-{one.kept}") if one.kept else ""
        said = f"{_said(one.before.outcome, rulebook)} \u2192 {_said(one.after.outcome, rulebook)}"
        yield f"m{one.mail} {unit.name if unit else ''} {said} {kept}".rstrip()
        for before, after in _pairs(one.before.tables, one.after.tables):
            yield f"  {_name(after or before, rulebook)}\uff1a{_state(before, rulebook)} \u2192 {_state(after, rulebook)}"
    applied = sum(one.applied for one in changed)
    yield say("cli", "recheck-applied" if applied else "recheck-listed", checked=len(found), changed=len(changed), applied=applied)


def _pairs(before: Iterable[TableSummary], after: Iterable[TableSummary]) -> Iterator[tuple[TableSummary | None, TableSummary | None]]:
    """Put the tables of both decisions side by side, those that stay the same left out."""
    old = {(one.form, one.area, one.sheet): one for one in before}
    new = {(one.form, one.area, one.sheet): one for one in after}
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield old.get(key), new.get(key)


def _name(table: TableSummary | None, rulebook: Rulebook) -> str:
    if table is None:
        return ""
    area = rulebook.area_by_number.get(table.area)
    return area.name if area else rulebook.forms[table.form].title


def _state(table: TableSummary | None, rulebook: Rulebook) -> str:
    if table is None:
        return say("cli", "recheck-none")
    return say("cli", "recheck-table", outcome=_said(table.outcome, rulebook), items=table.items, mend=table.to_mend, advice=table.advice)


def _said(outcome: str, rulebook: Rulebook) -> str:
    return rulebook.letters.outcomes.get(outcome, outcome)
