"""The parent's side of the child process: start it, ask it, end it, start the next.

::

    (none) --call--> starting --hello--> warm --answer--> warm
                        |                 | timeout, death, bad frame: killed
                        |                 | after RECYCLE_AFTER files or much memory: closed
                   OperatorError          v
                                       (none)

The child is a fresh interpreter and never a fork of the process that holds the database (pitfall 103).
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self, cast

import mailbot
from mailbot.errors import OperatorError
from mailbot.letters.marks import Marking, as_json
from mailbot.model.mail import File, Part
from mailbot.reading.limits import ReadLimits
from mailbot.sandbox import rlimits
from mailbot.sandbox.codec import decode_files
from mailbot.sandbox.failed import failed_file, named_file
from mailbot.sandbox.frames import PIPE_BYTES, BadFrame, read_frame, write_frame
from mailbot.sandbox.watchdog import Watchdog
from mailbot.settings import Limits
from mailbot.texts import say

MIB = 1024 * 1024
# A fresh child costs 60 ms; what libraries leak is gone with the old one.
RECYCLE_AFTER = 500
# A child that ever held this share of its memory is replaced: high water never falls.
RECYCLE_SHARE = 0.5
START_SECONDS = 30.0
# Titles, headings and notes do not count as rows of a submission.
HEADING_ROWS = 100
_PASSED_ON = ("PATH", "LANG", "SYSTEMROOT", "PYTHONHOME", "LD_LIBRARY_PATH")


class ReaderDied(Exception):
    """The child ended, or answered nonsense, while it was at work on a request."""


class ReaderSlow(Exception):
    """The child did not answer within the wall-clock limit and was killed."""


class ReaderFailed(Exception):
    """The operation raised in the child; the text is the name of the exception."""


class Sandbox:
    """One warm child process, started when first asked; safe to call from several threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._read_limits = asdict(ReadLimits(rows=limits.rows + HEADING_ROWS))
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog = Watchdog(self._kill)
        self._served = 0
        self._offline = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def read(self, part: Part) -> tuple[File, ...]:
        """Read an attachment and what is packed in it; bad bytes are Files with a trouble, never exceptions."""
        if len(part.content) > self._limits.attachment_mb * MIB:
            return (failed_file(part, "unreadable-too-large", limit_mb=str(self._limits.attachment_mb)),)
        if part.media_type == "message/rfc822":
            # The walk through the mail has already taken out what lies in it.
            return (named_file(part, "eml"),)
        header: dict[str, object] = {"path": part.path, "name": part.name, "limits": self._read_limits}
        try:
            return decode_files(self.call("read", header, part.content)[1])
        except ReaderSlow:
            return (failed_file(part, "unreadable-reader-slow", seconds=f"{self._limits.child_seconds:g}"),)
        except ReaderFailed as error:
            return (failed_file(part, "unreadable-bomb" if str(error) == "MemoryError" else "unreadable-damaged", reason=str(error)),)
        except (ReaderDied, ValueError, KeyError, TypeError):
            return (failed_file(part, "unreadable-reader-died"),)

    def check(self) -> tuple[bool, tuple[str, ...]]:
        """Tell whether the child has no network, and name what its readers lack; raises what ``call`` raises."""
        missing = self.call("libraries", {}, b"")[0].get("missing", ())
        return self._offline, tuple(map(str, missing)) if isinstance(missing, list) else ()

    def mark(self, part: Part, file: str, marking: Marking) -> bytes:
        """Mark the workbook of path ``file``, the attachment itself or packed in it.

        Raises what ``call`` raises; ReaderFailed names Unpatchable where a package leaves a doubt.
        """
        told = json.dumps(as_json(marking), ensure_ascii=False).encode("utf-8", "replace")
        header: dict[str, object] = {"path": part.path, "file": file, "marking": len(told), "limits": self._read_limits}
        return self.call("mark", header, told + part.content)[1]

    def call(self, operation: str, header: dict[str, object], content: bytes) -> tuple[dict[str, object], bytes]:
        """Ask the child for an operation; raises ReaderDied, ReaderSlow, ReaderFailed, OperatorError."""
        with self._lock:
            process = self._warm()
            answer, result = self._exchange(process, {**header, "operation": operation}, content, self._limits.child_seconds)
            self._served += 1
            peak = answer.get("peak_mb", 0)
            tired = isinstance(peak, int) and peak > self._limits.child_mb * RECYCLE_SHARE
            if tired or self._served >= RECYCLE_AFTER or "MemoryError" in str(answer.get("error", "")):
                self._end(process)
        if "error" in answer:
            raise ReaderFailed(str(answer["error"]))
        return answer, result

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._watchdog.stop()
            if self._process is not None:
                self._end(self._process)

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _warm(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._process = _start(self._limits)
        rlimits.widen(_pipe(self._process.stdin), _pipe(self._process.stdout))
        self._served = 0
        try:
            hello = self._exchange(self._process, None, b"", START_SECONDS)[0]
        except (ReaderDied, ReaderSlow) as error:
            raise _not_started(error) from error
        if "hello" not in hello:
            raise _not_started("hello")
        self._offline = bool(hello.get("offline"))
        return self._process

    def _exchange(
        self, process: subprocess.Popen[bytes], header: dict[str, object] | None, content: bytes, seconds: float
    ) -> tuple[dict[str, object], bytes]:
        """Send a frame (none for the hello) and wait for one; kills the child when that goes wrong."""
        self._watchdog.arm(seconds)
        try:
            if header is not None:
                write_frame(_pipe(process.stdin), header, content)
            frame = read_frame(_pipe(process.stdout))
        except (OSError, BadFrame, ValueError):
            frame = None
        finally:
            late = self._watchdog.disarm()
        if frame is None or late:
            self._end(process)
            raise ReaderSlow if late else ReaderDied
        return frame

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                _pipe(pipe).close()
            except OSError:
                # What could not be flushed to a dead child is of no use to anybody.
                continue
        process.wait()
        self._process = None


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-s", "-B", "-m", "mailbot.sandbox.child", str(limits.child_mb), str(limits.child_seconds)]
    try:
        return subprocess.Popen(  # noqa: S603 - the interpreter that runs us, no shell, no foreign word
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=PIPE_BYTES,
            env=_environment(),
            cwd=Path(sys.executable).anchor or None,
            close_fds=True,
            start_new_session=True,
        )
    except OSError as error:
        raise _not_started(error) from error


def _not_started(detail: object) -> OperatorError:
    code = "reader-not-started"
    return OperatorError(code, say("sandbox", code, detail=detail if isinstance(detail, str) else type(detail).__name__))


def _environment() -> dict[str, str]:
    """Give the child what an interpreter needs and nothing of ours: no passwords, no settings."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    ours = str(Path(mailbot.__file__).resolve().parent.parent)
    paths = [ours, *(path for path in sys.path if path and path != ours)]
    return {**environment, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "RUST_BACKTRACE": "0"}


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    return cast(BinaryIO, pipe)
