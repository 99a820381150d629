"""What real files do to a table, in three formats: read as a careful person reads it, or explained."""

from collections.abc import Callable

import pytest

from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from tests.acceptance.cases import Case, problems, run
from tests.acceptance.mess import NUMBERS_NOT_OURS, TITLES, numbered_otherwise, titled
from tests.acceptance.mess_rows import SERIALS, cases, serials
from tests.acceptance.writers import WRITERS


def misread(case: Case, suffix: str, reader: Sandbox, rules: Rulebook) -> list[str]:
    content, placed = WRITERS[suffix](case.pages)
    return problems(case, run(case, content, suffix, reader, rules), placed, rules)


@pytest.mark.parametrize("suffix", list(WRITERS))
@pytest.mark.parametrize("make", list(cases()), ids=lambda make: make.__name__)
def test_a_messy_table_is_read_right(make: Callable[[], Case], suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(make(), suffix, reader, rules) == []


@pytest.mark.parametrize("suffix", list(WRITERS))
@pytest.mark.parametrize("name", SERIALS)
def test_serials_are_kept_as_they_are_and_prove_nothing(name: str, suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(serials(SERIALS[name]), suffix, reader, rules) == []


@pytest.mark.parametrize("number", range(len(TITLES)))
def test_a_title_names_its_area_whatever_stands_around_it(number: int, reader: Sandbox, rules: Rulebook) -> None:
    text, area = list(TITLES.items())[number]
    assert misread(titled(text, area), ("xlsx", "docx")[number % 2], reader, rules) == []


@pytest.mark.parametrize("number", range(len(NUMBERS_NOT_OURS)))
def test_the_number_in_a_title_is_not_the_area(number: int, reader: Sandbox, rules: Rulebook) -> None:
    text, area = list(NUMBERS_NOT_OURS.items())[number]
    assert misread(numbered_otherwise(text, area), ("xls", "docx")[number % 2], reader, rules) == []
