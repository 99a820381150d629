"""What mail programs put beside a mail asks for nothing: signatures, cards, Outlook's shell of a mail's looks."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.reading.workbooks import GRID, tnef, xls
from tests.season.builders import Stage, stage, table, words

CIVIL = "civil-affairs@example.cn"
AT = "2020-09-24T11:00"
DRESSING = [
    ("smime.p7s", "application/pkcs7-signature", b"0\x80\x06\x09*\x86H\x86\xf7\x0d\x01\x07\x02"),
    ("smime.p7s", "application/octet-stream", b"0\x80\x06\x09*\x86H\x86\xf7\x0d\x01\x07\x02"),
    ("赵一.vcf", "text/vcard", b"BEGIN:VCARD\r\nEND:VCARD\r\n"),
    ("signature.asc", "application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----\r\n"),
    ("winmail.dat", "application/ms-tnef", tnef({})),
    ("ATT00001.txt", "text/plain", b"\r\n"),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        played.tick("2020-09-24T10:00")
        yield played


def beside(content: bytes, name: str, kind: str, file: bytes) -> bytes:
    message = message_from_bytes(content, policy=policy.default)
    main, _, sub = kind.partition("/")
    message.add_attachment(file, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


@pytest.mark.parametrize(("name", "kind", "file"), DRESSING)
def test_a_good_table_is_not_reproached_for_what_dresses_its_mail(office: Stage, name: str, kind: str, file: bytes) -> None:
    (sent,) = office.answer(beside(table(office.rulebook, (5, 6), when=AT, sender=CIVIL), name, kind, file), AT)
    assert sent.subject == "已收到：赤壁市民政局社会救助、养老服务领域目录"
    assert name not in sent.text


@pytest.mark.parametrize(("name", "kind", "file"), DRESSING)
def test_thanks_with_a_signature_are_thanks(office: Stage, name: str, kind: str, file: bytes) -> None:
    content = words("收到，谢谢", when=AT, sender=CIVIL, subject="回复：工作提醒")
    assert office.answer(beside(content, name, kind, file), AT) == ()
    assert [(mail.outcome, mail.reason) for mail in office.mails()] == [("ignored", "acknowledgement")]


def test_a_signature_is_no_attachment_that_was_promised(office: Stage) -> None:
    content = words("现报送民政局政务公开目录，见附件。", when=AT, sender=CIVIL, subject="政务公开目录")
    office.answer(beside(content, *DRESSING[0]), AT)
    assert [(mail.outcome, mail.reason) for mail in office.mails()] == [("unreadable", "no-attachment")]


def test_a_workbook_that_calls_itself_a_signature_is_read(office: Stage) -> None:
    content = words("见附件", when=AT, sender=CIVIL, subject="政务公开目录")
    office.answer(beside(content, "smime.p7s", "application/pkcs7-signature", xls({"目录": GRID})), AT)
    assert office.mails()[0].outcome != "ignored"
