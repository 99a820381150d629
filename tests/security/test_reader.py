"""The process that reads what comes from outside has no network, no environment and no file to write."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.model.mail import Part
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Limits

LEAVES = "from mailbot.sandbox.rlimits import leave_network; print(leave_network())"
CSV = "单位,姓名\n赤壁市民政局,赵一\n".encode()


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What the kernel tells of a reader at work."""
    monkeypatch.setenv("MAILBOT_IMAP__PASSWORD", "hunter2-canary")
    with Sandbox(Limits(child_mb=256)) as sandbox:
        (file,) = sandbox.read(Part(path="1", name="名单.csv", media_type="text/csv", content=CSV))
        assert file.trouble == ""
        assert sandbox._process is not None
        yield Path(f"/proc/{sandbox._process.pid}")


def in_sight(reader: Path) -> bool:
    """Tell whether we may look: a process that has left our user namespace is hidden from anybody but root."""
    return os.access(reader / "environ", os.R_OK)


def test_the_reader_is_in_an_empty_network_where_the_kernel_lets_it(reader: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LEAVES], capture_output=True, encoding="utf-8", check=True)
    elsewhere = in_sight(reader) and (reader / "ns/net").readlink() != Path("/proc/self/ns/net").readlink()
    assert elsewhere is (in_sight(reader) and done.stdout.strip() == "True")
    if elsewhere:
        links = [line.split(":")[0].strip() for line in (reader / "net/dev").read_text().splitlines()[2:]]
        assert set(links) <= {"lo"}
        assert (reader / "net/route").read_text().count("\n") <= 1


def test_the_reader_knows_nothing_of_our_environment(reader: Path) -> None:
    environment = (reader / "environ").read_bytes() if in_sight(reader) else b""
    assert b"hunter2-canary" not in environment
    assert {one.partition(b"=")[0] for one in environment.split(b"\0") if one} <= {
        *(b"PATH", b"LANG", b"SYSTEMROOT", b"PYTHONHOME", b"LD_LIBRARY_PATH", b"PYTHONPATH", b"PYTHONUTF8", b"RUST_BACKTRACE"),
        *(b"LC_CTYPE",),
    }


def test_the_reader_may_write_no_file_and_take_no_more_than_its_memory(reader: Path) -> None:
    limits = {line[:26].strip(): line[26:].split()[:2] for line in (reader / "limits").read_text().splitlines()[1:]}
    assert limits["Max file size"] == ["0", "0"]
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max address space"] == [str(256 << 20)] * 2
    assert limits["Max open files"] == ["32", "32"]


def test_the_reader_holds_no_file_of_ours_open(reader: Path) -> None:
    held = [str(one.readlink()) for one in (reader / "fd").iterdir()] if in_sight(reader) else []
    assert all(one == "/dev/null" or one.startswith("pipe:") for one in held), held
