"""Letters of ours that did not arrive: which address failed, which letter it was (RFC 3464, RFC 8098; pitfall 63).

Besides the standard's report there are the free words of QQ, NetEase, Coremail and qmail.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mailbot.reading.addresses import addresses_in, bare_address
from mailbot.reading.headers import MAX_BLOCK_BYTES, Headers, first, split_headers

REPORT_TYPES = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification", "message/feedback-report"}
    | {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
)
"""What a multipart/report holds besides its words: reports and the returned letter, no attachments."""

MAX_BOUNCED = 50
MAX_IDS = 100
MAX_WORDS = 4_000  # characters of a bounce's text in which an address or an identifier is looked for

_ID = re.compile(rb"<[^<>\s]{1,900}>")
_SUBJECT = re.compile(
    r"退信|无法投递|投递失败"
    r"|undeliver|delivery status notification|delivery (has )?fail|failure notice|returned mail|mail delivery failed|returned to sender",
    re.IGNORECASE,
)
"""Subjects of bounces; the Chinese words are: bounce, cannot be delivered, delivery failed."""
_DAEMON = re.compile(r"(mailer-daemon|mail-daemon|mdaemon|postmaster|mailerdaemon)\b", re.IGNORECASE)
_RETURNED = re.compile(
    r"^\W{0,80}(original (message|mail)|received:|return-path:|reporting-mta|below this line|this is a copy)", re.IGNORECASE | re.MULTILINE
)


class Report(NamedTuple):
    """What a report says: is it of delivery or of reading, who failed, which letters it names."""

    delivery: bool = False
    reading: bool = False
    failed: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()


def read_report(pieces: Sequence[tuple[str, bytes]]) -> Report:
    """Read the parts of a multipart/report, each with its media type."""
    failed: list[str] = []
    found: list[str] = []
    delivery = reading = False
    for media_type, content in pieces:
        block = content[:MAX_BLOCK_BYTES]
        if "delivery-status" in media_type:
            delivery = True
            failed += _failed(block)
        elif media_type == "message/disposition-notification":
            reading = True
            headers, _, _ = split_headers(block, 0, len(block))
            found += message_ids(headers.get("original-message-id", []))
        elif media_type != "message/feedback-report":
            headers, _, _ = split_headers(block.lstrip(b"\r\n"), 0, len(block))
            found += message_ids(headers.get("message-id", []))
    return Report(delivery, reading, tuple(dict.fromkeys(failed))[:MAX_BOUNCED], tuple(dict.fromkeys(found)))


def message_ids(values: Iterable[bytes]) -> tuple[str, ...]:
    """List the message identifiers that some field values hold, each once."""
    found = dict.fromkeys(match for value in values for match in _ID.findall(value[:MAX_BLOCK_BYTES]))
    return tuple(identifier.decode("utf-8", "replace") for identifier in list(found)[:MAX_IDS])


def is_informal_bounce(headers: Headers, sender: str, subject: str) -> bool:
    """Tell a bounce that is no standard report: a mail system's own address, or no return path, and such a subject."""
    if "x-failed-recipients" in headers:
        return True
    daemon = _DAEMON.match(sender) is not None or _DAEMON.search(first(headers, "from")[:500].decode("latin-1")) is not None
    nobody = first(headers, "return-path").replace(b" ", b"") == b"<>"
    return (daemon or nobody) and _SUBJECT.search(subject) is not None


def informal_report(headers: Headers, text: str, own: Iterable[str]) -> Report:
    """Read a bounce in free words: the addresses it names before the returned letter, save our own and the daemon's."""
    words = text[:MAX_WORDS]
    found = message_ids(re.findall(rb"Message-ID:\s{0,5}(<[^<>\s]{1,900}>)", text[: MAX_WORDS * 10].encode(), re.IGNORECASE))
    declared = addresses_in(first(headers, "x-failed-recipients")[:MAX_WORDS].decode("latin-1"))
    if declared:
        return Report(delivery=True, failed=declared[:MAX_BOUNCED], message_ids=found)
    returned = _RETURNED.search(words)
    mentioned = addresses_in(words[: returned.start()] if returned else words)
    mine = {address.lower() for address in own}
    failed = tuple(address for address in mentioned if address.lower() not in mine and not _DAEMON.match(address))
    return Report(delivery=True, failed=failed[:MAX_BOUNCED], message_ids=found)


def _failed(content: bytes) -> list[str]:
    """List the recipients of a delivery report whose mail will not be tried again."""
    failed = []
    for block in re.split(rb"\n[ \t\r]*\n", content.replace(b"\r\n", b"\n")):
        fields, _, _ = split_headers(block, 0, len(block))
        action = first(fields, "action").strip().lower()
        if action != b"failed" and (action or not first(fields, "status").startswith(b"5")):
            continue
        named = (first(fields, field).rpartition(b";")[2] for field in ("original-recipient", "final-recipient"))
        failed += [address for name in named if (address := bare_address(name.decode("utf-8", "replace").strip(" <>\t")))][:1]
    return failed
