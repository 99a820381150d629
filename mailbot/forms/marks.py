"""Which channels a cell chooses: marked lists, plain lists, numbered lists (domain, 2.2).

Four ways of writing are met: the full list with filled and empty boxes, only the chosen with a
box, plain words, numbered words. A full list in which no sign is left is unknown: fonts lose
signs, and neither all nor none may be concluded.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mailbot.forms.glyphs import CHOSEN, CHOSEN_LETTERS, GLYPHS, LETTERS
from mailbot.forms.text import key, squeeze

_SEPARATORS = frozenset("\u3001\uff0c,;\uff1b\u3002:\uff1a/|\u00b7")
_INTRODUCES = frozenset(":\uff1a_\uff3f(\uff08")
_NUMBERING = re.compile(r"[(\uff08]?\d{1,2}[)\uff09.\uff0e\u3001:\uff1a]|[\u2460-\u249b\u2776-\u277f]")
_NOTE = re.compile(r"[(\uff08\[\u3014][^)\uff09\]\u3015]*[)\uff09\]\u3015]?")
_REMARK = re.compile(r"(?:\u6ce8|\u5907\u6ce8|\u8bf4\u660e)[:\uff1a].*$", re.DOTALL)
_ENDS = "\u3001\uff0c,;\uff1b\u3002:\uff1a/|\u00b7.?\uff1f_\uff3f"


@dataclass(frozen=True, eq=False)
class ChannelNames:
    """The names of the channels as cells write them.

    ``standard`` maps every writing to the standard name, ``pattern`` finds names in running text,
    ``signed`` finds signs, ``other`` is the name that takes free text, ``full`` how many standard
    names make a full list.
    """

    standard: Mapping[str, str]
    pattern: re.Pattern[str]
    signed: re.Pattern[str]
    other: str
    full: int

    @classmethod
    def of(cls, names: tuple[str, ...], aliases: Mapping[str, str]) -> "ChannelNames":
        """Prepare the names; the last standard name is the one for other channels."""
        written = {squeeze(name): name for name in names} | {squeeze(alias): name for alias, name in aliases.items()}
        written |= {_half_width(text): name for text, name in written.items()}
        one = "|".join(re.escape(text) for text in sorted(written, key=len, reverse=True))
        glyphs = "".join(sorted(GLYPHS - {"\u53e3"}))
        letters = "".join(sorted(LETTERS | {"\u53e3"}))
        signed = re.compile(f"[{glyphs}]|[{letters}](?={one})")
        return cls(written, re.compile(one), signed, names[-1], len(names) - 2)


@dataclass(frozen=True, slots=True)
class _Option:
    """One channel named in a cell; ``mark`` is True chosen, False offered, None unmarked."""

    name: str
    mark: bool | None


def channels(text: str, names: ChannelNames) -> tuple[str, ...] | None:
    """Tell the channels a cell chooses, in its order; None where a list carries no mark that says so."""
    quick = _quick(text, names.standard)
    return quick if quick is not None else _careful(text, names)


def _quick(text: str, standard: Mapping[str, str]) -> tuple[str, ...] | None:
    """Read the commonest writing, filled and empty squares before standard names; None for any other."""
    first, *chosen = text.split("\u25a0")
    if not chosen or (first and not first.isspace() and first.lstrip()[0] != "\u25a1"):
        return None
    found = []
    for part in chosen:
        name = standard.get(part.partition("\u25a1")[0].strip())
        if name is None:
            return None
        found.append(name)
    return tuple(dict.fromkeys(found))


def _careful(text: str, names: ChannelNames) -> tuple[str, ...] | None:
    """Read any other writing."""
    options = list(_options(_REMARK.sub("", text), names))
    marks = {option.mark for option in options}
    if True in marks and False in marks:
        return tuple(dict.fromkeys(option.name for option in options if option.mark))
    listed = {option.name for option in options} & set(names.standard.values())
    if False in marks or (True not in marks and len(listed) >= names.full):
        return None
    return tuple(dict.fromkeys(option.name for option in options))


def _options(text: str, names: ChannelNames) -> Iterator[_Option]:
    """Cut a cell at its signs, and each piece into the channels it names."""
    flat, breaks = _flat(text)
    mark: bool | None = None
    start = 0
    for sign in names.signed.finditer(flat):
        yield from (_Option(name, mark) for name in _named(flat, start, sign.start(), breaks, names))
        mark, start = sign[0] in CHOSEN or sign[0] in CHOSEN_LETTERS, sign.end()
    yield from (_Option(name, mark) for name in _named(flat, start, len(flat), breaks, names))


def _flat(text: str) -> tuple[str, frozenset[int]]:
    """Drop white space, and remember where it was: it may separate, or only break a line within a name."""
    words = [_half_width(squeeze(word)) for word in text.split()]
    breaks, at = set(), 0
    for word in words:
        at += len(word)
        breaks.add(at)
    return "".join(words), frozenset(breaks)


def _named(flat: str, at: int, end: int, breaks: frozenset[int], names: ChannelNames) -> Iterator[str]:
    """List the channels that a piece between two signs names."""
    piece = ""
    while at < end:
        if not piece and (numbering := _NUMBERING.match(flat, at, end)):
            at = numbering.end()
            continue
        found = names.pattern.match(flat, at, end)
        if found and not piece:
            stop = _after_note(flat, found.end(), end)
            if names.standard[found[0]] == names.other and flat[found.end() : found.end() + 1] in _INTRODUCES:
                stop = next((n for n in range(found.end() + 1, end) if flat[n] in "\u3001,;\u3002"), end)
                yield _standard(flat[at:stop], names)
                at = stop
            elif stop == end or stop in breaks or flat[stop] in _SEPARATORS or _begins(flat, stop, end, names):
                yield names.standard[found[0]]
                at = stop
            else:
                piece, at = flat[at:stop], stop
            continue
        if flat[at] not in _SEPARATORS:
            piece += flat[at]
        if piece and (flat[at] in _SEPARATORS or at + 1 in breaks):
            yield from _closed(piece, names)
            piece = ""
        at += 1
    yield from _closed(piece, names)


def _begins(flat: str, at: int, end: int, names: ChannelNames) -> bool:
    """Tell whether another channel or a numbering begins here."""
    return names.pattern.match(flat, at, end) is not None or _NUMBERING.match(flat, at, end) is not None


def _after_note(flat: str, at: int, end: int) -> int:
    """Step over a bracketed note behind a name."""
    note = _NOTE.match(flat, at, end)
    return note.end() if note else at


def _closed(piece: str, names: ChannelNames) -> Iterator[str]:
    """Name a finished piece of free text, if it says anything."""
    if piece.strip(_ENDS):
        yield _standard(piece, names)


@lru_cache(maxsize=1024)
def _standard(piece: str, names: ChannelNames) -> str:
    """Give the standard name of a piece, with its text behind the name for other channels, else the piece as written."""
    plain = piece.strip(_ENDS)
    if plain.startswith(names.other):
        text = plain.removeprefix(names.other).strip(_ENDS + "()\uff08\uff09")
        return f"{names.other}\uff1a{text}" if text else names.other
    return names.standard.get(plain) or names.standard.get(key(plain)) or plain


def _half_width(text: str) -> str:
    """Write brackets, slashes and commas in one width."""
    return text.translate(_WIDTHS)


_WIDTHS = str.maketrans("\uff08\uff09\uff0f\uff0c\uff1b\uff1a", "()/,;:")
