"""Logs on standard error, as text or as one JSON object a line; never a name, a number or a cell's content.

The words of an exception may quote what a sender wrote, so of a bug only its type and the places in
our code are written, and what looks like an address or a telephone number in the words of a server
is hidden.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from mailbot.settings import Log

FACTS = ("mail", "letter", "code")
"""What a record may carry beside its message: ids and a code, to search by."""


_ADDRESS = re.compile(r"[^\s<>@:,;()\[\]\"']+@(?=[\w-]+\.)")
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")


class TextLines(logging.Formatter):
    """One line a record, and the places of a bug below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return hidden(super().format(record))

    def formatException(  # noqa: N802 - logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Write a traceback without the words of its exceptions."""
        return places(ei[1])


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": hidden(record.getMessage()),
        }
        line |= {name: record.__dict__[name] for name in FACTS if name in record.__dict__}
        if record.exc_info:
            line["traceback"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def hidden(text: str) -> str:
    """Hide whose an address is, and telephone numbers."""
    return _NUMBER.sub("***", _ADDRESS.sub("***@", text))


def places(error: BaseException | None) -> str:
    """Tell the type of an exception and of its causes, and the lines of code they passed; not their words."""
    told: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told.append(type(error).__name__)
        told += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(told)


def set_up(settings: Log) -> None:
    """Send mailbot's logs to standard error; libraries only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.format == "json" else TextLines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("mailbot").setLevel(settings.level)
