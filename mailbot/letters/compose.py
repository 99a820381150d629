"""A letter as bytes: the same letter is always the same bytes.

Written by hand rather than with EmailMessage, for three reasons: boundaries and folding must not
change between two runs (design, 6), old clients need attachment names in three spellings
(pitfalls, 66), and the standard library needs 1.6 ms where this needs a fifth (pitfalls, 116).
The finished header block is parsed again and compared before it leaves (pitfalls, 100).
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.errors import MultipartInvariantViolationDefect
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from mailbot.letters.clean import one_line
from mailbot.model.instant import local
from mailbot.model.letter import Attachment, Letter, Rendered

_LINE = 76
"""Characters of a line that holds encoded words, and one more than a word may have (RFC 2047, 2)."""
_DOMAIN = re.compile(r"[A-Za-z0-9._-]+")
_REPLIES = ("result", "held", "unreadable", "forms", "question", "commands")
"""Letters that answer a mail: auto-replied (RFC 3834, 5); all others are auto-generated."""


class UnsendableAddress(ValueError):
    """An address that no header can carry: not ASCII before the @, empty, or more than one."""


def compose(
    rendered: Rendered, letter: Letter, attachments: Sequence[Attachment], *, sender: str, message_id: str, date: datetime
) -> bytes:
    """Build the mail: mixed(alternative(text, html), attachments), CRLF line ends, base64 bodies.

    Raises UnsendableAddress for an address that cannot stand in a header.
    """
    boundary = "=_" + hashlib.sha256(f"{letter.key}\n{message_id}".encode("utf-8", "replace")).hexdigest()[:24]
    headers = _headers(rendered, letter, sender=sender, message_id=message_id, date=date)
    inner = boundary + "a"
    alternative = _multipart(inner, [_text_part("plain", rendered.text), _text_part("html", rendered.html)])
    if attachments:
        body = _multipart(
            boundary, [_container("alternative", inner, alternative), *map(_file_part, range(1, len(attachments) + 1), attachments)]
        )
        headers.append(("Content-Type", f'multipart/mixed; boundary="{boundary}"'))
    else:
        body = alternative
        headers.append(("Content-Type", f'multipart/alternative; boundary="{inner}"'))
    block = b"".join(f"{name}: {value}\r\n".encode("ascii") for name, value in headers) + b"\r\n"
    _verify(block, headers)
    return block + body


def message_id(key: str, sender: str) -> str:
    """Fix a letter's Message-ID before it is sent: the same key gives the same id."""
    domain = bare_address(sender).rpartition("@")[2]
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    return f"<{digest[:32]}@{domain}>"


def bare_address(mailbox: str) -> str:
    """Give the address of ``name <address>`` or of a bare address, its domain in ASCII (IDNA).

    Raises UnsendableAddress unless it is exactly one address that a header can carry.
    """
    address = mailbox.rpartition("<")[2].rstrip("> ").strip() if "<" in mailbox else mailbox.strip()
    local_part, at, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        local_part.encode("ascii")
    except UnicodeError as error:
        raise UnsendableAddress(address) from error
    foreign = set(address) & set(' ,;:<>()[]"\\\t\r\n\x00')
    # IDNA folds full-width signs to plain ones, so the domain is looked at as it will be written.
    if not (at and local_part and _DOMAIN.fullmatch(ascii_domain)) or "@" in local_part or foreign or not address.isprintable():
        raise UnsendableAddress(address)
    return f"{local_part}@{ascii_domain.lower()}"


def _headers(rendered: Rendered, letter: Letter, *, sender: str, message_id: str, date: datetime) -> list[tuple[str, str]]:
    """List the headers in order, folded (RFC 3834; pitfalls, 61)."""
    headers = [("From", _mailbox(sender)), ("To", bare_address(letter.to))]
    if letter.copies:
        headers.append(("Cc", ",\r\n ".join(bare_address(copy) for copy in letter.copies)))
    headers += [
        ("Subject", _encoded(one_line(rendered.subject), len("Subject: "))),
        ("Date", format_datetime(local(date))),
        ("Message-ID", message_id),
    ]
    answered = _identifier(letter.in_reply_to)
    references = list(dict.fromkeys(filter(None, map(_identifier, (*letter.references[-40:], letter.in_reply_to)))))
    if answered:
        headers.append(("In-Reply-To", answered))
    if references:
        headers.append(("References", "\r\n ".join(references)))
    headers += [
        ("Auto-Submitted", "auto-replied" if letter.template in _REPLIES else "auto-generated"),
        ("Precedence", "bulk"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Mailbot-Loop", "1"),
        ("X-Mailbot-Key", quote(letter.key, safe=":-._@", errors="replace")[:900]),
        ("MIME-Version", "1.0"),
    ]
    return headers


def _mailbox(mailbox: str) -> str:
    """Write ``name <address>`` with its name encoded."""
    name = one_line(mailbox.rpartition("<")[0]).strip('" ') if "<" in mailbox else ""
    address = bare_address(mailbox)
    return f"{_encoded(name, len('From: '), force=True)}\r\n <{address}>" if name else address


def _identifier(text: str) -> str:
    """Give a Message-ID that may stand in a header, or "" for what is none."""
    identifier = one_line(text, 990)
    inside = identifier[1:-1]
    fits = identifier.startswith("<") and identifier.endswith(">") and identifier.isascii() and len(identifier) <= 900
    return identifier if fits and inside and not set(inside) & set("<> ,") else ""


def _encoded(text: str, used: int, *, force: bool = False) -> str:
    """Encode a text as RFC 2047 words, folded; plain short ASCII stays as it is.

    ``used`` counts the characters already on the line.
    """
    if not force and text.isascii() and len(text) + used <= 78 and "=?" not in text:
        return text
    words: list[bytes] = [b""]
    limit = _word_bytes(used)
    for character in text:
        raw = character.encode("utf-8", "replace")
        if len(words[-1]) + len(raw) > limit:
            words.append(b"")
            limit = _word_bytes(1)
        words[-1] += raw
    return "\r\n ".join(f"=?UTF-8?B?{base64.b64encode(word).decode()}?=" for word in words)


def _word_bytes(used: int) -> int:
    """Tell how many bytes an encoded word holds on a line with ``used`` characters: three for four of base64."""
    return (_LINE - used - len("=?UTF-8?B??=")) // 4 * 3


def _verify(block: bytes, headers: Sequence[tuple[str, str]]) -> None:
    """Parse the finished block again; anything that is not exactly what was meant is a bug."""
    parsed = BytesHeaderParser().parsebytes(block)
    wanted = [(name, value.replace("\r\n", "")) for name, value in headers]
    found = [(name, str(value).replace("\r\n", "").replace("\n", "")) for name, value in parsed.items()]
    # Python 3.11.2, which Debian 12 has, misses the parts of a multipart even where only headers are parsed.
    defects = [defect for defect in parsed.defects if not isinstance(defect, MultipartInvariantViolationDefect)]
    if found != wanted or defects or parsed.get_payload():
        raise ValueError("the header block does not read back as it was written")


def _multipart(boundary: str, parts: Sequence[bytes]) -> bytes:
    """Join parts; base64 bodies can never contain a boundary, which has an underscore."""
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"


def _container(kind: str, boundary: str, body: bytes) -> bytes:
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + body


def _text_part(kind: str, text: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    return head + _base64(text.replace("\n", "\r\n").encode("utf-8", "replace"))


def _file_part(number: int, attachment: Attachment) -> bytes:
    """Write an attachment with its name three times: for new, for old and for oldest clients (pitfalls, 66)."""
    name = one_line(attachment.name, 80).replace("/", "_").replace("\\", "_").replace('"', "'")
    suffix = PurePosixPath(name).suffix
    fallback = f"attachment-{number}{suffix if suffix.isascii() else ''}"
    quoted = quote(name, safe="", errors="replace")
    encoded = _encoded(name, len(' name="') + 1, force=not name.isascii())
    head = (
        f'Content-Type: {attachment.media_type};\r\n name="{encoded}"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n filename*=UTF-8''{quoted};\r\n filename=\"{fallback}\"\r\n\r\n"
    )
    return head.encode("ascii") + _base64(attachment.content)


def _base64(content: bytes) -> bytes:
    """Encode in lines of 76 characters (RFC 2045, 6.8)."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
