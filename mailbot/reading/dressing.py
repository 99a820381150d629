"""Parts that dress a mail and bring nothing: signatures, cards, keys, words that a server made a file of."""

import re

CARDS = frozenset({"text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/x-amp-html", "application/ics"})
_TYPES = CARDS | {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pgp-encrypted",
    "application/applefile",
}
_ENDINGS = (".p7s", ".vcf", ".ics", "signature.asc")
# How servers call the words that stood after an attachment.
_WORDS_NAME = re.compile(r"ATT\d{3,6}\.(?:txt|html?)", re.IGNORECASE)
_TABLE = re.compile(rb"<table\b", re.IGNORECASE)
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"Rar!\x1a\x07")


def is_dressing(media_type: str, name: str) -> bool:
    """Tell a part that asks for nothing by its type or its name."""
    return media_type in _TYPES or name.lower().endswith(_ENDINGS)


def is_words(name: str) -> bool:
    """Tell words that a server made a file of, by the name it gave them."""
    return _WORDS_NAME.fullmatch(name) is not None


def holds_table(content: bytes) -> bool:
    """Tell whether a page has a table, which is more than words."""
    return _TABLE.search(content) is not None


def is_document(content: bytes) -> bool:
    """Tell a document by how it begins, whatever its part calls itself."""
    return content.startswith(_DOCUMENTS)
