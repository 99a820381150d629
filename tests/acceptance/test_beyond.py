"""Neighbours of the listed layouts, in three formats."""

from collections.abc import Callable

import pytest

from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from tests.acceptance.beyond import HEADINGS, cases, renamed
from tests.acceptance.cases import Case
from tests.acceptance.test_mess import misread
from tests.acceptance.writers import WRITERS

NOT_IN_WORD = {"hidden_rows_and_sheets"}


PAIRS = [(make, suffix) for make in cases() for suffix in WRITERS if suffix != "docx" or make.__name__ not in NOT_IN_WORD]


@pytest.mark.parametrize(("make", "suffix"), PAIRS, ids=[f"{make.__name__}-{suffix}" for make, suffix in PAIRS])
def test_an_unlisted_layout_is_read_right(make: Callable[[], Case], suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(make(), suffix, reader, rules) == []


@pytest.mark.parametrize("suffix", list(WRITERS))
@pytest.mark.parametrize("name", HEADINGS)
def test_a_heading_in_other_words_is_known(name: str, suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(renamed(name), suffix, reader, rules) == []
