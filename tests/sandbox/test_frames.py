import io
import struct

import pytest

from mailbot.sandbox.frames import MAX_CONTENT_BYTES, BadFrame, read_frame, write_frame


def test_a_frame_comes_back() -> None:
    stream = io.BytesIO()
    write_frame(stream, {"operation": "read", "name": "目录"}, b"\x00\xff")
    write_frame(stream, {}, b"")
    stream.seek(0)
    assert read_frame(stream) == ({"operation": "read", "name": "目录"}, b"\x00\xff")
    assert read_frame(stream) == ({}, b"")
    assert read_frame(stream) is None


@pytest.mark.parametrize(
    "content",
    [
        b"\x00",
        struct.pack(">IQ", 2, 5) + b"{}abc",
        struct.pack(">IQ", 2, 0) + b"[]",
        struct.pack(">IQ", 2, 0) + b"{x",
        struct.pack(">IQ", 2, MAX_CONTENT_BYTES + 1) + b"{}",
        struct.pack(">IQ", 0xFFFFFFFF, 0),
    ],
)
def test_what_is_no_frame_is_refused(content: bytes) -> None:
    with pytest.raises(BadFrame):
        read_frame(io.BytesIO(content))
