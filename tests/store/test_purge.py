"""What is past its time goes for good; that it was there stays known."""

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.errors import OperatorError
from mailbot.store import inbox, outbox
from mailbot.store.backup import verify
from mailbot.store.database import Database, open_database, transaction
from mailbot.store.directory import add_address
from mailbot.store.purge import count, purge, purge_files
from tests.store.builders import MINUTE, NOW, SENDER, arrive, catalogue, decide, decision, filed, letter, liaison, mail

LATER = NOW + timedelta(days=1)
CANARIES = (SENDER, "0715-5550001", "副局长")


def whole(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def kept(db: Database) -> list[object]:
    one = db.connection.execute
    mails = [tuple(row) for row in one("SELECT sha256, size, outcome, reason, unit, received_at, decided_at FROM inbox")]
    return [*mails, *(one(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("item", "person", "submission", "outbox", "file"))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with an old mail and its letters, and a new one."""
    path = tmp_path / "data" / "mailbot.sqlite"
    with open_database(path, campaign="test") as db:
        filed(db, liaison(), catalogue())
        with transaction(db):
            add_address(db, "civil-affairs", SENDER, NOW, source="liaison", by="test")
            one = outbox.enqueue(db, letter(content=b"Subject: canary", mail=1), NOW)
            assert one is not None
            outbox.claim(db, one, NOW)
            outbox.mark_sent(db, one, NOW)
            outbox.enqueue(db, letter("reply:2:1", content=b"not yet", to="other@example.cn"), NOW)
        filed(db, catalogue(), uid=99, received_at=LATER, sender="new@example.cn")
    return path


def test_nothing_of_a_person_is_left_in_the_file(path: Path) -> None:
    with open_database(path, campaign="test") as db:
        assert all(word.encode() in whole(path) for word in CANARIES)
        assert purge(db, NOW + MINUTE, LATER, by="test") == {"mails": 1, "people": 1, "letters": 1}
        left = [word for word in CANARIES if word.encode() in whole(path)]
    assert left == []


def test_counts_hashes_outcomes_and_the_new_mail_stay(path: Path) -> None:
    with open_database(path, campaign="test") as db:
        before = kept(db)
        purge(db, NOW + MINUTE, LATER, by="test")
        assert kept(db) == before
        assert verify(db).problems == ()
        assert inbox.load_raw(db, 2).content
        assert outbox.load_content(db, 2) == b"not yet"
        assert [inbox.load_mail(db, number).sender for number in (1, 2)] == ["", "new@example.cn"]  # type: ignore[union-attr]


def test_the_mail_is_known_when_it_lies_in_the_mailbox_again(path: Path) -> None:
    with open_database(path, campaign="test") as db:
        purge(db, NOW + MINUTE, LATER, by="test")
        assert arrive(db, b"Subject: 41\r\n\r\n", uid=500) == 1


def test_twice_takes_nothing_more(path: Path) -> None:
    with open_database(path, campaign="test") as db:
        purge(db, NOW + MINUTE, LATER, by="test")
        assert count(db, NOW + MINUTE) == {"mails": 0, "people": 0, "letters": 0}
        assert purge(db, NOW + MINUTE, LATER, by="test") == {"mails": 0, "people": 0, "letters": 0}


def test_a_mail_that_waits_to_be_decided_is_left_whole(path: Path) -> None:
    with open_database(path, campaign="test") as db:
        waiting = arrive(db, b"Subject: waits\r\n\r\n", uid=77)
        purge(db, NOW + MINUTE, LATER, by="test")
        assert inbox.load_raw(db, waiting).content


def test_a_purged_mail_is_not_put_back_into_the_queue(path: Path) -> None:
    with open_database(path, campaign="test") as db:
        purge(db, NOW + MINUTE, LATER, by="test")
        with pytest.raises(OperatorError) as raised, transaction(db):
            inbox.reopen(db, 1, LATER, by="test")
        assert raised.value.code == "purged"


def test_it_asks_the_office_nothing_about_a_purged_mail(path: Path) -> None:
    with open_database(path, campaign="test") as db:
        number = arrive(db, b"Subject: held\r\n\r\n", uid=78)
        decide(db, number, decision(provisional=True), sent=mail())
        assert number in inbox.awaiting_office(db)
        purge(db, NOW + MINUTE, LATER, by="test")
        assert inbox.awaiting_office(db) == ()


def test_an_address_somebody_still_writes_from_stays(path: Path) -> None:
    with open_database(path, campaign="test") as db:
        with transaction(db):
            add_address(db, "education", "NEW@example.cn", NOW, source="liaison", by="test")
        purge(db, NOW + MINUTE, LATER, by="test")
        assert [row[0] for row in db.connection.execute("SELECT address FROM address")] == ["NEW@example.cn"]


def test_files_go_by_the_time_in_their_names(tmp_path: Path) -> None:
    outbox, taken, waiting = tmp_path / "outbox", tmp_path / "dropbox" / "已处理", tmp_path / "dropbox" / "文旅局"
    for folder in (outbox, taken, waiting):
        folder.mkdir(parents=True)
    for path in (outbox / "20200928T070359Z-0.eml", outbox / "20200928T070459Z-1.eml", waiting / "2020-09-01-目录.xlsx"):
        path.write_bytes(b"")
    for name in ("2020-09-27-finance-目录.xlsx", "2020-09-28-finance-目录.xlsx", "说明.txt"):
        (taken / name).write_bytes(b"")
    assert purge_files(tmp_path, NOW) == 2
    assert [path.name for path in outbox.iterdir()] == ["20200928T070459Z-1.eml"]
    assert {path.name for path in taken.iterdir()} == {"2020-09-28-finance-目录.xlsx", "说明.txt"}
    assert len(list(waiting.iterdir())) == 1
    assert purge_files(tmp_path / "none", NOW) == 0
