"""Judge tables or a mail without storing or sending anything: what ``mailbot check`` shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mailbot.checks.judge import judge
from mailbot.decide.attribute import attribute
from mailbot.decide.decide import STAMPED_COPIES
from mailbot.decide.losses import loss_findings
from mailbot.forms.draft import drafts, settle_areas
from mailbot.forms.sorting import together
from mailbot.jobs.reading import read, read_part
from mailbot.model.decision import Attribution, Directory, Standing
from mailbot.model.mail import Contents, File, Mail, Part, RawMail, SourceKey
from mailbot.model.submission import Finding, Submission
from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings

NOBODY = Directory(units={})
MAIL_SUFFIXES = (".eml",)
HELD_FOR = frozenset({"area-unknown", "areas-together", "area-not-yours"})
"""What the office would be asked about, had the table come by mail."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One input: its files, the tables recognised in them, and findings about a file by its path."""

    files: tuple[File, ...]
    submissions: tuple[Submission, ...]
    findings: dict[str, tuple[Finding, ...]]
    unit: str | None

    @property
    def outcome(self) -> str:
        """Sum up: filed, returned, mixed, unreadable or unrecognised."""
        outcomes = {submission.outcome for submission in self.submissions}
        if outcomes:
            return outcomes.pop() if len(outcomes) == 1 else "mixed"
        return "unreadable" if any(file.trouble for file in self.files) else "unrecognised"

    @property
    def sound(self) -> bool:
        """Tell whether nothing must be mended or asked, and everything could be read."""
        unread = any(file.trouble and file.format not in STAMPED_COPIES for file in self.files)
        doubtful = any(one.to_mend or any(finding.code in HELD_FOR for finding in one.findings) for one in self.submissions)
        return self.outcome == "filed" and not unread and not doubtful


def check(paths: Iterable[Path], rulebook: Rulebook, sandbox: Sandbox, settings: Settings, *, unit: str | None = None) -> Checked:
    """Judge files (.eml: the mail's attachments) as if ``unit`` had mailed them."""
    mail, files = _nobody(), list[File]()
    for number, path in enumerate(paths, start=1):
        content = path.read_bytes()
        if path.suffix.lower() in MAIL_SUFFIXES:
            contents = read(RawMail(SourceKey("check", 0, number), content, datetime.now(UTC)), sandbox, settings)
            mail, found = contents.mail, contents.files
        else:
            found = read_part(Part(str(number), path.name, "application/octet-stream", content), sandbox, settings)
        files += found
    return judged(Contents(mail, tuple(files)), rulebook, unit=unit)


def judged(contents: Contents, rulebook: Rulebook, *, unit: str | None = None) -> Checked:
    """Judge what was read."""
    found = drafts(contents, rulebook)
    attribution = attribute(contents, found, NOBODY, rulebook)
    if unit is not None:
        attribution = Attribution((unit,), attribution.evidence, Standing.KNOWN)
    if attribution.unit is not None:
        found = settle_areas(found, contents, attribution.unit, rulebook)
    submissions = tuple(_judge(one, attribution, rulebook) for one in found.submissions)
    return Checked(
        contents.files,
        submissions,
        _file_findings(contents.files, (*found.findings, *loss_findings(contents.files, rulebook)), submissions),
        attribution.unit,
    )


def _judge(draft: Submission, attribution: Attribution, rulebook: Rulebook) -> Submission:
    owner = rulebook.area_by_number[draft.area].unit if draft.area else None
    unit = attribution.unit or owner
    submission = judge(replace(draft, unit=unit), rulebook)
    if draft.form == "catalogue" and draft.area is None:
        return replace(submission, findings=(*submission.findings, together(draft, rulebook) or Finding("area-unknown", where=draft.sheet)))
    if owner is not None and owner != unit:
        area = rulebook.area_by_number[draft.area or 0]
        return replace(submission, findings=(*submission.findings, Finding("area-not-yours", where=draft.sheet, facts={"area": area.name})))
    return submission


def _file_findings(files: Iterable[File], others: Iterable[Finding], submissions: Iterable[Submission]) -> dict[str, tuple[Finding, ...]]:
    """Say of each file why it could not be read, or that no table in it was recognised."""
    told: dict[str, tuple[Finding, ...]] = {}
    recognised = {submission.file for submission in submissions}
    for file in files:
        mine = [
            one for one in others if one.where == file.path or one.where.startswith(f"{file.path}#") or one.facts.get("file") == file.name
        ]
        if file.trouble:
            mine.append(Finding(file.trouble, where=file.name, facts={"file": file.name, **file.facts}))
        elif file.tables and file.path not in recognised and not mine:
            mine.append(Finding("unreadable-no-table", where=file.name, facts={"file": file.name}))
        told[file.path] = tuple(mine)
    return told


def _nobody() -> Mail:
    """Stand in for the mail of files that came without one."""
    return Mail(sha256="", message_id="", sender="", sender_name="", subject="", text="", received_at=datetime.now(UTC))
