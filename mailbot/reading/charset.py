"""Bytes to text: the ladder for mail from Chinese clients (pitfalls 21-23).

Labels lie in every direction: ``gb2312`` stands over GBK, ``iso-8859-1`` over anything, ``utf-8``
over GBK. So a label is a first guess that the bytes may contradict:

    declared -> UTF-8 strictly -> GB18030 strictly -> the reading that loses least

Whatever was not plainly as declared carries a defect. The GB family is read as GB18030, which
holds all its members.
"""

import codecs
import re
from itertools import pairwise

from mailbot.reading.defects import Defect, Defects
from mailbot.reading.labels import LATIN, codec_of, is_seven_bit, is_wide
from mailbot.reading.likeness import has_cjk, has_letter_in_word, likeness, rather_big5, rather_gb, undoubled, worth
from mailbot.reading.sevenbit import hidden_charset

Text = tuple[str, Defects]
Verdict = tuple[str, bool]
"""A text, and whether it was guessed against the label or without one."""

COMMON_ENOUGH = 0.6
"""Share of everyday characters by which Chinese text is told from misread bytes."""

SAMPLE_BYTES = 4_096
"""Bytes in which accented letters are told from Chinese."""

_LOST = re.compile("[\ufffd\ud800-\udfff]")


def decode(content: bytes, label: str = "") -> Text:
    """Read bytes under a charset label ("" when there is none); tell what was guessed or lost."""
    codec = codec_of(label) if label else ""
    if content.isascii():
        text, guessed = _decode_ascii(content, codec or "")
    else:
        text, guessed = _ladder(content, codec or "")
    defects: Defects = ()
    if codec is None and (guessed or not content.isascii()):
        defects += (Defect.CHARSET_UNKNOWN,)
    elif guessed:
        defects += (Defect.CHARSET_GUESSED,)
    if not text.isascii() and _LOST.search(text):
        text = _LOST.sub("\ufffd", text)
        defects += (Defect.CHARSET_LOSSY,)
    return text, defects


def _decode_ascii(content: bytes, codec: str) -> Verdict:
    """Read bytes below 128, in which some charsets hide all their characters."""
    if is_seven_bit(codec) or is_wide(codec):
        text = _declared(content, codec)
        return (text, False) if text is not None else (content.decode("ascii"), True)
    hidden = hidden_charset(content)
    if hidden is not None:
        return hidden, True
    return content.decode("ascii"), b"\x1b$" in content


def _ladder(content: bytes, codec: str) -> Verdict:
    """Find the reading of bytes that are not all ASCII."""
    if content.startswith(codecs.BOM_UTF8):
        marked = _strict(content, "utf-8-sig")
        if marked is not None:
            return marked, codec not in ("utf-8", "")
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not is_wide(codec):
        wide = _strict(content, "utf-16")
        if wide is not None and likeness(wide) >= COMMON_ENOUGH:
            return wide, True
    utf8 = _strict(content, "utf-8")
    if utf8 is not None:
        verdict = _as_utf8(content, utf8, codec)
        if verdict is not None:
            return verdict
    if codec and codec not in ("utf-8", LATIN):
        declared = _declared(content, codec)
        if declared is not None:
            big5 = rather_big5(content, declared) if codec == "gb18030" else ""
            return (big5, True) if big5 else (declared, False)
    cut = _cut_utf8(content) or _worn_utf8(content, codec)
    if cut:
        return cut, codec != "utf-8"
    gb = _strict(content, "gb18030")
    if gb is not None and likeness(gb) >= COMMON_ENOUGH:
        return gb, True
    big5 = rather_big5(content, gb or "\ufffd")
    if big5:
        return big5, True
    if codec in (LATIN, ""):
        return _latin_or_gb(content, gb, codec)
    return _least_loss(content, codec)


def _as_utf8(content: bytes, utf8: str, codec: str) -> Verdict | None:
    """Judge bytes that are valid UTF-8: meant so, or GBK that happens to be valid, or as labelled."""
    if codec in ("utf-8", LATIN, ""):
        if rather_gb(content, utf8) and not (codec == "utf-8" and has_letter_in_word(utf8)):
            return content.decode("gb18030"), True
        repaired = undoubled(utf8)
        return (repaired, True) if repaired else (utf8, codec != "utf-8")
    return (utf8, True) if not is_wide(codec) and has_cjk(utf8) else None


def _declared(content: bytes, codec: str) -> str | None:
    """Read bytes strictly as their label says; None where that cannot be."""
    if is_wide(codec) and len(content) % 2:
        text = _declared(content[:-1], codec)
        # Half a line break is what a careless server trims; half of another character is a loss.
        return text if text is None or content[-1] in b"\x00\r\n" else f"{text}\ufffd"
    if codec == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        readings = [text for name in ("utf-16-be", "utf-16-le") if (text := _strict(content, name)) is not None]
        return max(readings, key=worth, default=None)
    for name in {"big5": ("cp950", "big5hkscs"), "iso2022_jp": ("iso2022_jp", "iso2022_jp_ext")}.get(codec, (codec,)):
        text = _strict(content, name)
        if text is not None:
            return text
    return None


def _cut_utf8(content: bytes) -> str | None:
    """Read UTF-8 that ends inside a character, as headers cut at a length do; else None."""
    for tail in (1, 2, 3):
        text = _strict(content[:-tail], "utf-8")
        if text is not None:
            return f"{text}\ufffd" if has_cjk(text) and content[-tail] > 0xC1 else None
    return None


def _worn_utf8(content: bytes, codec: str) -> str | None:
    """Read UTF-8 that lost a byte here and there on its way: GBK would make letters of all of it; else None."""
    if codec not in ("utf-8", LATIN, ""):
        return None
    text = content.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return text if lost * 20 <= sum(letter > "\x7f" for letter in text) else None


def _latin_or_gb(content: bytes, gb: str | None, codec: str) -> Verdict:
    """Choose between accented letters and rare characters of GBK, which no everyday one betrays."""
    sample = content[:SAMPLE_BYTES]
    alone = not any(first > 127 < second for first, second in pairwise(sample)) and not any(127 < byte < 0xC0 for byte in sample)
    if alone or (codec == LATIN and (gb is None or likeness(gb) == 0)):
        return content.decode("cp1252", "replace"), codec != LATIN or gb is not None
    if gb is None:
        return _least_loss(content, codec)
    return gb, True


def _least_loss(content: bytes, codec: str) -> Verdict:
    """Choose among the readings when none is clean: the one with most everyday and fewest lost characters."""
    names = tuple(dict.fromkeys(name for name in (codec, "utf-8", "gb18030") if name))
    readings = {name: content.decode(name, "replace") for name in names}
    best = max(names, key=lambda name: worth(readings[name]))
    return readings[best], best != codec


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeError:
        return None
