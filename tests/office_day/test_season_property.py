"""Any arrivals, downtimes, vetoes and moved deadlines, through the store, the ledger and the outbox: what must hold.

Never a reminder to a unit that owes nothing when it leaves; never two letters a unit a day; never on a
day off; whoever still owes three working days after a deadline was reminded, unless vetoed, without an
address, or while the machine was off.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.duties.steps import step_day
from mailbot.jobs.announce import announce
from mailbot.jobs.board import current_board
from mailbot.jobs.deliver import deliver
from mailbot.jobs.desk import Desk
from mailbot.letters.render import Templates
from mailbot.mail.memory import MemorySource, MemoryTransport
from mailbot.model.decision import Order, Outcome
from mailbot.model.duty import DutyKey
from mailbot.model.instant import at, days_between, local_day
from mailbot.office.orders import Office, apply
from mailbot.rulebook.calendar import is_working_day
from mailbot.rulebook.load import load_rulebook, packaged
from mailbot.rulebook.model import Rulebook
from mailbot.settings import Settings
from mailbot.store.database import empty_database, transaction
from mailbot.store.directory import add_address
from tests.store.builders import arrive, catalogue, decide, decision, liaison, mail

UNITS = ("civil-affairs", "taxation", "ecology")
WITHOUT_ADDRESS = "ecology"
DUTIES: tuple[DutyKey, ...] = (
    ("civil-affairs", "liaison", None),
    ("civil-affairs", "catalogue", 5),
    ("civil-affairs", "catalogue", 6),
    ("taxation", "liaison", None),
    ("taxation", "catalogue", 25),
    ("ecology", "catalogue", 13),
)
DAYS = days_between(date(2020, 9, 24), date(2020, 10, 16))
OFFICE = "office@example.cn"


@cache
def rules() -> Rulebook:
    """Take three units of the notice, so that a season is a second's work."""
    whole = load_rulebook(None)
    units = tuple(unit for unit in whole.units if unit.key in UNITS)
    return whole.model_copy(update={"units": units, "areas": tuple(area for area in whole.areas if area.unit in UNITS)})


@contextmanager
def desk() -> Iterator[Desk]:
    book = rules()
    one = Desk(
        settings=Settings.model_construct(),
        rulebook=book,
        db=empty_database(book.campaign.key),
        make_source=MemorySource,
        make_transport=MemoryTransport,
        templates=Templates((packaged("templates"),), book),
        simulated=True,
    )
    with transaction(one.db):
        for unit in UNITS:
            if unit != WITHOUT_ADDRESS:
                add_address(one.db, unit, f"{unit}@example.cn", at(DAYS[0], one.settings.worker.reminders_at), source="import")
    try:
        yield one
    finally:
        one.close()


@dataclass(frozen=True)
class Came:
    """A table that came: for which duty, when, and how the checks judged it."""

    duty: DutyKey
    hours: int
    outcome: str

    @property
    def when(self) -> datetime:
        return at(DAYS[0], Settings.model_construct().worker.reminders_at) + timedelta(hours=self.hours)


@dataclass
class Season:
    """What went out: unit and instant of every letter; duties reminded of that were not owed then; those forgotten at the end."""

    letters: list[tuple[str, datetime]] = field(default_factory=list)
    wrongly: list[tuple[object, datetime]] = field(default_factory=list)
    reminded: set[tuple[object, ...]] = field(default_factory=set)
    forgotten: list[tuple[object, ...]] = field(default_factory=list)


def play(came: list[Came], down: set[int], vetoes: dict[int, str], moved: dict[str, int]) -> Season:
    season = Season()
    with desk() as one:
        waiting = sorted(came, key=lambda table: table.hours)
        for number, day in enumerate(DAYS):
            if number in down:
                continue
            for hour in (10, 17):
                now = at(day, one.settings.worker.reminders_at) + timedelta(hours=hour - 10)
                waiting = store(one, waiting, now)
                tick(one, season, now)
            decide_by_office(one, day, vetoes.get(number), moved if number == 2 else {})
        seen = one.db.connection.execute("SELECT unit, form, area, deadline FROM ledger WHERE letter IS NOT NULL")
        season.reminded = {(row[0], row[1], row[2] or None, row[3]) for row in seen}
        season.forgotten = list(forgotten(one, season, down, vetoes))
    return season


def store(one: Desk, waiting: list[Came], now: datetime) -> list[Came]:
    """Let the mailbox's new mails be decided before anything is announced, as a tick does."""
    for place, table in enumerate(waiting):
        if table.when > now:
            return waiting[place:]
        unit, form, area = table.duty
        number = arrive(one.db, f"{table}".encode() + bytes([place]), uid=hash(table) % 100_000, received_at=table.when, now=now)
        made = catalogue(unit=unit, area=area, outcome=table.outcome) if form == "catalogue" else liaison(unit=unit, outcome=table.outcome)
        outcome = {"filed": Outcome.FILED, "returned": Outcome.RETURNED, "held": Outcome.HELD}[table.outcome]
        decide(one.db, number, decision(made, outcome=outcome, unit=unit), sent=mail(message_id=f"<{number}@example.cn>"), now=now)
    return []


def tick(one: Desk, season: Season, now: datetime) -> None:
    board = current_board(one, now)
    announce(one, now)
    before = {row[0] for row in one.db.connection.execute("SELECT letter FROM ledger WHERE letter IS NOT NULL")}
    deliver(one, now)
    rows = one.db.connection.execute("SELECT id, unit FROM outbox WHERE kind = 'notice' AND sent_at = (SELECT max(sent_at) FROM outbox)")
    sent = [row for row in rows.fetchall() if row["id"] not in before]
    owing = {(duty.unit, duty.form, duty.area, duty.deadline.isoformat()) for duty in board if duty.owed}
    for row in sent:
        season.letters.append((row["unit"], now))
        steps = one.db.connection.execute("SELECT form, area, deadline FROM ledger WHERE letter = ?", (row["id"],)).fetchall()
        asked = {(row["unit"], step[0], step[1] or None, step[2]) for step in steps if step[0] in ("catalogue", "liaison")}
        season.wrongly += [(key, now) for key in asked - owing]


def decide_by_office(one: Desk, day: date, veto: str | None, moved: dict[str, int]) -> None:
    office = Office(one.db, one.rulebook, at(day, one.settings.worker.reminders_at) + timedelta(hours=8))
    if veto:
        apply(office, Order("veto", unit=veto, by=OFFICE))
    for unit, days in moved.items():
        apply(office, Order("defer", unit=unit, day=date(2020, 9, 30) + timedelta(days), why="来函", by=OFFICE))


def forgotten(one: Desk, season: Season, down: set[int], vetoes: dict[int, str]) -> Iterator[tuple[object, ...]]:
    """List duties owed to the end that had a chance to be reminded of and were not."""
    now = at(DAYS[-1], one.settings.worker.reminders_at) + timedelta(hours=8)
    for duty in current_board(one, now):
        if not duty.owed or duty.unit == WITHOUT_ADDRESS or duty.unit in vetoes.values():
            continue
        first, last = step_day(one.rulebook, duty.deadline, -1), step_day(one.rulebook, duty.deadline, 3)
        # A machine that is on for the last working days has had its chance, and everything came before.
        chance = any(number not in down and first <= day <= last and is_working_day(one.rulebook, day) for number, day in enumerate(DAYS))
        key = (duty.unit, duty.form, duty.area, duty.deadline.isoformat())
        if chance and last <= DAYS[-1] and duty.came_at is None and key not in season.reminded:
            yield key


CAME = st.lists(
    st.builds(Came, st.sampled_from(DUTIES), st.integers(0, len(DAYS) * 24), st.sampled_from(["filed", "returned", "held"])),
    max_size=8,
    unique_by=lambda table: (table.duty, table.hours),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    came=CAME,
    down=st.sets(st.integers(0, len(DAYS) - 1), max_size=14),
    vetoes=st.dictionaries(st.integers(0, len(DAYS) - 1), st.sampled_from(UNITS), max_size=2),
    moved=st.dictionaries(st.sampled_from(UNITS), st.integers(-3, 10), max_size=2),
)
def test_nobody_is_forgotten_and_nobody_is_chased_wrongly(
    came: list[Came], down: set[int], vetoes: dict[int, str], moved: dict[str, int]
) -> None:
    season = play(came, down, vetoes, moved)
    days = Counter((unit, local_day(when)) for unit, when in season.letters)
    assert season.wrongly == []
    assert max(days.values(), default=0) <= 1
    assert all(is_working_day(rules(), day) for _, day in days)
    assert season.forgotten == []


def test_the_season_of_the_test_does_send_reminders() -> None:
    season = play([], set(), {}, {})
    assert {unit for unit, _ in season.letters} == {"civil-affairs", "taxation"}
    assert ("taxation", "catalogue", 25, "2020-09-30") in season.reminded


def test_a_veto_on_every_day_leaves_a_unit_without_reminders() -> None:
    season = play([], set(), dict.fromkeys(range(len(DAYS)), "taxation"), {})
    assert not any(key[0] == "taxation" and key[1] == "catalogue" for key in season.reminded)
