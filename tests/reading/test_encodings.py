"""Every way in which Chinese subjects, senders, file names and bodies are seen to be written: all right, guesses flagged."""

import base64

import pytest

from tests.reading.mails import b_word, percent, q_word, quoted_printable, read, read_mail, simple, workbook_part
from tests.reading.mails import multipart as multipart_mail

SUBJECT = "关于报送赤壁市民政局政务公开目录的函"
NAME = "赤壁市民政局目录.xlsx"
RARE = "赤壁市喆镕芃目录.xlsx"
WORDS = "您好，现将李喆、张镕两位同志的名单报上，请查收。"
UTF8, GBK = SUBJECT.encode(), SUBJECT.encode("gbk")
B64 = base64.b64encode(UTF8)

SUBJECTS = {
    "base64, utf-8": (b_word(SUBJECT, "utf-8"), False),
    "base64, lower-case b and charset": (b_word(SUBJECT, "utf-8").replace(b"?B?", b"?b?"), False),
    "quoted, utf-8": (q_word(SUBJECT, "utf-8"), False),
    "quoted, lower-case hex": (q_word(SUBJECT, "utf-8").replace(b"=E", b"=e"), False),
    "base64, gb2312": (b_word(SUBJECT, "gb2312"), False),
    "base64, gbk": (b_word(SUBJECT, "gbk"), False),
    "base64, gb18030": (b_word(SUBJECT, "gb18030"), False),
    "base64, cp936 under its own name": (b_word(SUBJECT, "gbk", "cp936"), False),
    "quoted, gb2312": (q_word(SUBJECT, "gb2312"), False),
    "hz": (b_word(SUBJECT, "hz", "hz-gb-2312"), False),
    "utf-7": (b_word(SUBJECT, "utf-7"), False),
    "utf-16": (b_word(SUBJECT, "utf-16"), False),
    "two words split between characters": (b_word(SUBJECT[:9], "utf-8") + b"\r\n " + b_word(SUBJECT[9:], "utf-8"), False),
    "two words split inside a character, utf-8": (
        b"=?utf-8?B?%s?=\r\n\t=?UTF-8?B?%s?=" % (base64.b64encode(UTF8[:10]), base64.b64encode(UTF8[10:])),
        False,
    ),
    "two words split inside a character, gb2312": (
        b"=?gb2312?B?%s?= =?GBK?B?%s?=" % (base64.b64encode(GBK[:9]), base64.b64encode(GBK[9:])),
        False,
    ),
    "two words split inside the base64": (b"=?utf-8?B?%s?= =?utf-8?B?%s?=" % (B64[:18], B64[18:]), False),
    "words of two charsets": (b_word(SUBJECT[:5], "gbk", "gb2312") + b" " + b_word(SUBJECT[5:], "utf-8"), False),
    "words without space between": (b_word(SUBJECT[:5], "utf-8") + b_word(SUBJECT[5:], "utf-8"), False),
    "base64 and quoted mixed": (b_word(SUBJECT[:5], "utf-8") + b" " + q_word(SUBJECT[5:], "utf-8"), False),
    "space inside the base64": (b"=?utf-8?B?%s %s?=" % (B64[:20], B64[20:]), False),
    "folded inside the base64": (b"=?utf-8?B?%s\r\n %s?=" % (B64[:20], B64[20:]), False),
    "language after the charset": (b"=?utf-8*zh-CN?B?%s?=" % B64, False),
    "inside quotes": (b'"' + b_word(SUBJECT, "utf-8") + b'"', False),
    "cut before its end mark": (b"=?utf-8?B?" + B64, False),
    "padding missing": (b"=?utf-8?B?%s?=" % base64.b64encode(SUBJECT[:-1].encode() + b"!!").rstrip(b"="), True),
    "wrong characters in the base64": (b"=?utf-8?B?%s!%s?=" % (B64[:8], B64[8:]), True),
    "encoded twice": (b_word(b_word(SUBJECT, "utf-8").decode(), "utf-8"), True),
    "utf-8 label on GBK": (b_word(SUBJECT, "gbk", "utf-8"), True),
    "gb2312 label on utf-8": (b_word(SUBJECT, "utf-8", "gb2312"), True),
    "us-ascii label on GBK": (b_word(SUBJECT, "gbk", "us-ascii"), True),
    "iso-8859-1 label on utf-8": (b_word(SUBJECT, "utf-8", "iso-8859-1"), True),
    "iso-8859-1 label on GBK": (q_word(SUBJECT, "gbk", "iso-8859-1"), True),
    "unknown label on GBK": (b_word(SUBJECT, "gbk", "x-foxmail"), True),
    "raw utf-8": (UTF8, True),
    "raw GBK": (GBK, True),
    "raw GBK, folded": (GBK[:12] + b"\r\n" + b" " + GBK[12:], True),
    "raw big5": ("關於報送政務公開目錄的函".encode("big5"), True),
    "raw hz": (SUBJECT.encode("hz"), True),
    "raw utf-8, encoded twice": (UTF8.decode("latin-1").encode(), True),
}


@pytest.mark.parametrize("case", SUBJECTS)
def test_a_chinese_subject_is_read_however_it_is_written(case: str) -> None:
    raw, flagged = SUBJECTS[case]
    mail = read_mail(simple(b"Subject: " + raw))
    expected = {"raw big5": "關於報送政務公開目錄的函", "padding missing": SUBJECT[:-1] + "!!", "inside quotes": f'"{SUBJECT}"'}.get(
        case, SUBJECT
    )
    assert mail.subject.replace(" ", "") == expected
    assert bool(mail.defects) is flagged


SENDERS = {
    "encoded": (b_word("赵一喆", "gbk", "gb2312") + b" <mzj@example.cn>", False),
    "encoded in quotes": (b'"' + b_word("赵一喆", "utf-8") + b'" <mzj@example.cn>', False),
    "in a comment": (b"mzj@example.cn (" + b_word("赵一喆", "utf-8") + b")", False),
    "without a space": (b_word("赵一喆", "utf-8") + b"<mzj@example.cn>", False),
    "raw GBK": ("赵一喆".encode("gbk") + b" <mzj@example.cn>", True),
    "raw GBK in quotes": (b'"' + "赵一喆".encode("gbk") + b'" <mzj@example.cn>', True),
    "raw utf-8": ("赵一喆 <mzj@example.cn>".encode(), True),
    "wrong label": (b_word("赵一喆", "gbk", "utf-8") + b" <mzj@example.cn>", True),
}


@pytest.mark.parametrize("case", SENDERS)
def test_a_chinese_sender_is_read_however_it_is_written(case: str) -> None:
    raw, flagged = SENDERS[case]
    mail = read_mail(simple(b"From: " + raw))
    assert (mail.sender, mail.sender_name) == ("mzj@example.cn", "赵一喆")
    assert bool(mail.defects) is flagged


PIECES = [percent(NAME[:6], "utf-8"), percent(NAME[6:], "utf-8")]
WORD = b_word(NAME, "utf-8")
OCTETS = b"Content-Type: application/octet-stream"

NAMES = {
    "encoded word in quotes": ((OCTETS, b'Content-Disposition: attachment; filename="' + WORD + b'"'), False),
    "encoded word without quotes": ((OCTETS, b"Content-Disposition: attachment; filename=" + WORD), False),
    "encoded word of two lines in quotes": (
        (
            OCTETS,
            b'Content-Disposition: attachment; filename="%s\r\n %s"'
            % (b_word(NAME[:5], "gbk", "gb2312"), b_word(NAME[5:], "gbk", "gb2312")),
        ),
        False,
    ),
    "quoted-printable word": ((OCTETS, b'Content-Disposition: attachment; filename="' + q_word(NAME, "gbk", "gb18030") + b'"'), False),
    "rfc 2231, utf-8": ((OCTETS, b"Content-Disposition: attachment; filename*=utf-8''" + percent(NAME, "utf-8")), False),
    "rfc 2231, gb2312 with language": ((OCTETS, b"Content-Disposition: attachment; filename*=gb2312'zh-cn'" + percent(NAME, "gbk")), False),
    "rfc 2231, in quotes": ((OCTETS, b"Content-Disposition: attachment; filename*=\"utf-8''" + percent(NAME, "utf-8") + b'"'), False),
    "rfc 2231, raw bytes": ((OCTETS, b"Content-Disposition: attachment; filename*=utf-8''" + NAME.encode()), False),
    "rfc 2231, pieces": (
        (OCTETS, b"Content-Disposition: attachment;\r\n filename*0*=utf-8''%s;\r\n filename*1*=%s" % (PIECES[0], PIECES[1])),
        False,
    ),
    "rfc 2231, pieces in wrong order": (
        (OCTETS, b"Content-Disposition: attachment; filename*1*=%s; filename*0*=utf-8''%s" % (PIECES[1], PIECES[0])),
        False,
    ),
    "rfc 2231, pieces, the last one plain": (
        (OCTETS, b"Content-Disposition: attachment; filename*0*=utf-8''%s; filename*1=.xlsx" % percent(NAME[:-5], "utf-8")),
        False,
    ),
    "pieces of an encoded word": (
        (OCTETS, b'Content-Disposition: attachment; filename*0="%s"; filename*1="%s"' % (WORD[:20], WORD[20:])),
        False,
    ),
    "name only in Content-Type": (
        (b'Content-Type: application/vnd.ms-excel; name="' + WORD + b'"', b"Content-Disposition: attachment"),
        False,
    ),
    "name only in Content-Type, no disposition": ((b'Content-Type: application/octet-stream; name="' + WORD + b'"',), False),
    "rfc 2231 in Content-Type": ((b"Content-Type: application/octet-stream; name*=utf-8''" + percent(NAME, "utf-8"),), False),
    "ASCII stand-in beside rfc 2231": (
        (OCTETS, b"Content-Disposition: attachment; filename=\"list.xlsx\"; filename*=utf-8''" + percent(NAME, "utf-8")),
        False,
    ),
    "upper-case parameter with spaces": ((OCTETS, b'Content-Disposition: ATTACHMENT; FileName = "' + WORD + b'"'), False),
    "semicolon missing": ((OCTETS, b'Content-Disposition: attachment filename="' + WORD + b'"'), False),
    "rfc 2231 without charset": ((OCTETS, b"Content-Disposition: attachment; filename*=" + percent(NAME, "utf-8")), True),
    "rfc 2231 holding an encoded word": ((OCTETS, b'Content-Disposition: attachment; filename*="' + WORD + b'"'), True),
    "rfc 2231 pieces without charset, GBK": (
        (OCTETS, b"Content-Disposition: attachment; filename*0*=%s; filename*1*=%s" % (percent(NAME[:6], "gbk"), percent(NAME[6:], "gbk"))),
        True,
    ),
    "percent escapes in a plain value, utf-8": (
        (OCTETS, b'Content-Disposition: attachment; filename="' + percent(NAME, "utf-8") + b'"'),
        True,
    ),
    "percent escapes in a plain value, GBK": ((OCTETS, b'Content-Disposition: attachment; filename="' + percent(NAME, "gbk") + b'"'), True),
    "HTML escapes": (
        (OCTETS, b'Content-Disposition: attachment; filename="%s.xlsx"' % "".join(f"&#{ord(sign)};" for sign in NAME[:-5]).encode()),
        True,
    ),
    "raw GBK in quotes": ((OCTETS, b'Content-Disposition: attachment; filename="' + NAME.encode("gbk") + b'"'), True),
    "raw GBK without quotes": ((OCTETS, b"Content-Disposition: attachment; filename=" + NAME.encode("gbk")), True),
    "raw utf-8": ((OCTETS, b'Content-Disposition: attachment; filename="' + NAME.encode() + b'"'), True),
    "raw utf-8 in Content-Type": ((b'Content-Type: application/octet-stream; name="' + NAME.encode() + b'"',), True),
    "utf-8 label on GBK": ((OCTETS, b'Content-Disposition: attachment; filename="' + b_word(NAME, "gbk", "utf-8") + b'"'), True),
    "two Chinese names": (
        (
            b'Content-Type: application/octet-stream; name="%s"' % b_word("别的.xlsx", "utf-8"),
            b'Content-Disposition: attachment; filename="' + WORD + b'"',
        ),
        True,
    ),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_chinese_file_name_is_read_however_it_is_written(case: str) -> None:
    headers, flagged = NAMES[case]
    mail, parts = read(multipart_mail(workbook_part(*headers)))
    assert [part.name for part in parts] == [NAME]
    assert bool(mail.defects) is flagged


@pytest.mark.parametrize(
    ("headers", "flagged"),
    [
        ((OCTETS, b'Content-Disposition: attachment; filename="' + b_word(RARE, "gbk", "gb2312") + b'"'), False),
        ((OCTETS, b"Content-Disposition: attachment; filename*=gb2312''" + percent(RARE, "gbk")), False),
        ((OCTETS, b'Content-Disposition: attachment; filename="' + RARE.encode("gbk") + b'"'), True),
    ],
)
def test_rare_characters_of_a_file_name_survive_the_gb2312_label(headers: tuple[bytes, ...], flagged: bool) -> None:
    mail, parts = read(multipart_mail(workbook_part(*headers)))
    assert parts[0].name == RARE
    assert bool(mail.defects) is flagged


BODIES = {
    "gb2312 label on GBK, base64": (b"text/plain; charset=gb2312", b"base64", base64.encodebytes(WORDS.encode("gbk")), False),
    "GBK, quoted-printable": (b'text/plain; charset="GBK"', b"quoted-printable", quoted_printable(WORDS, "gbk"), False),
    "gb18030, 8bit": (b"text/plain; charset=gb18030", b"8bit", WORDS.encode("gb18030"), False),
    "utf-8, 8bit": (b"text/plain; charset=utf-8", b"8bit", WORDS.encode(), False),
    "utf-8, quoted-printable": (b"text/plain; charset=UTF-8; format=flowed", b"Quoted-Printable", quoted_printable(WORDS, "utf-8"), False),
    "utf-8 label in quotes that do not match": (b"text/plain; charset='utf-8'", b"base64", base64.encodebytes(WORDS.encode()), False),
    "utf-16": (b"text/plain; charset=utf-16", b"base64", base64.encodebytes(WORDS.encode("utf-16")), False),
    "hz": (b"text/plain; charset=hz-gb-2312", b"7bit", WORDS.replace("喆", "哲").replace("镕", "荣").encode("hz"), False),
    "no label, GBK": (b"text/plain", b"8bit", WORDS.encode("gbk"), True),
    "no label, utf-8": (b"text/plain", b"8bit", WORDS.encode(), True),
    "no Content-Type, GBK": (b"", b"8bit", WORDS.encode("gbk"), True),
    "us-ascii label on GBK": (b"text/plain; charset=us-ascii", b"8bit", WORDS.encode("gbk"), True),
    "iso-8859-1 label on utf-8": (b"text/plain; charset=iso-8859-1", b"base64", base64.encodebytes(WORDS.encode()), True),
    "utf-8 label on GBK": (b"text/plain; charset=utf-8", b"8bit", WORDS.encode("gbk"), True),
    "gb2312 label on utf-8": (b"text/plain; charset=gb2312", b"8bit", WORDS.encode(), True),
    "unknown label on GBK": (b"text/plain; charset=chinese-simplified-x", b"8bit", WORDS.encode("gbk"), False),
    "nonsense label on utf-8": (b"text/plain; charset=whatever", b"8bit", WORDS.encode(), True),
    "html, charset only in its head": (
        b"text/html",
        b"8bit",
        b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>'
        + WORDS.encode("gbk")
        + b"</body></html>",
        False,
    ),
    "html, number references": (b"text/html; charset=us-ascii", b"7bit", "".join(f"&#{ord(sign)};" for sign in WORDS).encode(), False),
    "base64 that was cut": (b"text/plain; charset=utf-8", b"base64", base64.b64encode(WORDS.encode() + b"\n1")[:-1], True),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_chinese_body_is_read_however_it_is_written(case: str) -> None:
    media_type, encoding, body, flagged = BODIES[case]
    headers = [b"Content-Transfer-Encoding: " + encoding] + ([b"Content-Type: " + media_type] if media_type else [])
    mail = read_mail(simple(*headers, body=body))
    expected = WORDS.replace("喆", "哲").replace("镕", "荣") if case == "hz" else WORDS
    assert mail.text.startswith(expected)
    assert bool(mail.defects) is flagged


def test_more_than_fifty_kinds_are_in_these_tables() -> None:
    assert len(SUBJECTS) + len(SENDERS) + len(NAMES) + len(BODIES) > 90
