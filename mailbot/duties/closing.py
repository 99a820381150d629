"""The end of a season before its day: the campaign as if it had ended when the office closed it.

Nobody is reminded any more, the digest goes out on days with news and on Mondays; mail is judged by
the campaign's own days and still taken.
"""

from datetime import date, timedelta

from mailbot.rulebook.model import Rulebook


def closed_on(rulebook: Rulebook, day: date | None) -> Rulebook:
    """Give the rules by which notices and digests are due where the season was closed on a day; None: it was not."""
    campaign = rulebook.campaign
    if day is None or day > campaign.last:
        return rulebook
    last = day - timedelta(1)
    grace = campaign.grace_days_after + (campaign.last - last).days
    return rulebook.model_copy(update={"campaign": campaign.model_copy(update={"last": last, "grace_days_after": grace})})
