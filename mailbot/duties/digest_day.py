"""Which day's digest is due.

One every working day of the campaign, none in a holiday; afterwards on Mondays and on days with news
(issue text: the office must know that the machine lives). A digest missed because the machine was off
goes out at the next start, named by its own day; of several missed ones only the newest.
"""

from datetime import date, datetime, time, timedelta

from mailbot.duties.phases import campaign_open, last_working_day
from mailbot.model.instant import at, local_day
from mailbot.rulebook.calendar import is_working_day
from mailbot.rulebook.model import Rulebook

MONDAY = 0


def due_digest(
    rulebook: Rulebook,
    sent_digest_days: frozenset[date],
    now: datetime,
    digest_at: time,
    *,
    news: bool,
    since: datetime | None = None,
) -> date | None:
    """Tell the day whose digest must go out now, or None.

    ``news``: something happened since the last digest. ``since`` is when this installation first ran;
    without it a past day counts as missed only when some digest was sent before.
    """
    today = local_day(now)
    if not is_working_day(rulebook, today):
        return None
    if now >= at(today, digest_at) and _falls_on(rulebook, today, news=news):
        return None if today in sent_digest_days else today
    missed = _newest_before(rulebook, today)
    if missed is None or any(day >= missed for day in sent_digest_days):
        return None
    ran_then = at(missed, digest_at) >= since if since else bool(sent_digest_days)
    return missed if ran_then else None


def _falls_on(rulebook: Rulebook, day: date, *, news: bool) -> bool:
    if campaign_open(rulebook, day):
        return is_working_day(rulebook, day)
    campaign = rulebook.campaign
    in_grace = campaign.last < day <= campaign.last + timedelta(campaign.grace_days_after)
    return in_grace and is_working_day(rulebook, day) and (news or day.weekday() == MONDAY)


def _newest_before(rulebook: Rulebook, today: date) -> date | None:
    day = today - timedelta(1)
    while day >= rulebook.campaign.first:
        day = last_working_day(rulebook, day)
        # News of a past day would have been told by a later digest, so only its Mondays are missed.
        if _falls_on(rulebook, day, news=False):
            return day
        day -= timedelta(1)
    return None
