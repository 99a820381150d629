"""Lists of leader and liaison in three formats: every orientation, every writing of numbers, days and roles."""

from collections.abc import Callable

import pytest

from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from tests.acceptance import liaisons, liaisons_beyond
from tests.acceptance.cases import run
from tests.acceptance.liaisons import People, misread_people
from tests.acceptance.writers import WRITERS

FORMATS = list(WRITERS)
MAKERS = [*liaisons.lists(), *liaisons_beyond.lists()]


def misread(wanted: People, suffix: str, reader: Sandbox, rules: Rulebook) -> list[str]:
    content, _ = WRITERS[suffix](wanted.case.pages)
    return misread_people(wanted, run(wanted.case, content, suffix, reader, rules), rules)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_list_of_people_is_read_right(make: Callable[[], People], suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(make(), suffix, reader, rules) == []


@pytest.mark.parametrize("number", range(len(liaisons.NUMBERS)))
def test_a_number_is_read_in_every_writing(number: int, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(liaisons.numbered(list(liaisons.NUMBERS)[number]), FORMATS[number % 3], reader, rules) == []


@pytest.mark.parametrize("number", range(len(liaisons.DATES)))
def test_a_day_is_read_in_every_writing(number: int, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(liaisons.dated(list(liaisons.DATES)[number]), FORMATS[number % 3], reader, rules) == []


@pytest.mark.parametrize("number", range(len(liaisons_beyond.ROLE_WORDS)))
def test_a_role_is_known_by_many_words(number: int, reader: Sandbox, rules: Rulebook) -> None:
    wanted = liaisons_beyond.role_words(*liaisons_beyond.ROLE_WORDS[number])
    assert misread(wanted, FORMATS[number % 3], reader, rules) == []
