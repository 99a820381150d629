import pytest

from mailbot.reading.flowed import unflowed
from tests.reading.mails import quoted_printable, read_mail, simple


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("one \ntwo\nthree", "one two\nthree"),
        ("> one \n> two \nmine", "> one two \nmine"),
        (" >no quote\n From here", ">no quote\nFrom here"),
        ("one \n-- \nname \nagain", "one \n-- \nname again"),
        ("one \n\ntwo", "one \n\ntwo"),
        ("one", "one"),
        ("", ""),
    ],
)
def test_lines_that_flow_are_joined(text: str, whole: str) -> None:
    assert unflowed(text, delete_space=False) == whole


@pytest.mark.parametrize(
    ("kind", "reason"), [("", "1 退回 请补写 公开时限"), ("; delsp=yes", "1 退回 请补写公开时限"), ("; DelSp=No", "1 退回 请补写 公开时限")]
)
def test_what_a_window_broke_is_one_line_again(kind: str, reason: str) -> None:
    header = f"Content-Type: text/plain; charset=utf-8; format=flowed{kind}".encode()
    body = quoted_printable("1 退回 请补写 \n公开时限", "utf-8")
    assert read_mail(simple(header, b"Content-Transfer-Encoding: quoted-printable", body=body)).text == reason
