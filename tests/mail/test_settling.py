"""What happens to a handled mail, and what must not happen to the mails around it."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from mailbot.demo.servers import MailWorld
from mailbot.errors import OperatorError, TryLater
from mailbot.mail.imap import ImapSource
from mailbot.model.mail import SourceKey
from mailbot.settings import Imap
from tests.servers.dovecot import Dovecot
from tests.servers.scripted import CAPABILITIES, Scripted, imap_server

USER = Imap(host="127.0.0.1", security="none", user="office@example.cn", password=SecretStr("secret"), timeout_seconds=5)
KEY = SourceKey("INBOX", 7, 3)


@contextmanager
def reading(server: Scripted) -> Iterator[ImapSource]:
    with server:
        source = ImapSource(USER.model_copy(update={"port": server.port}))
        try:
            yield source
        finally:
            source.close()


def verbs(server: Scripted) -> list[bytes]:
    words = [line.split()[1:3] for line in server.heard]
    return [b" ".join(pair) if pair[0] == b"UID" else pair[0] for pair in words]


def test_a_mail_left_alone_opens_nothing() -> None:
    server = imap_server()
    with reading(server) as source:
        source.settle(KEY, "leave")
    assert server.connections == 0


def test_without_move_a_mail_is_copied_and_only_it_is_expunged() -> None:
    server = imap_server(capabilities=CAPABILITIES.replace(b" MOVE", b""))
    with reading(server) as source:
        source.settle(KEY, "move:已处理")
    assert [verb for verb in verbs(server) if verb in {b"UID COPY", b"UID STORE", b"UID EXPUNGE", b"EXPUNGE", b"CLOSE"}] == [
        b"UID COPY",
        b"UID STORE",
        b"UID EXPUNGE",
    ]


def test_without_a_safe_way_a_mail_is_not_moved() -> None:
    server = imap_server(capabilities=b"IMAP4rev1")
    with reading(server) as source, pytest.raises(OperatorError) as caught:
        source.settle(KEY, "move:已处理")
    assert caught.value.code == "no-move"
    assert b"UID STORE" not in verbs(server)


def test_a_move_that_was_refused_changes_nothing_and_is_for_later() -> None:
    server = imap_server({"UID COPY": b"{tag} NO [OVERQUOTA] full\r\n"}, capabilities=CAPABILITIES.replace(b" MOVE", b""))
    with reading(server) as source, pytest.raises(TryLater):
        source.settle(KEY, "move:已处理")
    assert b"UID STORE" not in verbs(server)


def test_a_folder_with_levels_is_named_by_the_delimiter_of_the_server() -> None:
    server = imap_server({"LIST 1": b'* LIST (\\Noselect) "." ""\r\n{tag} OK done\r\n'})
    with reading(server) as source:
        source.settle(KEY, "move:2020/done")
    assert any(b'CREATE "2020.done"' in line for line in server.heard)


def test_a_folder_that_must_lie_below_inbox_is_made_there() -> None:
    server = imap_server({"LIST 1": b'* LIST (\\Noselect) "." ""\r\n{tag} OK done\r\n', "CREATE 1": b"{tag} NO not here\r\n"})
    with reading(server) as source:
        source.settle(KEY, "move:done")
    assert any(b'UID MOVE 3 "INBOX.done"' in line for line in server.heard)


def test_a_folder_that_somebody_made_meanwhile_is_used() -> None:
    server = imap_server({"CREATE": b"{tag} NO [ALREADYEXISTS] there\r\n"})
    with reading(server) as source:
        source.settle(KEY, "move:done")
    assert b"UID MOVE" in verbs(server)


def test_a_folder_that_cannot_be_made_is_for_the_operator() -> None:
    with reading(imap_server({"CREATE": b"{tag} NO never\r\n"})) as source, pytest.raises(OperatorError) as caught:
        source.settle(KEY, "move:done")
    assert caught.value.code == "no-move-folder"


def test_keywords_that_a_server_would_forget_are_for_the_operator(mail_world: MailWorld) -> None:
    user = USER.model_copy(update={"port": mail_world.imap_port, "user": "forgetful@example.cn"})
    source = ImapSource(user)
    listing = source.listing()
    with pytest.raises(OperatorError) as caught:
        source.settle(SourceKey("INBOX", listing.uid_validity, 101), "keyword")
    assert caught.value.code == "no-keywords"
    source.close()


@pytest.mark.dovecot
@pytest.mark.parametrize("after", ["keyword", "move:已处理"])
def test_a_mail_that_a_person_marked_as_deleted_survives_our_settling(dovecot: Dovecot, after: str) -> None:
    user = f"deleted-{after.partition(':')[0]}@example.cn"
    people = imaplib.IMAP4("127.0.0.1", dovecot.ports.imap)
    people.login(user, "secret")
    for _ in range(2):
        people.append("INBOX", "", None, b"Subject: x\r\n\r\n")
    source = ImapSource(USER.model_copy(update={"port": dovecot.ports.imap, "user": user}))
    ours, theirs = source.listing().keys
    people.select("INBOX")
    people.uid("STORE", str(theirs.uid), "+FLAGS", r"(\Deleted)")
    source.settle(ours, after)
    source.close()
    people.select("INBOX")
    assert str(theirs.uid).encode() in people.uid("SEARCH", "DELETED")[1][0].split()
    people.logout()
