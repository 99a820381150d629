"""What arrives in the tested season beside the demo's script: mails in the holiday, which are answered at once."""

from collections.abc import Iterator

from mailbot.demo.books import catalogue
from mailbot.demo.mails import mail
from mailbot.demo.script import Arrival, address_of
from mailbot.model.instant import parse_instant
from mailbot.rulebook.model import Rulebook

HOLIDAY = ("2020-10-01", "2020-10-08")


def in_the_holiday(rulebook: Rulebook) -> Iterator[Arrival]:
    """A question, a table sent again, and a citizen's letter between 1 and 8 October."""
    asks = parse_instant("2020-10-02T09:30")
    yield Arrival(
        asks, address_of("health"), lambda _: mail(("卫健局", address_of("health")), "请问节日期间能报送吗", "请问假期里系统收不收？", asks)
    )
    again = parse_instant("2020-10-04T15:00")
    book = catalogue(rulebook.areas_of("agriculture"), rulebook)
    yield Arrival(
        again,
        address_of("agriculture"),
        lambda _: mail(
            ("农业农村局", address_of("agriculture")), "涉农补贴目录", "再报一次，见附件。", again, [("涉农补贴目录.xlsx", book)]
        ),
    )
    citizen = parse_instant("2020-10-05T11:11")
    yield Arrival(citizen, "someone@example.com", lambda _: mail(("市民", "someone@example.com"), "节日快乐", "祝大家节日快乐。", citizen))
