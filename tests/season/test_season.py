"""The season of the notice from its first to its last day, replayed in memory, its outbox as one golden timeline.

``MAILBOT_REGOLD=1`` writes the timeline anew; a person reads the difference before it is kept.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from mailbot.demo.script import address_of, arrivals, registered
from mailbot.demo.season import schedule
from mailbot.jobs.board import current_board
from mailbot.jobs.tick import Ticked
from mailbot.model.duty import Duty, DutyState
from mailbot.model.instant import local, local_day
from mailbot.rulebook.calendar import is_working_day
from mailbot.rulebook.load import load_rulebook
from mailbot.settings import Worker
from tests.season.builders import OFFICE, Sent, Stage, stage
from tests.season.everything import said_in
from tests.season.script import HOLIDAY, in_the_holiday

pytestmark = pytest.mark.xdist_group("season")

NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0715-?\d{7}|[2-8]\d{6})(?!\d)")
TIMELINE = Path(__file__).parents[1] / "golden" / "season" / "timeline.txt"
CODE = re.compile(r"〔[A-Z2-7]{8}〕")


@dataclass(frozen=True)
class Season:
    """What the season left: each tick's letters, what a second tick at the same instant did, the board at each notice."""

    stage: Stage
    repeated: tuple[Ticked, ...]
    boards: dict[datetime, tuple[Duty, ...]]

    @property
    def sent(self) -> list[Sent]:
        return self.stage.sent


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    with stage(tmp_path_factory.mktemp("season")) as played:
        for unit, address in registered(played.rulebook).items():
            played.register(unit, address)
        boards, repeated = {}, []
        script = (*arrivals(played.rulebook), *in_the_holiday(played.rulebook))
        for moment in moments(played):
            for arrival in (one for one in script if one.at == moment):
                played.arrive(arrival.write(last_letter_to(played, arrival.sender)), moment)
            if any(one.kind == "notice" for one in played.tick(moment)):
                boards[moment] = current_board(played.desk, moment)
            repeated.append(played.pass_at(moment))
        yield Season(played, tuple(repeated), boards)


@cache
def bells() -> tuple[datetime, ...]:
    """List the instants of the demo: every arrival and the worker's own times."""
    return tuple(moment for moment, _ in schedule(load_rulebook(None), Worker()))


def moments(played: Stage) -> list[datetime]:
    return sorted({*bells(), *(arrival.at for arrival in in_the_holiday(played.rulebook))})


def last_letter_to(played: Stage, address: str) -> str:
    return next((one.identifier for one in reversed(played.sent) if address in one.letter.recipients), "")


def timeline(sent: list[Sent]) -> str:
    lines = [f"{local(one.at):%Y-%m-%d %H:%M}  {one.key}  {one.to}  {one.subject}  {'; '.join(one.attachments) or '-'}\n" for one in sent]
    return CODE.sub("〔code〕", "".join(lines))


def test_the_outbox_of_the_season_is_the_golden_timeline(season: Season) -> None:
    seen = timeline(season.sent)
    if os.environ.get("MAILBOT_REGOLD"):
        TIMELINE.parent.mkdir(parents=True, exist_ok=True)
        TIMELINE.write_text(seen, encoding="utf-8")
    assert seen == TIMELINE.read_text(encoding="utf-8")


def test_in_the_holiday_only_answers_go_and_they_go_at_once(season: Season) -> None:
    first, last = HOLIDAY
    during = [one for one in season.sent if first <= f"{local(one.at):%Y-%m-%d}" <= last]
    assert [(one.kind, f"{local(one.at):%m-%d %H:%M}", one.to) for one in during] == [
        ("reply", "10-02 09:30", "health@example.cn"),
        ("reply", "10-04 15:00", "agriculture@example.cn"),
    ]


def test_every_answer_leaves_in_the_pass_that_found_its_mail(season: Season) -> None:
    received = {f"reply:{mail.id}:1": mail.received_at for mail in season.stage.mails()}
    assert all(one.at == received[one.key] for one in season.stage.kinds("reply"))


def test_answers_go_to_the_sender_of_the_mail_and_to_nobody_else(season: Season) -> None:
    mails = {f"reply:{mail.id}:1": mail for mail in season.stage.mails()}
    for one in season.stage.kinds("reply"):
        assert one.letter.recipients == (mails[one.key].sender,)
        assert one.answers == mails[one.key].message_id


def test_nobody_is_reminded_of_what_has_come(season: Season) -> None:
    for one in season.stage.kinds("notice"):
        unit = one.key.split(":")[1]
        mine = [duty for duty in season.boards[one.at] if duty.unit == unit]
        if one.subject.startswith("工作提醒"):
            assert any(duty.owed for duty in mine), one.key
        for duty in mine:
            if not duty.owed:
                assert not asked_for(one, duty, season), (one.key, duty)


def asked_for(one: Sent, duty: Duty, season: Season) -> bool:
    """Tell whether a letter says of a duty that nothing came; the kick-off lists all duties and says so of none that came."""
    rulebook = season.stage.rulebook
    name = f"{rulebook.area_by_number[duty.area].name}领域目录" if duty.area else "分管负责人及联络人名单"
    lines = [line for line in one.text.splitlines() if "尚未收到" in line]
    return any(name in line for line in lines)


def test_a_unit_that_owes_nothing_gets_no_reminder_any_more(season: Season) -> None:
    for one in season.stage.kinds("notice"):
        unit = one.key.split(":")[1]
        owes = any(duty.owed for duty in season.boards[one.at] if duty.unit == unit)
        assert owes or one.subject.startswith(("工作安排", "关于报送")), one.key


def test_a_unit_gets_one_letter_a_day_besides_answers(season: Season) -> None:
    letters = Counter((one.to, local_day(one.at)) for one in season.sent if one.kind not in ("reply", "digest"))
    assert set(letters.values()) == {1}


def test_every_working_day_of_the_campaign_has_exactly_one_digest(season: Season) -> None:
    rulebook = season.stage.rulebook
    days = {local_day(moment) for moment in moments(season.stage)}
    digests = [local_day(one.at) for one in season.stage.kinds("digest")]
    assert digests == sorted(day for day in days if is_working_day(rulebook, day))
    assert {one.to for one in season.stage.kinds("digest")} == {OFFICE}


def test_reminders_fall_on_the_working_days_around_the_deadlines(season: Season) -> None:
    days = {f"{local(one.at):%m-%d}" for one in season.stage.kinds("notice") if one.subject.startswith("工作提醒")}
    assert days == {"09-25", "09-27", "09-29", "09-30", "10-09", "10-12"}
    assert all(f"{local(one.at):%H:%M}" == "10:00" for one in season.stage.kinds("notice"))


def test_phase_letters_go_on_each_phases_first_working_day(season: Season) -> None:
    opening = {one.key.split(":")[2] for one in season.stage.kinds("notice") if "阶段" in one.text}
    assert opening == {"2020-09-24", "2020-10-09", "2020-10-19", "2020-11-02"}


def test_ticking_twice_at_every_instant_sends_nothing_more(season: Season) -> None:
    assert all((done.polled, done.processed, done.announced, done.sent, done.failed) == (0, (), 0, 0, []) for done in season.repeated)


def test_ticking_every_instant_again_sends_nothing(season: Season) -> None:
    before = len(season.stage.transport.letters)
    for moment in moments(season.stage):
        season.stage.pass_at(moment)
    assert len(season.stage.transport.letters) == before


def test_every_mail_ends_in_exactly_one_outcome_with_a_reason(season: Season) -> None:
    mails = season.stage.mails()
    assert all(mail.outcome != "received" and mail.reason for mail in mails)
    assert Counter(mail.outcome for mail in mails) == {"filed": 41, "returned": 1, "unreadable": 2, "request": 1, "other": 4, "ignored": 2}


def test_the_silent_unit_ends_on_the_telephone_list(season: Season) -> None:
    last = season.stage.kinds("digest")[-1].text
    section = last.partition("需电话通知")[2].partition("\n\n")[0]
    assert "咸宁市生态环境局赤壁市分局：提醒已发完" in section


def test_a_unit_without_address_is_on_the_telephone_list_until_it_owes_nothing(season: Season) -> None:
    digests = {f"{local(one.at):%m-%d}": one.text.partition("需电话通知")[2].partition("\n\n")[0] for one in season.stage.kinds("digest")}
    line = "赤壁市自然资源和规划局：没有登记邮箱"
    assert line in digests["09-24"]
    assert line in digests["09-25"]
    assert line not in digests["09-28"]


def test_the_board_ends_as_the_script_meant_it(season: Season) -> None:
    last = moments(season.stage)[-1]
    states = Counter(duty.state for duty in current_board(season.stage.desk, last))
    assert states == {DutyState.FILED: 39, DutyState.PROVISIONAL: 3, DutyState.OPEN: 2}


def test_no_letter_to_a_unit_uses_a_word_that_reproaches(season: Season) -> None:
    for one in season.sent:
        if one.kind != "digest":
            assert not [word for word in ("退回", "警告", "错误", "催办", "迟报") if word in one.subject + one.text], one.key


@pytest.fixture(scope="module")
def to_units(season: Season) -> list[tuple[Sent, str, str]]:
    """List the letters that went to units, each with its unit and all it says."""
    units = {address_of(unit.key): unit.key for unit in season.stage.rulebook.units} | {"zrzygh_chibi@163.example": "natural-resources"}
    letters = [one for one in season.sent if OFFICE not in one.letter.recipients]
    return [(one, units[one.letter.recipients[0]], said_in(one)) for one in letters]


def test_a_letter_to_a_unit_holds_nothing_of_another_unit(season: Season, to_units: list[tuple[Sent, str, str]]) -> None:
    rules = season.stage.rulebook
    names = {unit.key: unit.name.removeprefix(rules.campaign.county) for unit in rules.units}
    # What shows how to write a thing names a unit, and everybody gets it.
    examples = [column.example for form in rules.forms.values() for column in form.column] + [
        text.example for text in rules.findings.values()
    ]
    for one, unit, said in to_units:
        assert len(one.letter.recipients) == 1
        for example in filter(None, examples):
            said = said.replace(example, "")
        others = {key: name for key, name in names.items() if key != unit and name not in names[unit]}
        assert {name for name in others.values() if name in said} == set(), one.key
        assert {key for key in others if address_of(key) in said} == set(), one.key
    assert len(to_units) > 80


def test_a_letter_to_a_unit_has_no_number_but_its_own_and_the_offices(season: Season, to_units: list[tuple[Sent, str, str]]) -> None:
    rules = season.stage.rulebook
    given = "".join(column.example for form in rules.forms.values() for column in form.column)
    given += "".join(text.example + text.advice for text in rules.findings.values()) + rules.campaign.telephone
    place = {unit.key: number for number, unit in enumerate(rules.units, start=1)}
    for one, unit, said in to_units:
        number = place[unit]
        own = {f"0715-555{number:04d}", f"0715-556{number:04d}", f"138{number:08d}"}
        found = set(NUMBER.findall(said)) - own
        assert {text for text in found if text not in given} == set(), one.key
