"""Nothing that a sender writes becomes a header of ours, on any Python."""

import os
import subprocess
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbot.letters.compose import UnsendableAddress, bare_address
from mailbot.mail.memory import MemorySource
from mailbot.model.mail import RawMail, SourceKey
from mailbot.reading.message import read_message
from tests.pythons import releases
from tests.security.letters_held import DATE, PIECES, hold, write

ROOT = Path(__file__).resolve().parents[2]

HOSTILE = st.one_of(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.text(max_size=60))


@settings(max_examples=200)
@given(HOSTILE)
@example("=?UTF-8?Q?=0A?=Bcc: x@evil.example")
def test_no_subject_makes_a_header(subject: str) -> None:
    hold(write(subject), 0)


@settings(max_examples=150)
@given(HOSTILE.filter(bool), HOSTILE)
def test_no_file_name_and_no_key_makes_a_header_or_a_part(name: str, key: str) -> None:
    hold(write(name=name, key=f"reply:{key}"), 1)


@settings(max_examples=150)
@given(HOSTILE, st.lists(HOSTILE, max_size=4).map(tuple))
@example("<a@b>\r\nBcc: x@evil.example", ("<c@d>", "<e\n@f>"))
def test_no_identifier_of_another_mail_makes_a_header(answers: str, references: tuple[str, ...]) -> None:
    hold(write(answers=answers, references=references), 0)


@settings(max_examples=200)
@given(HOSTILE)
@example("a@chibi.gov.cn,<evil@y.example>")
@example("a@chibi.gov.cn\r\nRCPT TO:<x@evil.example>")
@example("chibi.gov.cn\uff1e\uff0c\uff1cevil")
@example("\u00a8")
def test_an_address_is_one_address_or_none(text: str) -> None:
    for address in (text, f"{text}@example.cn", f"zhao@{text}", f"x <{text}>"):
        try:
            bare = bare_address(address)
        except UnsendableAddress:
            continue
        assert bare.count("@") == 1
        assert bare.isascii()
        assert not set(bare) & set(' ,;:<>()[]"\\\r\n\t\0')


@settings(max_examples=100)
@given(HOSTILE, HOSTILE)
def test_a_mail_read_and_answered_stays_one_letter(subject: str, name: str) -> None:
    raw = f"From: {name} <zhao@example.cn>\r\nSubject: {subject}\r\nMessage-ID: <{name}>\r\n\r\nx".encode("utf-8", "surrogatepass")
    mail, _ = read_message(RawMail(SourceKey("INBOX", 1, 1), raw, DATE))
    hold(write(f"已收到：{mail.subject}", answers=mail.message_id, references=mail.in_reply_to), 0)


def test_every_python_that_is_here_makes_the_same_letters_of_hostile_pieces() -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    said = {}
    for path in releases().values():
        command = [path, "-B", "-m", "tests.security.letters_held"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False)
        assert done.returncode == 0, f"{path}\n{done.stderr[-2000:]}"
        said[path] = done.stdout
    assert said
    assert len(set(said.values())) == 1, said
    assert len(said.popitem()[1]) == 64


def test_the_memory_of_the_tests_is_the_products_own() -> None:
    assert MemorySource.__module__.startswith("mailbot.")
