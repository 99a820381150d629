"""Text from outside, made fit to be shown and echoed (pitfalls 67, 90, 100).

Every word of a mail that goes into a letter, a log or a header passes ``clean_line``.
"""

import re

MAX_TEXT = 200_000  # characters of a mail's text that are kept; a thousand pages are no letter

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"[\s\x1c-\x1f\u2028\u2029]+")


def clean_line(text: str, limit: int = 300) -> str:
    """Make one line of any text: no controls, no line breaks, no hidden characters, single spaces.

    Longer text is cut to ``limit`` characters, the last of them an ellipsis.
    """
    if not text.isascii() or not text.isprintable():
        text = _CONTROLS.sub("", _SPACES.sub(" ", text[: limit * 8]))
    line = " ".join(text[: limit * 8].split())
    return line if len(line) <= limit else f"{line[: limit - 1]}\u2026"


def clean_text(text: str) -> str:
    """Drop what no reader sees from text of several lines; line breaks become single line feeds."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text)
