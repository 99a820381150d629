"""The walk over a mail's parts: what is text, what is attached, what was forwarded inside (pitfalls 24-27).

Parts are numbered in MIME order over attachments only; what lies in a forwarded mail is numbered
under it: "2" is the forwarded mail, "2/1" its first attachment.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from mailbot.model.mail import Part
from mailbot.reading.addresses import only_mailbox
from mailbot.reading.bounces import REPORT_TYPES, is_machine
from mailbot.reading.charset import decode
from mailbot.reading.cms import signed_content
from mailbot.reading.defects import Defect
from mailbot.reading.dressing import CARDS, holds_table, is_document, is_dressing, is_words
from mailbot.reading.flowed import unflowed
from mailbot.reading.headers import first, line_of
from mailbot.reading.html import html_to_text, links_of, meta_charset, shown_parts
from mailbot.reading.mime import MAX_DEPTH, MAX_PARTS, Entity, children, entity, whole
from mailbot.reading.parameters import Parameters, bare_name, file_name, split_parameters, token
from mailbot.reading.transfer import decode_transfer
from mailbot.reading.uuencode import split_uu

MAX_TEXT_BYTES = 1_048_576  # of all text parts of a mail; catalogues pasted into one stay below
FORWARD_MARK = "---------- Forwarded message ----------"
"""The line that stands before the words of a mail that came as an attachment."""

_TEXTS = frozenset({"text/plain", "text/html", "text/enriched", "text/markdown", "text/x-markdown"})
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_MAILS = frozenset({"message/rfc822", "message/global", "application/eml", "application/x-eml"})
_MAIL_LIKE = re.compile(rb"\s*(?:From [^\n]{1,300}\n)?[A-Za-z][A-Za-z0-9-]{1,60}[ \t]*:")


class Piece(NamedTuple):
    """A text part: its words, or its page."""

    text: str
    html: bool

    @property
    def words(self) -> str:
        """Tell the words, without looking at the page before somebody wants them."""
        return html_to_text(self.text) if self.html else self.text


class Place:
    """Where attachments are counted: in the mail, or in one that is forwarded in it."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.count = 0

    def next(self) -> str:
        """Give the next attachment its path."""
        self.count += 1
        return f"{self.prefix}{self.count}"


class Walk:
    """One mail's walk, and what it gathers on the way."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.defects: list[Defect] = []
        self.inner_senders: list[str] = []
        self.inner_ids: list[bytes] = []
        self.forwarded: list[str] = []
        self.report: list[tuple[str, bytes]] = []
        self.links: dict[str, None] = {}
        self.calendar = False
        self._content_ids: list[str] = []
        self._shown: set[str] = set()
        self._machine = False
        self._reporting = False
        self._leaves = 0
        self._pages = 0
        self._text_left = MAX_TEXT_BYTES

    def of(self, top: Entity) -> str:
        """Walk a whole mail; give back its words, those of forwarded mails after its own."""
        self._machine = is_machine(top.headers)
        words = _joined(self._visit(top, Place(), 0))
        self._mark_shown()
        return "\n\n".join(text for text in (words, *self.forwarded) if text)

    def _visit(self, node: Entity, place: Place, depth: int) -> list[Piece]:
        """Visit a node and all below it; give back the text parts a reader would see."""
        if depth > MAX_DEPTH:
            self.defects.append(Defect.TOO_DEEP)
            return []
        if node.media_type.startswith("multipart/"):
            nodes, defects = children(node)
            self.defects += defects
            if nodes:
                self._reporting = self._reporting or self._is_report(node, nodes, place)
                before, pages = len(self.parts), self._pages
                seen = [self._visit(child, place, depth + 1) for child in nodes]
                if node.media_type == "multipart/related" and self._pages == pages:
                    self._mark_pictures(before)
                return _preferred(seen) if node.media_type == "multipart/alternative" else [piece for pieces in seen for piece in pieces]
            return [self._text(node, "text/plain", self._content(node))] if node.end > node.start else []
        self._leaves += 1
        if self._leaves > MAX_PARTS:
            self.defects.append(Defect.TOO_MANY_PARTS)
            return []
        return self._leaf(node, place, depth)

    def _is_report(self, node: Entity, nodes: list[Entity], place: Place) -> bool:
        """Tell a report about a letter of ours, also within a list's footer or under another type; not one that is forwarded."""
        if place.prefix:
            return False
        return node.media_type == "multipart/report" or (self._machine and any("delivery-status" in child.media_type for child in nodes))

    def _leaf(self, node: Entity, place: Place, depth: int) -> list[Piece]:
        """Tell a text from an attachment and from what is neither."""
        disposition, parameters = split_parameters(first(node.headers, "content-disposition"))
        name, defects = self._name(node, parameters)
        if self._reporting and node.media_type in REPORT_TYPES:
            self.report.append((node.media_type, self._content(node)))
            return []
        if node.media_type in _TEXTS and not name and disposition != b"attachment":
            content = self._content(node)
            if not is_document(content):
                words, files = split_uu(content) if node.media_type == "text/plain" else (content, ())
                for file in files:
                    file_called, defects = bare_name(file.name)
                    self.defects += defects
                    self._attach(Part(place.next(), file_called, "application/octet-stream", file.content))
                return [self._text(node, node.media_type, words)]
            # An attachment without type, name or disposition; what it begins with says what it is.
            self._attach(Part(place.next(), "", "application/octet-stream", content))
            return []
        if node.media_type in _TEXTS and is_words(name) and not holds_table(content := self._content(node)):
            return [self._text(node, node.media_type, content)]
        if node.media_type in CARDS:
            self.calendar = self.calendar or (node.media_type == "text/calendar" and bool(token(node.parameters, b"method")))
            if not name:
                return []
        self.defects += defects
        content = self._content(node)
        if node.media_type in _SEALED or name.lower().endswith(".p7m"):
            signed = signed_content(content)
            if signed is not None:
                inner, found = entity(signed, 0, len(signed))
                self.defects += found
                return self._visit(inner, place, depth + 1)
        if node.media_type in _MAILS or (name.lower().endswith(".eml") and _MAIL_LIKE.match(content)):
            self._forwarded_mail(content, name, place, depth)
            return []
        content_id = first(node.headers, "content-id").decode("latin-1").strip(" <>").lower()
        self._attach(Part(place.next(), name, node.media_type, content, inline=is_dressing(node.media_type, name)), content_id)
        return []

    def _attach(self, part: Part, content_id: str = "") -> None:
        self.parts.append(part)
        self._content_ids.append(content_id)

    def _name(self, node: Entity, disposition: Parameters) -> tuple[str, tuple[Defect, ...]]:
        if not disposition and not node.parameters:
            return "", ()
        return file_name(disposition, node.parameters)

    def _content(self, node: Entity) -> bytes:
        """Take a body out of its transfer encoding."""
        content, defects = decode_transfer(node.body, first(node.headers, "content-transfer-encoding"))
        self.defects += defects
        return content

    def _text(self, node: Entity, media_type: str, content: bytes) -> Piece:
        """Read a text part; of a page also where it leads and which pictures it shows."""
        if len(content) > self._text_left:
            content = content[: self._text_left]
            self.defects.append(Defect.TEXT_CUT)
        self._text_left -= len(content)
        page = media_type == "text/html"
        label = token(node.parameters, b"charset") or (meta_charset(content) if page else "")
        text, defects = decode(content, label)
        self.defects += defects
        if token(node.parameters, b"format").lower() == "flowed" and not page:
            text = unflowed(text, delete_space=token(node.parameters, b"delsp").lower() == "yes")
        if "\0" in text:
            self.defects.append(Defect.NUL_BYTES)
        if page:
            self._pages += 1
            self.links |= dict.fromkeys(links_of(text))
            self._shown |= shown_parts(text)
        return Piece(text, page)

    def _forwarded_mail(self, content: bytes, name: str, place: Place, depth: int) -> None:
        """Walk a mail inside the mail once: a container, its attachments under it, its words after the outer ones."""
        start = len(content) - len(content.lstrip(b"\r\n"))
        inner, defects = whole(content, start, len(content))
        subject, _ = line_of(inner.headers, "subject")
        mailbox, _ = only_mailbox(inner.headers.get("from", [])[:2])
        self.defects += defects
        self.inner_ids += inner.headers.get("message-id", [])[:1]
        path = place.next()
        self._attach(Part(path, name or f"{subject or path}.eml", "message/rfc822", content))
        if mailbox.address:
            self.inner_senders.append(mailbox.address)
        position = len(self.forwarded)
        self.forwarded.append("")
        words = _joined(self._visit(inner, Place(f"{path}/"), depth + 1))
        sender = f"{mailbox.name} <{mailbox.address}>".strip()
        self.forwarded[position] = f"{FORWARD_MARK}\nFrom: {sender}\nSubject: {subject}\n\n{words}"

    def _mark_pictures(self, before: int) -> None:
        """Mark the pictures of a page of which a server left only the words."""
        for number, part in enumerate(self.parts[before:], before):
            if part.media_type.startswith("image/"):
                self.parts[number] = replace(part, inline=True)

    def _mark_shown(self) -> None:
        """Mark the parts that a page shows in its own place: logos and signatures, no submissions."""
        if self._shown:
            for number, (part, content_id) in enumerate(zip(self.parts, self._content_ids, strict=True)):
                if content_id and content_id in self._shown:
                    self.parts[number] = replace(part, inline=True)


def _preferred(versions: list[list[Piece]]) -> list[Piece]:
    """Choose among versions of the same words: plain text, else the last that says anything (RFC 2046, 5.1.4)."""
    spoken = [pieces for pieces in versions if any(piece.text.strip() for piece in pieces)]
    plain = [pieces for pieces in spoken if not any(piece.html for piece in pieces)]
    return plain[0] if plain else spoken[-1] if spoken else []


def _joined(pieces: list[Piece]) -> str:
    """Join text parts in their order; a page that only repeats plain words is left out."""
    plain = "".join("".join(piece.text.split()) for piece in pieces if not piece.html)
    texts = []
    for piece in pieces:
        words = piece.words.strip("\r\n")
        if words.strip() and not (plain and piece.html and "".join(words.split()) in plain):
            texts.append(words)
    return "\n".join(texts)
