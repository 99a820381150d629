"""Compressed bytes of mails come back as they were."""

import base64
import zlib

import pytest

from mailbot.store.packing import packed


@pytest.mark.parametrize("content", [b"", b"a", b"Subject: \xd6\xd0\r\n\r\n" * 50, bytes(range(256)) * 300])
def test_bytes_come_back_as_they_were(content: bytes) -> None:
    assert zlib.decompress(packed(content)) == content


def test_base64_takes_little_more_than_its_six_bits() -> None:
    content = base64.b64encode(bytes(n * n % 251 for n in range(30_000)))
    assert len(packed(content)) < 0.8 * len(content)
