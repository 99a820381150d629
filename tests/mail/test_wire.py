import socket
import ssl
from time import monotonic

import pytest

from mailbot.errors import OperatorError
from mailbot.mail.wire import WallClock, readable, require_encryption, tls_context, wall_seconds
from mailbot.settings import Imap, Smtp, Wire


def test_a_socket_is_shut_down_when_its_time_is_over() -> None:
    ours, theirs = socket.socketpair()
    clock = WallClock()
    clock.watch(ours)
    begin = monotonic()
    with clock.limit(0.05):
        assert ours.recv(1) == b""
    assert clock.struck
    assert monotonic() - begin < 2
    clock.stop()
    ours.close()
    theirs.close()


def test_a_call_that_ends_in_time_leaves_the_socket_alone() -> None:
    ours, theirs = socket.socketpair()
    clock = WallClock()
    clock.watch(ours)
    for _ in range(3):
        with clock.limit(60):
            theirs.sendall(b"x")
            assert ours.recv(1) == b"x"
    assert not clock.struck
    clock.stop()
    ours.close()
    theirs.close()


def test_a_shorter_limit_after_a_longer_one_is_kept() -> None:
    ours, theirs = socket.socketpair()
    clock = WallClock()
    clock.watch(ours)
    with clock.limit(60):
        pass
    with clock.limit(0.05):
        assert ours.recv(1) == b""
    assert clock.struck
    clock.stop()
    ours.close()
    theirs.close()


def test_a_stopped_clock_can_be_used_again() -> None:
    ours, theirs = socket.socketpair()
    clock = WallClock()
    clock.watch(ours)
    clock.stop()
    with clock.limit(0.05):
        assert ours.recv(1) == b""
    clock.stop()
    clock.stop()
    ours.close()
    theirs.close()


def test_certificates_and_host_names_are_verified() -> None:
    context = tls_context(Imap(host="mail.example.cn"))
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("wire", "code"),
    [
        (Imap(host="mail.example.cn", security="none"), "insecure-wire"),
        (Smtp(host="mail.example.cn", min_tls="1.1"), "insecure-wire"),
        (Imap(), "no-host"),
    ],
)
def test_a_weak_wire_is_refused(wire: Wire, code: str) -> None:
    with pytest.raises(OperatorError) as caught:
        require_encryption(wire, "imap")
    assert caught.value.code == code


@pytest.mark.parametrize(
    "wire",
    [
        Imap(host="mail.example.cn"),
        Imap(host="127.0.0.1", security="none"),
        Smtp(host="mail.example.cn", min_tls="1.0", accept_insecure="old gateway, inside the building"),
    ],
)
def test_a_wire_that_is_encrypted_or_local_or_argued_for_is_taken(wire: Wire) -> None:
    require_encryption(wire, "imap")


def test_larger_mails_may_take_longer() -> None:
    wire = Imap(timeout_seconds=30)
    assert wall_seconds(wire) == 60
    assert wall_seconds(wire, 40 << 20) > 600


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (b"[X] no\r\nthis", "[X] no this"),
        ([b"a", None, "b"], "a b"),
        ("密码\x1b[31m错误", "密码 [31m错误"),
        (b"\xff" * 300, "\ufffd" * 200),
    ],
)
def test_what_a_server_says_is_one_clean_short_line(answer: object, text: str) -> None:
    assert readable(answer) == text
