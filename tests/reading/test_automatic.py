import pytest

from tests.reading.mails import multipart, part, read_mail, simple, workbook_part


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ((b"Auto-Submitted: auto-replied",), "auto-submitted"),
        ((b"Auto-Submitted: auto-generated (rfc3834)",), "auto-submitted"),
        ((b"Auto-Submitted: no",), ""),
        ((b"Auto-Submitted: No; x=y",), ""),
        ((b"Return-Path: <>",), "null-return-path"),
        ((b"Return-Path: < >",), "null-return-path"),
        ((b"Return-Path: <mzj@example.cn>",), ""),
        ((b"X-Autoreply: yes",), "x-autoreply"),
        ((b"X-Autorespond: vacation",), "x-autoreply"),
        ((b"X-Autoreply: no",), ""),
        ((b"Precedence: bulk",), "precedence-bulk"),
        ((b"Precedence: AUTO_REPLY",), "precedence-auto-reply"),
        ((b"Precedence: list",), "precedence-list"),
        ((b"Precedence: first-class",), ""),
        ((b"List-Id: <news.example.cn>",), "list-id"),
        ((b"List-Unsubscribe: <mailto:x@example.cn>",), "list-unsubscribe"),
        ((b"X-Auto-Response-Suppress: All",), "x-auto-response-suppress"),
        ((b"X-Auto-Response-Suppress: OOF, AutoReply",), "x-auto-response-suppress"),
        ((b"X-Auto-Response-Suppress: DR",), ""),
        ((b"X-Priority: 3", b"X-Mailer: Foxmail 7"), ""),
    ],
)
def test_a_robot_is_known_by_its_headers(headers: tuple[bytes, ...], reason: str) -> None:
    assert read_mail(simple(*headers)).automatic == reason


def test_an_invitation_is_a_calendars_mail_unless_a_file_comes_with_it() -> None:
    invitation = part(b"Content-Type: text/calendar; method=REPLY", body=b"BEGIN:VCALENDAR")
    assert read_mail(multipart(invitation, kind=b"alternative")).automatic == "calendar"
    assert read_mail(multipart(invitation, workbook_part())).automatic == ""
