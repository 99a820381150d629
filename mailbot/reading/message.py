"""A mail's bytes become a value: who wrote, what about, in which words, with what attached.

Pure, and deaf to nothing: whatever the bytes are, a Mail comes out; what was guessed or lost on
the way stands in its defects.
"""

import codecs

from mailbot.model.mail import Mail, Part, RawMail
from mailbot.reading.addresses import NOBODY, Mailbox, only_mailbox
from mailbot.reading.authentication import authenticated
from mailbot.reading.automatic import automatic
from mailbot.reading.bounces import Report, informal_report, is_informal_bounce, message_ids, read_report
from mailbot.reading.charset import Text
from mailbot.reading.clean import MAX_TEXT, clean_text
from mailbot.reading.dates import read_date
from mailbot.reading.defects import Defect, Defects, codes
from mailbot.reading.headers import Headers, first, line_of
from mailbot.reading.mime import Entity, whole
from mailbot.reading.parameters import token
from mailbot.reading.quote import inline_senders
from mailbot.reading.walk import Walk

MAX_SUBJECT = 500
MAX_ID = 1_000


def read_message(raw: RawMail, *, authserv_id: str = "") -> tuple[Mail, tuple[Part, ...]]:
    """Read a mail and its attachments from its bytes; never raises, whatever they are.

    ``authserv_id`` names the server whose Authentication-Results are believed.
    """
    content, defects = _mended(raw.content)
    top, found = whole(content, 0, len(content))
    headers = top.headers
    walk = Walk()
    text, cut = _bounded(walk.of(top))
    sender, sender_defects = only_mailbox(headers.get("from", []))
    subject, subject_defects = line_of(headers, "subject", MAX_SUBJECT)
    message_id, id_defects = line_of(headers, "message-id", MAX_ID)
    date_text, date_defects = _date(headers)
    report = _report(top, walk, sender, subject, text)
    missing: Defects = () if headers else (Defect.EMPTY_MAIL,)
    mail = Mail(
        sha256=raw.sha256,
        message_id=message_id,
        sender=sender.address,
        sender_name=sender.name,
        subject=subject,
        text=text,
        received_at=raw.received_at,
        in_reply_to=_answers(headers, report),
        reply_to=_reply_to(headers).address,
        date_text=date_text,
        automatic=_automatic(headers, walk, report),
        bounce=report.delivery and not report.alive,
        bounced=report.failed,
        authenticated=authenticated(headers, sender.address, authserv_id),
        inner_senders=tuple(dict.fromkeys((*walk.inner_senders, *inline_senders(subject, text)))),
        loop_header=line_of(headers, "x-mailbot-loop")[0] or line_of(headers, "x-mailbot-key")[0],
        links=tuple(walk.links),
        defects=codes((*missing, *defects, *found, *sender_defects, *subject_defects, *id_defects, *date_defects, *walk.defects, *cut)),
    )
    return mail, tuple(walk.parts)


def _mended(content: bytes) -> tuple[bytes, Defects]:
    """Undo what editors and copying do to a whole mail: byte order marks, UTF-16, blanks before, bare returns."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").encode(), (Defect.CHARSET_GUESSED,)
    content = content.removeprefix(codecs.BOM_UTF8)
    if b"\n" not in content and b"\r" in content:
        return content.replace(b"\r", b"\n"), (Defect.HEADER_DAMAGED,)
    bare = content.lstrip(b" \t\r\n")
    return (bare, (Defect.HEADER_DAMAGED,)) if bare and len(bare) < len(content) else (content, ())


def _bounded(text: str) -> Text:
    """Clean the words of a mail and keep them within our limit."""
    text = clean_text(text)
    return (text, ()) if len(text) <= MAX_TEXT else (text[:MAX_TEXT], (Defect.TEXT_CUT,))


def _date(headers: Headers) -> Text:
    """Keep Date as text; judge only whether it can be read."""
    text, defects = line_of(headers, "date", 200)
    return text, (*defects, Defect.DATE_ODD) if text and read_date(text) is None else defects


def _report(top: Entity, walk: Walk, sender: Mailbox, subject: str, text: str) -> Report:
    """Tell what a report says, the standard's or a mail system's own; where the standard's names nobody, its words."""
    report = read_report(walk.report) if walk.report else Report()
    if report.reading or report.told:
        return report
    declared = token(top.parameters, b"report-type").lower() == "delivery-status"
    if report.delivery or declared or is_informal_bounce(top.headers, sender.address, subject, text):
        to, _ = only_mailbox(top.headers.get("to", []))
        said = informal_report(top.headers, subject, text, (sender.address, to.address))
        returned = message_ids(walk.inner_ids)
        return said._replace(message_ids=tuple(dict.fromkeys((*report.message_ids, *returned, *said.message_ids))))
    return report


def _answers(headers: Headers, report: Report) -> tuple[str, ...]:
    """List the letters a mail answers: In-Reply-To, then References, then what a report returns."""
    named = message_ids((*headers.get("in-reply-to", [])[:1], *headers.get("references", [])[:1]))
    return tuple(dict.fromkeys((*named, *report.message_ids)))


def _reply_to(headers: Headers) -> Mailbox:
    """Read Reply-To where it is exactly one mailbox."""
    return only_mailbox(headers["reply-to"])[0] if first(headers, "reply-to") else NOBODY


def _automatic(headers: Headers, walk: Walk, report: Report) -> str:
    """Tell what gives a robot away: a report, a header, or a calendar's own answer."""
    if report.reading:
        return "disposition-notification"
    if report.delivery:
        return "delivery-status"
    calendar = walk.calendar and all(part.inline for part in walk.parts)
    return automatic(headers) or ("calendar" if calendar else "")
