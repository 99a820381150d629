"""Whether the rules fit together: what the shape of each file alone cannot tell (design, 8).

Each function yields problems as file, key and what is wrong. What needs the checks or the
templates (does every code have a check, does every letter render) is asked by those rooms.
"""

import string
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from mailbot.errors import say
from mailbot.rulebook.model import Form, Phase, Rulebook
from mailbot.rulebook.vocabulary import normal

ALWAYS = frozenset({"where", "column", "found", "file"})
"""Facts that every finding's text may use."""

PER = ("unit", "area")
FILLS = ("", "merge", "group", "above")
SHAPES = ("items", "people", "register", "paper")


def problems(rulebook: Rulebook) -> list[str]:
    """List everything that does not fit, each problem with its file and key."""
    return [say("rules-problem", file=file, key=key, why=why) for ask in _QUESTIONS for file, key, why in ask(rulebook)]


def cautions(rulebook: Rulebook) -> list[str]:
    """List what works all the same but not as well: years whose holidays are not known."""
    years = range(rulebook.campaign.first.year, rulebook.campaign.last.year + 1)
    return [
        say("rules-problem", file=f"calendar/{year}.toml", key="year", why=say("check-no-calendar", year=year))
        for year in years
        if year not in rulebook.calendar
    ]


Problem = tuple[str, str, str]


def _campaign(rulebook: Rulebook) -> Iterator[Problem]:
    campaign = rulebook.campaign
    if campaign.last < campaign.first:
        yield "timeline.toml", "campaign.last", say("check-before", other="campaign.first")
    for key in ("return_share", "displace_share", "overlap_share"):
        if not 0 <= getattr(campaign, key) <= 1:
            yield "campaign.toml", key, say("check-share")


def _units(rulebook: Rulebook) -> Iterator[Problem]:
    yield from _repeated("units.toml", "unit.key", (unit.key for unit in rulebook.units))
    yield from _repeated("units.toml", "unit.number", (unit.number for unit in rulebook.units))
    owners: dict[str, str] = {}
    for unit in rulebook.units:
        for name in {normal(name) for name in (unit.name, unit.full_name, *unit.aliases, *unit.sends_for)} - {""}:
            if owners.setdefault(name, unit.key) != unit.key:
                yield "units.toml", f"unit[{unit.key}]", say("check-shared-name", name=name, other=owners[name])


def _areas(rulebook: Rulebook) -> Iterator[Problem]:
    yield from _repeated("areas.toml", "area.number", (area.number for area in rulebook.areas))
    owners: dict[str, int] = {}
    for area in rulebook.areas:
        key = f"area[{area.number}]"
        if area.unit not in rulebook.unit_by_key:
            yield "areas.toml", f"{key}.unit", say("check-no-unit", name=area.unit)
        if area.min_items > area.max_items:
            yield "areas.toml", f"{key}.max_items", say("check-below", other="min_items")
        for name in {normal(name) for name in (area.name, *area.aliases, *area.exact_aliases)} - {""}:
            if owners.setdefault(name, area.number) != area.number:
                yield "areas.toml", key, say("check-shared-name", name=name, other=owners[name])
        if rulebook.vocabulary.areas(area.name) != (area.number,) or rulebook.vocabulary.areas(area.notice_name) != (area.number,):
            yield "areas.toml", key, say("check-ambiguous-name", name=area.name)


def _timeline(rulebook: Rulebook) -> Iterator[Problem]:
    phases = rulebook.timeline.phase
    yield from _repeated("timeline.toml", "phase.key", (phase.key for phase in phases))
    for phase in phases:
        yield from (("timeline.toml", f"phase[{phase.key}]", why) for why in _phase(phase))
    for duty in rulebook.timeline.duty:
        key = f"duty[{duty.form}]"
        if duty.form not in rulebook.forms:
            yield "timeline.toml", f"{key}.form", say("check-no-form", name=duty.form)
        if duty.per not in PER:
            yield "timeline.toml", f"{key}.per", say("value-choice", expected=say("separator").join(PER))
        if duty.phase not in {phase.key for phase in phases}:
            yield "timeline.toml", f"{key}.phase", say("check-no-phase", name=duty.phase)
        if not rulebook.campaign.first <= duty.due <= rulebook.campaign.last:
            yield "timeline.toml", f"{key}.due", say("check-outside")


def _phase(phase: Phase) -> Iterator[str]:
    if (phase.first is None) != (phase.last is None):
        yield say("check-half-dates")
    elif phase.first and phase.last and phase.last < phase.first:
        yield say("check-before", other="first")
    if phase.letter and (phase.first is None or not phase.asks):
        yield say("check-empty-letter")


def _forms(rulebook: Rulebook) -> Iterator[Problem]:
    for form in rulebook.forms.values():
        yield from ((f"forms/{form.key}.toml", key, why) for key, why in _form(form))


def _form(form: Form) -> Iterator[tuple[str, str]]:
    keys = [column.key for column in form.column]
    if form.shape not in SHAPES:
        yield "shape", say("value-choice", expected=say("separator").join(SHAPES))
    for key, count in Counter(keys).items():
        if count > 1:
            yield "column.key", say("check-repeated", name=key)
    for column in form.column:
        if column.fill not in FILLS:
            yield f"column[{column.key}].fill", say("value-choice", expected=say("separator").join(f'"{fill}"' for fill in FILLS))
    for name, group in form.groups.items():
        for key in group.columns:
            if key not in keys:
                yield f"groups.{name}.columns", say("check-no-column", name=key)
    yield from _headings(form)


def _headings(form: Form) -> Iterator[tuple[str, str]]:
    """Find heading texts that two columns claim under the same parent."""
    owners: dict[tuple[str, str], str] = {}
    for column in form.column:
        for place in {(normal(name), parent) for name in column.names for parent in (column.parents or ("",))}:
            other = owners.setdefault(place, column.key)
            if other != column.key:
                yield f"column[{column.key}].names", say("check-shared-name", name=place[0], other=other)


def _findings(rulebook: Rulebook) -> Iterator[Problem]:
    for code, text in rulebook.findings.items():
        allowed = ALWAYS | set(text.facts)
        for field in ("title", "text", "advice", "example"):
            try:
                names = {name for _, name, _, _ in string.Formatter().parse(getattr(text, field)) if name is not None}
            except ValueError:
                yield "findings.toml", f"{code}.{field}", say("check-braces")
                continue
            for name in sorted(names - allowed):
                yield "findings.toml", f"{code}.{field}", say("check-no-fact", name=name, known=", ".join(sorted(allowed)))
        for field in ("title", "text"):
            if not getattr(text, field).strip():
                yield "findings.toml", f"{code}.{field}", say("check-empty")


def _calendar(rulebook: Rulebook) -> Iterator[Problem]:
    for year, days in rulebook.calendar.items():
        file = f"calendar/{year}.toml"
        for key in ("holidays", "workdays"):
            for day in getattr(days, key):
                if day.year != year:
                    yield file, key, say("check-other-year", day=day)
        for day in sorted(set(days.holidays) & set(days.workdays)):
            yield file, "workdays", say("check-both", day=day)


def _guides(rulebook: Rulebook) -> Iterator[Problem]:
    columns = {column.key for form in rulebook.forms.values() if form.shape == "items" for column in form.column}
    for number, guide in rulebook.guides.items():
        if number not in rulebook.area_by_number:
            yield "guides/", f"area = {number}", say("check-no-area", name=number)
        for key in sorted({key for item in guide.item for key in item.elements} - columns):
            yield "guides/", f"area = {number}: item.elements", say("check-no-column", name=key)


def _repeated(file: str, key: str, values: Iterable[object]) -> Iterator[Problem]:
    for value, count in Counter(values).items():
        if count > 1:
            yield file, key, say("check-repeated", name=value)


_QUESTIONS: tuple[Callable[[Rulebook], Iterator[Problem]], ...] = (
    _campaign,
    _units,
    _areas,
    _timeline,
    _forms,
    _findings,
    _calendar,
    _guides,
)
