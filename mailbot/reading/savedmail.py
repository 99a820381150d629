"""Read mails saved as files, and web pages that Office saved as mails (.mht, RFC 2557).

A mail attached to a mail is taken apart with the mail itself (``walk``); here are those that lie
in an archive or came under another name.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from mailbot.model.mail import RawMail, SourceKey
from mailbot.reading.charset import decode
from mailbot.reading.headers import first
from mailbot.reading.html import meta_charset
from mailbot.reading.limits import ReadLimits
from mailbot.reading.markup import read_pages
from mailbot.reading.message import read_message
from mailbot.reading.mime import MAX_DEPTH, Entity, children, entity
from mailbot.reading.parameters import token
from mailbot.reading.tables import TableMaker
from mailbot.reading.transfer import decode_transfer
from mailbot.reading.unpack import Member, safe_path, unique

_NOWHERE = SourceKey("", 0, 0)


def mail_members(content: bytes, limits: ReadLimits) -> Iterator[Member]:
    """Yield the attachments of a saved mail and of mails forwarded in it."""
    _, parts = read_message(RawMail(_NOWHERE, content, datetime.fromtimestamp(0, UTC)))
    taken: set[str] = set()
    for part in parts:
        if part.media_type != "message/rfc822" and not part.inline:
            yield Member(unique(safe_path(part.name or part.path), taken), part.content)


def read_mhtml(content: bytes, limits: ReadLimits) -> TableMaker:
    """Read the tables of all pages in a web archive."""
    return read_pages(list(_pages(entity(content, 0, len(content))[0], 0)), limits)


def _pages(node: Entity, depth: int) -> Iterator[str]:
    if node.media_type.startswith("multipart/") and depth < MAX_DEPTH:
        for child in children(node)[0]:
            yield from _pages(child, depth + 1)
    elif node.media_type == "text/html":
        encoding = first(node.headers, "content-transfer-encoding")
        body = decode_transfer(node.body, encoding)[0]
        yield decode(body, token(node.parameters, b"charset") or meta_charset(body))[0]
