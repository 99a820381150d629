"""Every layout of published catalogues that the domain lists, in three formats, read as a careful person reads it."""

from collections.abc import Callable

import pytest

from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from tests.acceptance.cases import Case, problems, run
from tests.acceptance.variants import LEVELS, layouts, levels_of
from tests.acceptance.writers import WRITERS


@pytest.mark.parametrize("suffix", list(WRITERS))
@pytest.mark.parametrize("layout", list(layouts()), ids=lambda layout: layout.__name__)
def test_a_published_layout_is_read_right(layout: Callable[[], Case], suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    case = layout()
    content, placed = WRITERS[suffix](case.pages)
    assert problems(case, run(case, content, suffix, reader, rules), placed, rules) == []


@pytest.mark.parametrize("suffix", list(WRITERS))
@pytest.mark.parametrize("heads", list(LEVELS.values()), ids=list(LEVELS))
def test_levels_by_other_names_are_read_by_their_headings(heads: tuple[str, ...], suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    case = levels_of(heads)
    content, placed = WRITERS[suffix](case.pages)
    assert problems(case, run(case, content, suffix, reader, rules), placed, rules) == []
