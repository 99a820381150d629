"""Which notices are due: kick-off, phase letters and reminders of one day, one letter a unit.

Pure arithmetic on the calendar, the board and the ledger of what was sent; asked twice, it answers
the same, and once the ledger and the outbox hold an answer it answers nothing (design, 6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from mailbot.duties.corrections import DueCorrections, correction_key, due_corrections
from mailbot.duties.phases import campaign_open, dated, kickoff_day, last_day, opening_day, taking
from mailbot.duties.steps import DueSteps, due_steps, telephone_list
from mailbot.model.correction import Correction
from mailbot.model.duty import Duty, DutyState, LedgerKey
from mailbot.model.instant import at, local_day
from mailbot.model.letter import Notice
from mailbot.rulebook.calendar import add_working_days, is_working_day
from mailbot.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class DueNotices:
    """What must go out now.

    ``no_address``: units that would get a letter and have no address (需电话通知). ``skipped``: steps
    and phase letters that came too late to be sent, to be written into the ledger as skipped and told
    in the digest. ``telephone``: units past their last step with something still owed.
    """

    notices: tuple[Notice, ...] = ()
    no_address: tuple[str, ...] = ()
    skipped: tuple[LedgerKey, ...] = ()
    telephone: tuple[str, ...] = ()


def due_notices(
    rulebook: Rulebook,
    board: Sequence[Duty],
    ledger: frozenset[LedgerKey],
    sent_notices: frozenset[str],
    addresses: Mapping[str, tuple[str, ...]],
    now: datetime,
    *,
    reminders_at: time,
    paused: frozenset[str] = frozenset(),
    vetoed: frozenset[str] = frozenset(),
    corrections: Sequence[Correction] = (),
) -> DueNotices:
    """Tell the letters that are due at ``now``: on working days of the campaign from ``reminders_at`` on.

    After the campaign's last day only corrections are told and reminded of, as long as mail is taken:
    part five of the notice has no end, and the office opened each of them.

    ``sent_notices`` are keys (notice:<unit>:<day>) the outbox already holds. ``paused`` units get no
    reminder (暂停提醒) but their kick-off and phase letters; ``vetoed`` ones neither, and what was due
    today is skipped for good. ``corrections`` are those that units must still answer.
    """
    today = local_day(now)
    telephone = telephone_list(rulebook, board, today)
    if not _may_write(rulebook, now, reminders_at):
        return DueNotices(telephone=telephone)
    notices: list[Notice] = []
    no_address: list[str] = []
    skipped: list[LedgerKey] = []
    for unit in rulebook.units:
        mine = [duty for duty in board if duty.unit == unit.key and campaign_open(rulebook, today)]
        steps = DueSteps() if unit.key in paused else due_steps(rulebook, mine, ledger, today)
        asked = DueCorrections()
        if unit.key in vetoed:
            skipped += (*steps.due, *steps.skipped)
            steps = DueSteps()
        elif unit.key not in paused:
            asked = due_corrections(rulebook, [one for one in corrections if one.unit == unit.key], ledger, today)
        notice = Notice(
            unit.key,
            today.isoformat(),
            kickoff=_kickoff_due(rulebook, mine, ledger, today),
            phases=_phases_due(rulebook, mine, ledger, today),
            steps=tuple((form, area, deadline, step) for _, form, area, deadline, step in steps.due),
            corrections=asked.due,
        )
        if not addresses.get(unit.key):
            no_address += [unit.key] if has_content(notice) else []
            continue
        skipped += _phases_missed(rulebook, mine, ledger, today)
        if has_content(notice) and notice.key not in sent_notices:
            notices.append(notice)
            skipped += (*steps.skipped, *asked.skipped)
    return DueNotices(tuple(notices), tuple(no_address), tuple(skipped), telephone)


def preview(
    rulebook: Rulebook,
    board: Sequence[Duty],
    ledger: frozenset[LedgerKey],
    addresses: Mapping[str, tuple[str, ...]],
    now: datetime,
    *,
    reminders_at: time,
    paused: frozenset[str] = frozenset(),
    vetoed: frozenset[str] = frozenset(),
    corrections: Sequence[Correction] = (),
) -> DueNotices:
    """Tell what the next reminders will be if nothing comes until then."""
    then = at(next_reminders(rulebook, now, reminders_at), reminders_at)
    return due_notices(
        rulebook,
        board,
        ledger,
        frozenset(),
        addresses,
        then,
        reminders_at=reminders_at,
        paused=paused,
        vetoed=vetoed,
        corrections=corrections,
    )


def next_reminders(rulebook: Rulebook, now: datetime, reminders_at: time) -> date:
    """Tell the day of the next reminders: today where their hour is still to come, else the next working day."""
    today = local_day(now)
    if is_working_day(rulebook, today) and now < at(today, reminders_at):
        return today
    return add_working_days(rulebook, today, 1)


def claims(rulebook: Rulebook, notice: Notice, corrections: Sequence[Correction] = ()) -> tuple[LedgerKey, ...]:
    """List the ledger rows a notice stands for; they are written when it is claimed for sending."""
    rows: list[LedgerKey] = [(notice.unit, *step) for step in notice.steps]
    if notice.kickoff:
        rows.append(_kickoff_key(rulebook, notice.unit))
    openings = {phase.key: opening_day(rulebook, phase) for phase in dated(rulebook)}
    rows += [_phase_key(notice.unit, key, openings[key]) for key in notice.phases if key in openings]
    steps = dict(notice.corrections)
    rows += [correction_key(one, steps[one.id]) for one in corrections if one.id in steps]
    return tuple(rows)


def has_content(notice: Notice) -> bool:
    """Tell whether a notice has anything to say."""
    return notice.kickoff or bool(notice.phases) or bool(notice.steps) or bool(notice.corrections)


def _may_write(rulebook: Rulebook, now: datetime, reminders_at: time) -> bool:
    today = local_day(now)
    return taking(rulebook, today) and is_working_day(rulebook, today) and now >= at(today, reminders_at)


def _kickoff_due(rulebook: Rulebook, mine: Sequence[Duty], ledger: frozenset[LedgerKey], today: date) -> bool:
    """On the campaign's first working day to all; later to who owes something and first got an address."""
    if not mine or _kickoff_key(rulebook, mine[0].unit) in ledger:
        return False
    if today == kickoff_day(rulebook):
        return _concerned(mine)
    return any(duty.owed for duty in mine) and today <= max(duty.deadline for duty in mine)


def _phases_due(rulebook: Rulebook, mine: Sequence[Duty], ledger: frozenset[LedgerKey], today: date) -> tuple[str, ...]:
    if not _concerned(mine):
        return ()
    return tuple(
        phase.key
        for phase in dated(rulebook)
        if phase.letter
        and opening_day(rulebook, phase) <= today <= last_day(phase)
        and _phase_key(mine[0].unit, phase.key, opening_day(rulebook, phase)) not in ledger
    )


def _phases_missed(rulebook: Rulebook, mine: Sequence[Duty], ledger: frozenset[LedgerKey], today: date) -> list[LedgerKey]:
    if not _concerned(mine):
        return []
    over = [phase for phase in dated(rulebook) if phase.letter and last_day(phase) < today]
    keys = [_phase_key(mine[0].unit, phase.key, opening_day(rulebook, phase)) for phase in over]
    return [key for key in keys if key not in ledger]


def _concerned(mine: Sequence[Duty]) -> bool:
    return any(duty.state is not DutyState.EXEMPT for duty in mine)


def _kickoff_key(rulebook: Rulebook, unit: str) -> LedgerKey:
    return (unit, "kickoff", None, kickoff_day(rulebook).isoformat(), 0)


def _phase_key(unit: str, phase: str, opening: date) -> LedgerKey:
    return (unit, f"phase:{phase}", None, opening.isoformat(), 0)
