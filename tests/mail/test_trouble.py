import re
from pathlib import Path

import pytest

import mailbot.mail
from mailbot.mail.trouble import trouble
from mailbot.texts import sentences

CODE = re.compile(r'(?:trouble|auth_refused)\(\s*"([a-z-]+)"')


def test_every_code_has_a_text_and_every_text_a_code() -> None:
    folder = Path(mailbot.mail.__file__).parent
    used = {code for path in folder.glob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    assert used == set(sentences("mail"))


def test_an_error_carries_its_code_and_its_facts() -> None:
    error = trouble("no-host", section="imap")
    assert error.code == "no-host"
    assert "[imap]" in error.problems[0]


def test_a_fact_that_is_missing_is_a_bug() -> None:
    with pytest.raises(KeyError):
        trouble("no-host")
