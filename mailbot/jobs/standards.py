"""Phase two at the desk: gather what stands, build the draft, take the office's edit, tell the units."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.jobs.board import board_of
from mailbot.jobs.reading import read_part
from mailbot.model.instant import local_day
from mailbot.model.mail import Part
from mailbot.model.standard import Standard
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import area_of
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings
from mailbot.standards.changes import Change, changes
from mailbot.standards.merge import Filed, merge
from mailbot.standards.reconcile import GONE, NEW, Question, reconcile
from mailbot.standards.rows import Edited, edited
from mailbot.standards.workbook import Draft, draft_workbook, final_workbook
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


def catalogue(db: Database, rulebook: Rulebook, now: datetime) -> bytes:
    """Give the standard catalogue as it stands: what was fixed, and what was filed for areas nobody has fixed yet."""
    filed = tuple(standing_catalogues(db, returned=False))
    merged = merge(filed, kept.latest(db, kept.VERSION), {item: one.submission for one in filed for item in one.items}, rulebook)
    draft = Draft(0, merged, {}, board_of(db, rulebook, now), local_day(now))
    return final_workbook(draft, rulebook)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an edited workbook came to: a version with its changes against the draft and the version before, or questions.

    ``against_version`` is None for the first version.
    """

    version: Standard | None
    questions: tuple[Question, ...]
    against_draft: tuple[Change, ...] = ()
    against_version: tuple[Change, ...] | None = None


def import_workbook(
    db: Database,
    rulebook: Rulebook,
    workbook: Edited,
    now: datetime,
    *,
    by: str,
    sha256: str,
    answers: Mapping[str, str],
) -> Imported:
    """Match an edited workbook with what is known; nothing is kept while anything must be asked."""
    base = kept.latest(db)
    before = kept.latest(db, kept.VERSION)
    draft = kept.latest(db, kept.DRAFT)
    number = kept.next_number(db, kept.VERSION)
    found = reconcile(
        base.entries if base else (),
        kept.known_entries(db),
        _answered(workbook, answers, rulebook),
        rulebook,
        answers=answers,
        prefix=f"n{number}-",
    )
    if found.questions:
        return Imported(None, found.questions)
    with transaction(db):
        version = kept.save(db, kept.VERSION, found.entries, now, by=by, workbook=sha256)
    return Imported(
        version,
        (),
        changes(draft.entries if draft else (), version.entries),
        changes(before.entries, version.entries) if before else None,
    )


def read_workbook(content: bytes, name: str, rulebook: Rulebook, sandbox: Sandbox, settings: Settings) -> tuple[Edited, str]:
    """Read an edited workbook in the child; gives its rows and the sha256 of its bytes."""
    files = read_part(Part("1", name, "application/octet-stream", content), sandbox, settings)
    return edited(files, rulebook), hashlib.sha256(content).hexdigest()


def _answered(workbook: Edited, answers: Mapping[str, str], rulebook: Rulebook) -> Edited:
    """Carry out the answers that are about a row as such: drop it, or say its area."""
    rows = []
    for row in workbook.rows:
        said = answers.get(row.where, "")
        if said == GONE:
            continue
        area = area_of(rulebook, said) if row.area is None and said and said != NEW else None
        rows.append(replace(row, area=area) if area else row)
    return replace(workbook, rows=tuple(rows))
