"""What the notice asks of each unit, before anything has come: one open duty a unit, one an area."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType

from mailbot.model.duty import Duty, DutyKey, DutyState
from mailbot.rulebook.model import Rulebook

NO_DEFERRALS: Mapping[DutyKey, date] = MappingProxyType({})


def owed(rulebook: Rulebook, deferred: Mapping[DutyKey, date] = NO_DEFERRALS, units: Collection[str] | None = None) -> tuple[Duty, ...]:
    """List all duties in the notice's order, of some units or of all, all open.

    Rules come in the order of rules/timeline.toml, units and areas by the notice's numbers. Rules that
    nobody is asked for by mail (``ask = false``) make no duty. ``deferred`` holds moved deadlines.
    """
    duties = []
    for rule in rulebook.timeline.duty:
        if rule.ask:
            for unit, area in _who(rulebook, rule.per):
                if units is not None and unit not in units:
                    continue
                deadline = deferred.get((unit, rule.form, area), rule.due)
                duties.append(Duty(unit, rule.form, area, deadline, DutyState.OPEN))
    return tuple(duties)


def _who(rulebook: Rulebook, per: str) -> list[tuple[str, int | None]]:
    if per == "unit":
        return [(unit.key, None) for unit in sorted(rulebook.units, key=lambda unit: unit.number)]
    return [(area.unit, area.number) for area in sorted(rulebook.areas, key=lambda area: area.number)]
