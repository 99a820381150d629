"""Servers that break in every way, at the level of whole passes: nothing is lost, nothing is doubled, and it is said."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.faults.wires import CIVIL, FINANCE, START, World, running
from tests.season.builders import people
from tests.servers.boxes import ImapBox
from tests.servers.certificates import Certificate, make_expired
from tests.servers.scripted import Answer, Peer


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
    "BYE before a body": {"BODY 2": b"* BYE shutting down\r\n", "BODY 3": b"* BYE shutting down\r\n"},
    "search is unavailable": {"UID SEARCH": b"{tag} NO [UNAVAILABLE] try later\r\n"},
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
    "body is unavailable": {"BODY": b"{tag} NO [UNAVAILABLE] try later\r\n"},
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
