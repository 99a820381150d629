"""Whether there are one leader and one liaison whom the office can reach (notice, part 4 (1); domain, 5).

A row that is printed and left blank is nobody. The same person in both roles is allowed in small
units, and then one number is enough.
"""

from collections.abc import Iterator

from mailbot.checks.cells import Cells, blank, clip
from mailbot.model.submission import Finding, Person
from mailbot.rulebook.names import find_units

NOTHING = "\u2014\u2014"


def no_leader(cells: Cells) -> Iterator[Finding]:
    """Tell that there is no leader in charge."""
    if not _people(cells, "leader"):
        yield Finding("no-leader", cells.heading())


def no_liaison(cells: Cells) -> Iterator[Finding]:
    """Tell that there is no liaison."""
    if not _people(cells, "liaison"):
        yield Finding("no-liaison", cells.heading())


def no_name(cells: Cells) -> Iterator[Finding]:
    """Find people without a name."""
    for person in _people(cells):
        if blank(person.name.text):
            yield Finding("no-name", _place(cells, person, "name"), cells.titles["name"], {"role": _shown(cells, person.role)})


def no_number(cells: Cells) -> Iterator[Finding]:
    """Find roles without a telephone number for any of their people."""
    for role in cells.form.roles:
        people = _people(cells, role)
        names = {_name(person) for person in people} - {""}
        reachable = any(other.phones for other in _people(cells) if other.role == role or _name(other) in names)
        if people and not reachable:
            found = clip(people[0].contact.text) or NOTHING
            yield Finding(
                "no-number", _place(cells, people[0], "contact"), cells.titles["contact"], {"role": _shown(cells, role), "found": found}
            )


def missing_post(cells: Cells) -> Iterator[Finding]:
    """Find people without a post."""
    posts = {_name(person) for person in _people(cells) if not blank(person.post.text)} - {""}
    for person in _people(cells):
        if blank(person.post.text) and _name(person) not in posts:
            yield Finding("missing-post", _place(cells, person, "post"), cells.titles["post"], {"role": _shown(cells, person.role)})


def odd_number(cells: Cells) -> Iterator[Finding]:
    """Find what stands beside a good number, looks like one and is none."""
    for person in _people(cells):
        if person.phones and person.odd_numbers:
            facts = {"role": _shown(cells, person.role), "found": "\u3001".join(person.odd_numbers)}
            yield Finding("odd-number", _place(cells, person, "contact"), cells.titles["contact"], facts)


def several_people(cells: Cells) -> Iterator[Finding]:
    """Find roles that have more than one person."""
    for role in cells.form.roles:
        people = list({_name(person) or str(person.row): person for person in reversed(_people(cells, role))}.values())[::-1]
        if len(people) > 1:
            facts: dict[str, str | int] = {"role": _shown(cells, role), "count": len(people)}
            yield Finding("several-people", _place(cells, people[1], "name"), cells.titles["name"], facts)


def same_person(cells: Cells) -> Iterator[Finding]:
    """Tell that the leader is the liaison too."""
    leaders = {_name(person) for person in _people(cells, "leader")} - {""}
    for person in _people(cells, "liaison"):
        if _name(person) in leaders:
            yield Finding("same-person", _place(cells, person, "name"), cells.titles["name"], {"found": person.name.text.strip()})
            return


def unit_differs(cells: Cells) -> Iterator[Finding]:
    """Tell that 填报单位 names another unit of the list; an organ that is not on it contradicts nobody."""
    submission = cells.submission
    if submission.unit is None or blank(submission.named_unit):
        return
    named = {unit for unit, _ in find_units(cells.rulebook, submission.named_unit)}
    if named and submission.unit not in named:
        unit = cells.rulebook.unit_by_key[submission.unit].name
        yield Finding("unit-differs", cells.heading(), facts={"found": clip(submission.named_unit), "unit": unit})


def reachable_people(cells: Cells) -> tuple[Person, ...]:
    """List the people who have a name and a number: a list without any is no list."""
    return tuple(person for person in _people(cells) if _name(person) and person.phones)


def _people(cells: Cells, role: str = "") -> list[Person]:
    return [
        person
        for person in cells.submission.people
        if role in ("", person.role)
        and not (blank(person.name.text) and blank(person.post.text) and blank(person.contact.text) and not person.phones)
    ]


def _name(person: Person) -> str:
    return "".join(person.name.text.split())


def _shown(cells: Cells, role: str) -> str:
    words = cells.form.roles.get(role, ())
    return words[0] if words else role


def _place(cells: Cells, person: Person, key: str) -> str:
    value = {"name": person.name, "post": person.post, "contact": person.contact}[key]
    return value.where or f"{cells.submission.sheet}!{cells.letters(key)}{person.row}"
