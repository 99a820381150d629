"""Mail that is no submission, told apart by its words: robots, receipts, thanks, requests, questions.

The words are rules/screen.toml. They are compared without case, width, white space and
punctuation: with a comma or an exclamation mark after the greeting, it is one text.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from mailbot.model.mail import Mail
from mailbot.reading.quote import brought_words, own_words, subject_parts
from mailbot.rulebook.model import Screen

SHORT = 60  # characters of an acknowledgement; who writes more says more
SHORT_REQUEST = 30  # characters of a text that asks for forms without a subject of its own
ROBOT_LENGTH = 400  # characters of a robot's text; longer ones are letters

MAX_SEARCHED = 20_000  # characters of a text in which the campaign's words are looked for

SOFT_SIGNS = ("precedence-", "list-", "x-auto-response-suppress", "calendar")
"""Beginnings of header signs that a person's mail from a careful server may carry as well."""

_EXPIRY = re.compile(
    r"(\d{4}\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?日?(?:\s{0,3}\d{1,2}:\d{2}(?::\d{2})?)?)\s{0,3}(?:到期|过期|失效|前有效)"
    r"|(?:有效期至|过期时间|到期时间|有效期)\s?[:\uff1a]?\s{0,3}(\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?(?:\s{0,3}\d{1,2}:\d{2})?|\d{1,3}\s?天)"
    r"|(\d{1,3}\s?天后)(?:到期|过期|失效)"
)


class CloudLink(NamedTuple):
    """A file that was left in a cloud instead of being sent: whose cloud, and until when ("" unknown)."""

    service: str
    expiry: str


def is_robot(mail: Mail, screen: Screen, *, has_tables: bool = False) -> str:
    """Tell what gives a robot away, "" for a person's mail.

    A mail that brings tables is a submission whatever its words are; then only hard signs in the
    headers count (pitfall 60).
    """
    if mail.automatic and not (has_tables and mail.automatic.startswith(SOFT_SIGNS)):
        return mail.automatic
    if has_tables:
        return ""
    subject = folded(mail.subject)
    if subject.startswith(_folded(screen.receipt_subjects)):
        return "receipt-subject"
    if subject.startswith(_folded(screen.robot_subjects)):
        return "robot-subject"
    if _is_robot_sender(mail.sender.lower(), screen.robot_senders):
        return "robot-sender"
    words = own_words(mail)
    if len(words) <= ROBOT_LENGTH and not promises_attachment(mail, screen):
        text = folded(words)
        bare = _without_greeting(text, screen)
        beginnings = _folded(screen.robot_texts)
        if text.startswith(beginnings) or bare.startswith(beginnings):
            return "robot-text"
    return ""


def is_acknowledgement(mail: Mail, *, has_files: bool, screen: Screen) -> bool:
    """Tell whether a mail says nothing but 收到, 好的, 谢谢 and the like, greetings aside."""
    text = "" if has_files else folded(own_words(mail)[: SHORT * 3])
    if not text or len(text) > SHORT:
        return False
    words = _folded(screen.acknowledgements)
    every = words + _folded(screen.fillers)
    reached = {0: False}
    for position in range(len(text)):
        if position not in reached:
            continue
        for word in every:
            if text.startswith(word, position):
                end = position + len(word)
                reached[end] = reached.get(end, False) or reached[position] or word in words
    return reached.get(len(text), False)


def is_request(mail: Mail, screen: Screen) -> bool:
    """Tell whether a mail asks for the empty forms: by its subject, or by a few words of its own.

    The subject of an answer is ours and says nothing; who announces a file asks for nothing.
    """
    subject = subject_parts(mail.subject)
    words = folded(own_words(mail))
    asked = "" if subject.reply else folded(subject.core)
    if (subject.reply or not asked) and len(words) <= SHORT_REQUEST:
        asked = words
    wanted = _folded(screen.requests)
    if not any(word in asked for word in wanted):
        return False
    rest = words
    for word in wanted:
        rest = rest.replace(word, "")
    return not any(word in rest for word in _folded(screen.attachment_words))


def is_question(mail: Mail, screen: Screen) -> bool:
    """Tell whether a mail asks something, in its subject (unless it is an answer's) or its own words."""
    subject = subject_parts(mail.subject)
    text = unicodedata.normalize("NFKC", f"{'' if subject.reply else subject.core}\n{own_words(mail)}").lower()
    return any(unicodedata.normalize("NFKC", word).lower() in text for word in screen.questions)


def promises_attachment(mail: Mail, screen: Screen) -> bool:
    """Tell whether a mail says that a file comes with it."""
    subject = subject_parts(mail.subject)
    text = folded(own_words(mail)) + ("" if subject.reply else folded(subject.core))
    return any(word in text for word in _folded(screen.attachment_words))


def names_campaign(mail: Mail, screen: Screen, *, file_names: tuple[str, ...] = ()) -> bool:
    """Tell whether a mail is about this campaign, by its subject, its words or its files' names."""
    text = folded("\n".join((mail.subject, *file_names, mail.text[:MAX_SEARCHED])))
    return any(word in text for word in _folded(screen.campaign_words))


def cloud_links(mail: Mail, screen: Screen) -> tuple[CloudLink, ...]:
    """List the clouds in which a mail left its files, each once (pitfall 29)."""
    words = brought_words(mail)
    places = "\n".join((words, *mail.links)).lower()
    services = dict.fromkeys(service for host, service in screen.cloud_hosts.items() if _names_host(places, host.lower()))
    if not services:
        plain = folded(words)
        services = dict.fromkeys([text for text in screen.cloud_texts if folded(text) in plain][:1])
    expiries = ["".join(found).strip() for found in _EXPIRY.findall(words)] or [""]
    return tuple(CloudLink(service, expiries[min(number, len(expiries) - 1)]) for number, service in enumerate(services))


def folded(text: str) -> str:
    """Reduce text to what is compared: width and case folded, letters and digits only."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=64)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """Fold a list of the rules once; punctuation alone folds to nothing and is dropped."""
    return tuple(dict.fromkeys(word for word in map(folded, words) if word))


def _without_greeting(text: str, screen: Screen) -> str:
    """Take greetings off the beginning of a folded text."""
    fillers = _folded(screen.fillers)
    while found := next((word for word in fillers if len(word) > 1 and text.startswith(word)), ""):
        text = text[len(found) :]
    return text


def _is_robot_sender(sender: str, entries: tuple[str, ...]) -> bool:
    """Tell whether an address is a robot's: its local part is an entry or begins with one and a separator."""
    local = sender.partition("@")[0]
    for entry in map(str.lower, entries):
        if sender.startswith(entry) if "@" in entry else local == entry or local.startswith(tuple(entry + sign for sign in "-+._=")):
            return True
    return False


def _names_host(text: str, host: str) -> bool:
    """Tell whether a host (and path) stands in a text, not as the tail of another name."""
    at = text.find(host)
    while at >= 0:
        if at == 0 or not (text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] == "-")):
            return True
        at = text.find(host, at + 1)
    return False
