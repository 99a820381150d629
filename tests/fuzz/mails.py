"""Mails broken at random, but the same way for the same seed."""

import base64
import random
from collections.abc import Callable

from tests.reading.mails import b_word, multipart, part, percent, q_word, simple, workbook_part

GARBAGE = (
    b"\x00\xff\xfe=?utf-8?B?\xc4\xbf\xc2\xbc?=\r\n",
    b"\r\n\r\n",
    b"--=_b1--\r\n",
    b"--=_b1\r\n",
    b"Content-Type: multipart/alternative; boundary==_b1\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"\"'<>(),;:\\@",
    b"<!--<table><tr><td>&#99999999999;",
    b"From: a@b.cn, <c@d.cn>\r\n",
    b"\x1b$B~{+2AA-",
    b"filename*0*=gb2312'';filename*1=\"",
)


def valid_mails() -> tuple[bytes, ...]:
    """Write the whole mails that are to be broken: each uses another part of the reader."""
    text = part(
        b"Content-Type: text/plain; charset=gb2312",
        b"Content-Transfer-Encoding: base64",
        body=base64.encodebytes("您好，请查收。".encode("gbk")),
    )
    page = part(b"Content-Type: text/html", body='<meta charset="gbk"><p>您好 <a href="http://u.163.com/x">下载</a></p>'.encode("gbk"))
    book = workbook_part(
        b"Content-Disposition: attachment; filename*=utf-8''" + percent("赤壁市民政局目录.xlsx", "utf-8"), content=bytes(range(256)) * 8
    )
    inner = part(b"Content-Type: message/rfc822", body=multipart(text, book, boundary=b"inner"))
    status = part(b"Content-Type: message/delivery-status", body=b"\r\nFinal-Recipient: rfc822; mzj@example.cn\r\nAction: failed\r\n")
    headers = (
        b"Subject: " + b_word("关于报送赤壁市民政局", "gbk", "gb2312") + b"\r\n " + q_word("目录的函", "utf-8"),
        b"Date: Mon, 28 Sep 2020 15:04:05 +0800 (CST)",
        b"Message-ID: <one@example.cn>",
        b"References: <two@example.cn> <three@example.cn>",
    )
    return (
        multipart(text, page, book, headers=headers),
        multipart(inner, book, headers=headers),
        multipart(text, status, inner, kind=b"report; report-type=delivery-status", headers=headers),
        simple(*headers, b"From: " + "赵一 <mzj@example.cn>".encode("gbk"), body="收到，谢谢".encode("gbk")),
    )


def mangle(content: bytes, seed: int) -> bytes:
    """Break a mail in one to six ways that the seed chooses."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        content = chance.choice(BREAKS)(content, chance)
    return content


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    begin = chance.randint(0, len(content))
    return begin, min(len(content), begin + chance.choice((1, 3, 20, 200, 2000)))


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 40) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _drop(content: bytes, chance: random.Random) -> bytes:
    begin, end = _span(content, chance)
    return content[:begin] + content[end:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    begin, end = _span(content, chance)
    return content[:end] + content[begin:end] * chance.randint(1, 30) + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice(GARBAGE) * chance.choice((1, 1, 2, 50)) + content[at:]


def _shuffle(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\r\n")
    begin = chance.randrange(len(lines))
    some = lines[begin : begin + 12]
    chance.shuffle(some)
    return b"\r\n".join((*lines[:begin], *some, *lines[begin + 12 :]))


def _exchange(content: bytes, chance: random.Random) -> bytes:
    old, new = chance.choice(
        (
            (b"\r\n", b"\n"),
            (b"\r\n", b"\r"),
            (b"=_b1", b"=_b2"),
            (b"base64", b"quoted-printable"),
            (b"gb2312", b"utf-16"),
            (b"; ", b" "),
            (b'"', b""),
            (b": ", b" "),
        )
    )
    return content.replace(old, new)


BREAKS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _drop, _repeat, _insert, _shuffle, _exchange)
