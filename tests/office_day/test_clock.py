"""The machine's clock set forward and back, and a host in another zone: no letter twice, none lost."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.errors import TryLater
from mailbot.jobs.board import current_board
from mailbot.mail.memory import MemoryTransport
from mailbot.mail.ports import Refusal
from tests.season.builders import OFFICE, SETTINGS, Stage, instant, stage, table, words

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
SENDER = "civil-affairs@example.cn"


RINGING = (
    "2020-09-24",
    "2020-09-25",
    "2020-09-27",
    "2020-09-28",
    "2020-09-29",
    "2020-09-30",
    "2020-10-09",
    "2020-10-10",
    "2020-10-12",
    "2020-10-13",
)
STEPS_ON = "2020-09-27"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    """A desk that believes its clock is the wall's."""
    with stage(tmp_path) as one:
        one.register("civil-affairs")
        one.desk.simulated = False
        one.tick("2020-09-24T10:00")
        yield one


def season(one: Stage, shift: timedelta = timedelta()) -> Stage:
    """Ring both bells of some days; on one evening the clock is wrong by ``shift`` for an hour."""
    for unit in ("civil-affairs", "education", "taxation"):
        one.register(unit)
    one.desk.simulated = False
    for day in RINGING:
        one.day(day)
        if day == STEPS_ON:
            one.tick(instant(f"{day}T18:00") + shift)
            one.arrive(table(one.rulebook, [5, 6], when=f"{day}T19:00", sender=SENDER), f"{day}T19:00")
            one.tick(instant(f"{day}T19:01") + shift)
            one.tick(f"{day}T19:05")
    return one


def keys(one: Stage) -> Counter[str]:
    return Counter(letter.key for letter in one.sent)


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("right")) as one:
        yield season(one)


@pytest.mark.parametrize("shift", [HOUR, DAY, YEAR, -HOUR, -DAY, -3 * DAY, -YEAR], ids=["+1h", "+1d", "+1y", "-1h", "-1d", "-3d", "-1y"])
def test_a_clock_that_steps_away_and_back_doubles_and_loses_no_letter(right: Stage, tmp_path: Path, shift: timedelta) -> None:
    with stage(tmp_path) as one:
        wrong = season(one, shift)
        assert max(keys(wrong).values()) == 1
        assert {key for key in keys(right) if not key.startswith("notice:")} - set(keys(wrong)) == set()
        assert steps(wrong) == steps(right)


def steps(one: Stage) -> set[tuple[object, ...]]:
    """List the reminders that went out with a letter, whatever day the clock gave it."""
    ledger = "SELECT unit, form, area, deadline FROM ledger WHERE letter IS NOT NULL AND form IN ('catalogue', 'liaison')"
    rows = one.desk.db.connection.execute(ledger)
    return {tuple(row) for row in rows}


@pytest.mark.parametrize("shift", [-3 * DAY, YEAR], ids=["-3d", "+1y"])
def test_a_clock_that_is_wrong_for_days_doubles_no_letter_and_forgets_no_reminder(right: Stage, tmp_path: Path, shift: timedelta) -> None:
    with stage(tmp_path) as one:
        for unit in ("civil-affairs", "education", "taxation"):
            one.register(unit)
        one.desk.simulated = False
        for day in RINGING:
            wrong = shift if "2020-09-27" <= day <= "2020-09-29" else timedelta()
            for bell in ("10:00", "16:30"):
                one.tick(instant(f"{day}T{bell}") + wrong)
            if day == STEPS_ON:
                one.arrive(table(one.rulebook, [5, 6], when=f"{day}T19:00", sender=SENDER), f"{day}T19:00")
        assert max(keys(one).values()) == 1
        assert keys(one)["reply:1:1"] == 1
        assert steps(one) == steps(right)


@pytest.mark.parametrize("shift", [-HOUR, -DAY, -3 * DAY, -YEAR])
def test_a_clock_set_back_forgets_nothing_that_has_come(played: Stage, shift: timedelta) -> None:
    at = instant("2020-09-28T09:00")
    played.answer(table(played.rulebook, [5, 6], when="2020-09-28T09:00", sender=SENDER), at)
    owed = [duty for duty in current_board(played.desk, at + shift) if duty.unit == "civil-affairs" and duty.area and duty.owed]
    assert owed == []


class Refusing:
    """A way out that is closed for a while."""

    def __init__(self, way: MemoryTransport) -> None:
        self.way = way
        self.closed = True

    def send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        if self.closed:
            raise TryLater("451")
        return self.way.send(content, sender, recipients)

    def close(self) -> None:
        self.way.close()


@pytest.mark.parametrize("shift", [HOUR, DAY, YEAR])
def test_a_letter_put_off_by_a_wrong_clock_leaves_when_the_clock_is_right(played: Stage, shift: timedelta) -> None:
    at = instant("2020-09-28T09:00")
    way = Refusing(played.transport)
    played.desk.__dict__["transport"] = way
    played.arrive(table(played.rulebook, [5, 6], when="2020-09-28T09:00", sender=SENDER), at)
    for step in range(4):
        played.tick(at + shift + step * timedelta(hours=3))
    way.closed = False
    later = at + timedelta(hours=13)
    played.tick(later)
    played.tick(later + timedelta(hours=3))
    assert keys(played)["reply:1:1"] == 1


@pytest.mark.parametrize("shift", [HOUR, DAY, YEAR, -HOUR, -DAY, -YEAR])
def test_a_mail_decided_under_a_wrong_clock_stands_in_one_digest(played: Stage, shift: timedelta) -> None:
    at = instant("2020-09-28T09:00")
    played.arrive(table(played.rulebook, [5, 6], when="2020-09-28T09:00", sender=SENDER), at)
    played.tick(at + shift)
    played.day("2020-09-28")
    played.day("2020-09-29")
    assert sum("m1 民政局" in one.text for one in played.kinds("digest")) == 1


def test_letters_sent_under_a_wrong_clock_fill_no_cap_of_today(tmp_path: Path) -> None:
    with stage(tmp_path, SETTINGS.replace("[smtp]", "[smtp]\nper_address_per_day = 2")) as one:
        one.register("civil-affairs")
        one.desk.simulated = False
        one.tick("2020-09-24T10:00")
        future = instant("2021-01-04T09:00")
        for number in range(2):
            one.answer(words("请发一份样表", when="2021-01-04T09:00", sender=OFFICE, subject=f"{number}"), future + number * HOUR)
            one.tick(future + timedelta(days=7 * number, hours=8))
        assert len(one.kinds("digest")) >= 2
        assert [letter.kind for letter in one.tick("2020-09-28T16:30")].count("digest") == 1


SCRIPT = """
import sys
from pathlib import Path
from tests.season.builders import stage, table
with stage(Path(sys.argv[1])) as one:
    one.register("education")
    for day in ("2020-09-25", "2020-09-30", "2020-10-09"):
        one.day(day)
        late = f"{day}T23:58"
        one.answer(table(one.rulebook, [3], when=late, sender="education@example.cn", subject=day), late)
    for sent in one.sent:
        print(sent.key, sent.subject.partition("\\u3014")[0], sent.message["Date"], sent.to)
"""


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Play the same days on hosts of three zones, at once."""
    root = Path(__file__).parents[2]
    runs = {
        zone: subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path_factory.mktemp("zone"))],
            cwd=root,
            env={**os.environ, "TZ": zone, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for zone in ("UTC", "Asia/Shanghai", "America/New_York")
    }
    return {zone: run.communicate(timeout=120)[0] for zone, run in runs.items()}


def test_the_zone_of_the_host_makes_no_difference(zones: dict[str, str]) -> None:
    assert zones["UTC"].count("\n") >= 9
    assert zones["UTC"] == zones["Asia/Shanghai"] == zones["America/New_York"]


def test_dates_of_letters_are_the_offices_own(zones: dict[str, str]) -> None:
    assert all("+0800" in line for line in zones["UTC"].splitlines())
