import mailbox
from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.builders import at_home, has_chinese
from tests.season.builders import shipped, table, words

ENTRY = {
    "id", "message_id", "sender", "received_at", "outcome", "reason", "unit", "provisional", "duplicate_of", "submissions",
}  # fmt: skip
TABLE = {"id", "form", "area", "outcome", "items", "to_mend", "version"}
TICK = {"now", "polled", "processed", "announced", "sent", "failed"}
CIVIL = "civil-affairs@example.cn"
AT = "2020-09-28T09:00"


def filed(areas: tuple[int, ...] = (5,), subject: str = "目录") -> bytes:
    return table(shipped(), areas, when=AT, sender=CIVIL, subject=subject)


def test_tick_tells_what_it_did(empty: Path) -> None:
    at_home(empty, "units", "add", "civil-affairs", CIVIL)
    (empty / "inbox" / "1.eml").write_bytes(filed())
    done = at_home(empty, "tick", "--json")
    assert done.code == 0
    assert set(done.shape) == TICK
    assert (done.shape["polled"], done.shape["processed"], done.shape["failed"]) == (1, 1, [])
    assert done.shape["now"] == "2020-09-28T17:00:00+08:00"
    assert done.shape["sent"] == len(list((empty / "data" / "outbox").glob("*.eml")))
    assert at_home(empty, "tick", "--json").shape["sent"] == 0


def test_letters_of_the_folder_transport_are_named_by_instant_and_key(empty: Path) -> None:
    import hashlib

    at_home(empty, "units", "add", "civil-affairs", CIVIL)
    (empty / "inbox" / "1.eml").write_bytes(filed())
    at_home(empty, "tick")
    name = f"20200928T090000Z-{hashlib.sha256(b'reply:1:1').hexdigest()[:16]}.eml"
    assert b"X-Mailbot-Key: reply:1:1" in (empty / "data" / "outbox" / name).read_bytes()


def test_a_rehearsal_says_what_would_be_sent_and_writes_nothing(empty: Path) -> None:
    at_home(empty, "units", "add", "civil-affairs", CIVIL)
    (empty / "inbox" / "1.eml").write_bytes(filed())
    before = contents(empty)
    done = at_home(empty, "tick", "--dry-run", "--json")
    assert done.code == 0
    assert [CIVIL] in [one["to"] for one in done.shape["would_send"]]
    assert {"to", "subject"} == set(done.shape["would_send"][0])
    assert contents(empty) == before
    assert at_home(empty, "status", "--json").shape["totals"]["filed"] == 0


def contents(home: Path) -> dict[str, bytes]:
    """Tell all files of a home but those that any opening of a database touches."""
    return {
        str(path): path.read_bytes() for path in home.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
    }


def test_a_pass_that_could_not_do_everything_ends_with_1_and_names_it(empty: Path) -> None:
    (empty / "inbox").rmdir()
    done = at_home(empty, "tick", "--json")
    assert done.code == 1
    assert has_chinese(done.err) or done.shape["failed"]


@pytest.mark.parametrize("command", [("tick",), ("run",), ("import", "{home}/1.eml")])
def test_another_worker_ends_a_command_with_3(empty: Path, command: tuple[str, ...]) -> None:
    (empty / "1.eml").write_bytes(filed())
    (empty / "data").mkdir(mode=0o700)
    with FileLock(empty / "data" / "worker.lock"):
        done = at_home(empty, *(word.format(home=empty) for word in command))
        assert done.code == 3
        assert "另一个 mailbot 正在运行" in done.err
        assert at_home(empty, "status").code == 0
        assert at_home(empty, "units", "add", "民政局", CIVIL).code == 0


def test_import_gives_one_entry_an_input_in_order(empty: Path, tmp_path: Path) -> None:
    inputs = [filed(), words("请发空表。", when=AT, sender=CIVIL, subject="样表"), b"", filed(), filed(subject="再报"), b"no mail at all"]
    paths = []
    for number, content in enumerate(inputs):
        path = tmp_path / f"{number}.eml"
        path.write_bytes(content)
        paths.append(str(path))
    at_home(empty, "units", "add", "civil-affairs", CIVIL)
    done = at_home(empty, "import", *paths, "--json")
    assert done.code == 0
    entries = done.shape["mails"]
    assert all(set(entry) == ENTRY for entry in entries)
    assert [(entry["id"], entry["outcome"], entry["duplicate_of"]) for entry in entries] == [
        ("m1", "filed", None),
        ("m2", "request", None),
        ("m3", "other", None),
        ("m1", "duplicate", "m1"),
        ("m4", "filed", None),
        ("m5", "other", None),
    ]
    assert [(table["area"], table["outcome"], table["version"]) for table in entries[0]["submissions"]] == [(5, "filed", 1)]
    assert all(set(table) == TABLE for entry in entries for table in entry["submissions"])
    assert (entries[0]["sender"], entries[0]["unit"], entries[0]["provisional"]) == (CIVIL, "civil-affairs", False)
    assert entries[2]["sender"] == ""


def test_an_import_answers_nobody_unless_asked(empty: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.eml", tmp_path / "2.eml"
    first.write_bytes(filed())
    second.write_bytes(filed((6,)))
    at_home(empty, "units", "add", "civil-affairs", CIVIL)
    at_home(empty, "import", str(first))
    assert at_home(empty, "outbox", "list", "--json", "--state", "waiting,sent").shape == []
    at_home(empty, "import", str(second), "--reply")
    assert [one["to"] for one in at_home(empty, "outbox", "list", "--json").shape] == [CIVIL]


def test_the_arrival_of_an_import_is_told_or_read_from_the_headers(empty: Path, tmp_path: Path) -> None:
    dated, stamped, told = (tmp_path / f"{name}.eml" for name in ("dated", "stamped", "told"))
    dated.write_bytes(filed())
    stamped.write_bytes(b"Received: from a by b; Tue, 29 Sep 2020 08:00:00 +0800\r\n" + filed((6,)))
    told.write_bytes(filed((5, 6), subject="两个"))
    entries = at_home(empty, "import", str(dated), str(stamped), "--json").shape["mails"]
    assert [entry["received_at"] for entry in entries] == ["2020-09-28T09:00:00+08:00", "2020-09-29T08:00:00+08:00"]
    (entry,) = at_home(empty, "import", str(told), "--received", "2020-09-30T23:59", "--json").shape["mails"]
    assert entry["received_at"] == "2020-09-30T23:59:00+08:00"


def test_mbox_maildir_and_folders_are_read_in_order(empty: Path, tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "all.mbox")
    for area in (5, 6):
        box.add(filed((area,)))
    box.close()
    maildir = mailbox.Maildir(tmp_path / "maildir")
    maildir.add(filed((5, 6), subject="两个"))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.eml").write_bytes(words("乙", when=AT, sender=CIVIL, subject="乙"))
    (folder / "a.eml").write_bytes(words("甲", when=AT, sender=CIVIL, subject="甲"))
    entries = at_home(empty, "import", str(tmp_path / "all.mbox"), str(tmp_path / "maildir"), str(folder), "--json").shape["mails"]
    assert [[table["area"] for table in entry["submissions"]] for entry in entries] == [[5], [6], [5, 6], [], []]
    subjects = [at_home(empty, "show", entry["id"], "--json").shape["mail"]["subject"] for entry in entries[3:]]
    assert subjects == ["甲", "乙"]


def test_a_second_import_brings_duplicates_only(empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.eml"
    path.write_bytes(filed())
    at_home(empty, "import", str(path))
    (entry,) = at_home(empty, "import", str(path), "--json").shape["mails"]
    assert (entry["outcome"], entry["duplicate_of"], entry["id"]) == ("duplicate", "m1", "m1")
    assert [table["version"] for table in entry["submissions"]] == [1]
