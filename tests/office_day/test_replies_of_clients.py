"""The office answers from whatever program it has: its own words are orders, what is quoted below never is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from mailbot.model.decision import Order
from mailbot.office.orders import Office, apply
from mailbot.store.directory import addresses_by_unit
from mailbot.store.reminding import paused_units
from tests.office_day.builders import as_html, digest, order, told
from tests.office_day.clients import HTML, PLAIN, html_reply, plain_reply, reply
from tests.season.builders import OFFICE, SETTINGS, STRANGER, Sent, Stage, instant, stage, table

TAKEN = ("已办：邮件 m1（赤壁市民政局）已收下。",)
BOTH = (*TAKEN, "已办：邮件 m2（赤壁市财政局）已收下。")
OTHER = "qian1981@qq.example"
CHATTY = SETTINGS.replace("[office]", "per_address_per_day = 500\n[office]")


@dataclass
class Talk:
    """A digest that asks about two strangers' catalogues, and an office that answers it minute after minute."""

    stage: Stage
    digest: Sent
    now: datetime

    @property
    def when(self) -> str:
        return self.now.isoformat()

    def told(self, content: bytes) -> tuple[str, ...]:
        """Let a mail of the office arrive and give what it is told, without the words that take it back."""
        answers = [one for one in self.stage.answer(content, self.when) if one.kind == "reply" and OFFICE in one.letter.recipients]
        assert len(answers) == 1
        return tuple(line.partition(" 如")[0] for line in told(answers[0].text))

    def untouched(self) -> bool:
        """Tell that none of the quoted lines was carried out."""
        fresh = all(mail.outcome == "filed" and mail.unit in ("civil-affairs", "finance") for mail in self.stage.mails()[:2])
        return fresh and not paused_units(self.stage.desk.db, self.now) and not addresses_by_unit(self.stage.desk.db)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    with stage(tmp_path_factory.mktemp("clients"), CHATTY) as one:
        one.answer(table(one.rulebook, [5], when="2020-09-28T09:00", sender=STRANGER), "2020-09-28T09:00")
        one.answer(table(one.rulebook, [8], when="2020-09-28T09:10", sender=OTHER), "2020-09-28T09:10")
        yield Talk(one, digest(one, "2020-09-28T16:30"), instant("2020-09-28T17:00"))


@pytest.fixture
def asked(played: Talk) -> Iterator[Talk]:
    """Take back after every test what the office decided in it."""
    played.now += timedelta(minutes=1)
    yield played
    office = Office(played.stage.desk.db, played.stage.rulebook, played.now)
    for mail in (1, 2):
        apply(office, Order("undo", mail, by="command-line"))
        assert played.stage.mails()[mail - 1].settled_at is None


@pytest.mark.parametrize("client", PLAIN)
def test_orders_that_a_plain_quote_holds_are_not_carried_out(asked: Talk, client: str) -> None:
    assert asked.told(plain_reply(client, asked.digest, "1 收下", when=asked.when)) == TAKEN
    assert asked.untouched()


@pytest.mark.parametrize("client", HTML)
def test_orders_that_the_quote_of_a_page_holds_are_not_carried_out(asked: Talk, client: str) -> None:
    assert asked.told(html_reply(client, asked.digest, "1 收下", when=asked.when)) == TAKEN
    assert asked.untouched()


@pytest.mark.parametrize("client", PLAIN)
def test_a_quote_without_an_answer_above_it_orders_nothing(asked: Talk, client: str) -> None:
    (answer,) = asked.told(plain_reply(client, asked.digest, "", when=asked.when))
    assert "没有找到指令。请写在引用的原文上方" in answer
    assert asked.stage.mails()[0].settled_at is None
    assert asked.untouched()


@pytest.mark.parametrize("charset", ["gb18030", "gb2312", "utf-8"])
@pytest.mark.parametrize("write", [plain_reply, html_reply])
def test_the_charsets_of_the_field_are_understood(asked: Talk, write: Callable[..., bytes], charset: str) -> None:
    assert asked.told(write("qq", asked.digest, "１　收下。", when=asked.when, charset=charset)) == TAKEN


BODIES = {
    "breaks": "1&nbsp;收下<br>2&nbsp;收下<br>谢谢",
    "blocks": "<div>1 收下</div><div><br></div><div>2 收下</div>",
    "list": "<ol><li>1 收下</li><li>2 收下</li></ol>",
    "pieces": "<p><span>1</span><span>&nbsp;</span><b>收下</b><o:p></o:p></p><p><font>2</font> &nbsp;&nbsp;<i>收</i>下</p>",
    "wide": "<div>１　收下。</div><div>２　收下。</div>",
    "entities": "<div>&#49;&#12288;&#25910;&#19979;</div><div>2&ensp;&emsp;收下</div>",
    "invisible": "<div>\u200b1 收\u200b下\ufeff</div><div>2\u00a0\u2003收下\u200d</div>",
    "no-tags": "1 收下；2 收下",
    "table": "<table><tr><td>1</td><td>收下</td></tr><tr><td>2</td><td>收下</td></tr></table>",
    "head": "<head><style>1 作废</style><title>2 作废</title></head><body><!-- 全部收下并登记 -->1 收下<hr>2 收下</body>",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_page_is_read_as_the_lines_that_a_person_sees(asked: Talk, body: str) -> None:
    assert asked.told(reply(asked.digest, body, when=asked.when, subtype="html")) == BOTH


def test_our_answer_quoted_without_any_mark_orders_nothing(asked: Talk) -> None:
    first = next(one for one in asked.stage.answer(order(asked.digest, "9 收下", when=asked.when), asked.when) if one.kind == "reply")
    asked.now += timedelta(minutes=1)
    assert asked.told(reply(first, f"1 收下\n\n{first.text}", when=asked.when)) == TAKEN
    body = first.message.get_body(("html",))
    assert body is not None
    asked.now += timedelta(minutes=1)
    again = as_html(order(first, "", when=asked.when), f"<div>1 收下</div>{body.get_content()}")
    assert asked.told(again) == ("未办：邮件 m1 已经处理过，未作改动。",)


def test_the_same_message_id_with_other_bytes_is_carried_out_once(asked: Talk) -> None:
    content = reply(asked.digest, "1 收下", when=asked.when, ident="<one@example.cn>")
    assert asked.told(content) == TAKEN
    asked.now += timedelta(minutes=1)
    stamp = b"Received: by mx.example.cn; Mon, 28 Sep 2020 17:10:00 +0800\r\n"
    assert asked.stage.answer(stamp + content, asked.when) == ()
    assert asked.stage.mails()[-1].outcome == "duplicate"


@pytest.mark.parametrize("line", ["1 收下并登记", "1收下，并登记邮箱", "（1）收下 并且登记", "您好，请收下并登记 m1。谢谢！"])
def test_registering_stays_with_the_command_line_in_whatever_words(asked: Talk, line: str) -> None:
    (answer,) = asked.told(reply(asked.digest, line, when=asked.when))
    assert "mailbot held confirm m1 --register" in answer
    assert asked.stage.mails()[0].settled_at is None
    assert asked.untouched()


GREETED = """您好：

　　1、收下。
　　第2项　收下，谢谢！

此致
敬礼
--
赵一
政务公开办 0715-5550001
"""


def test_greetings_and_signatures_are_no_orders(asked: Talk) -> None:
    assert asked.told(plain_reply("foxmail", asked.digest, GREETED, when=asked.when)) == BOTH
