"""One child process and one rulebook for all acceptance tests."""

from collections.abc import Iterator

import pytest

from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return load_rulebook(None)


@pytest.fixture(scope="session")
def reader() -> Iterator[Sandbox]:
    with Sandbox(Settings.model_construct().limits) as sandbox:
        yield sandbox
