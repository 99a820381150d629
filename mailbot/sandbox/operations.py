"""What the child can be asked to do: a name, a function of header and bytes.

To add one: a function here (heavy imports inside it) and a line in ``OPERATIONS``. An operation
may raise; the parent is told the name of the exception.
"""

import importlib
import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from mailbot.reading.files import packed, read_file
from mailbot.reading.limits import ReadLimits
from mailbot.reading.unlock import unlocked
from mailbot.sandbox.codec import encode_files

Operation = Callable[[dict[str, Any], bytes], tuple[dict[str, object], bytes]]


class NotThere(Exception):
    """The attachment holds no file of the path that was asked for."""


def read(header: dict[str, Any], content: bytes) -> tuple[dict[str, object], bytes]:
    """Read an attachment: header path, name, limits; the answer's bytes are Files (``codec``)."""
    return {}, encode_files(read_file(header["path"], header["name"], content, _limits(header)))


def mark(header: dict[str, Any], content: bytes) -> tuple[dict[str, object], bytes]:
    """Mark a workbook: header path, file (the path of the workbook, packed in the attachment or itself), marking, limits.

    The content is a marking as JSON, ``marking`` bytes long, and the attachment. Raises Unpatchable.
    """
    from mailbot.letters.marks import from_json
    from mailbot.letters.patching.patch import patch

    length = int(header["marking"])
    book = packed(header["path"], content[length:], header["file"], _limits(header))
    if book is None:
        raise NotThere
    return {}, patch(unlocked(book) or book, from_json(json.loads(content[:length])))


def _limits(header: dict[str, Any]) -> ReadLimits:
    known = {field.name for field in fields(ReadLimits)}
    return ReadLimits(**{key: value for key, value in header.get("limits", {}).items() if key in known})


def ping(header: dict[str, Any], content: bytes) -> tuple[dict[str, object], bytes]:
    """Answer with what was sent: tells that the child is there."""
    return {"echo": header.get("echo", "")}, content


LIBRARIES = ("python_calamine", "openpyxl", "xlrd", "olefile", "msoffcrypto", "tnefparse", "defusedxml", "cryptography")
"""What the readers import when they first need it."""


def libraries(header: dict[str, Any], content: bytes) -> tuple[dict[str, object], bytes]:
    """Name the libraries of the readers that are missing, or cannot be imported within the limits."""
    missing = []
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
    return {"missing": missing}, b""


OPERATIONS: dict[str, Operation] = {"libraries": libraries, "mark": mark, "ping": ping, "read": read}
