"""Published layouts in three formats."""

from collections.abc import Callable

import pytest

from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from tests.acceptance.cases import Case
from tests.acceptance.published import cases
from tests.acceptance.test_mess import misread
from tests.acceptance.writers import WRITERS


@pytest.mark.parametrize("suffix", list(WRITERS))
@pytest.mark.parametrize("make", list(cases()), ids=lambda make: make.__name__)
def test_a_published_layout_is_read_right(make: Callable[[], Case], suffix: str, reader: Sandbox, rules: Rulebook) -> None:
    assert misread(make(), suffix, reader, rules) == []
