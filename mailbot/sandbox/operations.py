"""What the child can be asked to do: a name, a function of header and bytes.

To add one: a function here (heavy imports inside it) and a line in ``OPERATIONS``. An operation
may raise; the parent is told the name of the exception.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from mailbot.reading.files import read_file
from mailbot.reading.limits import ReadLimits
from mailbot.sandbox.codec import encode_files

Operation = Callable[[dict[str, Any], bytes], tuple[dict[str, object], bytes]]


def read(header: dict[str, Any], content: bytes) -> tuple[dict[str, object], bytes]:
    """Read an attachment: header path, name, limits; the answer's bytes are Files (``codec``)."""
    known = {field.name for field in fields(ReadLimits)}
    limits = ReadLimits(**{key: value for key, value in header.get("limits", {}).items() if key in known})
    return {}, encode_files(read_file(header["path"], header["name"], content, limits))


def ping(header: dict[str, Any], content: bytes) -> tuple[dict[str, object], bytes]:
    """Answer with what was sent: tells that the child is there."""
    return {"echo": header.get("echo", "")}, content


OPERATIONS: dict[str, Operation] = {"ping": ping, "read": read}
