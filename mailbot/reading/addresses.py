"""Whose mailbox a mail comes from: exactly one, or none (pitfalls 31, 62, 101).

``parseaddr`` of several Pythons takes an address out of a display name, a comment or a list, so
that ``caiju@x.gov.cn,<evil@y>`` passes for the bureau. Our rule is narrower than RFC 5322: quoted
words and comments are masked first, encoded words are never decoded before the address is taken.
"""

import re
import unicodedata
from typing import NamedTuple

from mailbot.reading.charset import decode
from mailbot.reading.clean import clean_line
from mailbot.reading.defects import Defect, Defects
from mailbot.reading.words import decode_words


class Mailbox(NamedTuple):
    """An address, its domain in lower case and Unicode, and the name beside it; "" where there is none."""

    address: str
    name: str


NOBODY = Mailbox("", "")

MAX_FIELD = 8_192  # bytes of an address field; past that it names a crowd
MAX_NAME = 120
MAX_NESTING = 5  # comments in comments

_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_QUOTED_OR_COMMENT = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"|\([^()\\]*+(?:\\.[^()\\]*+)*\)', re.DOTALL)
_ANGLE = re.compile(r"<([^<>]*)>")
_GROUP = re.compile(r"[^<@]*:")
_MENTIONED = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")

_QUOTED = "\x01"
_COMMENT = "\x02"


def only_mailbox(values: list[bytes]) -> tuple[Mailbox, Defects]:
    """Read an address field; nobody, with a defect, when it is not exactly one mailbox."""
    if len(values) > 1 or (values and len(values[0]) > MAX_FIELD):
        return NOBODY, (Defect.SEVERAL_SENDERS,)
    raw = values[0] if values else b""
    text, defects = _text(raw)
    mask = _masked(text)
    entries = [found.span() for found in re.finditer(r"[^,;]+", mask) if "@" in found[0] or "<" in found[0]]
    if len(entries) != 1:
        return NOBODY, (*defects, Defect.SEVERAL_SENDERS if entries else Defect.NO_SENDER)
    start, end = entries[0]
    address, phrase, odd = _mailbox(text[start:end], mask[start:end])
    if odd or ";" in mask or "," in mask:
        defects += (Defect.SENDER_ODD,)
    if not address or (";" in mask and _GROUP.match(mask, start, end)):
        return NOBODY, (*defects, Defect.SEVERAL_SENDERS if mask.count("@") > 1 else Defect.NO_SENDER)
    name, found = _name(phrase)
    return Mailbox(address, name), (*defects, *found)


def bare_address(text: str) -> str:
    """Check an addr-spec and write its domain in lower-case Unicode; "" when it is none."""
    local, _, domain = text.strip().rpartition("@")
    if len(domain) > 255 or "=?" in local or not _LOCAL.fullmatch(local):
        return ""
    labels = [_unicode_label(label) for label in unicodedata.normalize("NFC", domain).lower().split(".")]
    return f"{local}@{'.'.join(labels)}" if all(_LABEL.fullmatch(label) for label in labels) else ""


def addresses_in(text: str) -> tuple[str, ...]:
    """List the addresses that a text mentions, each once; for bounces, never to tell a sender."""
    found = (bare_address(mention.strip(".'*")) for mention in _MENTIONED.findall(text))
    return tuple(dict.fromkeys(address for address in found if address))


def _text(raw: bytes) -> tuple[str, Defects]:
    if raw.isascii():
        return raw.decode("ascii"), ()
    text, defects = decode(raw)
    return text, (Defect.HEADER_8BIT, *defects)


def _masked(text: str) -> str:
    """Replace quoted words and comments, sign by sign, so that what is in them cannot act."""
    mask = text.replace(_QUOTED, " ").replace(_COMMENT, " ")
    for _ in range(MAX_NESTING):
        before = mask
        mask = _QUOTED_OR_COMMENT.sub(lambda found: (_QUOTED if found[0][0] == '"' else _COMMENT) * len(found[0]), mask)
        if mask == before:
            break
    return mask


def _mailbox(text: str, mask: str) -> tuple[str, str, bool]:
    """Read one element of an address list: its address, the phrase that names it, whether it is written oddly."""
    angles = list(_ANGLE.finditer(mask))
    comment = text[mask.index(_COMMENT) : mask.rindex(_COMMENT) + 1] if _COMMENT in mask else ""
    if not angles:
        address = bare_address(mask.replace(_COMMENT, ""))
        return address, comment, not address
    angle = angles[-1]
    phrase, after = mask[: angle.start()], mask[angle.end() :].replace(_COMMENT, "").strip()
    if len(angles) > 1 or "@" in after or "<" in phrase:
        return "", "", True
    odd = bool(after) or any(sign in phrase for sign in '@:>("')
    return bare_address(angle[1]), text[: angle.start()] if phrase.strip() else comment, odd


def _name(phrase: str) -> tuple[str, Defects]:
    """Read a display name or a comment: quotes undone, encoded words decoded, one clean line."""
    phrase = phrase.strip()
    defects: Defects = ()
    if len(phrase) > 1 and phrase[0] == phrase[-1] == '"':
        phrase = re.sub(r"\\(.)", r"\1", phrase[1:-1])
    elif phrase[:1] + phrase[-1:] == "()":
        phrase = phrase[1:-1]
    if "=?" in phrase:
        phrase, defects = decode_words(phrase.encode())
    return clean_line(phrase, MAX_NAME).strip("\"' "), defects


def _unicode_label(label: str) -> str:
    """Show an internationalised label in Unicode; leave it as it is where that fails."""
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
