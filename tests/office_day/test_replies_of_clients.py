"""The office answers from whatever program it has: its own words are orders, what is quoted below never is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.store.reminding import paused_units
from tests.office_day.builders import as_html, digest, order, told
from tests.office_day.clients import HTML, PLAIN, html_reply, plain_reply, reply
from tests.season.builders import OFFICE, STRANGER, Sent, Stage, instant, stage, table

NIGHT = "2020-09-28T17:00"
TAKEN = ("已办：邮件 m1（赤壁市民政局）已收下。",)
OTHER = "qian1981@qq.example"


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Stage, Sent]]:
    """A digest that asks about a stranger's catalogue and about a mail that names two units."""
    with stage(tmp_path) as played:
        played.answer(table(played.rulebook, [5], when="2020-09-28T09:00", sender=STRANGER), "2020-09-28T09:00")
        played.answer(table(played.rulebook, [8, 13], when="2020-09-28T09:10", sender=OTHER), "2020-09-28T09:10")
        yield played, digest(played, "2020-09-28T16:30")


def done_by(played: Stage, content: bytes, when: str = NIGHT) -> tuple[str, ...]:
    """Let a mail of the office arrive and give what it is told, without the words that take it back."""
    answers = [one for one in played.answer(content, when) if one.kind == "reply" and OFFICE in one.letter.recipients]
    assert len(answers) == 1
    return tuple(line.partition(" 如")[0] for line in told(answers[0].text))


def nothing_else(played: Stage) -> bool:
    """Tell that none of the quoted lines was carried out."""
    mails = played.mails()
    return mails[0].outcome == "filed" and mails[1].outcome == "held" and not paused_units(played.desk.db, instant(NIGHT))


@pytest.mark.parametrize("client", PLAIN)
def test_orders_that_a_plain_quote_holds_are_not_carried_out(asked: tuple[Stage, Sent], client: str) -> None:
    played, letter = asked
    assert done_by(played, plain_reply(client, letter, "1 收下", when=NIGHT)) == TAKEN
    assert nothing_else(played)


@pytest.mark.parametrize("client", HTML)
def test_orders_that_the_quote_of_a_page_holds_are_not_carried_out(asked: tuple[Stage, Sent], client: str) -> None:
    played, letter = asked
    assert done_by(played, html_reply(client, letter, "1 收下", when=NIGHT)) == TAKEN
    assert nothing_else(played)


@pytest.mark.parametrize("client", [*PLAIN])
def test_a_quote_without_an_answer_above_it_orders_nothing(asked: tuple[Stage, Sent], client: str) -> None:
    played, letter = asked
    (answer,) = done_by(played, plain_reply(client, letter, "", when=NIGHT))
    assert "没有找到指令" in answer
    assert played.mails()[0].settled_at is None
    assert nothing_else(played)


@pytest.mark.parametrize("charset", ["gb18030", "gb2312", "utf-8"])
@pytest.mark.parametrize("write", [plain_reply, html_reply])
def test_the_charsets_of_the_field_are_understood(asked: tuple[Stage, Sent], write: object, charset: str) -> None:
    played, letter = asked
    assert callable(write)
    assert done_by(played, write("qq", letter, "１　收下。", when=NIGHT, charset=charset)) == TAKEN


BODIES = {
    "breaks": "1&nbsp;收下<br>2&nbsp;归属&nbsp;财政局<br>谢谢",
    "blocks": "<div>1 收下</div><div><br></div><div>2 归属 财政局</div>",
    "list": "<ol><li>1 收下</li><li>2 归属 财政局</li></ol>",
    "pieces": "<p><span>1</span><span>&nbsp;</span><b>收下</b><o:p></o:p></p><p><font>2</font> 归属&nbsp;&nbsp;<i>财政局</i></p>",
    "wide": "<div>１　收下。</div><div>２　归属　财政局。</div>",
    "entities": "<div>&#49;&#12288;&#25910;&#19979;</div><div>2&ensp;归属&emsp;财政局</div>",
    "invisible": "<div>\u200b1 收\u200b下\ufeff</div><div>2\u00a0归属\u2003财政局\u200d</div>",
    "no-tags": "1 收下；2 归属 财政局",
    "table": "<table><tr><td>1</td><td>收下</td></tr><tr><td>2</td><td>归属</td><td>财政局</td></tr></table>",
    "head": "<head><style>1 作废</style><title>2 作废</title></head><body><!-- 全部收下并登记 -->1 收下<hr>2 归属 财政局</body>",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_page_is_read_as_the_lines_that_a_person_sees(asked: tuple[Stage, Sent], body: str) -> None:
    played, letter = asked
    assert done_by(played, reply(letter, body, when=NIGHT, subtype="html")) == (
        *TAKEN,
        "已办：邮件 m2 已归属赤壁市财政局，随即重新处理并答复。",
    )


def test_our_answer_quoted_without_any_mark_orders_nothing(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    (first,) = [one for one in played.answer(order(letter, "9 收下", when="2020-09-28T16:50"), "2020-09-28T16:50") if one.kind == "reply"]
    assert done_by(played, reply(first, f"1 收下\n\n{first.text}", when=NIGHT)) == TAKEN
    body = first.message.get_body(("html",))
    assert body is not None
    again = as_html(order(first, "", when="2020-09-28T17:10"), f"<div>1 收下</div>{body.get_content()}")
    assert done_by(played, again, "2020-09-28T17:10") == ("未办：邮件 m1 已经处理过，未作改动。",)


def test_the_same_message_id_with_other_bytes_is_carried_out_once(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    done_by(played, reply(letter, "暂停提醒 税务局", when=NIGHT, ident="<one@example.cn>"))
    again = b"Received: by mx.example.cn; Mon, 28 Sep 2020 17:10:00 +0800\r\n" + reply(
        letter, "暂停提醒 税务局", when=NIGHT, ident="<one@example.cn>"
    )
    assert played.answer(again, "2020-09-28T17:10") == ()
    assert played.mails()[-1].outcome == "duplicate"
