"""Servers that break in every way, at the level of whole passes: nothing is lost, nothing is doubled, and it is said."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from time import monotonic

import pytest
from pydantic import SecretStr

from mailbot.errors import TryLater
from mailbot.jobs.tick import Ticked
from mailbot.mail.imap import ImapSource
from mailbot.mail.smtp import SmtpTransport
from mailbot.settings import Imap, Smtp
from mailbot.store import outbox
from tests.faults.invariants import hold
from tests.season.builders import SETTINGS, Stage, instant, people, stage, table, words
from tests.servers.boxes import ImapBox, SmtpBox
from tests.servers.certificates import Certificate, make_expired
from tests.servers.scripted import Answer, Peer, Scripted

FULL = os.environ.get("MAILBOT_FAULTS") == "full"
START = instant("2020-09-24T11:00")
LATER = (2, 8, 40)
"""Minutes after a fault at which everything that waits must have had its turn."""
CIVIL, FINANCE = "civil-affairs@example.cn", "finance@example.cn"
SECONDS = 0.3


class World:
    """A home between two scripted servers."""

    def __init__(self, played: Stage, imap: Scripted, smtp: Scripted, box: ImapBox, post: SmtpBox) -> None:
        self.played, self.imap, self.smtp, self.box, self.post = played, imap, smtp, box, post

    def wire(self, **changes: object) -> None:
        """Use other settings of the mailbox from now on."""
        user = Imap(host="127.0.0.1", port=self.imap.port, security="none", user="office@example.cn", password=SecretStr("s3cret"))
        settings = user.model_copy(update={"timeout_seconds": SECONDS, **changes})
        self.played.desk.source.close()
        self.played.desk.__dict__["source"] = ImapSource(settings, self.played.desk.folder, max_bytes=1 << 20)

    def tick(self, minutes: float = 0) -> Ticked:
        return self.played.pass_at(START + timedelta(minutes=minutes))

    def recover(self) -> None:
        """Heal both servers and let everything that waits have its turn."""
        self.box.heal()
        self.post.heal()
        for minutes in LATER:
            self.tick(minutes)

    def hold(self) -> None:
        hold(self.played.desk.db, [content for content, _ in self.box.mails.values()], [content for content, _ in self.post.letters])
        assert not any(verb in line.upper() for line in self.imap.heard for verb in (b"STORE", b"EXPUNGE", b" MOVE ", b"COPY"))

    def answered(self) -> list[str]:
        """Tell whom answers went to, in order."""
        return [to[0] for content, to in self.post.letters if str(message_from_bytes(content)["X-Mailbot-Key"]).startswith("reply:")]


@contextmanager
def running(
    folder: Path,
    *,
    certificate: Certificate | None = None,
    start_tls: Certificate | None = None,
    capabilities: bytes = b"IMAP4rev1 ID UIDPLUS",
) -> Iterator[World]:
    box, post = ImapBox(), SmtpBox()
    with (
        stage(folder) as played,
        box.server(certificate=certificate, start_tls=start_tls, capabilities=capabilities) as imap,
        post.server() as smtp,
    ):
        played.register("civil-affairs", CIVIL)
        played.register("finance", FINANCE)
        played.desk.make_transport = lambda: SmtpTransport(Smtp(host="127.0.0.1", port=smtp.port, security="none", timeout_seconds=SECONDS))
        world = World(played, imap, smtp, box, post)
        world.wire()
        at = START - timedelta(hours=1)
        box.put(table(played.rulebook, (5, 6), when="2020-09-24T10:00", sender=CIVIL), at)
        box.put(people("赤壁市财政局", when="2020-09-24T10:01", sender=FINANCE), at)
        box.put(words("路灯坏了。", when="2020-09-24T10:02", sender="someone@example.com", subject="路灯"), at)
        yield world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with running(tmp_path) as made:
        yield made


def cut(n: int, command: str = "BODY") -> Callable[[ImapBox], dict[str, Answer]]:
    """Cut the connection at byte n of an answer."""

    def fault(box: ImapBox) -> dict[str, Answer]:
        def break_off(peer: Peer) -> None:
            peer.sock.sendall((box.body(peer.line) if command == "BODY" else box.sizes(peer.line)).replace(b"{tag}", peer.tag)[:n])
            peer.hang_up()

        return {command: break_off}

    return fault


def drip(content: bytes) -> Callable[[Peer], None]:
    return lambda peer: peer.drip(content, 0.02)


def body(uid: bytes, size: int) -> bytes:
    """Answer with a body that is not what was announced."""
    return b'* 1 FETCH (%sINTERNALDATE "24-Sep-2020 10:00:00 +0800" RFC822.SIZE %d BODY[] {2}\r\nab)\r\n{tag} OK\r\n' % (uid, size)


IMAP_FAULTS: dict[str, dict[str, Answer] | Callable[[ImapBox], dict[str, Answer]]] = {
    "greeting is silent": {"GREETING": Peer.hang},
    "greeting drips a byte at a time": {"GREETING": drip(b"* OK " + b"x" * 400)},
    "greeting is malformed": {"GREETING": b"HELLO there\r\n"},
    "greeting is BYE": {"GREETING": b"* BYE too many connections\r\n"},
    "hangs up at once": {"GREETING": Peer.hang_up},
    "login is unavailable": {"LOGIN": b"{tag} NO [UNAVAILABLE] try later\r\n"},
    "login is refused": {"LOGIN": b"{tag} NO [AUTHENTICATIONFAILED] no\r\n"},
    "folder is unavailable": {"EXAMINE": b"{tag} NO [UNAVAILABLE] try later\r\n"},
    "unsafe login": {"EXAMINE": b"{tag} NO EXAMINE Unsafe Login. Please contact kefu@188.com for help\r\n"},
    "BYE in mid-session": {"UID SEARCH": b"* BYE shutting down\r\n"},
    "search is silent": {"UID SEARCH": Peer.hang},
    "search is nonsense": {"UID SEARCH": b"* SEARCH one two\r\n{tag} OK done\r\n"},
    "search forgets all mails": {"UID SEARCH": b"* SEARCH\r\n{tag} OK done\r\n"},
    "sizes are cut": cut(40, "SIZES"),
    "body is cut in its head": cut(10),
    "body is cut in its literal": cut(400),
    "body is cut before its end": cut(3000),
    "body hangs": {"BODY": Peer.hang},
    "body drips a byte at a time": {"BODY": drip(b"* 1 FETCH (UID 1 " + b"x" * 400)},
    "one body hangs again and again": {"BODY 2": Peer.hang, "BODY 3": Peer.hang},
    "body is shorter than announced": {"BODY": body(b"UID 1 ", 99)},
    "body has no UID": {"BODY": body(b"", 2)},
    "body is another mail's": {"BODY": body(b"UID 77 ", 2)},
    "body is nothing": {"BODY": b"{tag} OK done\r\n"},
    "body is refused": {"BODY": b"{tag} NO [SERVERBUG] sorry\r\n"},
    "body is endless": {"BODY": b'* 1 FETCH (UID 1 INTERNALDATE "24-Sep-2020 10:00:00 +0800" RFC822.SIZE 2 BODY[] {999999999}\r\n'},
}  # fmt: skip


@pytest.mark.parametrize("fault", IMAP_FAULTS)
def test_after_an_imap_server_that_fails_so_every_mail_is_read_and_answered_once(fault: str, world: World) -> None:
    found = IMAP_FAULTS[fault]
    world.box.faults.update(found(world.box) if callable(found) else found)
    begin = monotonic()
    done = world.tick()
    assert monotonic() - begin < 8
    assert any(failure.startswith(("poll:", "fetch:")) for failure in done.failed), done.failed
    world.recover()
    world.hold()
    assert sorted(world.answered()) == [CIVIL, FINANCE]
    assert sorted(world.played.outcomes()) == ["filed", "filed", "other"]


def test_a_poll_that_has_taken_its_time_lets_what_came_be_answered_and_goes_on_with_the_next(world: World) -> None:
    world.wire(poll_seconds=1e-6)
    for answered in ([CIVIL], [CIVIL, FINANCE]):
        done = world.tick(len(answered))
        assert done.failed == ["poll:poll-time-is-up"]
        assert world.answered() == answered
    assert world.tick(3).failed == []
    world.recover()
    world.hold()


def test_a_server_that_is_not_there_is_waited_for(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    world.wire(port=port)
    assert world.tick().failed == ["poll:TryLater"]
    world.wire()
    world.recover()
    world.hold()


def test_a_mailbox_made_anew_with_the_same_uids_loses_and_doubles_nothing(world: World) -> None:
    world.tick()
    world.box.remake()
    world.box.put(people("赤壁市民政局", when="2020-09-24T11:30", sender=CIVIL), START)
    world.recover()
    world.hold()
    assert sorted(world.answered()) == [CIVIL, CIVIL, FINANCE]


def test_mails_that_people_move_or_delete_meanwhile_are_no_fault(world: World) -> None:
    gone = world.box.mails.pop(2)
    world.box.faults["UID SEARCH 1"] = b"* SEARCH 1 2 3\r\n{tag} OK done\r\n"
    assert world.tick().failed == []
    world.box.mails[9] = gone
    world.recover()
    world.hold()
    assert sorted(world.answered()) == [CIVIL, FINANCE]


@pytest.mark.parametrize("kind", ["self-signed", "wrong host", "expired", "stripped starttls", "self-signed starttls"])
def test_a_server_that_does_not_prove_who_it_is_never_gets_the_password(
    kind: str, tmp_path: Path, certificate: Certificate, foreign_certificate: Certificate
) -> None:
    tls = {"self-signed": certificate, "wrong host": foreign_certificate}.get(kind)
    tls = make_expired(tmp_path) if kind == "expired" else tls
    start_tls = certificate if kind == "self-signed starttls" else None
    capabilities = b"IMAP4rev1 STARTTLS" if start_tls else b"IMAP4rev1"
    with running(tmp_path, certificate=tls, start_tls=start_tls, capabilities=capabilities) as world:
        ca_file = str(tls.file) if tls is not None and kind != "self-signed" else ""
        world.wire(security="starttls" if "starttls" in kind else "tls", ca_file=ca_file, timeout_seconds=5)
        done = world.tick()
        assert done.failed == ["poll:no-starttls" if kind == "stripped starttls" else "poll:bad-certificate"]
        assert done.problems
        assert not any(b"s3cret" in line or b"LOGIN" in line for line in world.imap.heard)


def test_a_login_refused_is_tried_three_times_and_then_no_more(world: World) -> None:
    world.box.faults["LOGIN"] = b"{tag} NO [AUTHENTICATIONFAILED] no\r\n"
    for minutes in range(0, 60, 5):
        world.tick(minutes)
    assert len([line for line in world.imap.heard if b"LOGIN" in line]) == 3


# The way out.

VERBS = ("GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", ["421", "451", "cut", "silent"] if FULL else ["451", "cut"])
def test_after_a_way_out_that_fails_so_every_answer_leaves(verb: str, kind: str, world: World) -> None:
    answers: dict[str, Answer] = {"421": b"421 closing\r\n", "451": b"451 not now\r\n", "cut": Peer.hang_up, "silent": Peer.hang}
    world.post.faults[f"{verb} 1"] = answers[kind]
    if verb == "DOT":
        world.post.faults = {"DOT": answers[kind]}
    done = world.tick()
    kept = kind == "silent" and verb != "DOT"
    if verb == "DOT" or kept:
        assert done.failed, done
    world.recover()
    world.hold()
    gap = verb == "DOT" and kind in ("cut", "silent")
    assert sorted(set(world.answered())) == [CIVIL, FINANCE]
    assert len(world.answered()) - 2 <= (1 if gap else 0)
    states = {one.state for one in outbox.list_letters(world.played.desk.db) if one.kind == "reply"}
    assert states == {"sent"}


@pytest.mark.parametrize("verb", ["RCPT", "DATA", "DOT"])
def test_a_letter_that_is_refused_for_good_is_dead_and_the_next_one_leaves(verb: str, world: World) -> None:
    world.post.faults[f"{verb} 1"] = b"550 no such user\r\n"
    if verb == "DOT":
        world.post.faults = {"DOT 1": b"554 spam\r\n", "DOT": b"250 ok\r\n"}
    done = world.tick()
    assert "dead:1" in done.failed
    world.recover()
    states = sorted(one.state for one in outbox.list_letters(world.played.desk.db) if one.kind == "reply")
    assert states == ["dead", "sent"]


def test_a_notice_cut_after_its_final_dot_never_leaves_twice(world: World) -> None:
    world.tick()
    before = len(world.post.letters)
    world.post.faults["DOT"] = Peer.hang_up
    world.played.pass_at(instant("2020-09-25T10:00"))
    world.post.heal()
    for hour in range(11, 24):
        world.played.pass_at(instant(f"2020-09-25T{hour}:00"))
    world.hold()
    notices = [content for content, _ in world.post.letters[before:] if b"X-Mailbot-Key: notice:" in content]
    assert len(notices) == 1
    states = [one.state for one in outbox.list_letters(world.played.desk.db, ("unconfirmed",))]
    assert states == ["unconfirmed"]


def test_a_way_out_that_is_away_for_three_days_catches_up_within_its_caps(tmp_path: Path) -> None:
    with stage(tmp_path, SETTINGS.replace("[smtp]", "[smtp]\nper_hour = 5")) as played:
        for unit in played.rulebook.units[:12]:
            played.register(unit.key)
            played.arrive(people(unit.name, when="2020-09-24T10:00", sender=f"{unit.key}@example.cn"), "2020-09-24T10:00")
        played.transport.troubles += [TryLater("no route")] * 500
        for hour in range(72):
            played.pass_at(START + timedelta(hours=hour))
        assert played.sent == []
        played.transport.troubles.clear()
        hours = [len(played.tick(START + timedelta(hours=72, minutes=20 * n))) for n in range(24)]
        assert max(sum(hours[n : n + 3]) for n in range(22)) <= 5
        replies = [one for one in played.sent if one.kind == "reply"]
        assert len(replies) == 12
        assert "notice" not in [one.kind for one in played.sent][:12]
        hold(played.desk.db, [], [one.letter.content for one in played.sent])
