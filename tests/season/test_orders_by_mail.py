"""The office answers the digest, and what it decides happens: through mailbox, pipeline, board and way out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.store.directory import addresses_by_unit
from tests.season.builders import OFFICE, SETTINGS, STRANGER, Sent, Stage, instant, stage, table, words

AT, LATER, EVENING, NIGHT = "2020-09-24T11:00", "2020-09-24T11:05", "2020-09-24T16:30", "2020-09-24T17:00"
OTHER = "qian1981@qq.example"
TRUSTING = SETTINGS + '[security]\nauthserv_id = "mx.chibi.example"\n'
SEALED = [("Authentication-Results", "mx.chibi.example; spf=pass smtp.mailfrom=office@example.cn; dkim=pass header.d=example.cn")]


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Stage]:
    """A digest that asks about two mails: a stranger's catalogue, and one that names two units."""
    with stage(tmp_path, TRUSTING) as played:
        played.answer(table(played.rulebook, (5,), when=AT, sender=STRANGER), AT)
        played.answer(table(played.rulebook, (8, 13), when=LATER, sender=OTHER), LATER)
        played.tick(EVENING)
        yield played


def code_of(digest: Sent) -> str:
    found = re.search(r"〔([A-Z2-7]{8})〕", digest.subject)
    assert found
    return found[1]


def order(
    played: Stage, text: str, *, sender: str = OFFICE, when: str = NIGHT, code: str = "", answers: str | None = None, sealed: bool = True
) -> tuple[Sent, ...]:
    """Answer the last digest with some words above its quoted text."""
    digest = played.kinds("digest")[-1]
    quoted = "\n".join(f"> {line}" for line in digest.text.splitlines())
    content = words(
        f"{text}\n\n------------------ 原始邮件 ------------------\n{quoted}",
        when=when,
        sender=sender,
        subject=f"回复：日报 9月24日〔{code or code_of(digest)}〕",
        answers=digest.identifier if answers is None else answers,
        headers=SEALED if sealed else (),
    )
    return played.answer(content, when)


def state(played: Stage, area: int, when: str = NIGHT) -> str:
    return next(duty.state for duty in current_board(played.desk, instant(when)) if duty.area == area)


def test_the_office_takes_a_strangers_mail(asked: Stage) -> None:
    (letter,) = order(asked, "1 收下")
    assert (letter.kind, letter.to) == ("reply", OFFICE)
    assert "邮件 m1（赤壁市民政局）已收下" in letter.text
    assert asked.mails()[2].outcome == "command"
    assert state(asked, 5) == "filed"
    assert addresses_by_unit(asked.desk.db) == {}


def test_what_was_decided_is_no_longer_asked(asked: Stage) -> None:
    order(asked, "1 收下")
    (digest,) = [one for one in asked.tick("2020-09-25T16:30") if one.kind == "digest"]
    assert STRANGER not in digest.text.partition("待您决定（")[2].partition("\n\n")[0]


def test_taking_and_registering_are_one_line(asked: Stage) -> None:
    order(asked, "１　收下并登记")
    assert addresses_by_unit(asked.desk.db) == {"civil-affairs": (STRANGER,)}
    assert state(asked, 5) == "filed"


def test_without_authentication_only_what_can_be_undone_is_carried_out(asked: Stage) -> None:
    (letter,) = order(asked, "1 收下并登记\n2 作废", sealed=False)
    assert letter.text.count("请在办公室电脑上用命令办理") == 2
    assert "mailbot held ignore m2" in letter.text
    assert addresses_by_unit(asked.desk.db) == {}
    assert state(asked, 5) == "provisional"
    order(asked, "1 收下", sealed=False, when="2020-09-24T17:05")
    assert state(asked, 5, when="2020-09-24T17:05") == "filed"


def test_a_mail_assigned_to_a_unit_is_decided_and_answered_anew(asked: Stage) -> None:
    letters = order(asked, "2 归属 财政局")
    letters += asked.tick("2020-09-24T17:01")
    assert [one.key for one in letters] == ["reply:3:1", "reply:2:2"]
    assert letters[1].to == OTHER
    assert state(asked, 8) == "filed"


def test_throwing_out_makes_as_if_it_had_never_come(asked: Stage) -> None:
    order(asked, "1 作废")
    assert state(asked, 5) == "open"


def test_several_orders_in_one_mail_are_answered_line_by_line(asked: Stage) -> None:
    (letter,) = order(asked, "1 收下\n9 收下\n2 归属 不存在局\n谢谢")
    assert "已收下" in letter.text
    assert "没有编号为 9 的事项" in letter.text
    assert "没有找到单位“不存在局”" in letter.text


def test_all_of_them_and_ranges_are_understood(asked: Stage) -> None:
    (letter,) = order(asked, "收下 １－２")
    assert "邮件 m1（赤壁市民政局）已收下" in letter.text
    assert "邮件 m2 还没有归属单位" in letter.text


def test_the_quoted_digest_below_the_answer_orders_nothing(asked: Stage) -> None:
    (letter,) = order(asked, "知道了，明天再看。")
    assert "没有找到指令" in letter.text
    assert state(asked, 5) == "provisional"


def test_a_wrong_code_orders_nothing(asked: Stage) -> None:
    digest = asked.kinds("digest")[-1]
    content = words(
        "1 收下", when=NIGHT, sender=OFFICE, subject="回复：日报 9月24日〔AAAAAAAA〕", answers=digest.identifier, headers=SEALED
    )
    assert asked.answer(content, NIGHT) == ()
    assert asked.mails()[2].outcome == "other"
    assert state(asked, 5) == "provisional"


def test_a_code_without_the_thread_orders_nothing(asked: Stage) -> None:
    assert order(asked, "1 收下", answers="<made-up@example.cn>") == ()
    assert state(asked, 5) == "provisional"


def test_a_sender_who_is_not_trusted_orders_nothing(asked: Stage) -> None:
    assert order(asked, "1 收下", sender=STRANGER) == ()
    assert state(asked, 5) == "provisional"


def test_a_forged_office_orders_nothing(asked: Stage) -> None:
    digest = asked.kinds("digest")[-1]
    forged = [("Authentication-Results", "mx.chibi.example; spf=fail smtp.mailfrom=office@example.cn; dkim=fail; dmarc=fail")]
    subject = f"回复：日报 9月24日〔{code_of(digest)}〕"
    content = words("1 收下", when=NIGHT, sender=OFFICE, subject=subject, answers=digest.identifier, headers=forged)
    asked.answer(content, NIGHT)
    assert asked.mails()[2].outcome != "command"
    assert state(asked, 5) == "provisional"


def test_a_code_of_a_digest_eleven_days_old_orders_nothing(asked: Stage) -> None:
    digest = asked.kinds("digest")[-1]
    when = "2020-10-06T09:00"
    subject = f"回复：日报 9月24日〔{code_of(digest)}〕"
    asked.answer(words("1 收下", when=when, sender=OFFICE, subject=subject, answers=digest.identifier, headers=SEALED), when)
    assert asked.mails()[2].outcome == "other"


def test_the_same_order_mailed_again_changes_nothing(asked: Stage) -> None:
    order(asked, "1 收下")
    (letter,) = order(asked, "1 收下", when="2020-09-24T17:20")
    assert "已经处理过，未作改动" in letter.text


def test_help_is_answered(asked: Stage) -> None:
    (letter,) = order(asked, "帮助")
    assert "收下并登记" in letter.text


def test_an_answer_in_html_only_is_understood(asked: Stage) -> None:
    digest = asked.kinds("digest")[-1]
    subject = f"回复：日报 9月24日〔{code_of(digest)}〕"
    plain = mail(("赵一", OFFICE), subject, "1 收下", instant(NIGHT), answers=digest.identifier, headers=SEALED)
    html = plain.replace(b"text/plain", b"text/html")
    asked.answer(html, NIGHT)
    assert state(asked, 5) == "filed"


def test_all_digest_readers_hear_what_was_decided(tmp_path: Path) -> None:
    settings = SETTINGS.replace(f'digest_to = ["{OFFICE}"]', f'digest_to = ["{OFFICE}", "leader@example.cn"]')
    with stage(tmp_path, settings) as played:
        played.answer(table(played.rulebook, (5,), when=AT, sender=STRANGER), AT)
        played.tick(EVENING)
        (letter,) = order(played, "1 收下", sealed=False)
        assert set(letter.letter.recipients) == {OFFICE, "leader@example.cn"}
