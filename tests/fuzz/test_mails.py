"""Whatever the bytes, a Mail comes out: here a fixed few, with MAILBOT_FUZZ=N as many as wanted."""

import json
import os
from dataclasses import asdict
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.reading.defects import Defect
from mailbot.reading.screen import cloud_links, is_acknowledgement, is_question, is_request, is_robot
from tests.fuzz.mails import mangle, valid_mails
from tests.reading.mails import read
from tests.reading.test_screen import SCREEN

HOW_MANY = int(os.environ.get("MAILBOT_FUZZ", "60"))
DEFECTS = {defect.value for defect in Defect}
MAILS = valid_mails()


def assert_a_mail_comes_out(content: bytes) -> None:
    mail, parts = read(content)
    written = json.dumps({key: value for key, value in asdict(mail).items() if not isinstance(value, datetime)}, ensure_ascii=False)
    assert written.encode()
    assert set(mail.defects) <= DEFECTS
    assert mail.sender or {"no-sender", "several-senders"} & set(mail.defects)
    assert len({part.path for part in parts}) == len(parts)
    assert all("\n" not in text for text in (mail.subject, mail.sender_name, mail.message_id, *(part.name for part in parts)))
    assert isinstance(is_robot(mail, SCREEN) + str(is_request(mail, SCREEN)) + str(cloud_links(mail, SCREEN)), str)
    assert isinstance(is_acknowledgement(mail, has_files=False, screen=SCREEN) or is_question(mail, SCREEN), bool)


@pytest.mark.parametrize("content", MAILS)
def test_the_whole_mails_are_read_without_a_defect_in_their_structure(content: bytes) -> None:
    assert not {"boundary-missing", "boundary-unclosed", "base64-damaged", "header-damaged"} & set(read(content)[0].defects)


@pytest.mark.parametrize("seed", range(HOW_MANY))
def test_a_mangled_mail_is_still_a_mail(seed: int) -> None:
    assert_a_mail_comes_out(mangle(MAILS[seed % len(MAILS)], seed))


@settings(max_examples=HOW_MANY, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_mail(content: bytes) -> None:
    assert_a_mail_comes_out(content)


@settings(max_examples=HOW_MANY, deadline=None)
@given(st.binary(max_size=80), st.binary(max_size=80), st.binary(max_size=200))
def test_any_headers_and_body_are_a_mail(subject: bytes, content_type: bytes, body: bytes) -> None:
    assert_a_mail_comes_out(
        b"Subject: %s\r\nFrom: %s\r\nContent-Type: text/%s\r\nX: y\r\n\r\n%s" % (subject, content_type, content_type, body)
    )
