"""What becomes of a mail that is a submission, and who is told what."""

import pytest

from mailbot.decide.decide import decide
from mailbot.model.decision import Decision, History, Outcome
from mailbot.model.mail import File, Mail
from tests.decide.builders import BOTH, CIVIL, OFFICE, STRANGER, case, file, grid, mail, picture

TITLE = "赤壁市社会救助领域政务公开目录"
TABLE = file(grid(TITLE))
CARE = file(grid("养老服务领域政务公开目录"), name="养老.xlsx", path="2", sha256="2" * 64)
BROKEN = File("3", "目录.xlsx", "unknown", 9, "3" * 64, trouble="unreadable-damaged")
PDF = File("4", "社会救助目录.pdf", "pdf", 9, "4" * 64, trouble="unreadable-pdf")
NO_LIMITS = file(grid(TITLE).replace("自形成之日起20个工作日内", ""))
EMPTY = file("\n".join(grid(TITLE).splitlines()[:2]) + "\n")


def decided(sent: Mail, *files: File, history: History | None = None) -> Decision:
    return decide(case(sent, *files, history=history))


def letters(decision: Decision) -> list[tuple[str, str]]:
    return [(letter.template, letter.to) for letter in decision.letters]


@pytest.mark.parametrize(
    ("sent", "files", "outcome", "reason", "told"),
    [
        (mail(), (TABLE,), "filed", "all-filed", [("result", CIVIL)]),
        (mail(), (TABLE, CARE), "filed", "all-filed", [("result", CIVIL)]),
        (mail(), (NO_LIMITS,), "returned", "all-returned", [("result", CIVIL)]),
        (mail(), (NO_LIMITS, CARE), "mixed", "some-returned", [("result", CIVIL)]),
        (mail(), (TABLE, picture()), "filed", "all-filed", [("result", CIVIL)]),
        (mail(), (TABLE, BROKEN), "filed", "all-filed", [("result", CIVIL)]),
        (mail(), (BROKEN,), "unreadable", "unreadable-damaged", [("unreadable", CIVIL)]),
        (mail(), (PDF,), "unreadable", "unreadable-pdf", [("unreadable", CIVIL)]),
        (mail(subject="目录", text="见附件，请查收。"), (), "unreadable", "no-attachment", [("unreadable", CIVIL)]),
        (mail(STRANGER, subject="民政局政务公开目录"), (PDF,), "unreadable", "unreadable-pdf", [("unreadable", STRANGER)]),
        (mail(STRANGER, subject="照片"), (picture(),), "other", "other-letter", []),
        (mail(STRANGER), (file(grid()),), "held", "no-unit", []),
        (mail(STRANGER, subject="民政局和财政局的目录"), (file(grid()),), "held", "several-units", []),
        (mail(), (file(grid("财政预决算领域目录")),), "held", "area-not-yours", [("held", CIVIL)]),
        (mail(), (file(grid(reported_by="赤壁市财政局")),), "held", "several-units", [("held", CIVIL)]),
        (mail(subject="请问公开层级必须填吗"), (), "other", "question", [("question", CIVIL)]),
        (mail(subject="公开时限怎么填"), (), "other", "question", [("question", CIVIL)]),
        (mail(subject="附件2怎么填"), (), "request", "forms-asked", [("forms", CIVIL)]),
        (mail(STRANGER, subject="请问办公室在哪里"), (), "other", "question", []),
        (mail(STRANGER, subject="反映路灯不亮"), (), "other", "other-letter", []),
        (mail(subject="关于召开会议的通知"), (), "other", "other-letter", []),
        (mail(OFFICE), (TABLE,), "filed", "all-filed", [("result", OFFICE)]),
        (mail(""), (file(grid(TITLE, reported_by="赤壁市民政局")),), "filed", "all-filed", []),
    ],
)  # fmt: skip
def test_outcome_reason_and_letters(sent: Mail, files: tuple[File, ...], outcome: str, reason: str, told: list[tuple[str, str]]) -> None:
    decision = decided(sent, *files)
    assert (decision.outcome.value, decision.reason, letters(decision)) == (outcome, reason, told)


def test_a_table_of_a_unit_with_two_areas_that_names_none_is_held() -> None:
    decision = decided(mail(), file(grid()))
    assert (decision.outcome, decision.reason, letters(decision)) == (Outcome.HELD, "area-unknown", [("held", CIVIL)])
    assert {area for _, _, area in decision.received} == {5, 6}


def test_a_table_without_a_title_is_the_one_area_its_unit_has() -> None:
    decision = decided(mail("czj@example.cn"), file(grid()))
    assert (decision.outcome, [one.area for one in decision.submissions]) == (Outcome.FILED, [8])


def test_each_table_of_an_address_of_two_units_goes_to_its_own() -> None:
    decision = decided(mail(BOTH), TABLE, file(grid("财政预决算领域目录"), path="2"))
    assert [(one.unit, one.area, one.outcome) for one in decision.submissions] == [("civil-affairs", 5, "filed"), ("finance", 8, "filed")]


def test_the_same_table_twice_in_one_mail_is_filed_once() -> None:
    decision = decided(mail(), TABLE, file(grid(TITLE), name="副本.xlsx", path="2"))
    assert [one.outcome for one in decision.submissions] == ["filed"]


def test_a_returned_table_leaves_the_duty_to_the_unit_and_a_spoiled_file_makes_it_received() -> None:
    assert decided(mail(), NO_LIMITS).received == ()
    assert decided(mail(), PDF).received == (("civil-affairs", "catalogue", 5),)
    assert set(decided(mail(), BROKEN).received) == {
        ("civil-affairs", "liaison", None),
        ("civil-affairs", "catalogue", 5),
        ("civil-affairs", "catalogue", 6),
    }


def test_a_stranger_is_answered_and_every_registered_address_told_once() -> None:
    decision = decided(mail(STRANGER, sender_name="民政局"), TABLE, history=History(addresses=(CIVIL, "li@example.cn")))
    assert (decision.provisional, letters(decision)) == (True, [("result", STRANGER), ("standing", CIVIL), ("standing", "li@example.cn")])


def test_every_attachment_is_told_what_became_of_it() -> None:
    reasons = decided(mail(), TABLE, picture(), file(name="空白.xlsx", path="5")).file_reasons
    assert reasons == {"1": ("filed", ""), "9": ("kept", "stamped-copy"), "5": ("kept", "no-table-recognised")}


def test_a_table_without_rows_is_returned_or_unreadable_and_answered_with_something_concrete() -> None:
    decision = decided(mail(), EMPTY)
    assert decision.outcome in (Outcome.RETURNED, Outcome.UNREADABLE)
    assert decision.letters
    assert decision.findings or any(one.findings for one in decision.submissions)
