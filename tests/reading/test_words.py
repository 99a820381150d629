import time

import pytest

from mailbot.reading.words import decode_words


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"a =?utf-8?Q?b_c?= d", "a b c d"),
        (b"=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        (b"=?utf-8?Q?a?=\t=?gb2312?Q?b?=", "ab"),
        (b"=?utf-8?Q?what?_now?=", "what? now"),
        (b"=?utf-8?B??=", ""),
        (b"a =? b", "a =? b"),
    ],
)
def test_words_and_what_stands_between_them_are_read(raw: bytes, text: str) -> None:
    assert decode_words(raw) == (text, ())


@pytest.mark.parametrize(
    "raw", [b"=?utf-8?Q?=ZZ?=", b"=?utf-8?B?YWJ?=", b"=?utf-8?B?a?=", b"=?utf-8?B?YWJj?d?=", b"=?utf-8?Q?a?=20b?=", b"=?utf-8?X?abc?="]
)
def test_a_broken_word_is_flagged(raw: bytes) -> None:
    assert "header-damaged" in decode_words(raw)[1]


@pytest.mark.parametrize("piece", [b"=?a?b?", b"=?a?Q?", b"=?", b"?=", b"=?a?Q?x?= ", b"=?utf-8?B?YQ==?="])
def test_many_words_take_no_time(piece: bytes) -> None:
    begin = time.process_time()
    decode_words(piece * (16_384 // len(piece)))
    assert time.process_time() - begin < 2
