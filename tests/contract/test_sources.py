"""What every MailSource promises, asked of each of them (mailbot.mail.ports)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event

import pytest

from mailbot.demo.servers import MailWorld
from mailbot.mail.ports import Gone, MailSource, TooLarge
from mailbot.model.mail import SourceKey
from mailbot.settings import Imap
from tests.contract.mailboxes import EmlBox, ImapBox, Mailbox, MaildirBox, MemoryBox
from tests.servers.dovecot import Dovecot

CHINA = timezone(timedelta(hours=8))
RECEIVED_AT = datetime(2020, 9, 28, 15, 4, 5, tzinfo=CHINA)
MAIL = b"From: zhao@example.cn\r\nSubject: one\r\n\r\nhello\r\n"
ODD = {
    "gbk": "Subject: 关于报送喆目录的函\r\n\r\n正文\r\n".encode("gb18030"),
    "no body": b"Subject: nothing\r\n\r\n",
    "no last line end": b"Subject: x\r\n\r\nthe end",
    "dots and brackets": b"Subject: x\r\n\r\n.\r\n..\r\n) {5}\r\nUID 9 RFC822.SIZE 3\r\n",
    "not a mail": b"\x01\xff nothing\r\n\r\nof the sort\r\n",
    "large": b"Subject: x\r\n\r\n" + b"0123456789abcdef" * 4096,
}
KINDS = ["memory", "eml", "maildir", "imap-pymap", "imap-dovecot", "imaps-dovecot", "starttls-dovecot"]
NUMBERED = ["memory", "imap-pymap", "imap-dovecot"]
KEYWORDS = ["memory", "imap-dovecot"]


@pytest.fixture
def mailbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mailbox]:
    kind: str = request.param
    if kind == "memory":
        yield MemoryBox()
        return
    if kind in {"eml", "maildir"}:
        yield EmlBox(tmp_path) if kind == "eml" else MaildirBox(tmp_path)
        return
    box = _imap_box(request, kind)
    yield box
    box.close()


def _imap_box(request: pytest.FixtureRequest, kind: str) -> ImapBox:
    if kind == "imap-pymap":
        world: MailWorld = request.getfixturevalue("mail_world")
        return ImapBox(world.imap_port, Imap(host="127.0.0.1", port=world.imap_port, security="none"))
    server: Dovecot = request.getfixturevalue("dovecot")
    plain, secure = server.ports.imap, server.ports.imaps
    trusted = str(server.certificate.file)
    wires = {
        "imap-dovecot": Imap(host="127.0.0.1", port=plain, security="none"),
        "imaps-dovecot": Imap(host="127.0.0.1", port=secure, security="tls", ca_file=trusted),
        "starttls-dovecot": Imap(host="localhost", port=plain, security="starttls", ca_file=trusted, min_tls="1.3"),
    }
    return ImapBox(plain, wires[kind])


@pytest.fixture
def source(mailbox: Mailbox) -> Iterator[MailSource]:
    opened = mailbox.source()
    yield opened
    opened.close()


def every(kinds: list[str]) -> pytest.MarkDecorator:
    marked = [pytest.param(kind, marks=[pytest.mark.dovecot] if "dovecot" in kind else []) for kind in kinds]
    return pytest.mark.parametrize("mailbox", marked, indirect=True)


@every(KINDS)
def test_an_empty_source_lists_nothing(mailbox: Mailbox, source: MailSource) -> None:
    listing = source.listing()
    assert (listing.keys, listing.exists) == ((), 0)
    assert listing.uid_validity > 0


@every(KINDS)
def test_every_mail_is_listed_once_and_always_under_the_same_key(mailbox: Mailbox, source: MailSource) -> None:
    for number in range(3):
        mailbox.put(MAIL + b"%d" % number, RECEIVED_AT)
    listing = source.listing()
    assert len(set(listing.keys)) == listing.exists == 3
    assert source.listing() == listing
    assert {(key.folder, key.uid_validity) for key in listing.keys} == {(listing.folder, listing.uid_validity)}


@every(KINDS)
def test_keys_come_in_the_order_of_delivery(mailbox: Mailbox, source: MailSource) -> None:
    for number in range(12):
        mailbox.put(b"Subject: %d\r\n\r\n" % number, RECEIVED_AT)
    contents = [source.fetch(key).content for key in source.listing().keys]
    assert contents == [b"Subject: %d\r\n\r\n" % number for number in range(12)]


@every(KINDS)
def test_a_mail_delivered_later_is_found_by_the_same_source(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    known = source.listing().keys
    mailbox.put(MAIL + b"later", RECEIVED_AT)
    later = [key for key in source.listing(known[-1]).keys if key not in known]
    assert [source.fetch(key).content for key in later] == [MAIL + b"later"]


@every(NUMBERED)
def test_only_later_mail_is_listed_above_a_key(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    last = source.listing().keys[-1]
    assert source.listing(last).keys == ()
    mailbox.put(MAIL, RECEIVED_AT)
    assert [key.uid > last.uid for key in source.listing(last).keys] == [True]


@every(NUMBERED)
def test_under_a_new_uid_validity_everything_is_listed_and_old_keys_are_gone(mailbox: Mailbox) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    before = mailbox.source()
    old = before.listing().keys[-1]
    before.close()
    mailbox.renumber()
    after = mailbox.source()
    listing = after.listing(old)
    assert listing.uid_validity != old.uid_validity
    assert [after.fetch(key).content for key in listing.keys] == [MAIL]
    with pytest.raises(Gone):
        after.fetch(old)
    after.close()


@every(KINDS)
@pytest.mark.parametrize("content", ODD.values(), ids=ODD.keys())
def test_the_bytes_are_those_that_were_delivered(mailbox: Mailbox, source: MailSource, content: bytes) -> None:
    mailbox.put(content, RECEIVED_AT)
    (key,) = source.listing().keys
    assert source.fetch(key).content == content


@every(KINDS)
def test_the_headers_of_a_mail_can_be_read_alone(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    (key,) = source.listing().keys
    head = source.head(key)
    assert (head.key, head.content, head.received_at) == (key, MAIL.partition(b"hello")[0], RECEIVED_AT)
    with pytest.raises(Gone):
        source.head(SourceKey(key.folder, key.uid_validity + 1, key.uid))


@every(KINDS)
def test_the_instant_of_arrival_is_kept(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    (key,) = source.listing().keys
    raw = source.fetch(key)
    assert (raw.key, raw.received_at) == (key, RECEIVED_AT)
    assert raw.received_at.tzinfo is not None


@every(KINDS)
def test_reading_leaves_the_mailbox_as_it_was(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    before = mailbox.looks()
    (key,) = source.listing().keys
    source.fetch(key)
    source.settle(key, "leave")
    source.close()
    assert mailbox.looks() == before
    assert mailbox.handled(key) == "leave"


@every(KEYWORDS)
def test_a_handled_mail_gets_a_keyword_and_stays(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    (key,) = source.listing().keys
    source.settle(key, "keyword")
    source.settle(key, "keyword")
    assert mailbox.handled(key) == "keyword"
    assert source.listing().keys == (key,)


@every(KINDS)
def test_a_handled_mail_is_moved_into_a_folder_that_is_made(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    mailbox.put(MAIL + b"other", RECEIVED_AT)
    first, second = source.listing().keys
    source.settle(first, "move:已处理")
    assert mailbox.handled(first) == "move:已处理"
    assert source.listing().keys == (second,)
    with pytest.raises(Gone):
        source.settle(first, "move:已处理")


@every(KINDS)
def test_a_second_mail_is_moved_into_the_same_folder(mailbox: Mailbox, source: MailSource) -> None:
    for _ in range(2):
        mailbox.put(MAIL, RECEIVED_AT)
    for key in source.listing().keys:
        source.settle(key, "move:已处理")
    assert source.listing().keys == ()


@every(KINDS)
def test_a_mail_that_was_deleted_meanwhile_is_gone(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    (key,) = source.listing().keys
    mailbox.remove_all()
    with pytest.raises(Gone):
        source.fetch(key)


@every(KINDS)
def test_a_key_of_another_uid_validity_is_gone(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    (key,) = source.listing().keys
    with pytest.raises(Gone):
        source.fetch(SourceKey(key.folder, key.uid_validity + 1, key.uid))


@every(KINDS)
def test_of_a_mail_over_the_limit_only_the_headers_come(mailbox: Mailbox) -> None:
    mailbox.put(MAIL + b"x" * 5000, RECEIVED_AT)
    limited = mailbox.source(max_bytes=5000)
    (key,) = limited.listing().keys
    with pytest.raises(TooLarge) as caught:
        limited.fetch(key)
    assert caught.value.size == len(MAIL) + 5000
    assert caught.value.raw.content == MAIL[: MAIL.index(b"hello")]
    assert (caught.value.raw.key, caught.value.raw.received_at) == (key, RECEIVED_AT)
    limited.close()


@every(KINDS)
def test_a_mail_of_exactly_the_limit_comes_whole(mailbox: Mailbox) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    limited = mailbox.source(max_bytes=len(MAIL))
    (key,) = limited.listing().keys
    assert limited.fetch(key).content == MAIL
    limited.close()


@every(KINDS)
def test_waiting_ends_at_once_when_a_mail_came_after_the_listing(mailbox: Mailbox, source: MailSource) -> None:
    source.listing()
    mailbox.put(MAIL, datetime.now(UTC))
    assert source.wait(20, Event())


@every(KINDS)
def test_whoever_only_waits_is_told_once_of_each_mail(mailbox: Mailbox, source: MailSource) -> None:
    assert not source.wait(0.01, Event())
    for _ in range(2):
        mailbox.put(MAIL, datetime.now(UTC))
        assert source.wait(20, Event())
        assert not source.wait(0.01, Event())


@every(KINDS)
def test_waiting_ends_on_stop(mailbox: Mailbox, source: MailSource) -> None:
    source.listing()
    stop = Event()
    stop.set()
    assert not source.wait(600, stop)


@every(KINDS)
def test_waiting_ends_with_its_time(mailbox: Mailbox, source: MailSource) -> None:
    source.listing()
    assert not source.wait(0.05, Event())


@every(KINDS)
def test_a_closed_source_opens_again(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    before = source.listing()
    source.close()
    source.close()
    assert source.listing() == before


@every(KINDS)
def test_checking_says_how_many_mails_there_are(mailbox: Mailbox, source: MailSource) -> None:
    mailbox.put(MAIL, RECEIVED_AT)
    assert source.check()["exists"] == "1"
