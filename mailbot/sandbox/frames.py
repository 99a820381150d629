"""How parent and child talk: a header in JSON and raw bytes, both with their length in front.

::

    | 4 bytes: length of header | 8 bytes: length of content | header (JSON, UTF-8) | content |

No pickle: what the child says is data, and the parent refuses a frame that is too large.
"""

import json
import struct
from typing import BinaryIO

_LENGTHS = struct.Struct(">IQ")
PIPE_BYTES = 1024 * 1024
"""What a side holds before it writes or reads on, and what Linux lets a pipe hold (pipe(7)): most frames pass at once."""
MAX_HEADER_BYTES = 1024 * 1024
# The tables of a file are bounded by ReadLimits.characters; three bytes a Chinese character.
MAX_CONTENT_BYTES = 64 * 1024 * 1024


class BadFrame(Exception):
    """The other side said something that is no frame, or closed the pipe in the middle of one."""


def write_frame(stream: BinaryIO, header: dict[str, object], content: bytes) -> None:
    """Write one frame and flush; OSError when the other side is gone."""
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    stream.write(_LENGTHS.pack(len(head), len(content)))
    stream.write(head)
    stream.write(content)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, object], bytes] | None:
    """Read one frame; None at a clean end; raises BadFrame."""
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise BadFrame("cut")
    head_length, content_length = _LENGTHS.unpack(lengths)
    if head_length > MAX_HEADER_BYTES or content_length > MAX_CONTENT_BYTES:
        raise BadFrame("too large")
    head = stream.read(head_length)
    content = stream.read(content_length)
    if len(head) < head_length or len(content) < content_length:
        raise BadFrame("cut")
    try:
        header = json.loads(head)
    except ValueError as error:
        raise BadFrame("no JSON") from error
    if not isinstance(header, dict):
        raise BadFrame("no object")
    return header, content
