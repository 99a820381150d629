"""The proposals of a digest: late duties with an excuse of our making that the office has not decided about."""

from datetime import datetime

from mailbot.duties.excuses import excuses
from mailbot.jobs.desk import Desk
from mailbot.letters.digest_proposals import Proposal
from mailbot.model.duty import Duty
from mailbot.store import arrivals, delays


def proposals_of(desk: Desk, board: tuple[Duty, ...], now: datetime, *, after: int) -> tuple[Proposal, ...]:
    """Number the proposals on from ``after``; what was declined, or is late no more, is proposed no more."""
    declined = arrivals.on_time_declined(desk.db, now)
    late = [duty for duty in board if duty.late and duty.key not in declined]
    if not late:
        return ()
    duties = {duty.key: duty for duty in late}
    found = excuses(late, delays.waited(desk.db, now), delays.at_server(desk.db, late), now)
    return tuple(
        Proposal(number, one, duties[one.duty].received_at, duties[one.duty].late_days) for number, one in enumerate(found, start=after + 1)
    )
