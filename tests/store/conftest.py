from collections.abc import Iterator

import pytest

from mailbot.store.database import Database, empty_database


@pytest.fixture
def db() -> Iterator[Database]:
    with empty_database("test") as database:
        yield database
