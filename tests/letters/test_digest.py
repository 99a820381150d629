"""The office's day: what is shown, what is counted, what is hidden."""

from dataclasses import replace
from datetime import UTC, date, datetime

from mailbot.letters.digest import DigestFacts, MailLine, alert_letter, digest_letter
from mailbot.letters.digest_health import Health
from mailbot.model.duty import Duty, DutyState
from tests.letters.builders import DAY, rendered, rulebook

AT = datetime(2020, 9, 28, 8, tzinfo=UTC)
LIST = Duty("education", "liaison", None, date(2020, 9, 25), DutyState.OPEN)
FACTS = DigestFacts(DAY, "K7Q3M2XP", (LIST,))
MAIL = MailLine(13, AT, "x@example.cn", "目录", "other", "other-letter")


def text(facts: DigestFacts) -> str:
    return rendered(digest_letter(facts, rulebook(), to="office@example.cn")).text


def test_empty_day_says_that_the_system_is_well() -> None:
    assert "今日无变化，系统正常。" in text(FACTS)


def test_day_with_faults_is_not_called_well() -> None:
    words = text(replace(FACTS, health=Health(faults=("login-refused",), shunted=(9,))))
    assert "系统正常" not in words
    assert "未能处理的邮件m9" in words
    assert "收信异常（login-refused）" in words


def test_robots_and_duplicates_are_only_counted() -> None:
    mails = tuple(
        replace(MAIL, mail=number, outcome=outcome) for number, outcome in enumerate(("ignored", "bounce", "duplicate"), start=20)
    )
    words = text(replace(FACTS, mails=mails))
    assert "m20" not in words
    assert "自动回复、退信、重复来信等3件，无需处理" in words


def test_telephone_numbers_in_subjects_are_masked() -> None:
    words = text(replace(FACTS, mails=(replace(MAIL, subject="赵一13800000001"),)))
    assert "138****0001" in words
    assert "13800000001" not in words


def test_unit_without_address_is_to_be_telephoned_first() -> None:
    words = text(replace(FACTS, without_address=("education",), telephone=("education",)))
    assert words.index("需电话通知\n  赤壁市教育局：没有登记邮箱，尚缺名单") < words.index("各单位情况")


def test_group_text_asks_nobody_whose_submission_is_to_be_mended() -> None:
    returned = Duty("justice", "liaison", None, date(2020, 9, 25), DutyState.RETURNED)
    words = text(replace(FACTS, duties=(LIST, returned)))
    group = words.partition("可转发到工作群")[2].partition("系统")[0]
    assert "教育局" in group
    assert "司法局" not in group


def test_group_text_thanks_when_all_is_here() -> None:
    assert "全部收齐" in text(replace(FACTS, duties=(replace(LIST, state=DutyState.FILED),)))


def test_year_without_a_calendar_is_said() -> None:
    assert "没有节假日安排" in text(replace(FACTS, calendar_known=False))


def test_keys_are_one_a_day_and_one_an_alert() -> None:
    assert digest_letter(FACTS, rulebook(), to="a@example.cn").key == "digest:2020-09-28"
    assert alert_letter("imap", "7", to="a@example.cn", title="甲", lines=(), day=DAY, rulebook=rulebook()).key == "alert:imap:7"
