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
from mailbot.standards.reconcile import GONE, NEW, Question, Reconciled, reconcile
from mailbot.standards.rows import Edited, edited
from mailbot.standards.workbook import Draft, draft_workbook, final_workbook
from mailbot.store import standard_edits
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
    mail: int | None = None,
) -> Imported:
    """Match an edited workbook with what is known; nothing is kept while anything must be asked."""
    found = compared(db, rulebook, workbook, answers)
    with transaction(db):
        return take(db, found, now, by=by, sha256=sha256, mail=mail)


def compared(db: Database, rulebook: Rulebook, workbook: Edited, answers: Mapping[str, str]) -> Reconciled:
    """Match an edited workbook with the latest draft or version; writes nothing."""
    base = kept.latest(db)
    number = kept.next_number(db, kept.VERSION)
    return reconcile(
        base.entries if base else (),
        kept.known_entries(db),
        _answered(workbook, answers, rulebook),
        rulebook,
        answers=answers,
        prefix=f"n{number}-",
    )


def take(db: Database, found: Reconciled, now: datetime, *, by: str, sha256: str, mail: int | None = None) -> Imported:
    """Keep an edit as a version, or let it wait for answers; in the caller's transaction."""
    if found.questions:
        standard_edits.wait(db, mail, sha256, now, by=by, questions=len(found.questions))
        return Imported(None, found.questions)
    before, draft = kept.latest(db, kept.VERSION), kept.latest(db, kept.DRAFT)
    version = kept.save(db, kept.VERSION, found.entries, now, by=by, workbook=sha256)
    standard_edits.close(db, now)
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
