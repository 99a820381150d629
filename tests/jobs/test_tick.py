"""A step of a pass that is blocked or broken does not keep the others from their turn."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from mailbot.errors import TryLater
from mailbot.jobs.tick import Ticked, _step
from mailbot.mail.memory import MemorySource, MemoryTransport
from mailbot.mail.ports import BadAnswer, Listing, Refusal
from mailbot.mail.trouble import trouble
from mailbot.model.mail import RawMail, SourceKey
from mailbot.store import outbox
from tests.season.builders import instant, people, stage

CLERK = "civil-affairs@example.cn"


def test_what_a_person_must_mend_is_named_and_the_pass_goes_on() -> None:
    done = Ticked()
    with _step(done, "poll"):
        raise trouble("no-user", section="imap")
    with _step(done, "send"):
        raise KeyError("赵一")
    assert done.failed == ["poll:no-user", "send:bug-KeyError"]
    assert len(done.problems) == 1


def test_trouble_of_the_database_ends_the_pass() -> None:
    with pytest.raises(TryLater), _step(Ticked(), "poll"):
        raise TryLater("database: SQLITE_FULL")


class NoFolder(MemorySource):
    def listing(self, above: SourceKey | None = None) -> Listing:
        raise trouble("unsafe-login")


def test_without_a_mailbox_what_came_before_is_still_answered(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.arrive(people("赤壁市民政局", when="2020-09-24T11:00", sender=CLERK), "2020-09-24T11:00")
        played.transport.troubles.append(TryLater("no route"))
        played.tick("2020-09-24T11:00")
        played.desk.source.close()
        played.desk.__dict__["source"] = NoFolder("inbox")
        done = played.pass_at("2020-09-24T12:00")
    assert done.failed == ["poll:unsafe-login"]
    assert [one.kind for one in played.sent] == ["reply"]


class Hanging(MemorySource):
    """A server that ends every connection at one of its mails."""

    tries = 0

    def fetch(self, key: SourceKey) -> RawMail:
        if key.uid == 2:
            self.tries += 1
            raise TryLater("no end after 30 s")
        return super().fetch(key)


def test_a_mail_that_breaks_every_connection_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.source = source = Hanging("inbox")
        played.desk.make_source = lambda: source
        for _ in range(4):
            played.arrive(people("赤壁市民政局", when="2020-09-24T11:00", sender=f"{_}@example.cn"), "2020-09-24T11:00")
        assert played.pass_at("2020-09-24T12:00").failed == ["poll:TryLater"]
        assert len(played.mails()) == 1
        assert played.pass_at("2020-09-24T12:00:30").failed == []
        assert len(played.mails()) == 3
        for minute in range(1, 60):
            played.pass_at(f"2020-09-24T12:{minute:02d}")
    assert source.tries == 4


class NoSuchUid(MemorySource):
    def fetch(self, key: SourceKey) -> RawMail:
        raise BadAnswer(f"{key.uid}")

    head = fetch


def test_a_mail_that_cannot_be_fetched_is_told_in_the_digest(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        source = NoSuchUid("inbox")
        played.desk.make_source = lambda: source
        source.put(b"Subject: x\r\n\r\n", instant("2020-09-25T11:00"))
        played.day("2020-09-25")
        assert "有1封邮件未能取回" in played.kinds("digest")[-1].text


def test_a_notice_that_cannot_be_written_is_set_aside_and_the_others_leave(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", "赵一@example.cn")
        played.register("education")
        played.tick("2020-09-24T10:00")
        dead = played.desk.db.connection.execute("SELECT kind, error FROM outbox WHERE state = 'dead'").fetchall()
    assert [one.kind for one in played.sent] == ["notice"]
    assert [tuple(row) for row in dead] == [("notice", "bad-address")]


class Interrupted(MemoryTransport):
    """Somebody presses Ctrl-C, or a bug rises, when the server has the letter."""

    how: BaseException | None = None

    def send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        done = super().send(content, sender, recipients)
        if self.how is not None:
            how, self.how = self.how, None
            raise how
        return done


@pytest.mark.parametrize("how", [KeyboardInterrupt(), ZeroDivisionError()], ids=["ctrl-c", "bug"])
def test_a_notice_interrupted_while_it_is_sent_never_leaves_twice(how: BaseException, tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.transport = post = Interrupted()
        played.desk.make_transport = lambda: post
        played.register("civil-affairs")
        post.how = how
        with suppress(KeyboardInterrupt):
            played.pass_at("2020-09-24T10:00")
        for hour in range(11, 16):
            played.pass_at(f"2020-09-24T{hour}:00")
        states = [one.state for one in outbox.list_letters(played.desk.db) if one.kind == "notice"]
    assert len(post.letters) == 1
    assert states == ["unconfirmed"]
