"""People at the same mailbox, on a real Dovecot: they read, flag, move, delete and make it anew; nothing is lost, nothing is doubled."""

import imaplib
import os
import socket
from collections.abc import Iterator
from datetime import UTC, timedelta
from email import message_from_bytes
from itertools import count
from pathlib import Path

import pytest
from pydantic import SecretStr

from mailbot.mail.imap import ImapSource
from mailbot.settings import Imap
from tests.faults.invariants import hold
from tests.season.builders import SETTINGS, Stage, instant, people, stage, table, words
from tests.servers.dovecot import PASSWORD, Dovecot

pytestmark = pytest.mark.dovecot
START = instant("2020-09-24T11:00")
CIVIL, FINANCE, EDUCATION = (f"{unit}@example.cn" for unit in ("civil-affairs", "finance", "education"))
FOLDER = "Tasks"
WATCHED = SETTINGS.replace('source = "folder"\npath = "inbox"', f'source = "imap"\nfolder = "{FOLDER}"')
_users = count(1)


class Post:
    """A home on a folder of Dovecot's, and a person's own mail program beside it."""

    folder = FOLDER

    def __init__(self, played: Stage, server: Dovecot) -> None:
        self.played, user = played, f"people{next(_users)}-{os.getpid()}@example.cn"
        self.person = imaplib.IMAP4("127.0.0.1", server.ports.imap)
        self.person.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.person.login(user, PASSWORD)
        for name in (self.folder, "Kept"):
            self.person.create(name)
        self.put: list[bytes] = []
        imap = Imap(host="127.0.0.1", port=server.ports.imap, security="none", user=user, password=SecretStr(PASSWORD))
        played.desk.__dict__["source"] = ImapSource(imap, played.desk.folder)

    def deliver(self, *mails: bytes) -> None:
        for content in mails:
            self.person.append(self.folder, "", (START - timedelta(hours=1)).astimezone(UTC), content)
            self.put.append(content)

    def move(self, source: str, uids: str, target: str) -> None:
        """Move as the mail programs without MOVE do: copy, mark, expunge."""
        self.person.select(source)
        self.person.uid("COPY", uids, target)
        self.person.uid("STORE", uids, "+FLAGS", r"(\Deleted)")
        self.person.expunge()
        self.person.unselect()

    def make_anew(self) -> None:
        """Delete the folder and make it again: its mails get the same UIDs in the opposite order."""
        self.person.select(self.folder)
        uids = self.person.uid("SEARCH", "ALL")[1][0].split()
        for uid in reversed(uids):
            self.person.uid("COPY", uid, "Kept")
        self.person.unselect()
        self.person.delete(self.folder)
        self.person.create(self.folder)
        self.person.select("Kept")
        self.person.copy("1:*", self.folder)
        self.person.unselect()

    def tick(self, minutes: float) -> list[str]:
        return self.played.pass_at(START + timedelta(minutes=minutes)).failed

    def settled(self) -> list[str]:
        """Let everything have its turn and hold it to the invariants; gives who was answered."""
        for minutes in (30, 40, 80):
            assert self.tick(minutes) == []
        letters = [one.letter.content for one in self.played.sent]
        hold(self.played.desk.db, self.put, letters)
        keys = [(str(message_from_bytes(one.letter.content)["X-Mailbot-Key"]), one.to) for one in self.played.sent]
        return sorted(to for key, to in keys if key.startswith("reply:"))


@pytest.fixture
def post(dovecot: Dovecot, tmp_path: Path) -> Iterator[Post]:
    with stage(tmp_path, WATCHED) as played:
        for unit in ("civil-affairs", "finance", "education"):
            played.register(unit)
        made = Post(played, dovecot)
        made.deliver(
            table(played.rulebook, (5, 6), when="2020-09-24T10:00", sender=CIVIL),
            people("赤壁市财政局", when="2020-09-24T10:01", sender=FINANCE),
            words("路灯坏了。", when="2020-09-24T10:02", sender="someone@example.com", subject="路灯"),
        )
        yield made
        made.person.logout()


def test_a_mailbox_made_anew_with_the_same_uids_is_read_whole_and_answers_nobody_twice(post: Post) -> None:
    assert post.tick(0) == []
    before = post.played.desk.source.listing()
    post.make_anew()
    post.deliver(people("赤壁市教育局", when="2020-09-24T10:03", sender=EDUCATION))
    assert post.tick(5) == []
    after = post.played.desk.source.listing()
    assert {key.uid for key in before.keys} < {key.uid for key in after.keys}
    assert before.uid_validity != after.uid_validity
    assert post.settled() == [CIVIL, EDUCATION, FINANCE]
    assert sorted(post.played.outcomes()) == ["filed", "filed", "filed", "other"]


def test_mails_that_people_read_flag_and_move_before_during_and_after_are_answered_once(post: Post) -> None:
    source = post.played.desk.source
    fetch, meanwhile = source.fetch, iter([lambda: post.move(post.folder, "2", "Kept")])

    def fetch_while_a_person_works(key: object) -> object:
        # The second mail goes away between its being listed and its being asked for.
        next(meanwhile, lambda: None)()
        return fetch(key)  # type: ignore[arg-type]

    post.person.select(post.folder)
    post.person.store("1:*", "+FLAGS", r"(\Seen \Flagged)")
    post.person.unselect()
    source.fetch = fetch_while_a_person_works  # type: ignore[method-assign, assignment]
    assert post.tick(0) == []
    assert post.played.outcomes() == ("filed", "other")
    post.move("Kept", "1", post.folder)
    post.move(post.folder, "1", "Kept")
    assert post.tick(5) == []
    post.move("Kept", "2", post.folder)
    assert post.settled() == [CIVIL, FINANCE]
    assert sorted(post.played.outcomes()) == ["filed", "filed", "other"]


def test_what_people_mark_as_deleted_is_read_and_never_expunged_by_us(post: Post) -> None:
    post.person.select(post.folder)
    post.person.store("1:*", "+FLAGS", r"(\Deleted)")
    post.person.unselect()
    assert post.settled() == [CIVIL, FINANCE]
    status, found = post.person.select(post.folder, readonly=True)
    assert (status, found) == ("OK", [b"3"])
    flags = post.person.fetch("1:*", "(FLAGS)")[1]
    assert all(isinstance(line, bytes) and rb"\Deleted" in line and rb"\Seen" not in line for line in flags)
