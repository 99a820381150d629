"""What becomes of a test whose server is not on this machine."""

import os
from typing import NoReturn

import pytest


def unavailable(reason: str) -> NoReturn:
    """Skip with a reason; where everything is promised to be installed the skip then fails."""
    pytest.skip(reason)


def keep_promise(report: pytest.TestReport) -> pytest.TestReport:
    """Fail a skipped test where MAILBOT_REQUIRE_SERVERS=1 promises that everything is installed."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"MAILBOT_REQUIRE_SERVERS=1, but the test was skipped: {reason}"
    return report
