"""Orders by mail through the whole pipeline: who may give them, what they do, who hears of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.books import Faults
from mailbot.jobs.board import current_board
from mailbot.model.duty import Duty
from mailbot.store import inbox
from mailbot.store.arrivals import notes
from mailbot.store.directory import list_addresses
from mailbot.store.events import events_of_mail
from mailbot.store.reminding import paused_units
from tests.office_day.builders import as_html, code_of, digest, order, ordered, told
from tests.season.builders import OFFICE, SETTINGS, STRANGER, Sent, Stage, instant, stage, table

SECOND = "zhou@example.cn"
READERS = SETTINGS.replace(f'digest_to = ["{OFFICE}"]', f'digest_to = ["{OFFICE}", "{SECOND}"]')
EVENING, NIGHT = "2020-09-28T16:30", "2020-09-28T17:00"


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Stage, Sent]]:
    """A stranger has sent for 民政局, 教育局's table was returned; the digest asks."""
    with stage(tmp_path, READERS) as played:
        played.register_all()
        played.answer(table(played.rulebook, [5, 6], when="2020-09-28T09:00", sender=STRANGER), "2020-09-28T09:00")
        without = Faults(without=frozenset({"公开时限"}))
        played.answer(
            table(played.rulebook, [3], when="2020-09-28T09:10", sender="education@example.cn", faults=without), "2020-09-28T09:10"
        )
        yield played, digest(played, EVENING)


def duty(played: Stage, unit: str, area: int | None, when: str = NIGHT) -> Duty:
    return next(one for one in current_board(played.desk, instant(when)) if (one.unit, one.area) == (unit, area))


def test_every_line_is_carried_out_answered_and_echoed_with_how_to_undo_it(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    (answer,) = [
        one
        for one in played.answer(order(letter, "1 收下", "教育局 义务教育 认可 已核对", "备注 民政局 已电话，周五报", when=NIGHT), NIGHT)
        if one.kind == "reply"
    ]
    assert set(answer.letter.recipients) == {OFFICE, SECOND}
    assert [line.partition("：")[0] for line in told(answer.text)] == ["已办", "已办", "已办"]
    assert "撤销 m1（或 held undo m1）" in answer.text
    assert "教育局 义务教育 撤销认可" in answer.text
    assert duty(played, "civil-affairs", 5).state == "filed"
    assert duty(played, "education", 3).state == "filed"
    assert notes(played.desk.db, "civil-affairs")[0][2] == "已电话，周五报"


def test_what_a_line_undoes_is_undone(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    ordered(played, letter, "教育局 义务教育 认可", "暂停提醒 税务局", when=NIGHT)
    text = ordered(played, letter, "教育局 义务教育 撤销认可", "恢复提醒 税务局", when="2020-09-28T17:10")
    assert [line.partition("：")[0] for line in told(text)] == ["已办", "已办"]
    assert duty(played, "education", 3, "2020-09-28T17:10").state == "returned"
    assert paused_units(played.desk.db, instant("2020-09-28T17:10")) == frozenset()


def test_every_decision_is_an_event_with_who_when_and_by_which_mail(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    ordered(played, letter, "1 收下", when=NIGHT)
    found = [event for event in events_of_mail(played.desk.db, 1) if event.kind == "confirmed"]
    assert {(event.by, event.at) for event in found} == {(f"{OFFICE} m3", instant(NIGHT))}


def test_a_forged_sender_decides_nothing(asked: tuple[Stage, Sent], tmp_path: Path) -> None:
    played, letter = asked
    played.answer(order(letter, "1 收下", when=NIGHT, sender="wang@example.com"), NIGHT)
    assert duty(played, "civil-affairs", 5).state == "provisional"
    played.desk.settings = played.desk.settings.model_copy(
        update={"security": played.desk.settings.security.model_copy(update={"authserv_id": "mx.example.cn"})}
    )
    failed = [("Authentication-Results", f"mx.example.cn; spf=fail smtp.mailfrom={OFFICE}; dkim=none; dmarc=fail header.from=example.cn")]
    played.answer(order(letter, "1 收下", when="2020-09-28T17:05", headers=failed), "2020-09-28T17:05")
    assert duty(played, "civil-affairs", 5).state == "provisional"
    assert [mail.outcome for mail in played.mails()[2:]] == ["other", "other"]


def test_an_authenticated_office_may_decide_what_cannot_be_undone(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    played.desk.settings = played.desk.settings.model_copy(
        update={"security": played.desk.settings.security.model_copy(update={"authserv_id": "mx.example.cn"})}
    )
    passed = [("Authentication-Results", f"mx.example.cn; spf=pass smtp.mailfrom={OFFICE}; dkim=pass header.d=example.cn; dmarc=pass")]
    played.answer(order(letter, "1 收下并登记", "卫健局 卫生健康 不涉及 无此类事项", when=NIGHT, headers=passed), NIGHT)
    assert duty(played, "health", 21).state == "exempt"
    assert STRANGER in [one.address for one in list_addresses(played.desk.db, "civil-affairs")]


@pytest.mark.parametrize("line", ["1 作废", "1 收下并登记", "卫健局 卫生健康 不涉及 无此类事项"])
def test_without_authentication_the_irreversible_is_left_to_the_command_line(asked: tuple[Stage, Sent], line: str) -> None:
    played, letter = asked
    text = ordered(played, letter, line, when=NIGHT)
    assert "请在办公室电脑上用命令办理：mailbot " in text
    assert duty(played, "civil-affairs", 5).state == "provisional"
    assert duty(played, "health", 21).state == "open"


def test_a_wrong_code_decides_nothing(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    played.answer(order(letter, "1 收下", when=NIGHT, subject="回复：日报 9月28日〔AAAAAAAA〕"), NIGHT)
    assert (played.mails()[2].outcome, played.mails()[2].reason) == ("other", "wrong-code")
    assert duty(played, "civil-affairs", 5).state == "provisional"


def test_the_code_of_another_digest_decides_nothing(asked: tuple[Stage, Sent]) -> None:
    played, first = asked
    second = digest(played, "2020-09-29T16:30")
    assert code_of(first) != code_of(second)
    played.answer(order(first, "1 收下", when="2020-09-29T17:00", subject=f"回复：{second.subject}"), "2020-09-29T17:00")
    assert played.mails()[2].reason == "wrong-code"


def test_an_old_code_decides_nothing(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    played.answer(order(letter, "1 收下", when="2020-10-09T09:00"), "2020-10-09T09:00")
    assert played.mails()[2].reason == "wrong-code"
    assert duty(played, "civil-affairs", 5, "2020-10-09T09:00").state == "provisional"


def test_a_code_in_a_new_mail_decides_nothing(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    played.answer(order(letter, "1 收下", when=NIGHT, answers=""), NIGHT)
    assert played.mails()[2].reason == "code-without-reply"
    assert duty(played, "civil-affairs", 5).state == "provisional"


def test_a_replayed_mail_is_carried_out_once(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    content = order(letter, "备注 民政局 已电话", when=NIGHT)
    played.answer(content, NIGHT)
    played.answer(content, "2020-09-28T17:10")
    played.answer(b"Received: from elsewhere\r\n" + content, "2020-09-28T17:20")
    assert len(notes(played.desk.db, "civil-affairs")) == 1
    assert [mail.outcome for mail in played.mails()[2:]] == ["command", "duplicate"]


def test_a_crash_between_two_lines_does_neither_twice(asked: tuple[Stage, Sent], monkeypatch: pytest.MonkeyPatch) -> None:
    played, letter = asked
    stop = RuntimeError("power cut")

    def cut(desk: object, *_args: object, **_more: object) -> None:
        raise stop

    render = played.desk.templates.render
    object.__setattr__(played.desk.templates, "render", cut)
    played.arrive(order(letter, "备注 民政局 已电话", "暂停提醒 税务局", when=NIGHT), NIGHT)
    played.pass_at(NIGHT)
    object.__setattr__(played.desk.templates, "render", render)
    (answer,) = [one for one in played.tick("2020-09-28T17:05") if one.kind == "reply"]
    assert [line.partition("：")[0] for line in told(answer.text)] == ["已办", "已办"]
    assert len(notes(played.desk.db, "civil-affairs")) == 1


QUOTES = {
    "marked": "<div>1 收下</div><div>------------------ 原始邮件 ------------------</div><div>1 作废</div>",
    "outlook": "<p>1 收下</p><hr><p><b>发件人:</b> 办公室<br><b>发送时间:</b> 2020年9月28日<br><b>收件人:</b> 赵一</p><p>1 作废</p>",
    "blockquote": "<div>１　收下。</div><blockquote><div>赤壁市政务公开领导小组办公室：</div><div>1 作废</div></blockquote>",
    "table": "<table><tr><td>1 收下</td></tr></table><div>赤壁市政务公开领导小组办公室：</div><table><tr><td>1 作废</td></tr></table>",
}


@pytest.mark.parametrize("html", QUOTES.values(), ids=QUOTES)
def test_an_html_only_mail_with_a_quoted_original_is_understood(asked: tuple[Stage, Sent], html: str) -> None:
    played, letter = asked
    text = next(one for one in played.answer(as_html(order(letter, "", when=NIGHT), html), NIGHT) if one.kind == "reply").text
    assert told(text) == ("已办：邮件 m1（赤壁市民政局）已收下。 如需撤销，请回复：撤销 m1（或 held undo m1）",)


def test_the_whole_digest_quoted_without_any_mark_orders_nothing(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    text = ordered(played, letter, "1 收下", "", letter.text, when=NIGHT)
    assert told(text) == ("已办：邮件 m1（赤壁市民政局）已收下。 如需撤销，请回复：撤销 m1（或 held undo m1）",)


def test_the_html_digest_quoted_without_any_mark_orders_nothing(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    body = letter.message.get_body(("html",))
    assert body is not None
    content = as_html(order(letter, "", when=NIGHT), f"<div>1 收下</div>{body.get_content()}")
    text = next(one for one in played.answer(content, NIGHT) if one.kind == "reply").text
    assert told(text) == ("已办：邮件 m1（赤壁市民政局）已收下。 如需撤销，请回复：撤销 m1（或 held undo m1）",)


def test_the_answer_to_our_answer_is_an_order_too(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    first = next(one for one in played.answer(order(letter, "9 收下", when=NIGHT), NIGHT) if one.kind == "reply")
    played.answer(order(first, "1 收下", when="2020-09-28T17:10"), "2020-09-28T17:10")
    assert duty(played, "civil-affairs", 5, "2020-09-28T17:10").state == "filed"


def test_the_watched_mailbox_itself_may_get_the_digest_and_answer_it(tmp_path: Path) -> None:
    own = "zwgkbgs@chibi.gov.cn"
    with stage(tmp_path, SETTINGS.replace(OFFICE, own)) as played:
        played.register_all()
        played.answer(table(played.rulebook, [5, 6], when="2020-09-28T09:00", sender=STRANGER), "2020-09-28T09:00")
        letter = digest(played, EVENING)
        played.answer(letter.letter.content, "2020-09-28T16:35")
        sent = played.answer(order(letter, "1 收下", when=NIGHT, sender=own), NIGHT)
        answer = next(one for one in sent if one.kind == "reply")
        played.answer(answer.letter.content, "2020-09-28T17:05")
        assert [mail.outcome for mail in played.mails()] == ["filed", "bounce", "command", "bounce"]
        assert duty(played, "civil-affairs", 5, "2020-09-28T17:05").state == "filed"
        assert "own-letter-back" not in digest(played, "2020-09-29T16:30").text


def test_a_mail_of_orders_imported_from_a_file_is_not_answered(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    from mailbot.jobs.importing import import_mails

    import_mails(played.desk, [order(letter, "1 收下", when=NIGHT)], instant(NIGHT), received_at=instant(NIGHT))
    assert played.tick(NIGHT) == ()
    stored = inbox.load_mail(played.desk.db, 3)
    assert stored is not None
    assert stored.outcome == "command"
