"""All questions asked of a table, in the order in which their answers are told.

Stages as a reader would go (pitfalls, 49): is it the form, are its headings there, what is in the
rows, what across the rows. A check is a function and a line here; its words and weight are in
rules/findings.toml, its cases in tests/checks.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from mailbot.checks import basis, elements, guide, headings, liaison, personal, publisher, rows, ticks, time_limit
from mailbot.checks.cells import Cells
from mailbot.model.submission import Finding, Submission
from mailbot.rulebook.model import Rulebook


class Check(NamedTuple):
    """A question, and the codes its answers may have."""

    ask: Callable[[Cells], Iterator[Finding]]
    codes: tuple[str, ...]


OF_ITEMS = (
    Check(headings.no_items, ("no-items",)),
    Check(headings.missing_column, ("missing-column",)),
    Check(headings.empty_column, ("empty-column",)),
    Check(elements.missing_value, ("missing-value",)),
    Check(elements.ditto_first_row, ("ditto-first-row",)),
    Check(elements.excel_error, ("excel-error",)),
    Check(elements.uncached_formula, ("uncached-formula",)),
    Check(publisher.template_rest, ("template-rest",)),
    Check(personal.private_numbers, ("id-number", "bank-number", "mobile-in-catalogue")),
    Check(ticks.channels_unread, ("channels-unread",)),
    Check(ticks.ticks_unread, ("ticks-unread",)),
    Check(ticks.ticks_blank, ("ticks-blank",)),
    Check(publisher.generic_publisher, ("generic-publisher",)),
    Check(time_limit.limit_bare, ("limit-bare",)),
    Check(time_limit.limit_without_start, ("limit-without-start",)),
    Check(time_limit.limit_calendar_days, ("limit-calendar-days",)),
    Check(time_limit.limit_long, ("limit-long",)),
    Check(basis.old_regulation, ("old-regulation",)),
    Check(basis.basis_without_title, ("basis-without-title",)),
    Check(rows.content_short, ("content-short",)),
    Check(rows.identical_rows, ("identical-rows",)),
    Check(rows.item_count, ("item-count-low", "item-count-high")),
    Check(guide.guide_items_missing, ("guide-items-missing",)),
)

OF_PEOPLE = (
    Check(liaison.no_leader, ("no-leader",)),
    Check(liaison.no_liaison, ("no-liaison",)),
    Check(liaison.no_name, ("no-name",)),
    Check(liaison.no_number, ("no-number",)),
    Check(liaison.missing_post, ("missing-post",)),
    Check(liaison.odd_number, ("odd-number",)),
    Check(liaison.several_people, ("several-people",)),
    Check(liaison.unit_differs, ("unit-differs",)),
    Check(liaison.same_person, ("same-person",)),
)

BY_SHAPE = {"items": OF_ITEMS, "people": OF_PEOPLE}
"""The checks by the shape of a form (rules/forms)."""


def codes() -> frozenset[str]:
    """List every code a check may raise."""
    return frozenset(code for checks in BY_SHAPE.values() for check in checks for code in check.codes)


def run_checks(submission: Submission, rulebook: Rulebook) -> tuple[Finding, ...]:
    """Ask all questions of a submission's form and list all answers."""
    return ask(Cells.of(submission, rulebook))


def ask(cells: Cells) -> tuple[Finding, ...]:
    """Ask all questions of cells that were prepared already."""
    return tuple(finding for check in BY_SHAPE.get(cells.form.shape, ()) for finding in check.ask(cells))
