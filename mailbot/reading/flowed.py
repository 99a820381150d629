"""Text whose lines a mail program broke, made whole again (format=flowed, RFC 3676).

What the office writes in its answer is read line by line, so a reason must not end where the window did.
"""

import re

_QUOTES = re.compile(r">*")
_SIGNATURE = "-- "


def unflowed(text: str, *, delete_space: bool) -> str:
    """Join lines that end with a space to the next one of the same depth of quotes; a signature's mark ends a paragraph.

    ``delete_space`` is DelSp=yes: the space was put there with the line break.
    """
    paragraphs: list[list[str]] = []
    depth, flows = 0, False
    for line in text.replace("\r\n", "\n").split("\n"):
        quotes = _depth(line)
        words = line[quotes:].removeprefix(" ")
        if flows and words and quotes == depth and words != _SIGNATURE:
            paragraphs[-1].append(words)
        else:
            paragraphs.append([f"{line[:quotes]} {words}" if quotes else words])
        depth, flows = quotes, words.endswith(" ") and words != _SIGNATURE
        if flows and delete_space:
            paragraphs[-1][-1] = paragraphs[-1][-1][:-1]
    return "\n".join(map("".join, paragraphs))


def _depth(line: str) -> int:
    found = _QUOTES.match(line)
    return found.end() if found else 0
