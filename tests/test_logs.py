"""A line of the log has ids and codes, and nothing of anybody."""

import json
import logging
import sys

import pytest

from mailbot.logs import JsonLines, TextLines, hidden, places

NAME, NUMBER = "赵一", "13800000001"


def record(message: str, *args: object, extra: dict[str, object] | None = None, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("mailbot.jobs", logging.ERROR, "x.py", 1, message, args, exc_info)
    made.__dict__.update(extra or {})
    return made


def bug() -> BaseException:
    try:
        try:
            raise ValueError(f"inner {NAME}")
        except ValueError as error:
            raise KeyError(f"{NAME} {NUMBER}") from error
    except KeyError as error:
        return error


def test_a_json_line_carries_the_ids_to_search_by() -> None:
    line = json.loads(JsonLines().format(record("mail m%d filed", 12, extra={"mail": 12, "code": "all-filed", "other": NAME})))
    assert (line["mail"], line["code"], line["message"]) == (12, "all-filed", "mail m12 filed")
    assert "other" not in line


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines("%(levelname)s %(message)s")])
def test_of_a_bug_only_types_and_places_are_written(formatter: logging.Formatter) -> None:
    text = formatter.format(record("mail m12 could not be decided", error=bug()))
    assert NAME not in text
    assert NUMBER not in text
    assert "KeyError" in text
    assert "ValueError" in text
    assert "test_logs.py" in text


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines("%(levelname)s %(message)s")])
def test_addresses_and_numbers_in_the_words_of_a_server_are_hidden(formatter: logging.Formatter) -> None:
    text = formatter.format(record("letter l7 put off: %s", f"450 <zhao.yi@example.cn>: {NUMBER} 0715-5550001 busy"))
    assert "zhao" not in text
    assert NUMBER not in text
    assert "5550001" not in text
    assert "***@example.cn" in text


def test_ids_and_hosts_and_instants_are_not_hidden() -> None:
    text = "tick at 2020-09-28T15:04:00+08:00: imap mail.example.cn:993 INBOX/1600000000 l31 20200928"
    assert hidden(text) == text


def test_an_exception_that_is_its_own_cause_ends() -> None:
    error = ValueError(NAME)
    error.__cause__ = error
    assert places(error) == "ValueError"
    assert places(None) == ""
    assert sys.exc_info() == (None, None, None)
