"""What the office decides by mail it takes back by mail, with the very words that the answer gives: nothing is left of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

import pytest

from mailbot.demo.books import Contact, Faults, liaison
from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.office.duties import DUTY_ORDERS
from mailbot.office.mails import MAIL_ORDERS
from mailbot.store import inbox
from tests.office_day.builders import digest, order, told
from tests.season.builders import OFFICE, SETTINGS, STRANGER, Sent, Stage, instant, stage, table

OTHER = "qian1981@qq.example"
TRUSTING = SETTINGS.replace("[office]", "per_address_per_day = 500\n[office]") + '[security]\nauthserv_id = "mx.chibi.example"\n'
SEALED = [("Authentication-Results", "mx.chibi.example; spf=pass smtp.mailfrom=office@example.cn; dkim=pass header.d=example.cn")]
LATER = "2020-11-05T18:00"
HOW = re.compile(r"请回复：(?P<line>[^（]*?)(?:（或.*|，或者.*|，原表即恢复)?$")


@dataclass
class Talk:
    """An office that orders and takes back, minute after minute, on a board where there is something to decide of every kind."""

    stage: Stage
    digest: Sent
    now: datetime

    def ordered(self, line: str) -> str:
        """Mail an order and give how it is to be taken back; the passes after it decide anew what it put back into the queue."""
        self.now += timedelta(minutes=1)
        content = order(self.digest, line, when=self.now, headers=SEALED)
        answers = [one for one in self.stage.answer(content, self.now) if one.kind == "reply" and OFFICE in one.letter.recipients]
        (answer,) = {done for one in answers for done in told(one.text)}
        assert answer.startswith("已办："), answer
        if "received" in self.stage.outcomes():
            self.stage.pass_at(self.now)
        found = HOW.search(answer)
        return found["line"].strip() if found else ""

    def state(self) -> tuple[object, ...]:
        """Give all that an order may change, without the numbers of rows and events."""
        db = self.stage.desk.db
        table_columns = "mail, unit, form, area, outcome, provisional, version, replaces, size, confirmed_at, accepted_at, ranked_at"
        rows = (
            f"SELECT {table_columns} FROM submission WHERE voided_at IS NULL ORDER BY mail, area, form",
            "SELECT mail, unit, form, area, kind, confirmed_at FROM received WHERE voided_at IS NULL ORDER BY mail, area, form",
            "SELECT id, outcome, reason, unit, provisional, assigned_unit, settled_at FROM inbox WHERE outcome != 'command' ORDER BY id",
            "SELECT unit, address, source FROM address ORDER BY unit, address",
            "SELECT unit, form, area, due FROM deferral ORDER BY id",
            "SELECT unit, form, area FROM exempt",
            "SELECT unit, form, area FROM on_time",
            "SELECT unit FROM paused_unit",
            "SELECT unit, day FROM veto",
            "SELECT unit, text FROM note ORDER BY id",
            "SELECT unit FROM leader_copied",
        )
        stored = tuple(tuple(tuple(row) for row in db.connection.execute(sql)) for sql in rows)
        return (*stored, inbox.awaiting_office(db), current_board(self.stage.desk, instant(LATER)))


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """m1 a stranger's catalogue, m2 of two units, m3 returned, m4 late, m5 and m6 a version and a part of it, m7 a list, m8 a scan."""
    with stage(tmp_path_factory.mktemp("undo"), TRUSTING) as one:
        for unit in ("education", "justice", "culture-tourism", "health"):
            one.register(unit)
        rules = one.rulebook
        health = rules.unit_by_key["health"].name
        people = liaison(
            health,
            "2020年9月25日",
            Contact("赵一", "副局长", "0715-5550001 zhao1@example.cn"),
            Contact("钱二", "科员", "13800000001 qian2@example.cn"),
        )
        scan = [("公共法律服务领域目录.pdf", b"%PDF-1.4\n%scan\n")]
        for when, content in (
            ("2020-09-28T09:00", table(rules, [5], when="2020-09-28T09:00", sender=STRANGER)),
            ("2020-09-28T09:10", table(rules, [8, 13], when="2020-09-28T09:10", sender=OTHER)),
            (
                "2020-09-28T09:20",
                table(
                    rules,
                    [3],
                    when="2020-09-28T09:20",
                    sender="education@example.cn",
                    faults=Faults(without=frozenset({"公开时限"})),
                ),
            ),
            ("2020-10-09T09:00", table(rules, [21], when="2020-10-09T09:00", sender="health@example.cn")),
            ("2020-10-09T09:10", table(rules, [20], when="2020-10-09T09:10", sender="culture-tourism@example.cn")),
            (
                "2020-10-09T09:20",
                table(
                    rules,
                    [20],
                    when="2020-10-09T09:20",
                    sender="culture-tourism@example.cn",
                    faults=Faults({(1, "basis"): "新依据"}, rows=3),
                ),
            ),
            (
                "2020-10-09T09:30",
                mail(("钱二", "health@example.cn"), "名单", "见附件", instant("2020-10-09T09:30"), [("附件2.xlsx", people)]),
            ),
            (
                "2020-10-09T09:40",
                mail(("孙三", "justice@example.cn"), "公共法律服务领域目录", "见附件", instant("2020-10-09T09:40"), scan),
            ),
        ):
            one.answer(content, when)
        assert one.outcomes() == ("filed", "held", "returned", "filed", "filed", "held", "filed", "unreadable")
        yield Talk(one, digest(one, "2020-10-09T16:30"), instant("2020-10-09T17:00"))


REVERSIBLE = (
    "m1 收下",
    "m1 收下并登记",
    "m1 作废",
    "m2 归属 财政局",
    "m2 作废",
    "m6 收下",
    "m6 合并",
    "m6 替换",
    "m6 作废",
    "m8 收下",
    "m8 作废",
    "教育局 义务教育 认可 已核对",
    "卫健局 卫生健康 不涉及 无此类事项",
    "卫健局 卫生健康 视为按时 邮箱故障",
    "延期 公安局 10月15日 出差",
    "延期 公安局 目录 10月15日 出差",
    "延期 公安局 户籍管理 10月15日 出差",
    "延期 各单位 目录 10月16日 假期",
    "暂停提醒 公安局 已电话",
    "明日不提醒 公安局",
    "备注 公安局 已电话，周五报",
    "抄送领导 卫健局",
)


@pytest.mark.parametrize("line", REVERSIBLE)
def test_what_is_ordered_is_taken_back_without_a_trace(talk: Talk, line: str) -> None:
    before = talk.state()
    undo = talk.ordered(line)
    assert undo
    ordered = talk.state()
    assert ordered != before
    again = talk.ordered(undo)
    assert talk.state() == before
    if again and "原因" not in again and "日期" not in again:
        talk.ordered(again.partition(" 如")[0])
        talk.ordered(undo)
        assert talk.state() == before


EARLIER = ("延期 公安局 名单 10月13日 出差", "延期 各单位 目录 10月14日 假期", "暂停提醒 公安局", "明日不提醒 公安局")
AFTER = ("延期 公安局 10月15日 出差", "明日不提醒 公安局", "暂停提醒 公安局")


@pytest.mark.parametrize(("earlier", "line"), [pair for pair in product(EARLIER, AFTER) if len(set(pair)) == 2])
def test_what_was_ordered_before_stands_when_a_later_order_is_taken_back(talk: Talk, earlier: str, line: str) -> None:
    untouched = talk.state()
    first = talk.ordered(earlier)
    before = talk.state()
    talk.ordered(talk.ordered(line))
    assert talk.state() == before
    talk.ordered(first)
    assert talk.state() == untouched


TWICE = (*(line for line in REVERSIBLE if "归属" not in line), "m2 归属 财政局")


@pytest.mark.parametrize("line", TWICE)
def test_the_same_order_in_a_second_mail_does_nothing(talk: Talk, line: str) -> None:
    undo = talk.ordered(line)
    before, letters = talk.state(), len(talk.stage.sent)
    talk.now += timedelta(minutes=1)
    (answer,) = talk.stage.answer(order(talk.digest, line, when=talk.now, headers=SEALED), talk.now)
    assert [one[:3] for one in told(answer.text)] == ["未办："]
    assert talk.state() == before
    assert len(talk.stage.sent) == letters + 1
    talk.ordered(undo)


def test_a_retry_in_a_second_mail_answers_the_unit_once(talk: Talk) -> None:
    talk.ordered("m8 重试")
    letters = len(talk.stage.sent)
    talk.now += timedelta(minutes=1)
    (answer,) = talk.stage.answer(order(talk.digest, "m8 重试", when=talk.now, headers=SEALED), talk.now)
    assert told(answer.text)[0].startswith("未办：邮件 m8 已按邮件中的指令重新处理过一次，未再处理。")
    assert "mailbot held retry m8" in answer.text
    talk.stage.pass_at(talk.now + timedelta(seconds=30))
    assert len(talk.stage.sent) == letters + 1


def test_every_order_about_mails_and_duties_is_here_or_says_that_it_is_final(talk: Talk) -> None:
    final = {"retry", "release", "undo"}
    words = {"收下": "confirm", "归属": "assign", "作废": "ignore", "合并": "merge", "替换": "replace", "认可": "accept"}
    words |= {
        "不涉及": "exempt",
        "按时": "on-time",
        "延期": "defer",
        "暂停": "pause",
        "不提醒": "veto",
        "备注": "note",
        "抄送": "copy-leader",
    }
    assert {words[word] for word in words if any(word in line for line in REVERSIBLE)} | final == {*MAIL_ORDERS, *DUTY_ORDERS}


def test_only_the_last_word_is_taken_back_and_only_once(talk: Talk) -> None:
    before = talk.state()
    talk.ordered("m1 收下")
    talk.ordered("m1 作废")
    talk.ordered("撤销 m1")
    assert next(mail.settled_at for mail in talk.stage.mails() if mail.id == 1) is not None
    talk.now += timedelta(minutes=1)
    (answer,) = talk.stage.answer(order(talk.digest, "撤销 m1", when=talk.now, headers=SEALED), talk.now)
    assert "没有可以撤销的决定" in answer.text
    assert talk.state() != before
