"""Servers that break, refuse or leave us in doubt, and what becomes of a letter then."""

import base64
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest
from pydantic import SecretStr

from mailbot.demo.servers import MailWorld
from mailbot.errors import OperatorError, TryLater
from mailbot.mail.ports import AuthRefused, Refused, Unconfirmed
from mailbot.mail.smtp import SmtpTransport
from mailbot.settings import Smtp
from tests.servers.certificates import Certificate
from tests.servers.scripted import Answer, Peer, Scripted, smtp_server

WIRE = Smtp(host="127.0.0.1", security="none", timeout_seconds=5)
SENDER = "office@example.cn"
CLERK = ("zhao@example.cn",)
LETTER = b"Subject: x\r\n\r\nhello\r\n"


@contextmanager
def sending(server: Scripted, **settings: object) -> Iterator[SmtpTransport]:
    """Run a scripted server and a transport to it."""
    with server:
        transport = SmtpTransport(WIRE.model_copy(update={"port": server.port, **settings}))
        try:
            yield transport
        finally:
            transport.close()


def test_letters_go_over_one_connection_that_ends_with_quit() -> None:
    server = smtp_server()
    with sending(server) as transport:
        for _ in range(3):
            transport.send(LETTER, SENDER, CLERK)
    assert server.connections == 1
    assert server.heard[-1].upper() == b"QUIT\r\n"


def test_the_envelope_is_the_bare_addresses() -> None:
    server = smtp_server()
    with sending(server) as transport:
        transport.send(LETTER, SENDER, (*CLERK, "qian@example.cn"))
    assert [line.lower() for line in server.heard if line[:4].lower() in {b"mail", b"rcpt"}] == [
        b"mail from:<office@example.cn> size=%d\r\n" % len(LETTER),
        b"rcpt to:<zhao@example.cn>\r\n",
        b"rcpt to:<qian@example.cn>\r\n",
    ]


def test_we_greet_with_the_address_we_speak_from() -> None:
    server = smtp_server()
    with sending(server) as transport:
        transport.check()
    assert server.heard[0].lower() == b"ehlo [127.0.0.1]\r\n"


def test_line_ends_are_made_whole() -> None:
    server = smtp_server()
    with sending(server) as transport:
        transport.send(b"Subject: x\n\n.hello\rworld", SENDER, CLERK)
    assert server.heard[4:8] == [b"Subject: x\r\n", b"\r\n", b"..hello\r\n", b"world\r\n"]


@pytest.mark.parametrize("end", [Peer.hang_up, b"garbage\r\n", b"354 what\r\n"])
def test_a_letter_whose_dot_was_not_answered_is_unconfirmed_and_not_sent_again(end: Answer) -> None:
    server = smtp_server({"DOT 2": end})
    with sending(server) as transport:
        transport.send(b"Subject: first\r\n\r\n", SENDER, CLERK)
        with pytest.raises(Unconfirmed):
            transport.send(LETTER, SENDER, CLERK)
    assert server.heard.count(b"Subject: x\r\n") == 1


def test_a_server_that_drips_after_the_dot_leaves_the_letter_unconfirmed() -> None:
    server = smtp_server({"DOT": lambda peer: peer.drip(b"250-" + b"x" * 500, 0.02)})
    with sending(server, timeout_seconds=0.1) as transport:
        begin = monotonic()
        with pytest.raises(Unconfirmed):
            transport.send(LETTER, SENDER, CLERK)
        assert monotonic() - begin < 2


@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_body_means_not_sent(step: str) -> None:
    with sending(smtp_server({step: Peer.hang_up})) as transport, pytest.raises(TryLater) as caught:
        transport.send(LETTER, SENDER, CLERK)
    assert not isinstance(caught.value, Unconfirmed)


@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
def test_a_server_that_closes_shop_at_any_verb_has_sent_nothing_and_is_asked_anew(step: str) -> None:
    server = smtp_server({f"{step} 1": b"421 closing\r\n", "HELO 1": b"421 closing\r\n"})
    with sending(server) as transport:
        with pytest.raises(TryLater) as caught:
            transport.send(LETTER, SENDER, CLERK)
        assert not isinstance(caught.value, Unconfirmed)
        assert transport.send(LETTER, SENDER, CLERK) == {}
    assert server.connections == 2


@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("fault", [Peer.hang, lambda peer: peer.drip(b"250-" + b"x" * 500, 0.02)], ids=["silent", "drips"])
def test_a_server_that_does_not_come_to_an_end_before_the_body_is_ended_by_the_clock(step: str, fault: Answer) -> None:
    with sending(smtp_server({step: fault}), timeout_seconds=0.05) as transport:
        begin = monotonic()
        with pytest.raises(TryLater) as caught:
            transport.send(LETTER, SENDER, CLERK)
        assert not isinstance(caught.value, Unconfirmed)
        assert monotonic() - begin < 2


@pytest.mark.parametrize("end", [Peer.hang_up, b"500 what\r\n"])
def test_a_server_that_cannot_begin_anew_after_a_refusal_costs_no_other_letter(end: Answer) -> None:
    server = smtp_server({"RCPT 1": b"550 no\r\n", "RSET 1": end})
    with sending(server) as transport:
        with pytest.raises(Refused):
            transport.send(LETTER, SENDER, CLERK)
        assert transport.send(LETTER, SENDER, CLERK) == {}
    assert server.heard.count(b"Subject: x\r\n") == 1


def test_a_farewell_that_is_cut_is_no_fault() -> None:
    with sending(smtp_server({"QUIT": Peer.hang_up})) as transport:
        assert transport.send(LETTER, SENDER, CLERK) == {}
        transport.close()


def test_a_kept_connection_that_died_is_replaced() -> None:
    server = smtp_server({"MAIL 2": Peer.hang_up})
    with sending(server) as transport:
        transport.send(LETTER, SENDER, CLERK)
        transport.send(LETTER, SENDER, CLERK)
    assert server.connections == 2
    assert server.heard.count(b"Subject: x\r\n") == 2


def test_a_kept_connection_that_the_server_gives_up_is_replaced() -> None:
    server = smtp_server({"MAIL 2": b"421 idle too long\r\n"})
    with sending(server) as transport:
        transport.send(LETTER, SENDER, CLERK)
        transport.send(LETTER, SENDER, CLERK)
    assert server.connections == 2


def test_no_server_at_all_is_for_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    transport = SmtpTransport(WIRE.model_copy(update={"port": port}))
    with pytest.raises(TryLater):
        transport.send(LETTER, SENDER, CLERK)
    transport.close()


def test_a_greeting_that_is_no_welcome_is_for_later() -> None:
    with sending(smtp_server({"GREETING": b"554 go away\r\n"})) as transport, pytest.raises(TryLater):
        transport.send(LETTER, SENDER, CLERK)


@pytest.mark.parametrize("code", [501, 530, 553])
def test_a_sender_this_account_may_not_use_is_for_the_operator(code: int) -> None:
    server = smtp_server({"MAIL": b"%d mail from must equal authorized user\r\n" % code})
    with sending(server) as transport, pytest.raises(OperatorError) as caught:
        transport.send(LETTER, SENDER, CLERK)
    assert caught.value.code == "sender-refused"


@pytest.mark.parametrize("code", [450, 550, 554])
def test_too_often_is_for_later_when_it_is_said_before_the_recipient(code: int) -> None:
    server = smtp_server({"MAIL": b"%d connection frequency limited\r\n" % code})
    with sending(server) as transport, pytest.raises(TryLater):
        transport.send(LETTER, SENDER, CLERK)


def test_a_letter_over_the_size_of_the_server_is_refused() -> None:
    with sending(smtp_server({"MAIL": b"552 too big\r\n"})) as transport, pytest.raises(Refused) as caught:
        transport.send(LETTER, SENDER, CLERK)
    assert caught.value.code == 552


def test_refusals_for_now_and_for_good_together_are_for_later() -> None:
    server = smtp_server({"RCPT 1": b"550 no\r\n", "RCPT 2": b"450 later\r\n"})
    with sending(server) as transport, pytest.raises(TryLater):
        transport.send(LETTER, SENDER, (*CLERK, "qian@example.cn"))


def test_an_address_that_would_break_the_command_is_refused_unsaid() -> None:
    server = smtp_server()
    with sending(server) as transport:
        refused = transport.send(LETTER, SENDER, (*CLERK, "qian@example.cn>\r\nRCPT TO:<sun@example.cn"))
    assert [refusal.code for refusal in refused.values()] == [501]
    assert len([line for line in server.heard if line.upper().startswith(b"RCPT")]) == 1


def test_a_domain_beyond_ascii_is_written_in_idna() -> None:
    server = smtp_server()
    with sending(server) as transport:
        transport.send(LETTER, SENDER, ("zhao@例子.cn",))
    assert b"rcpt to:<zhao@xn--fsqu00a.cn>\r\n" in [line.lower() for line in server.heard]
    assert not any(b"SMTPUTF8" in line for line in server.heard)


def test_a_name_beyond_ascii_needs_smtputf8() -> None:
    with sending(smtp_server()) as transport, pytest.raises(Refused) as caught:
        transport.send(LETTER, SENDER, ("赵一@example.cn",))
    assert caught.value.code == 553


def test_smtputf8_is_said_where_it_is_needed() -> None:
    server = smtp_server(features=b"SMTPUTF8")
    with sending(server) as transport:
        transport.send(LETTER, SENDER, ("赵一@example.cn",))
        transport.send(LETTER, SENDER, CLERK)
    assert [b"SMTPUTF8" in line for line in server.heard if line.lower().startswith(b"mail")] == [True, False]


def test_a_wrong_password_is_for_the_operator(mail_world: MailWorld) -> None:
    wrong = WIRE.model_copy(update={"port": mail_world.smtp_port, "user": "office", "password": SecretStr("wrong")})
    transport = SmtpTransport(wrong)
    with pytest.raises(AuthRefused) as caught:
        transport.send(LETTER, SENDER, CLERK)
    assert caught.value.code == "smtp-login-refused"
    assert "wrong" not in str(caught.value)
    transport.close()


def test_a_login_that_is_only_busy_is_for_later() -> None:
    server = smtp_server({"AUTH": b"454 try later\r\n"}, features=b"AUTH PLAIN")
    with sending(server, user="office", password=SecretStr("secret")) as transport, pytest.raises(TryLater):
        transport.send(LETTER, SENDER, CLERK)


def test_a_server_without_logins_is_for_the_operator() -> None:
    with sending(smtp_server(), user="office", password=SecretStr("secret")) as transport, pytest.raises(AuthRefused):
        transport.send(LETTER, SENDER, CLERK)


def test_no_password_is_never_tried() -> None:
    server = smtp_server(features=b"AUTH PLAIN")
    with sending(server, user="office") as transport, pytest.raises(OperatorError) as caught:
        transport.send(LETTER, SENDER, CLERK)
    assert caught.value.code == "no-password"
    assert not any(line.startswith(b"AUTH") for line in server.heard)


def test_a_password_beyond_ascii_is_sent_in_utf_8() -> None:
    server = smtp_server(features=b"AUTH PLAIN")
    with sending(server, user="office", password=SecretStr("密码")) as transport:
        transport.check()
    (line,) = [line for line in server.heard if line.startswith(b"AUTH")]
    assert base64.b64decode(line.split()[2]).decode() == "\0office\0密码"


def test_a_stripped_starttls_ends_before_the_password() -> None:
    server = smtp_server(features=b"AUTH PLAIN")
    secret = {"security": "starttls", "user": "office", "password": SecretStr("secret")}
    with sending(server, **secret) as transport, pytest.raises(OperatorError) as caught:
        transport.send(LETTER, SENDER, CLERK)
    assert caught.value.code == "no-starttls"
    assert not any(line.upper().startswith((b"AUTH", b"MAIL")) for line in server.heard)


@pytest.mark.parametrize("answer", [b"454 not now\r\n", b"501 no\r\n", b"250 done already\r\n"])
def test_a_starttls_that_the_server_takes_back_ends_before_the_password(answer: bytes) -> None:
    server = smtp_server({"STARTTLS": answer}, features=b"STARTTLS")
    secret = {"security": "starttls", "user": "office", "password": SecretStr("secret")}
    with sending(server, **secret) as transport, pytest.raises(TryLater):
        transport.send(LETTER, SENDER, CLERK)
    assert not any(line.upper().startswith((b"AUTH", b"MAIL")) for line in server.heard)


def test_what_was_said_before_the_encryption_is_not_believed(certificate: Certificate) -> None:
    def talk(peer: Peer) -> None:
        peer.say(b"220 go\r\n250-early\r\n250-AUTH EARLY\r\n250 SIZE 1\r\n")
        peer.start_tls(certificate)

    server = smtp_server({"STARTTLS": talk}, features=b"STARTTLS")
    with sending(server, security="starttls", ca_file=str(certificate.file)) as transport:
        assert "EARLY" not in transport.check()["auth"]
        assert transport.send(LETTER, SENDER, CLERK) == {}


def test_a_certificate_nobody_vouches_for_is_refused_before_the_letter(certificate: Certificate) -> None:
    server = smtp_server(features=b"STARTTLS", start_tls=certificate)
    with sending(server, security="starttls") as transport, pytest.raises(OperatorError) as caught:
        transport.send(LETTER, SENDER, CLERK)
    assert caught.value.code == "bad-certificate"
    assert not any(line.upper().startswith(b"MAIL") for line in server.heard)


def test_a_plain_connection_to_another_machine_needs_a_reason() -> None:
    transport = SmtpTransport(WIRE.model_copy(update={"host": "mail.example.cn"}))
    with pytest.raises(OperatorError) as caught:
        transport.send(LETTER, SENDER, CLERK)
    assert caught.value.code == "insecure-wire"
    transport.close()
