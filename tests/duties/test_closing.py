from datetime import date, timedelta

from mailbot.duties.closing import closed_on
from mailbot.duties.phases import campaign_open
from tests.duties.builders import RULEBOOK

CLOSED = date(2020, 10, 20)


def test_a_season_is_over_on_the_day_it_is_closed() -> None:
    rules = closed_on(RULEBOOK, CLOSED)
    assert campaign_open(rules, CLOSED - timedelta(1))
    assert not campaign_open(rules, CLOSED)


def test_mail_is_awaited_as_long_as_without_closing() -> None:
    campaign = closed_on(RULEBOOK, CLOSED).campaign
    plain = RULEBOOK.campaign
    assert campaign.last + timedelta(campaign.grace_days_after) == plain.last + timedelta(plain.grace_days_after)


def test_closing_after_the_last_day_changes_nothing() -> None:
    assert closed_on(RULEBOOK, RULEBOOK.campaign.last + timedelta(3)) is RULEBOOK
    assert closed_on(RULEBOOK, None) is RULEBOOK
