"""Letters that go out by the calendar: kick-off, phase letters and reminders, one letter a unit a day.

The calendar and the board decide what is due (``duties``); here it only becomes facts for
``templates/notice.j2``. Words differ by nearness (before, today, after) and by what is wrong
(nothing came, it must be mended).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from mailbot.letters import enclosures
from mailbot.letters.clean import one_line
from mailbot.letters.facts import Fact, asked_of, full_name, named
from mailbot.model.letter import Enclosure, Letter, Notice, Revision
from mailbot.rulebook.model import Rulebook

_NEARNESS = ("after", "today", "before")


def notice_letter(
    revision: Revision, to: str, rulebook: Rulebook, *, day: date, copies: tuple[str, ...] = (), enclosed: Sequence[str] = ()
) -> Letter:
    """Turn a revised notice into the letter of its day; ``revision.facts`` are those of ``duties.revise``.

    ``enclosed`` names the standard that goes with a phase's letter.
    """
    notice = revision.notice
    unit = rulebook.unit_by_key[notice.unit]
    owed = _list(revision.facts, "owed")
    # The first letter lists everything with its day; only what is already due is reminded of in it.
    reminded = [one for one in owed if one["step"] is not None and not (notice.kickoff and one["nearness"] == "before")]
    forms = _forms(notice, [one for one in owed if one["wrong"] == "nothing"])
    asked = [{**_named(one, rulebook), "deadline": one["deadline"], "here": one["here"]} for one in _list(revision.facts, "asked")]
    days = {(one["form"], one["area"]): one["deadline"] for one in asked_of(unit.key, rulebook)}
    phases = [phase for phase in rulebook.timeline.phase if phase.key in notice.phases]
    facts: Fact = {
        "addressee": full_name(unit),
        "unit_name": unit.name,
        "day": day.isoformat(),
        "kickoff": notice.kickoff,
        "asked": asked,
        "moved": any(one["deadline"] != days.get((one["form"], one["area"])) for one in asked),
        "phases": [
            {
                "number": phase.number,
                "title": phase.title,
                "first": _iso(phase.first),
                "last": _iso(phase.last),
                "part": phase.part,
                "asks": phase.asks,
            }
            for phase in phases
        ],
        "reminders": _grouped(reminded, rulebook),
        "mentioned": [] if notice.kickoff else _grouped([one for one in owed if one["step"] is None], rulebook),
        "to_mend": [{**_named(one, rulebook), "count": one["count"]} for one in _list(revision.facts, "to_mend")],
        "corrections": [_correction(one, rulebook) for one in _list(revision.facts, "corrections")],
        "enclosed": [
            *({"kind": one.kind, "names": list(enclosures.names(one, (), rulebook))} for one in forms),
            *({"kind": "standard", "names": [name]} for name in enclosed),
        ],
    }
    return Letter(notice.key, "notice", to, facts, unit=unit.key, enclosures=forms, copies=copies)


def _forms(notice: Notice, missing: Sequence[Fact]) -> tuple[Enclosure, ...]:
    """Enclose the forms of what the letter lists and nothing has come of: those areas and no others."""
    areas = tuple(area for one in missing if isinstance(area := one["area"], int))
    listed = (Enclosure("liaison-form", unit=notice.unit),) if any(one["area"] is None for one in missing) else ()
    return (*listed, Enclosure("catalogue-form", unit=notice.unit, areas=areas)) if areas else listed


def _list(facts: Mapping[str, object], key: str) -> list[Fact]:
    found = facts.get(key, [])
    return list(found) if isinstance(found, list) else []


def _grouped(owed: Sequence[Fact], rulebook: Rulebook) -> list[Fact]:
    """Put duties together that need the same words: same nearness, same day, same trouble."""
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for one in owed:
        groups.setdefault((str(one["nearness"]), str(one["deadline"]), str(one["wrong"])), []).append(_named(one, rulebook))
    ordered = sorted(groups.items(), key=lambda group: (_NEARNESS.index(group[0][0]), group[0][1], group[0][2]))
    return [{"nearness": near, "deadline": deadline, "wrong": wrong, "rows": rows} for (near, deadline, wrong), rows in ordered]


def _named(one: Fact, rulebook: Rulebook) -> Fact:
    area = one["area"]
    return named(str(one["form"]), area if isinstance(area, int) else None, rulebook)


def _correction(one: Fact, rulebook: Rulebook) -> Fact:
    area = rulebook.area_by_number[int(str(one["area"]))].name
    what = one_line(str(one["what"]), 200)
    return {**one, "area_name": area, "kind": enclosures.book_word(f"correction-{one['kind']}", rulebook), "what": what}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
