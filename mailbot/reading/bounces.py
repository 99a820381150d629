"""Letters of ours that did not arrive: which address failed, which letter it was (RFC 3464, RFC 8098; pitfall 63).

Besides the standard's report there are the free words of QQ, NetEase, Coremail and qmail. A letter
that is only delayed did not come back; its report is a robot's and no more.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mailbot.reading.addresses import addresses_in, bare_address
from mailbot.reading.headers import MAX_BLOCK_BYTES, Headers, first, split_headers

REPORT_TYPES = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification", "message/feedback-report"}
    | {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
    | {"message/xdelivery-status", "message/rfc822-headers"}
)
"""What a multipart/report holds besides its words: reports and the returned letter, no attachments."""

MAX_BOUNCED = 50
MAX_IDS = 100
MAX_WORDS = 4_000  # characters of a bounce's text in which an address or an identifier is looked for

_ID = re.compile(rb"<[^<>\s]{1,900}>")
_SUBJECT = re.compile(
    r"退信|退回|无法投递|无法送达|无法传递|未送达|未能送达|未传递|传递状态|投递状态|(投递|传输|传递|发送|递送|送达)(失败|延迟)"
    r"|邮件延迟|延迟(投递|传递)|拒收|傳送失敗|無法傳遞"
    r"|undeliver|non-? ?deliver|not (been |be |yet been )?delivered|failure notice|failure delivery|returned to sender"
    r"|deliver\w* (status|report|problem|failure|error|warning|delay|(has )?fail)|(returned|failed|delayed) mail"
    r"|(mail|message) (delivery )?(failed|failure|error|delayed)|message\b.{0,40} delayed|user unknown|processing error",
    re.IGNORECASE,
)
"""Subjects of bounces; in Chinese: bounce, sent back, cannot be delivered, not delivered, state of delivery, failed, delayed."""
_DAEMON = re.compile(r"(mailer-daemon|mail-daemon|mdaemon|mailerdaemon|mail[ ._-]delivery[ ._-](sub)?system|postmaster)\b", re.IGNORECASE)
_FAILED = re.compile(
    r"退信|退回|无法(投递|送达|传递)|(投递|传输|发送)失败"
    r"|(could ?n[o']t|can ?not|unable to|was ?n[o']t able to|not|not been) (be )?deliver|undeliver"
    r"|no such (user|mailbox)|user unknown|unknown user|invalid mailbox",
    re.IGNORECASE,
)
"""Words that only a daemon's mail about a failed letter says, whatever its subject."""
_DELAYED = re.compile(
    r"(投递|传递|发送|送达|邮件)[^\n。]{0,12}(延迟|推迟)|(系统|服务器|我们)(将|会|仍)[^\n。]{0,8}(尝试|重试|投递|重新发送)"
    r"|(无需|不需要|不必|不用)(再次|重新)?发送"
    r"|warning (message )?only|has (been|not yet been) (delayed|postponed|delivered)|will be re-?tried|still being retried"
    r"|attempts will continue|continue to (try|attempt)",
    re.IGNORECASE,
)
"""Words of a mail system that goes on trying; one that asks the sender to try again has given up."""
_RECIPIENTS = re.compile(
    r"(following|failed) (recipient|address|user)|did not reach|intended recipient|deliver(ed|y|ing)?( message)? to\b"
    r"|收件人|以下(地址|邮箱|用户)",
    re.IGNORECASE,
)
"""Words after which the addresses stand that failed; before them are those of the letter."""
_RETURNED = re.compile(
    r"^\W{0,80}(original (message|mail)|received:|return-path:|reporting-mta|below this line|this is a copy|forwarded message)",
    re.IGNORECASE | re.MULTILINE,
)


_ACTIONS = (b"fail", b"delay", b"deliver", b"relay", b"expand")
"""How the actions of RFC 3464, 2.3.3, begin, as systems write them."""


class Report(NamedTuple):
    """What a report says: is it of delivery or of reading, who failed, which letters it names.

    ``told`` is whether it says of any recipient what became of the letter, ``alive`` whether nobody's
    was given up: it is only delayed, or has arrived.
    """

    delivery: bool = False
    reading: bool = False
    failed: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    told: bool = False
    alive: bool = False


def read_report(pieces: Sequence[tuple[str, bytes]]) -> Report:
    """Read the parts of a multipart/report, each with its media type."""
    found: list[str] = []
    recipients: list[tuple[str, bool]] = []
    delivery = reading = False
    for media_type, content in pieces:
        block = content[:MAX_BLOCK_BYTES]
        if "delivery-status" in media_type:
            delivery = True
            recipients += _recipients(block)
        elif media_type == "message/disposition-notification":
            reading = True
            headers, _, _ = split_headers(block, 0, len(block))
            found += message_ids(headers.get("original-message-id", []))
        elif media_type != "message/feedback-report":
            headers, _, _ = split_headers(block.lstrip(b"\r\n"), 0, len(block))
            found += message_ids(headers.get("message-id", []))
    failed = tuple(dict.fromkeys(address for address, gave_up in recipients if address and gave_up))
    alive = bool(recipients) and not any(gave_up for _, gave_up in recipients)
    return Report(delivery, reading, failed[:MAX_BOUNCED], tuple(dict.fromkeys(found)), bool(recipients), alive)


def message_ids(values: Iterable[bytes]) -> tuple[str, ...]:
    """List the message identifiers that some field values hold, each once."""
    found = dict.fromkeys(match for value in values for match in _ID.findall(value[:MAX_BLOCK_BYTES]))
    return tuple(identifier.decode("utf-8", "replace") for identifier in list(found)[:MAX_IDS])


def is_machine(headers: Headers) -> bool:
    """Tell a mail system's own mail: no return path, or a daemon's address or name."""
    return _is_nobody(headers) or _DAEMON.search(_from(headers)) is not None


def is_informal_bounce(headers: Headers, sender: str, subject: str, text: str) -> bool:
    """Tell a bounce that is no standard report: a mail system's own mail with such a subject, or a daemon's with such words."""
    if "x-failed-recipients" in headers:
        return True
    if not is_machine(headers) and not _DAEMON.match(sender):
        return False
    daemon = next((found[1].lower() for found in _DAEMON.finditer(_from(headers)) if found[1].lower() != "postmaster"), "")
    return _SUBJECT.search(subject) is not None or (daemon != "" and _FAILED.search(text[:MAX_WORDS]) is not None)


def informal_report(headers: Headers, subject: str, text: str, own: Iterable[str]) -> Report:
    """Read a bounce in free words: the addresses it names before the returned letter, save our own and the daemon's."""
    words = text[:MAX_WORDS]
    found = message_ids(re.findall(rb"Message-ID:\s{0,5}(<[^<>\s]{1,900}>)", text[: MAX_WORDS * 10].encode(), re.IGNORECASE))
    declared = addresses_in(first(headers, "x-failed-recipients")[:MAX_WORDS].decode("latin-1"))
    if declared:
        return Report(delivery=True, failed=declared[:MAX_BOUNCED], message_ids=found)
    returned = _RETURNED.search(words)
    words = words[: returned.start()] if returned else words
    if _DELAYED.search(f"{subject}\n{words}"):
        return Report(delivery=True, message_ids=found, alive=True)
    mine = {address.lower() for address in own}
    marked = _RECIPIENTS.search(words)
    for passage in (words[marked.end() :] if marked else "", words):
        mentioned = {address.lower(): address for address in reversed(addresses_in(passage))}
        failed = tuple(address for key, address in reversed(mentioned.items()) if key not in mine and not _DAEMON.match(address))
        if failed:
            return Report(delivery=True, failed=failed[:MAX_BOUNCED], message_ids=found)
    return Report(delivery=True, message_ids=found)


def _from(headers: Headers) -> str:
    return first(headers, "from")[:500].decode("latin-1")


def _is_nobody(headers: Headers) -> bool:
    return first(headers, "return-path").replace(b" ", b"") == b"<>"


def _recipients(content: bytes) -> Iterator[tuple[str, bool]]:
    """List the recipients of a delivery report, "" where one is unreadable, and whether their mail will not be tried again."""
    for block in re.split(rb"\n[ \t\r\n]*\n", content.replace(b"\r\n", b"\n").strip(b"\n")):
        fields, _, _ = split_headers(block, 0, len(block))
        finals, originals, actions = (fields.get(name, []) for name in ("final-recipient", "original-recipient", "action"))
        # Some systems leave out the blank lines between recipients.
        for number in range(max(len(finals), len(originals), 1 if actions else 0)):
            action = _of(actions, number).strip().lower()
            gave_up = action.startswith(b"fail") or (
                not action.startswith(_ACTIONS) and _of(fields.get("status", []), number).startswith(b"5")
            )
            named = (value.rpartition(b";")[2].decode("utf-8", "replace") for value in (_of(originals, number), _of(finals, number)))
            yield next((address for name in named if (address := bare_address(name.strip(" <>\t")))), ""), gave_up


def _of(values: list[bytes], number: int) -> bytes:
    """Give the value of one of several recipients in a block; the only one counts for all of them."""
    return values[number] if number < len(values) else values[0] if len(values) == 1 else b""
