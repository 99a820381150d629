"""What is sorted out before any table is judged, in the order of interface 4."""

import pytest

from mailbot.decide.screening import screened
from mailbot.model.decision import History, Outcome, PriorLetter
from mailbot.model.instant import parse_instant
from mailbot.model.mail import File, Mail
from tests.decide.builders import CIVIL, OFFICE, OWN, STRANGER, case, file, grid, mail, picture

LETTER = PriorLetter(31, "notice", "civil-affairs", CIVIL, "notice:civil-affairs:2020-09-24")
DIGEST = PriorLetter(40, "digest", None, OFFICE, "digest:2020-09-25")
CODES = {"K7Q3M2XP": "2020-09-25", "AAAABBBB": "2020-09-24"}
TABLE = file(grid("社会救助领域目录"))
ORDERS = History(answered=DIGEST, live_codes=CODES)
SENT_AGAIN = History(3, "same-message", answered=DIGEST, live_codes=CODES)
CODED = "回复：日报 9月25日〔K7Q3M2XP〕"


def verdict(sent: Mail, *files: File, history: History | None = None) -> tuple[str, str] | None:
    found = screened(case(sent, *files, history=history))
    return None if found is None else (found.outcome.value, found.reason)


@pytest.mark.parametrize(
    ("sent", "files", "history", "expected"),
    [
        # Bounces and robots are never answered.
        (mail("MAILER-DAEMON@example.cn", bounce=True, bounced=(CIVIL,)), (), None, ("bounce", "delivery-report")),
        (mail(OWN, loop_header="mailbot"), (), None, ("bounce", "own-letter-back")),
        (mail(STRANGER, loop_header="mailbot"), (), None, ("ignored", "another-mailbot")),
        (mail(STRANGER, loop_header="mailbot"), (TABLE,), None, ("ignored", "another-mailbot")),
        (mail(automatic="auto-replied"), (), None, ("ignored", "robot:auto-replied")),
        (mail(subject="自动回复: 函"), (), None, ("ignored", "robot:robot-subject")),
        (mail(text="您好，邮件已收到，谢谢！"), (TABLE,), None, None),
        # A table counts although a robot's words stand beside it, not although a robot sent it.
        (mail(subject="自动回复: 目录"), (TABLE,), None, None),
        # Mail from outside the campaign.
        (mail(received_at=parse_instant("2019-09-28T09:00")), (TABLE,), None, ("ignored", "outside-campaign")),
        (mail(received_at=parse_instant("2020-09-16T23:59")), (TABLE,), None, ("ignored", "outside-campaign")),
        (mail(received_at=parse_instant("2020-09-17T00:00")), (TABLE,), None, None),
        (mail(received_at=parse_instant("2021-01-05T23:59")), (TABLE,), None, None),
        (mail(received_at=parse_instant("2021-01-06T00:00")), (TABLE,), None, ("ignored", "outside-campaign")),
        # Acknowledgements.
        (mail(subject="回复：函", text="收到，谢谢！"), (), History(answered=LETTER), ("ignored", "acknowledgement")),
        (mail(subject="回复：函", text="收到，谢谢！"), (TABLE,), History(answered=LETTER), None),
        (mail(text="收到，请问公开层级必须填吗？"), (), None, None),
        # Orders of the office.
        (mail(OFFICE, subject=CODED, text="1 收下"), (), ORDERS, ("command", "office-order")),
        (mail(OFFICE, subject="回复", text="1 收下\n> 日报〔K7Q3M2XP〕"), (), ORDERS, ("command", "office-order")),
        (mail(OFFICE, subject="回复：日报 9月24日〔AAAABBBB〕", text="1 收下"), (), ORDERS, ("other", "wrong-code")),
        (mail(OFFICE, subject="回复：日报", text="1 收下"), (), ORDERS, ("other", "wrong-code")),
        (mail(OFFICE, subject=CODED, text="1 收下"), (), History(live_codes=CODES), ("other", "code-without-reply")),
        (mail(OFFICE, subject=CODED, text="1 收下", authenticated=False), (), ORDERS, None),
        (mail(STRANGER, subject=CODED, text="1 收下"), (), ORDERS, None),
        (mail(CIVIL, subject=CODED, text="1 收下"), (), ORDERS, None),
        (mail(OFFICE, subject=CODED, text="1 收下"), (), SENT_AGAIN, ("duplicate", "same-message")),
        # Duplicates, before anything they bring is judged.
        (mail(), (TABLE,), History(3, "same-message"), ("duplicate", "same-message")),
        (mail(subject="请发样表"), (), History(3, "same-message"), ("duplicate", "same-message")),
        (mail(automatic="auto-replied"), (), History(3, "same-message"), ("ignored", "robot:auto-replied")),
        # Requests for forms, from a unit only.
        (mail(subject="请发一份样表"), (), None, ("request", "forms-asked")),
        (mail(subject="附件2"), (), None, ("request", "forms-asked")),
        (mail(subject="请发一份样表"), (picture("logo.png"),), None, ("request", "forms-asked")),
        (mail(subject="请发一份样表"), (TABLE,), None, None),
        (mail(STRANGER, subject="请发一份样表"), (), None, None),
        (mail(STRANGER, subject="民政局请发一份样表"), (), None, ("request", "forms-asked")),
        (mail(OFFICE, subject="请发一份样表"), (), None, None),
        # What goes on to be judged.
        (mail(), (TABLE,), None, None),
        (mail(subject="请问公开层级必须填吗"), (), None, None),
        (mail(STRANGER, subject="反映路灯不亮"), (), None, None),
    ],
)  # fmt: skip
def test_what_is_sorted_out(sent: Mail, files: tuple[File, ...], history: History | None, expected: tuple[str, str] | None) -> None:
    assert verdict(sent, *files, history=history) == expected


def test_a_delivery_report_marks_the_addresses_it_names() -> None:
    found = screened(case(mail("postmaster@example.cn", bounce=True, bounced=(CIVIL,)), history=History(answered=LETTER)))
    assert found is not None
    assert (found.dead_addresses, found.unit, found.letters) == ((CIVIL,), "civil-affairs", ())


def test_a_report_without_addresses_marks_whom_the_letter_was_for() -> None:
    found = screened(case(mail("postmaster@example.cn", bounce=True), history=History(answered=LETTER)))
    assert found is not None
    assert found.dead_addresses == (CIVIL,)


def test_an_acknowledgement_is_the_receipt_of_the_letter_it_answers() -> None:
    found = screened(case(mail(text="收到"), history=History(answered=LETTER)))
    assert found is not None
    assert (found.receipt_of, found.unit) == (31, "civil-affairs")


@pytest.mark.parametrize(("sender", "provisional"), [(CIVIL, False), (STRANGER, True)])
def test_a_request_is_answered_with_the_forms_of_its_unit(sender: str, provisional: bool) -> None:
    found = screened(case(mail(sender, subject="民政局请发一份样表")))
    assert found is not None
    (letter,) = found.letters
    assert (found.outcome, found.provisional, letter.to, letter.template) == (Outcome.REQUEST, provisional, sender, "forms")
    assert [enclosure.unit for enclosure in letter.enclosures] == ["civil-affairs"]


def test_what_is_sorted_out_brings_no_other_letter() -> None:
    for sent in (mail(automatic="auto-replied"), mail("x@example.cn", bounce=True), mail(text="收到"), mail(loop_header="x")):
        found = screened(case(sent))
        assert found is not None
        assert found.letters == ()
