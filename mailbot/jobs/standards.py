"""Phase two at the desk: gather what stands, build the draft, take the office's edit, tell the units."""

from collections.abc import Iterator
from datetime import datetime

from mailbot.jobs.board import board_of
from mailbot.model.instant import local_day
from mailbot.model.standard import Standard
from mailbot.rulebook.model import Rulebook
from mailbot.standards.merge import Filed, merge
from mailbot.standards.workbook import Draft, draft_workbook
from mailbot.store import standards as kept
from mailbot.store.database import Database, transaction
from mailbot.store.submissions import load_table, standing_submissions


def standing_catalogues(db: Database, *, returned: bool) -> Iterator[Filed]:
    """Give the catalogue that stands for each area; those that must be mended as a whole only when asked for."""
    for one in standing_submissions(db, "catalogue"):
        if one.area is not None and (returned or one.outcome == "filed"):
            yield Filed(one.id, load_table(db, one.id), kept.item_numbers(db, one.id))


def build(db: Database, rulebook: Rulebook, now: datetime, *, by: str, returned: bool = False) -> tuple[Standard, bytes]:
    """Merge what was filed into a draft, remember it, and give it as a workbook."""
    filed = tuple(standing_catalogues(db, returned=returned))
    fixed = kept.latest(db, kept.VERSION)
    submission_of = {item: one.submission for one in filed for item in one.items}
    merged = merge(filed, fixed, submission_of, rulebook)
    with transaction(db):
        saved = kept.save(db, kept.DRAFT, merged.entries, now, by=by)
    origins = kept.origins(db, (entry.item for entry in merged.entries if entry.item is not None))
    draft = Draft(saved.number, merged, origins, board_of(db, rulebook, now), local_day(now))
    return saved, draft_workbook(draft, rulebook)
