"""A person's own words in a mail: without what is quoted, forwarded or signed.

The marks are those of the clients in use here (QQ, NetEase, Foxmail, Outlook, phones); they are
the clients' wording and no office's, so they stand here and not in rules/.
"""

import re
from typing import NamedTuple

from mailbot.model.mail import Mail
from mailbot.reading.addresses import addresses_in

MAX_LINE = 300  # characters of a line that are compared with a mark
MAX_LINES = 5_000
MAX_INNER = 10

_COLON = "[:\uff1a]"
_RULE = r"[-_=\u2014\s]"
_PREFIX = re.compile(
    rf"\s*(?:(?P<reply>re|aw|sv|回复|答复|回覆|答覆)|(?P<forward>fwd?|wg|转发|轉發))\s?(?:[\[(]\d{{1,3}}[\])])?\s?{_COLON}\s*",
    re.IGNORECASE,
)
_REPLY_MARK = re.compile(
    rf"{_RULE}{{2,40}}(?:回复的)?(?:原始邮件|原邮件|原始信息|邮件原件|原始郵件|original message|original|reply message){_RULE}{{0,40}}\Z"
    rf"|.{{0,200}}(?:写道|寫道)\s?{_COLON}?\Z|(?:on|at)\s.{{5,200}}\swrote:\Z|_{{20,}}\Z",
    re.IGNORECASE,
)
_FORWARD_MARK = re.compile(
    rf"{_RULE}{{0,40}}(?:begin forwarded message|forwarded message|forwarded by .{{0,80}}|(?:开始)?转发(?:的)?(?:邮件|信息|消息)(?:信息)?)"
    rf"\s?{_COLON}?{_RULE}{{0,40}}\Z",
    re.IGNORECASE,
)
_FROM_LINE = re.compile(rf"[>\s*]{{0,10}}(?:发件人|寄件人|发信人|from)\s?\*?{_COLON}", re.IGNORECASE)
_NEXT_LINE = re.compile(
    rf"[>\s*]{{0,10}}(?:发送时间|发送日期|发件时间|日期|时间|收件人|主题|抄送|sent|date|to|cc|subject)\s?\*?{_COLON}", re.IGNORECASE
)
_SIGNATURE = re.compile(r"(?:--|\u2014\u2014)\Z|[-_=*\u2014]{10,}\Z")
_DEVICE = re.compile(r"(?:发自|发送自|来自我的|从我的|sent from|get outlook)\s?.{0,40}\Z", re.IGNORECASE)


class Subject(NamedTuple):
    """A subject without its Re: and Fw:, and which of them stands outermost."""

    core: str
    reply: bool
    forward: bool


def subject_parts(subject: str) -> Subject:
    """Take the prefixes off a subject, however many there are (Re:Re:, 回复: 转发:)."""
    core = subject
    outermost = _PREFIX.match(core)
    while prefix := _PREFIX.match(core):
        core = core[prefix.end() :]
    return Subject(core.strip(), bool(outermost and outermost["reply"]), bool(outermost and outermost["forward"]))


def own_words(mail: Mail) -> str:
    """Give what the sender wrote: no quoted original, no forwarded mail, no signature."""
    return own_text(mail.text)


def own_text(text: str) -> str:
    """Give what the sender of a text wrote, as ``own_words`` does."""
    lines = _lines(text)
    kept: list[str] = []
    for whole, line in zip(text.split("\n"), lines[: min(_reply_at(lines), _forward_at(lines))], strict=False):
        if _SIGNATURE.match(line):
            break
        if not line.startswith(">") and not _DEVICE.match(line):
            kept.append(whole.rstrip())
    return "\n".join(kept).strip()


def brought_words(mail: Mail) -> str:
    """Give what a mail brings: the sender's words and what is forwarded, but no letter it answers."""
    lines = _lines(mail.text)
    reply = _reply_at(lines)
    if subject_parts(mail.subject).forward or _forward_at(lines) < reply:
        return mail.text
    return "\n".join(line for line in lines[:reply] if not line.startswith(">"))


def inline_senders(subject: str, text: str) -> tuple[str, ...]:
    """List the senders that a mail forwarded in the text names: evidence, no proof."""
    lines = _lines(text)
    start = 0 if subject_parts(subject).forward else _forward_at(lines)
    found = (address for line in lines[start:] if _FROM_LINE.match(line) for address in addresses_in(line)[:1])
    return tuple(dict.fromkeys(found))[:MAX_INNER]


def _lines(text: str) -> list[str]:
    """Cut a text into lines to compare with marks, each and all of them bounded."""
    return [line[:MAX_LINE].strip(" \t\u3000") for line in text.split("\n", MAX_LINES)[:MAX_LINES]]


def _reply_at(lines: list[str]) -> int:
    """Find the line where the quoted original begins; the number of lines where there is none."""
    for number, line in enumerate(lines):
        if _REPLY_MARK.match(line):
            return number
        if _FROM_LINE.match(line) and any(map(_NEXT_LINE.match, lines[number + 1 : number + 4])):
            return number
    return len(lines)


def _forward_at(lines: list[str]) -> int:
    """Find the line where a forwarded mail begins; the number of lines where there is none."""
    return next((number for number, line in enumerate(lines) if _FORWARD_MARK.match(line)), len(lines))
