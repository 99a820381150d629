"""Phases two to four for a few units, as the demo plays them; what left from the ninth of October on is a golden timeline.

``MAILBOT_REGOLD=1`` writes the timeline anew; a person reads the difference before it is kept.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.demo.office import acts, hand_in, later
from mailbot.demo.script import arrivals
from mailbot.model.instant import at, days_between
from mailbot.rulebook.calendar import is_working_day
from mailbot.settings import Worker
from mailbot.store import standards as kept
from tests.season.builders import Stage, instant, stage
from tests.season.test_season import last_letter_to, timeline

pytestmark = pytest.mark.xdist_group("season")

UNITS = ("civil-affairs", "finance", "education", "health")
FIRST = instant("2020-10-09T00:00")
TIMELINE = Path(__file__).parents[1] / "golden" / "season" / "phases.txt"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("phases")
    with stage(folder) as found:
        for unit in UNITS:
            found.register(unit)
        script = [one for one in (*arrivals(found.rulebook), *later(found.rulebook)) if one.sender.partition("@")[0] in UNITS]
        orders = acts()
        campaign, worker = found.rulebook.campaign, Worker()
        days = [day for day in days_between(FIRST.date(), campaign.last) if is_working_day(found.rulebook, day)]
        bells = [at(day, bell) for day in days for bell in (worker.reminders_at, worker.digest_at)]
        for moment in sorted({*bells, *(one.at for one in script), *(order.at for order in orders)}):
            for order in (order for order in orders if order.at == moment):
                order.do(found.desk, moment, folder / "standard")
            for one in (one for one in script if one.at == moment):
                found.arrive(one.write(last_letter_to(found, one.sender)), moment)
            found.tick(moment)
        yield found


def test_what_left_from_phase_two_on_is_the_golden_timeline(played: Stage) -> None:
    sent = [one for one in played.sent if one.at >= FIRST and one.kind != "digest" and any(unit in one.to for unit in UNITS)]
    seen = timeline(sent)
    if os.environ.get("MAILBOT_REGOLD"):
        TIMELINE.write_text(seen, encoding="utf-8")
    assert seen == TIMELINE.read_text(encoding="utf-8")


def test_no_standard_left_but_in_the_passes_after_the_office_ordered_it(played: Stage) -> None:
    ordered = {order.at for order in acts()}
    assert {one.at for one in played.kinds("standard")} <= {moment + timedelta(minutes=n) for moment in ordered for n in range(61)}


def test_letters_of_phases_three_and_four_bring_the_standard(played: Stage) -> None:
    letters = [one for one in played.kinds("notice") if "2020-10-19" in one.key or "2020-11-02" in one.key]
    assert len(letters) == 2 * len(UNITS)
    assert all(any("公开事项标准目录" in name for name in one.attachments) for one in letters)
    assert all("月" in one.text and "政务公开" in one.text for one in letters)


def test_the_season_ends_with_the_receipts_and_the_files_to_hand_in(played: Stage, tmp_path: Path) -> None:
    versions = [row[0] for row in played.desk.db.connection.execute("SELECT id FROM standard WHERE kind = 'version' ORDER BY id")]
    assert [sorted(kept.receipts_of(played.desk.db, version)) for version in versions] == [["education", "finance"], []]
    assert [(unit, mail > 0) for unit, mail, _ in kept.opinions_of(played.desk.db, versions[0])] == [("civil-affairs", True)]
    assert all(path.stat().st_size for path in hand_in(played.desk, instant("2020-11-06T18:00"), tmp_path))
