import hashlib
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event

import pytest

from mailbot.errors import OperatorError
from mailbot.mail.local import FolderSource, FolderTransport, head

MAIL = b"Subject: x\r\n\r\nhello\r\n"
NOW = datetime(2020, 9, 28, 10, 4, 12, tzinfo=timezone(timedelta(hours=8)))


def test_only_eml_files_of_the_folder_itself_are_mails(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("a.eml", "b.EML", "c.txt", ".d.eml", "inner/e.eml"):
        (tmp_path / name).write_bytes(MAIL)
    assert len(FolderSource(tmp_path).listing().keys) == 2


@pytest.mark.parametrize("name", ["[Netease] 目录*?.eml", "名 字.eml", "-n.eml", "a;b$(c).eml"])
def test_a_file_name_is_never_a_pattern(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(MAIL)
    source = FolderSource(tmp_path)
    assert source.fetch(source.listing().keys[0]).content == MAIL


def test_a_name_that_is_no_text_is_read_too(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("目录.eml".encode("gb18030"))).write_bytes(MAIL)
    source = FolderSource(tmp_path)
    assert source.fetch(source.listing().keys[0]).content == MAIL


def test_a_file_written_again_is_a_new_mail(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(MAIL)
    source = FolderSource(tmp_path)
    before = source.listing().keys
    path.write_bytes(MAIL + b"more")
    assert set(source.listing().keys).isdisjoint(before)


def test_a_mail_of_a_maildir_that_a_person_read_is_the_same_mail(tmp_path: Path) -> None:
    for name in ("tmp", "new", "cur"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1600000000.M1.host").write_bytes(MAIL)
    source = FolderSource(tmp_path)
    before = source.listing()
    (tmp_path / "new" / "1600000000.M1.host").rename(tmp_path / "cur" / "1600000000.M1.host:2,S")
    assert source.fetch(before.keys[0]).content == MAIL
    assert source.listing() == before


def test_the_key_does_not_depend_on_where_the_home_lies(tmp_path: Path) -> None:
    keys = []
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "a.eml").write_bytes(MAIL)
        os.utime(tmp_path / place / "a.eml", (1_600_000_000, 1_600_000_000))
        keys.append(FolderSource(tmp_path / place, name="inbox").listing().keys)
    assert keys[0] == keys[1]


def test_the_headers_say_when_a_mail_arrived_before_the_file_does(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    source = FolderSource(tmp_path, arrival=lambda content: NOW if content == MAIL else None)
    assert source.fetch(source.listing().keys[0]).received_at == NOW


def test_a_folder_that_is_not_there_is_for_the_operator(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        FolderSource(tmp_path / "none").listing()
    assert caught.value.code == "no-folder"


@pytest.mark.parametrize("target", ["", "..", "../x", "a\\b", "/etc"])
def test_mail_is_never_moved_out_of_the_folder(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    source = FolderSource(tmp_path)
    with pytest.raises(OperatorError) as caught:
        source.settle(source.listing().keys[0], f"move:{target}")
    assert caught.value.code == "bad-move-target"


def test_a_moved_mail_does_not_displace_one_of_the_same_name(tmp_path: Path) -> None:
    source = FolderSource(tmp_path)
    for content in (MAIL, MAIL + b"second"):
        (tmp_path / "a.eml").write_bytes(content)
        source.settle(source.listing().keys[0], "move:done")
    assert sorted(path.read_bytes() for path in (tmp_path / "done").iterdir()) == [MAIL, MAIL + b"second"]


def test_waiting_sees_what_came_after_the_last_listing_only(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    source = FolderSource(tmp_path)
    source.listing()
    assert not source.wait(0.01, Event())


def test_a_letter_is_named_after_its_instant_and_its_key(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path / "outbox", lambda: NOW)
    transport.send(b"X-Mailbot-Key: reply:12:1\r\n" + MAIL, "office@example.cn", ("zhao@example.cn",))
    digest = hashlib.sha256(b"reply:12:1").hexdigest()[:16]
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == [f"20200928T020412Z-{digest}.eml"]


def test_the_same_letter_sent_twice_is_one_file(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path, lambda: NOW)
    for _ in range(2):
        transport.send(b"X-Mailbot-Key: reply:12:1\r\n" + MAIL, "office@example.cn", ("zhao@example.cn",))
    assert len(list(tmp_path.iterdir())) == 1


def test_letters_without_a_key_are_told_apart_by_their_bytes(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path, lambda: NOW.astimezone(UTC))
    for content in (MAIL, MAIL + b"second"):
        transport.send(content, "office@example.cn", ("zhao@example.cn",))
    assert len(list(tmp_path.iterdir())) == 2


def test_an_outbox_that_cannot_be_made_is_for_the_operator(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    transport = FolderTransport(tmp_path / "file" / "outbox", lambda: NOW)
    with pytest.raises(OperatorError):
        transport.check()
    with pytest.raises(OperatorError):
        transport.send(MAIL, "office@example.cn", ("zhao@example.cn",))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"A: b\r\n\r\nbody\n\n", b"A: b\r\n\r\n"),
        (b"A: b\n\nbody\r\n\r\n", b"A: b\n\n"),
        (b"A: b\r\n", b"A: b\r\n"),
        (b"A: " + b"b" * (1 << 20), b"A: " + b"b" * (256 * 1024 - 3)),
    ],
)
def test_the_head_of_a_mail_ends_with_the_empty_line(content: bytes, expected: bytes) -> None:
    assert head(content) == expected
