"""Reading one mail ahead of the decision."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.jobs.ahead import read_ahead
from mailbot.model.mail import RawMail, SourceKey
from mailbot.store import inbox
from mailbot.store.database import transaction
from tests.season.builders import Stage, instant, stage

NOW = instant("2020-09-24T09:30")


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[tuple[Stage, tuple[inbox.Waiting, ...]]]:
    """Three mails that wait to be decided."""
    with stage(tmp_path) as played:
        with transaction(played.desk.db):
            for uid in (1, 2, 3):
                content = f"From: clerk@example.cn\r\nSubject: {uid}\r\n\r\n{uid}\r\n".encode()
                inbox.insert_raw(played.desk.db, RawMail(SourceKey("INBOX", 1, uid), content, NOW), NOW, route="imap")
        yield played, inbox.waiting(played.desk.db, NOW)


def test_every_mail_comes_with_its_own_contents_in_order(waiting: tuple[Stage, tuple[inbox.Waiting, ...]]) -> None:
    played, batch = waiting
    read = [(one.id, whole.result()[0].mail.subject) for one, whole in read_ahead(played.desk, batch)]
    assert read == [(1, "1"), (2, "2"), (3, "3")]


def test_the_next_mail_is_begun_when_one_is_handed_out(waiting: tuple[Stage, tuple[inbox.Waiting, ...]]) -> None:
    played, batch = waiting
    ahead = read_ahead(played.desk, batch)
    next(ahead)
    with transaction(played.desk.db):
        played.desk.db.connection.execute("DELETE FROM raw")
    assert next(ahead)[1].result()[0].mail.subject == "2"


def test_a_mail_without_bytes_fails_in_its_turn_and_alone(waiting: tuple[Stage, tuple[inbox.Waiting, ...]]) -> None:
    played, batch = waiting
    with transaction(played.desk.db):
        played.desk.db.connection.execute("DELETE FROM raw WHERE mail = 2")
    found = [whole.exception() for _, whole in read_ahead(played.desk, batch)]
    assert [type(error) for error in found] == [type(None), KeyError, type(None)]


def test_nothing_is_read_of_no_mails(waiting: tuple[Stage, tuple[inbox.Waiting, ...]]) -> None:
    assert list(read_ahead(waiting[0].desk, ())) == []
