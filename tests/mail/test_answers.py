from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailbot.mail.answers import Item, facts, instant, uids
from mailbot.mail.ports import BadAnswer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("28-Sep-2020 15:04:05 +0800", datetime(2020, 9, 28, 7, 4, 5, tzinfo=UTC)),
        (" 1-jan-2020 00:00:00 +0000", datetime(2020, 1, 1, tzinfo=UTC)),
        ("1-Jan-2020 00:00:00 -0330", datetime(2020, 1, 1, tzinfo=timezone(-timedelta(hours=3, minutes=30)))),
    ],
)
def test_an_internaldate_is_an_aware_instant(text: str, expected: datetime) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize("text", ["", "28-九月-2020 15:04:05 +0800", "31-Feb-2020 00:00:00 +0000", "28-Sep-2020 15:04:05"])
def test_what_is_no_internaldate_is_a_bad_answer(text: str) -> None:
    with pytest.raises(BadAnswer):
        instant(text)


def test_uids_are_ascending_and_each_there_once() -> None:
    assert uids(["7", "3", "7"]) == (3, 7)


@pytest.mark.parametrize("word", ["x", "-1", "1.5", "\u0663", "3)"])
def test_a_uid_that_is_no_number_is_a_bad_answer(word: str) -> None:
    with pytest.raises(BadAnswer):
        uids(["1", word])


DATE = b'INTERNALDATE "28-Sep-2020 15:04:05 +0800"'


@pytest.mark.parametrize(
    ("items", "content"),
    [
        ([(b"1 (UID 3 " + DATE + b" RFC822.SIZE 5 BODY[] {5}", b"hello"), b")"], b"hello"),
        ([(b"1 (BODY[] {5}", b"hello"), b" UID 3 " + DATE + b" RFC822.SIZE 5)"], b"hello"),
        ([b"1 (UID 3 " + DATE + b' RFC822.SIZE 2 BODY[] "\\"a")'], b'"a'),
        ([b"1 (UID 3 " + DATE + b" RFC822.SIZE 0 BODY[] NIL)"], b""),
        ([b"1 (uid 3 " + DATE.lower() + b" rfc822.size 0)"], None),
        ([(b"1 (UID 3 " + DATE + b" RFC822.SIZE 9 BODY[HEADER] {2}", b"\r\n"), b")"], b"\r\n"),
        ([None, b"2 (FLAGS (\\Seen))", b"1 (UID 3 " + DATE + b" RFC822.SIZE 0)"], None),
        ([(b"1 (X {3}", b"odd"), (b" UID 3 " + DATE + b" RFC822.SIZE 5 BODY[] {5}", b"hello"), b")"], b"hello"),
    ],
)
def test_a_response_is_read_in_any_order_and_form(items: list[Item], content: bytes | None) -> None:
    (read,) = facts(items)
    assert (read.uid, read.content) == (3, content)


def test_what_stands_in_a_body_is_never_taken_for_an_answer() -> None:
    (read,) = facts([(b"1 (UID 3 " + DATE + b" RFC822.SIZE 30 BODY[] {30}", b'UID 9 RFC822.SIZE 1 BODY[] "x"'), b")"])
    assert (read.uid, read.size) == (3, 30)


@pytest.mark.parametrize("text", [b"1 (RFC822.SIZE 5 " + DATE + b")", b"1 (UID 3 RFC822.SIZE 5)"])
def test_a_size_without_uid_or_date_is_a_bad_answer(text: bytes) -> None:
    with pytest.raises(BadAnswer):
        list(facts([text]))
