"""What becomes of a test whose server is not on this machine."""

import os
from typing import NoReturn

import pytest


def unavailable(reason: str) -> NoReturn:
    """Skip with a reason; fail where MAILBOT_REQUIRE_SERVERS=1 promises that everything is installed."""
    if os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
        pytest.fail(f"MAILBOT_REQUIRE_SERVERS=1, but {reason}", pytrace=False)
    pytest.skip(reason)
