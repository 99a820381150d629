from typing import Literal

import pytest

from tests.servers.required import keep_promise, unavailable

SKIPPED = ("test_x.py", 1, "Skipped: dovecot is not installed")


def test_missing_server_skips_a_test() -> None:
    with pytest.raises(pytest.skip.Exception):
        unavailable("dovecot is not installed")


def test_skipped_test_fails_where_everything_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_REQUIRE_SERVERS", "1")
    report = keep_promise(_report("skipped"))
    assert report.failed
    assert "dovecot is not installed" in str(report.longrepr)


def test_skipped_test_stays_skipped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILBOT_REQUIRE_SERVERS", raising=False)
    assert keep_promise(_report("skipped")).skipped


def test_passed_test_stays_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_REQUIRE_SERVERS", "1")
    assert keep_promise(_report("passed")).passed


def _report(outcome: Literal["passed", "skipped"]) -> pytest.TestReport:
    return pytest.TestReport("test_x", ("test_x.py", 1, "test_x"), {}, outcome, SKIPPED if outcome == "skipped" else None, "setup")
