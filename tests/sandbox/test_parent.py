import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.errors import OperatorError
from mailbot.model.mail import Part
from mailbot.sandbox.parent import ReaderFailed, Sandbox
from mailbot.settings import Limits
from tests.reading.workbooks import GRID, MERGES, far_cell_in_biff, in_sheet, read, stray_cell, xlsx, zipped


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(child_seconds=10)) as one:
        yield one


def part(content: bytes, name: str = "民政局.xlsx") -> Part:
    return Part("1", name, "", content)


def test_a_file_comes_through_the_pipe_as_it_is_read(sandbox: Sandbox) -> None:
    content = xlsx({"社会救助": GRID}, merges=MERGES)
    assert sandbox.read(part(content)) == read("民政局.xlsx", content)


def test_the_child_is_kept_warm(sandbox: Sandbox) -> None:
    sandbox.call("ping", {}, b"")
    before = sandbox._process
    sandbox.read(part(xlsx({"目录": GRID})))
    assert sandbox._process is before


def test_a_stray_cell_is_contained(sandbox: Sandbox) -> None:
    assert sandbox.read(part(stray_cell()))[0].tables[0].text(0, 0) == "甲"


def test_an_unknown_operation_is_named_and_the_child_lives_on(sandbox: Sandbox) -> None:
    with pytest.raises(ReaderFailed, match="KeyError"):
        sandbox.call("nothing", {}, b"")
    assert sandbox.call("ping", {"echo": "在"}, b"x") == ({"echo": "在", "peak_mb": pytest.approx(50, abs=500)}, b"x")


def test_a_forwarded_mail_is_named_and_not_unpacked_again(sandbox: Sandbox) -> None:
    (file,) = sandbox.read(Part("2", "转发.eml", "message/rfc822", b"From: a@example.cn\r\nMIME-Version: 1.0\r\n\r\nx"))
    assert (file.path, file.format, file.trouble, file.tables) == ("2", "eml", "", ())


def test_an_attachment_over_the_limit_is_not_even_sent() -> None:
    with Sandbox(Limits(attachment_mb=1)) as sandbox:
        (file,) = sandbox.read(part(bytes(1024 * 1024 + 1)))
        assert sandbox._process is None
    assert (file.trouble, file.facts["limit_mb"]) == ("unreadable-too-large", "1")


def test_a_closed_sandbox_starts_again_when_asked() -> None:
    sandbox = Sandbox(Limits())
    sandbox.call("ping", {}, b"")
    sandbox.close()
    assert sandbox.call("ping", {}, b"again")[1] == b"again"
    sandbox.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_child_is_replaced(sandbox: Sandbox) -> None:
    sandbox.call("ping", {}, b"")
    assert sandbox._process is not None
    os.kill(sandbox._process.pid, 9)
    sandbox._process.wait()
    assert sandbox.read(part(xlsx({"目录": GRID})))[0].trouble == ""


def test_a_child_out_of_memory_is_replaced() -> None:
    big = xlsx({"目录": [[random.Random(row).randbytes(2500).hex()] for row in range(3000)]})
    with Sandbox(Limits(child_mb=70)) as sandbox:
        assert sandbox.read(part(big))[0].trouble in ("unreadable-reader-died", "unreadable-bomb")
        assert sandbox.read(part(xlsx({"目录": GRID})))[0].trouble == ""


def test_a_child_that_takes_too_long_is_ended() -> None:
    big = xlsx({"目录": [[f"甲{row}{column}" for column in range(14)] for row in range(1500)]})
    with Sandbox(Limits(child_seconds=0.01)) as sandbox:
        (file,) = sandbox.read(part(big))
        assert sandbox._process is None
    assert (file.trouble, file.facts["seconds"]) == ("unreadable-reader-slow", "0.01")


def test_the_child_sees_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_IMAP__PASSWORD", "geheim")
    with Sandbox(Limits()) as sandbox:
        sandbox.call("ping", {}, b"")
        assert sandbox._process is not None
        environment = Path(f"/proc/{sandbox._process.pid}/environ")
        assert not environment.exists() or b"geheim" not in environment.read_bytes()


def test_a_child_is_replaced_after_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.sandbox.parent.RECYCLE_AFTER", 2)
    with Sandbox(Limits()) as sandbox:
        sandbox.call("ping", {}, b"")
        assert sandbox._process is not None
        sandbox.call("ping", {}, b"")
        assert sandbox._process is None


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="Linux only")
def test_the_child_is_confined(sandbox: Sandbox) -> None:
    sandbox.call("ping", {}, b"")
    assert sandbox._process is not None
    lines = Path(f"/proc/{sandbox._process.pid}/limits").read_text().splitlines()
    limits = {line[:26].strip(): line[26:47].strip() for line in lines}
    assert limits["Max file size"] == "0"
    assert limits["Max core file size"] == "0"
    assert limits["Max address space"] == str(1024 * 1024 * 1024)
    assert int(limits["Max cpu time"]) < 60


def test_a_child_that_cannot_start_is_a_matter_for_the_technician() -> None:
    with Sandbox(Limits(child_mb=5)) as sandbox, pytest.raises(OperatorError, match="reader-not-started"):
        sandbox.read(part(b"x"))


def test_bombs_are_contained_and_the_next_file_is_read(sandbox: Sandbox) -> None:
    everything_merged = in_sheet(stray_cell(), "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert sandbox.read(part(everything_merged))[0].losses == ("rows-cut", "columns-cut")
    assert sandbox.read(part(far_cell_in_biff()))[0].trouble in ("unreadable-reader-died", "unreadable-damaged")
    assert sandbox.read(part(zipped({"a.bin": bytes(60 * 1024 * 1024)})))[0].trouble == "unreadable-bomb"
    assert sandbox.read(part(xlsx({"目录": GRID})))[0].trouble == ""


def test_what_the_worker_holds_does_not_tire_its_child() -> None:
    held = bytearray(200 * 1024 * 1024)
    held[::4096] = b"x" * len(held[::4096])
    with Sandbox(Limits(child_mb=300)) as sandbox:
        sandbox.call("ping", {}, b"")
        kept = sandbox._process
        sandbox.call("ping", {}, b"")
        assert kept is not None
        assert sandbox._process is kept
    assert held[0]
