"""Servers that break, lie or refuse, and what the source makes of them."""

import imaplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from pydantic import SecretStr

from mailbot.demo.servers import MailWorld
from mailbot.errors import OperatorError, TryLater
from mailbot.mail.imap import ImapSource
from mailbot.mail.ports import AuthRefused, BadAnswer, Gone, TooLarge
from mailbot.model.mail import SourceKey
from mailbot.settings import Imap
from tests.servers.certificates import Certificate
from tests.servers.dovecot import Dovecot
from tests.servers.scripted import Peer, Scripted, body, imap_server, sizes

USER = Imap(host="127.0.0.1", security="none", user="office@example.cn", password=SecretStr("secret"), timeout_seconds=5)
KEY = SourceKey("INBOX", 7, 3)
NOW = datetime(2020, 9, 28, 7, 4, tzinfo=UTC)
SEARCH_NOTHING = b"* SEARCH\r\n{tag} OK done\r\n"


@contextmanager
def reading(server: Scripted, **settings: object) -> Iterator[ImapSource]:
    """Run a scripted server and a source of it."""
    with server:
        source = ImapSource(USER.model_copy(update={"port": server.port, **settings}), max_bytes=1000)
        try:
            yield source
        finally:
            source.close()


def commands(server: Scripted) -> list[bytes]:
    return [line.split(maxsplit=1)[1].rstrip() for line in server.heard]


def test_the_folder_is_examined_and_bodies_are_peeked_at() -> None:
    server = imap_server()
    with reading(server) as source:
        source.listing()
        source.fetch(KEY)
    assert b"EXAMINE INBOX" in [line.replace(b'"', b"") for line in commands(server)]
    assert not any(line.startswith((b"SELECT", b"UID STORE", b"EXPUNGE", b"CLOSE")) for line in commands(server))
    assert all(b"PEEK" in line for line in commands(server) if b"BODY" in line)


def test_sizes_are_asked_before_bodies_and_bodies_one_a_call() -> None:
    server = imap_server()
    with reading(server) as source:
        source.listing()
        source.fetch(KEY)
    fetches = [line for line in commands(server) if line.startswith(b"UID FETCH")]
    assert [b"BODY" in line for line in fetches] == [False, True]
    assert fetches[1].startswith(b"UID FETCH 3 ")


def test_sizes_of_many_mails_are_asked_in_one_call(mail_world: MailWorld) -> None:
    everything = b"* SEARCH 1 2 3\r\n{tag} OK done\r\n"
    three = b"".join(sizes(5, uid).replace(b"{tag} OK done\r\n", b"") for uid in (1, 2, 3)) + b"{tag} OK done\r\n"
    bodies = {f"BODY {uid}": body(5, b"hello", uid) for uid in (1, 2, 3)}
    server = imap_server({"UID SEARCH": everything, "SIZES": three, **bodies})
    with reading(server) as source:
        keys = source.listing().keys
        assert [source.fetch(key).content for key in keys] == [b"hello"] * 3
    assert len([line for line in commands(server) if line.startswith(b"UID FETCH") and b"BODY" not in line]) == 1


def test_a_server_that_answers_with_an_older_uid_lists_nothing_new() -> None:
    with reading(imap_server()) as source:
        assert source.listing(KEY).keys == ()


def test_a_search_answer_that_is_no_number_is_refused() -> None:
    with reading(imap_server({"UID SEARCH": b"* SEARCH 3 x\r\n{tag} OK done\r\n"})) as source, pytest.raises(TryLater):
        source.listing()


def test_a_folder_with_mails_and_an_empty_search_is_no_listing() -> None:
    with reading(imap_server({"UID SEARCH": SEARCH_NOTHING})) as source, pytest.raises(TryLater):
        source.listing()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(body(50, b"hello"), id="shorter than its size"),
        pytest.param(body(5, b"hello world"), id="longer than its size"),
        pytest.param(body(6, b"hello!"), id="another size than before"),
        pytest.param(b"* 1 FETCH (RFC822.SIZE 5 BODY[] {5}\r\nhello)\r\n{tag} OK done\r\n", id="no UID"),
        pytest.param(b"* 1 FETCH (UID 3 RFC822.SIZE 5 BODY[] {5}\r\nhello)\r\n{tag} OK done\r\n", id="no date"),
        pytest.param(body(5, b"hello", uid=4), id="another UID"),
        pytest.param(b"{tag} OK done\r\n", id="nothing"),
        pytest.param(b"* 1 FETCH (FLAGS (\\Seen) UID 3)\r\n{tag} OK done\r\n", id="flags only"),
        pytest.param(b"{tag} NO [SERVERBUG] cannot\r\n", id="refused"),
    ],
)
def test_a_body_that_is_not_what_was_announced_is_a_bad_answer(answer: bytes) -> None:
    with reading(imap_server({"BODY": answer})) as source:
        (key,) = source.listing().keys
        with pytest.raises(BadAnswer):
            source.fetch(key)


def test_after_a_bad_answer_the_next_mail_is_read() -> None:
    with reading(imap_server({"BODY 1": body(50, b"hello")})) as source:
        (key,) = source.listing().keys
        with pytest.raises(BadAnswer):
            source.fetch(key)
        assert source.fetch(key).content == b"a\r\nb."


@pytest.mark.parametrize(
    "answer",
    [
        b"* 1 FETCH (FLAGS () UID 9)\r\n" + body(5, b"hello"),
        b'* 1 FETCH (BODY[] {5}\r\nhello INTERNALDATE "28-Sep-2020 15:04:00 +0800" RFC822.SIZE 5 UID 3)\r\n{tag} OK done\r\n',
        b'* 1 FETCH (UID 3 RFC822.SIZE 5 INTERNALDATE "28-Sep-2020 15:04:00 +0800" BODY[] "hello")\r\n{tag} OK done\r\n',
    ],
)
def test_the_order_and_the_form_of_an_answer_do_not_matter(answer: bytes) -> None:
    with reading(imap_server({"BODY": answer})) as source:
        assert source.fetch(source.listing().keys[0]).content == b"hello"


def test_a_mail_whose_body_ends_the_connection_twice_is_a_bad_answer() -> None:
    server = imap_server({"BODY": Peer.hang_up})
    with reading(server) as source:
        (key,) = source.listing().keys
        with pytest.raises(BadAnswer):
            source.fetch(key)
        assert server.connections == 2


def test_a_connection_lost_once_is_replaced_without_a_word() -> None:
    server = imap_server({"BODY 1": Peer.hang_up})
    with reading(server) as source:
        assert source.fetch(source.listing().keys[0]).content == b"a\r\nb."
    assert server.connections == 2


def test_a_body_that_is_cut_at_any_byte_is_asked_for_again_and_never_taken_for_whole() -> None:
    whole = body(5, b"a\r\nb.")
    cuts = iter([end for at in range(len(whole)) for end in (at, len(whole))])

    def talk(peer: Peer) -> None:
        end = next(cuts)
        peer.say(whole[:end])
        if end < len(whole):
            peer.hang_up()

    with reading(imap_server({"BODY": talk})) as source:
        (key,) = source.listing().keys
        assert {source.fetch(key).content for _ in whole} == {b"a\r\nb."}
    assert next(cuts, None) is None


def test_a_literal_beyond_all_limits_is_not_read() -> None:
    giant = b'* 1 FETCH (UID 3 RFC822.SIZE 5 INTERNALDATE "28-Sep-2020 15:04:00 +0800" BODY[] {9999999999}\r\n'
    with reading(imap_server({"BODY": giant})) as source:
        (key,) = source.listing().keys
        with pytest.raises(BadAnswer):
            source.fetch(key)


def test_of_a_giant_nothing_but_the_headers_is_asked_for() -> None:
    head = b"Subject: x\r\n\r\n"
    answer = body(99999, head).replace(b"BODY[]", b"BODY[HEADER]")
    server = imap_server({"SIZES": sizes(99999), "BODY": answer})
    with reading(server) as source:
        (key,) = source.listing().keys
        with pytest.raises(TooLarge) as caught:
            source.fetch(key)
    assert caught.value.raw.content == head
    assert not any(b"BODY.PEEK[]" in line for line in commands(server))


def test_a_server_that_drips_is_ended_by_the_clock() -> None:
    server = imap_server({"BODY": lambda peer: peer.drip(body(900, b"x" * 900), 0.02)})
    with reading(server, timeout_seconds=0.1) as source:
        (key,) = source.listing().keys
        begin = monotonic()
        with pytest.raises(TryLater, match="no end after"):
            source.fetch(key)
        assert monotonic() - begin < 2


def test_a_greeting_that_drips_is_ended_by_the_clock() -> None:
    server = imap_server({"GREETING": lambda peer: peer.drip(b"* OK " + b"x" * 500, 0.02)})
    with reading(server, timeout_seconds=0.1) as source, pytest.raises(TryLater, match="no end after"):
        source.listing()


def test_a_silent_server_is_ended_by_the_timeout() -> None:
    with reading(imap_server({"UID SEARCH": Peer.hang}), timeout_seconds=0.1) as source, pytest.raises(TryLater):
        source.listing()


def test_no_server_at_all_is_for_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    source = ImapSource(USER.model_copy(update={"port": port}))
    with pytest.raises(TryLater):
        source.listing()
    source.close()


def test_a_wrong_password_is_not_an_empty_mailbox(mail_world: MailWorld) -> None:
    source = ImapSource(USER.model_copy(update={"port": mail_world.imap_port, "password": SecretStr("wrong")}))
    with pytest.raises(AuthRefused) as caught:
        source.listing()
    assert caught.value.code == "imap-login-refused"
    assert "wrong" not in str(caught.value)
    source.close()


@pytest.mark.parametrize("answer", [b"{tag} NO [UNAVAILABLE] busy\r\n", b"* BYE too many\r\n"])
def test_a_login_that_is_only_busy_is_for_later(answer: bytes) -> None:
    with reading(imap_server({"LOGIN": answer})) as source, pytest.raises(TryLater):
        source.listing()


def test_no_password_is_never_tried() -> None:
    server = imap_server()
    with reading(server, password=SecretStr("")) as source, pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "no-password"
    assert server.connections == 0


def test_a_server_that_forbids_logins_never_sees_the_password() -> None:
    server = imap_server(capabilities=b"IMAP4rev1 LOGINDISABLED")
    with reading(server) as source, pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "login-disabled"
    assert not any(b"secret" in line for line in server.heard)


def test_a_password_beyond_ascii_is_sent_as_plain_sasl() -> None:
    server = imap_server({"AUTHENTICATE": _after(b"+ \r\n")})
    with reading(server, password=SecretStr("密码")) as source:
        source.listing()
    assert any(line.startswith(b"AUTHENTICATE PLAIN") for line in commands(server))


def test_a_stripped_starttls_ends_before_the_password() -> None:
    server = imap_server()
    with reading(server, security="starttls") as source, pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "no-starttls"
    assert not any(b"LOGIN" in line for line in server.heard)


def test_a_server_that_says_we_are_logged_in_already_is_not_read_unproven() -> None:
    server = imap_server({"GREETING": b"* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome\r\n"}, capabilities=b"IMAP4rev1 STARTTLS")
    with reading(server, security="starttls") as source, pytest.raises(TryLater):
        source.listing()
    assert not any(line.startswith((b"LOGIN", b"EXAMINE", b"UID")) for line in commands(server))


def test_what_was_said_before_the_encryption_is_not_believed(certificate: Certificate) -> None:
    server = imap_server({"STARTTLS": _told_too_early(certificate)}, capabilities=b"IMAP4rev1 STARTTLS")
    with reading(server, security="starttls", ca_file=str(certificate.file)) as source:
        assert "EARLY" not in str(source.check())
        assert len(source.listing().keys) == 1


def test_a_certificate_for_another_host_is_refused_before_the_password(foreign_certificate: Certificate) -> None:
    server = imap_server(certificate=foreign_certificate)
    trusted = {"security": "tls", "ca_file": str(foreign_certificate.file)}
    with reading(server, **trusted) as source, pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "bad-certificate"
    assert server.heard == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused_before_the_password(certificate: Certificate, security: str) -> None:
    plain = security == "starttls"
    server = imap_server(
        capabilities=b"IMAP4rev1 STARTTLS", certificate=None if plain else certificate, start_tls=certificate if plain else None
    )
    with reading(server, security=security) as source, pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "bad-certificate"
    assert not any(b"LOGIN" in line for line in server.heard)


def test_after_starttls_everything_goes_encrypted(certificate: Certificate) -> None:
    server = imap_server(capabilities=b"IMAP4rev1 STARTTLS", start_tls=certificate)
    with reading(server, security="starttls", ca_file=str(certificate.file)) as source:
        assert source.check()["tls"].startswith("TLS")


def test_a_plain_connection_to_another_machine_needs_a_reason() -> None:
    source = ImapSource(USER.model_copy(update={"host": "mail.example.cn"}))
    with pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "insecure-wire"
    source.close()


@pytest.mark.parametrize(
    ("send_id", "capabilities", "sent"),
    [
        ("auto", b"IMAP4rev1 ID", True),
        ("auto", b"IMAP4rev1", False),
        ("always", b"IMAP4rev1", True),
        ("never", b"IMAP4rev1 ID", False),
    ],
)
def test_we_introduce_ourselves_as_the_settings_say(send_id: str, capabilities: bytes, *, sent: bool) -> None:
    server = imap_server(capabilities=capabilities)
    with reading(server, send_id=send_id) as source:
        source.listing()
    assert any(line.startswith(b"ID (") for line in commands(server)) == sent


def test_the_introduction_comes_between_login_and_folder() -> None:
    server = imap_server()
    with reading(server) as source:
        source.listing()
    verbs = [line.split()[0] for line in commands(server)]
    assert verbs.index(b"LOGIN") < verbs.index(b"ID") < verbs.index(b"EXAMINE")


def test_a_server_that_refuses_the_introduction_is_read_all_the_same() -> None:
    with reading(imap_server({"ID": b"{tag} BAD unknown\r\n"}), send_id="always") as source:
        assert len(source.listing().keys) == 1


def test_unsafe_login_is_told_apart_from_a_missing_folder() -> None:
    refusal = b"{tag} NO EXAMINE Unsafe Login. Please contact kefu@188.com for help\r\n"
    with reading(imap_server({"EXAMINE": refusal})) as source, pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "unsafe-login"


def test_a_missing_folder_is_named_with_those_there_are(mail_world: MailWorld) -> None:
    source = ImapSource(USER.model_copy(update={"port": mail_world.imap_port}), "收件箱")
    with pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "no-mail-folder"
    assert "INBOX" in str(caught.value)
    source.close()


def test_a_folder_without_uid_validity_is_not_read() -> None:
    with reading(imap_server({"EXAMINE": b"* 1 EXISTS\r\n{tag} OK done\r\n"})) as source, pytest.raises(OperatorError) as caught:
        source.listing()
    assert caught.value.code == "no-uid-validity"


def test_a_mail_found_neither_by_fetch_nor_by_search_is_gone() -> None:
    with reading(imap_server({"SIZES": b"{tag} OK done\r\n", "UID SEARCH 2": SEARCH_NOTHING})) as source:
        (key,) = source.listing().keys
        with pytest.raises(Gone):
            source.fetch(key)


def test_a_kept_connection_that_was_cut_is_replaced(mail_world: MailWorld) -> None:
    user = USER.model_copy(update={"port": mail_world.imap_port, "user": "cut@example.cn"})
    mail_world.deliver("cut@example.cn", b"Subject: x\r\n\r\n", NOW)
    source = ImapSource(user)
    first = source.listing()
    mail_world.drop_connections()
    mail_world.deliver("cut@example.cn", b"Subject: y\r\n\r\n", NOW)
    (key,) = source.listing(first.keys[-1]).keys
    mail_world.drop_connections()
    assert source.fetch(key).content == b"Subject: y\r\n\r\n"
    source.close()


def test_a_connection_that_ends_while_waiting_is_an_error_and_not_silence() -> None:
    server = imap_server({"IDLE": _hang_up_after(b"+ idling\r\n")})
    with reading(server) as source, pytest.raises(TryLater):
        source.wait(60, Event())


def test_a_line_that_comes_together_with_the_leave_to_idle_ends_the_waiting() -> None:
    server = imap_server({"IDLE": _after(b"+ idling\r\n* 2 EXISTS\r\n")})
    with reading(server) as source:
        assert source.wait(60, Event())


def test_a_word_that_the_server_is_still_there_does_not_end_the_waiting() -> None:
    server = imap_server({"IDLE": _after(b"+ idling\r\n* OK Still here\r\n")})
    with reading(server) as source:
        assert not source.wait(0.05, Event())


def test_without_idle_waiting_is_a_pause() -> None:
    server = imap_server(capabilities=b"IMAP4rev1")
    with reading(server) as source:
        assert not source.wait(0.01, Event())
    assert b"IDLE" not in commands(server)


def test_a_copy_of_a_letter_is_kept_as_read(mail_world: MailWorld) -> None:
    user = USER.model_copy(update={"port": mail_world.imap_port, "user": "sender@example.cn", "sent_folder": "已发送"})
    source = ImapSource(user)
    source.keep_copy(b"Subject: sent\r\n\r\n")
    source.close()
    people = imaplib.IMAP4("127.0.0.1", mail_world.imap_port)
    people.login("sender@example.cn", "secret")
    people.select('"&XfJT0ZAB-"', readonly=True)
    answer = people.fetch("1", "(FLAGS BODY.PEEK[])")[1][0]
    people.logout()
    assert isinstance(answer, tuple)
    assert b"\\Seen" in answer[0]
    assert answer[1] == b"Subject: sent\r\n\r\n"


def test_without_a_sent_folder_no_connection_is_made() -> None:
    server = imap_server()
    with reading(server) as source:
        source.keep_copy(b"Subject: sent\r\n\r\n")
    assert server.connections == 0


@pytest.mark.dovecot
def test_a_server_that_was_started_again_is_read_on(dovecot: Dovecot) -> None:
    user = USER.model_copy(update={"port": dovecot.ports.imap, "user": "restart@example.cn"})
    source = ImapSource(user)
    before = source.listing()
    dovecot.stop()
    with pytest.raises(TryLater):
        source.listing()
    dovecot.start()
    assert source.listing() == before
    source.close()


def test_the_ca_file_must_be_there(tmp_path: Path) -> None:
    source = ImapSource(USER.model_copy(update={"port": 1, "security": "tls", "ca_file": str(tmp_path / "none.pem")}))
    with imap_server() as server:
        source = ImapSource(USER.model_copy(update={"port": server.port, "security": "tls", "ca_file": str(tmp_path / "none.pem")}))
        with pytest.raises(OperatorError) as caught:
            source.listing()
        source.close()
    assert caught.value.code == "bad-ca-file"


def _after(begin: bytes) -> Callable[[Peer], None]:
    """Say something, hear one line, and be done."""

    def talk(peer: Peer) -> None:
        peer.say(begin)
        peer.hear()
        peer.say(b"{tag} OK done\r\n")

    return talk


def _told_too_early(certificate: Certificate) -> Callable[[Peer], None]:
    """Agree to encryption and slip one more answer in before it begins (CVE-2011-0411)."""

    def talk(peer: Peer) -> None:
        peer.say(b"{tag} OK go\r\n* CAPABILITY IMAP4rev1 EARLY LOGINDISABLED\r\n")
        peer.start_tls(certificate)

    return talk


def _hang_up_after(begin: bytes) -> Callable[[Peer], None]:
    def talk(peer: Peer) -> None:
        peer.say(begin)
        peer.hang_up()

    return talk
