"""What every MailTransport promises, asked of each of them (mailbot.mail.ports)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from mailbot.demo.servers import MailWorld
from mailbot.errors import TryLater
from mailbot.mail.ports import MailTransport, Refused, Unconfirmed
from mailbot.settings import Smtp
from tests.contract.outlets import FolderOutlet, MemoryOutlet, Outlet, SmtpOutlet
from tests.servers.dovecot import Dovecot

SENDER = "office@example.cn"
CLERK = "zhao@example.cn"
OTHER = "qian@example.cn"
LETTER = (
    b"From: office@example.cn\r\nTo: zhao@example.cn\r\nX-Mailbot-Key: reply:1:1\r\n"
    b"Subject: =?utf-8?b?5bey5pS25Yiw?=\r\n\r\n5bey5pS25Yiw\r\n"
)
KINDS = ["memory", "folder", "smtp-aiosmtpd", "submission-dovecot", "submissions-dovecot"]
JUDGING = ["memory", "smtp-aiosmtpd", "submission-dovecot"]
SERVERS = ["smtp-aiosmtpd", "submission-dovecot"]


@pytest.fixture
def outlet(request: pytest.FixtureRequest, tmp_path: Path) -> Outlet:
    kind: str = request.param
    if kind == "memory":
        return MemoryOutlet()
    if kind == "folder":
        return FolderOutlet(tmp_path)
    world: MailWorld = request.getfixturevalue("mail_world")
    who = {"user": "office", "password": SecretStr("secret")}
    if kind == "smtp-aiosmtpd":
        return SmtpOutlet(world, Smtp(host="127.0.0.1", port=world.smtp_port, security="none").model_copy(update=who))
    server: Dovecot = request.getfixturevalue("dovecot")
    trusted = str(server.certificate.file)
    wires = {
        "submission-dovecot": Smtp(host="localhost", port=server.ports.submission, security="starttls", ca_file=trusted),
        "submissions-dovecot": Smtp(host="127.0.0.1", port=server.ports.submissions, security="tls", ca_file=trusted),
    }
    return SmtpOutlet(world, wires[kind].model_copy(update=who))


@pytest.fixture
def transport(outlet: Outlet) -> Iterator[MailTransport]:
    opened = outlet.transport()
    yield opened
    opened.close()


def every(kinds: list[str]) -> pytest.MarkDecorator:
    marked = [pytest.param(kind, marks=[pytest.mark.dovecot] if "dovecot" in kind else []) for kind in kinds]
    return pytest.mark.parametrize("outlet", marked, indirect=True)


@every(KINDS)
def test_a_letter_arrives_as_it_was_written(outlet: Outlet, transport: MailTransport) -> None:
    assert transport.send(LETTER, SENDER, (CLERK,)) == {}
    assert outlet.arrived() == [LETTER]


@every(KINDS)
def test_lines_of_dots_arrive_whole(outlet: Outlet, transport: MailTransport) -> None:
    letter = LETTER + b".\r\n..\r\n.x\r\n"
    transport.send(letter, SENDER, (CLERK,))
    assert outlet.arrived() == [letter]


@every(KINDS)
def test_many_letters_go_one_after_the_other(outlet: Outlet, transport: MailTransport) -> None:
    letters = [LETTER.replace(b"reply:1", b"reply:%d" % number) for number in range(5)]
    for letter in letters:
        transport.send(letter, SENDER, (CLERK, OTHER))
    assert sorted(outlet.arrived()) == sorted(letters)


@every(KINDS)
def test_checking_sends_nothing(outlet: Outlet, transport: MailTransport) -> None:
    assert transport.check()
    assert outlet.arrived() == []


@every(KINDS)
def test_a_closed_transport_opens_again(outlet: Outlet, transport: MailTransport) -> None:
    transport.send(LETTER, SENDER, (CLERK,))
    transport.close()
    transport.close()
    transport.send(LETTER.replace(b"reply:1", b"reply:2"), SENDER, (CLERK,))
    assert len(outlet.arrived()) == 2


@every(JUDGING)
def test_a_refused_recipient_is_named_and_the_others_get_the_letter(outlet: Outlet, transport: MailTransport) -> None:
    outlet.refuse(CLERK, 550)
    refused = transport.send(LETTER, SENDER, (CLERK, OTHER))
    assert [(address, refusal.code, refusal.permanent) for address, refusal in refused.items()] == [(CLERK, 550, True)]
    assert outlet.arrived() == [LETTER]


@every(JUDGING)
def test_a_letter_that_nobody_may_have_is_refused(outlet: Outlet, transport: MailTransport) -> None:
    outlet.refuse(CLERK, 550)
    with pytest.raises(Refused) as caught:
        transport.send(LETTER, SENDER, (CLERK,))
    assert caught.value.code == 550
    assert set(caught.value.refusals) == {CLERK}
    assert outlet.arrived() == []


@every(JUDGING)
def test_a_recipient_who_is_away_for_now_is_for_later(outlet: Outlet, transport: MailTransport) -> None:
    outlet.refuse(CLERK, 450)
    with pytest.raises(TryLater) as caught:
        transport.send(LETTER, SENDER, (CLERK,))
    assert not isinstance(caught.value, Unconfirmed)
    assert outlet.arrived() == []


@every(SERVERS)
def test_a_letter_refused_for_good_is_refused_and_the_next_one_goes(outlet: Outlet, transport: MailTransport) -> None:
    outlet.answer_letter(554)
    with pytest.raises(Refused) as caught:
        transport.send(LETTER, SENDER, (CLERK,))
    assert caught.value.code == 554
    transport.send(LETTER, SENDER, (CLERK,))
    assert outlet.arrived() == [LETTER]


@every(SERVERS)
def test_a_letter_refused_for_now_is_for_later_and_the_next_one_goes(outlet: Outlet, transport: MailTransport) -> None:
    outlet.answer_letter(451)
    with pytest.raises(TryLater) as caught:
        transport.send(LETTER, SENDER, (CLERK,))
    assert not isinstance(caught.value, Unconfirmed)
    transport.send(LETTER, SENDER, (CLERK,))
    assert outlet.arrived() == [LETTER]
