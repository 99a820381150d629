from datetime import date

import pytest

from mailbot.forms.dates import parse_date

DAY = date(2020, 9, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2020年9月25日",
        "2020 年 9 月 25 日",
        "2020年09月25号",
        "２０２０年９月２５日",
        "2020.9.25",
        "2020-09-25",
        "2020/9/25",
        "2020-09-25 00:00:00",
        "20200925",
        "20年9月25日",
        "9月25日",
        "9.25",
        "44099",
        "44099.0",
        "二〇二〇年九月二十五日",
        "二○二○年九月二十五日",
        "二零二零年九月二十五日",
        "二O二O年九月廿五日",
        "填报时间：2020年9月25日",
    ],
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert parse_date(text, 2020) == DAY


@pytest.mark.parametrize(("text", "day"), [("十月十日", date(2020, 10, 10)), ("2020年十二月三十一日", date(2020, 12, 31))])
def test_numerals_of_months_and_days_are_read(text: str, day: date) -> None:
    assert parse_date(text, 2020) == day


@pytest.mark.parametrize("text", ["", "2020年9月", "2020年9月31日", "123", "三十日", "20个工作日内", "99999"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text, 2020) is None
