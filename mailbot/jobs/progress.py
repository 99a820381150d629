"""The progress workbook of a day, filled from the store."""

from collections.abc import Sequence
from datetime import date, datetime

from mailbot.jobs.desk import Desk
from mailbot.letters.progress import Came, Filed, progress_workbook
from mailbot.model.duty import Duty
from mailbot.model.letter import Attachment
from mailbot.store.items import load_items
from mailbot.store.submissions import all_submissions, load_findings, standing_submissions


def progress_of(desk: Desk, duties: Sequence[Duty], day: date, now: datetime) -> Attachment:
    """Write the board, the items that stand, what came and what was found in it."""
    filed = [
        Filed(one.unit, one.area, load_items(desk.db, one.id))
        for one in standing_submissions(desk.db, "catalogue")
        if one.unit and one.area and one.outcome == "filed"
    ]
    came = [
        Came(
            submission=one.id,
            mail=one.mail,
            unit=one.unit,
            form=one.form,
            area=one.area,
            received_at=one.received_at,
            outcome=one.outcome,
            size=one.size,
            to_mend=one.to_mend,
            version=one.version,
            provisional=one.provisional,
            findings=load_findings(desk.db, submission=one.id),
        )
        for one in all_submissions(desk.db)
    ]
    return progress_workbook(duties, desk.rulebook, day=day, now=now, filed=filed, came=came)
