from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailbot.model.instant import SHANGHAI
from mailbot.reading.dates import read_date, received_from_headers

MOMENT = datetime(2020, 9, 25, 15, 4, 5, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 25 Sep 2020 15:04:05 +0800 (CST)",
        "Fri, 25 Sep 2020 15:04:05 +0800",
        "25 Sep 2020 15:04:05 CST",
        "Fri, 25 Sep 2020 15:04:05 GMT+08:00",
        "Fri, 25 Sep 2020 15:04:05 +0800 (GMT+08:00)",
        "Fri, 25 Sep 2020 15:04:05 (GMT+08:00)",
        "Fri, 25 Sep 2020 07:04:05 GMT",
        "Fri, 25 Sep 2020 07:04:05 -0000",
        "Fri, 25-Sep-20 15:04:05 +800",
        "Fri, 25 Sep 2020 15:04:05",
        "25 September 2020 03:04:05 PM",
        "2020-09-25 15:04:05",
        "2020-09-25T07:04:05Z",
        "2020/9/25 15:04:05",
        "2020年9月25日 15:04:05",
        "2020年9月25日 星期五 15:04:05",
        "Fri Sep 25 15:04:05 2020",
        "Fri Sep 25 15:04:05 CST 2020",
    ],
)
def test_dates_are_read_as_clients_here_mean_them(text: str) -> None:
    assert read_date(text) == MOMENT


@pytest.mark.parametrize(
    "text", ["", "yesterday", "30 Feb 2020 09:00:00 +0800", "25 Xyz 2020 09:00:00", "25 Sep 2020 25:00:00", "25 Sep 2020 09:00:00 +9900"]
)
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_a_bare_iso_date_and_time_is_not_1900() -> None:
    assert read_date("2020-09-25 09:00") == datetime(2020, 9, 25, 9, tzinfo=SHANGHAI)


def test_arrival_is_the_topmost_received() -> None:
    content = (
        b"Received: from a by mx.example.cn;\r\n\tFri, 25 Sep 2020 18:00:01 +0800 (CST)\r\n"
        b"Received: from b by a; Fri, 25 Sep 2020 08:00:00 +0000\r\nDate: Thu, 24 Sep 2020 09:00:00 +0800\r\n\r\n"
    )
    assert received_from_headers(content) == datetime(2020, 9, 25, 10, 0, 1, tzinfo=UTC)


def test_arrival_without_a_readable_received_is_the_date() -> None:
    content = b"Received: from a by b\r\nDate: Thu, 24 Sep 2020 09:00:00 -0300\r\n\r\n"
    assert received_from_headers(content) == datetime(2020, 9, 24, 9, tzinfo=timezone(timedelta(hours=-3)))


@pytest.mark.parametrize("content", [b"", b"Subject: x\r\n\r\nDate: Thu, 24 Sep 2020 09:00:00 +0800", b"Date: soon\r\n\r\n", b"\x00" * 100])
def test_arrival_is_unknown_where_no_header_tells_it(content: bytes) -> None:
    assert received_from_headers(content) is None
