"""Which channels a cell chooses: marked lists, plain lists, numbered lists (domain, 2.2).

Four ways of writing are met: the full list with filled and empty boxes, only the chosen with a
box, plain words, numbered words. A full list in which no sign is left is unknown: fonts lose
signs, and neither all nor none may be concluded.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailbot.forms.glyphs import CHOSEN, CHOSEN_LETTERS, GLYPHS, LETTERS
from mailbot.forms.text import key, squeeze

_SEPARATORS = frozenset("\u3001\uff0c,;\uff1b\u3002:\uff1a/|\u00b7")
_INTRODUCES = frozenset(":\uff1a_\uff3f(\uff08")
_NUMBERING = re.compile(r"[(\uff08]?\d{1,2}[)\uff09.\uff0e\u3001:\uff1a]|[\u2460-\u249b\u2776-\u277f]")
_NOTE = re.compile(r"[(\uff08\[\u3014][^)\uff09\]\u3015]*[)\uff09\]\u3015]?")
_BOXED = re.compile(r"[\[(\uff08\u3010]\s*([^\s\w]?)\s*[\])\uff09\u3011]")
_REMARK = re.compile(r"(?:\u6ce8|\u5907\u6ce8|\u8bf4\u660e)[:\uff1a].*$", re.DOTALL)
_STRONG = frozenset("\u3001,;\u3002")
_JOINT = re.compile("或者?|以及|[及和与]|等(?:[及和]|方式|渠道)?")
"""Words between the last two channels of a sentence, or behind the last."""

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
    """One channel named in a cell; ``mark`` is True chosen, False offered, None unmarked. ``own``: the sign stands right beside it."""

    name: str
    mark: bool | None
    own: bool


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
    signed = [option.name for option in options if option.own or len(listed) < names.full]
    return tuple(dict.fromkeys(signed))


def _options(text: str, names: ChannelNames) -> Iterator[_Option]:
    """Cut a cell at its signs, and each piece into the channels it names; signs stand before names, or behind all of them."""
    written = _Written.of(_BOXED.sub(_unboxed, text))
    signs = [(sign.start(), sign[0] in CHOSEN or sign[0] in CHOSEN_LETTERS) for sign in names.signed.finditer(written.flat)]
    behind = _behind([at for at, _ in signs], written)
    marks: list[bool | None] = [mark for _, mark in signs]
    marks = [*marks, None] if behind else [None, *marks]
    cuts = [-1, *(at for at, _ in signs), len(written.flat)]
    for start, end, mark in zip(cuts[:-1], cuts[1:], marks, strict=True):
        named = list(_named(written, start + 1, end, names))
        beside = len(named) - 1 if behind else 0
        yield from (_Option(name, mark, mark is not None and place == beside) for place, name in enumerate(named))


def _behind(signs: Sequence[int], written: "_Written") -> bool:
    """Tell whether signs stand behind the names: the last at the end, or each close to a name and apart from the next."""
    if not signs or signs[0] == 0:
        return False
    apart = (at + 1 in written.breaks or written.flat[at + 1] in _SEPARATORS for at in signs if at + 1 < len(written.flat))
    return signs[-1] == len(written.flat) - 1 or (all(apart) and written.breaks.isdisjoint(signs))


def _unboxed(found: re.Match[str]) -> str:
    """Write a tick in brackets as a sign: [√] is chosen, ( ) is not; other brackets stay."""
    sign = found[1]
    if sign in CHOSEN:
        return "\u25a0"
    return "\u25a1" if not sign or sign in GLYPHS else found[0]


@dataclass(frozen=True, slots=True)
class _Written:
    """A cell without white space: as written, and in one width for comparing.

    ``breaks`` are the places where white space was: it may separate, or only break a line within a name.
    """

    text: str
    flat: str
    breaks: frozenset[int]

    @classmethod
    def of(cls, text: str) -> "_Written":
        """Drop white space, and remember where it was."""
        words = [squeeze(word) for word in text.split()]
        breaks, at = set(), 0
        for word in words:
            at += len(word)
            breaks.add(at)
        whole = "".join(words)
        return cls(whole, _half_width(whole), frozenset(breaks))


def _named(written: _Written, at: int, end: int, names: ChannelNames) -> Iterator[str]:
    """List the channels that a piece between two signs names."""
    flat, breaks = written.flat, written.breaks
    start = at
    while at < end:
        if start == at and (numbering := _NUMBERING.match(flat, at, end)):
            start = at = numbering.end()
            continue
        found = names.pattern.match(flat, at, end) if start == at else None
        if found:
            stop = _after_note(flat, found.end(), end)
            if names.standard[found[0]] == names.other and flat[found.end() : found.end() + 1] in _INTRODUCES:
                stop = next((n for n in range(found.end() + 1, end) if flat[n] in _STRONG), end)
                yield _standard(written.text[at:stop], names)
                start = stop
            elif stop == end or stop in breaks or flat[stop] in _SEPARATORS or _begins(flat, stop, end, names, found[0]):
                yield names.standard[found[0]]
                start = stop
            elif (joint := _JOINT.match(flat, stop, end)) and (joint.end() == end or names.pattern.match(flat, joint.end(), end)):
                yield names.standard[found[0]]
                start = stop = joint.end()
            at = stop
            continue
        apart = flat[at] in _SEPARATORS
        if apart or at + 1 in breaks:
            yield from _closed(written.text[start : at if apart else at + 1], names)
            start = at + 1
        at += 1
    yield from _closed(written.text[start:end], names)


def _begins(flat: str, at: int, end: int, names: ChannelNames, before: str) -> bool:
    """Tell whether another channel or a numbering begins here; a name right behind the word for others only says which."""
    named = names.standard[before] != names.other and names.pattern.match(flat, at, end) is not None
    return named or _NUMBERING.match(flat, at, end) is not None


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
    other = next((written for written in names.standard if names.standard[written] == names.other and plain.startswith(written)), "")
    if other:
        text = plain.removeprefix(other)
        text = (_NOTE.sub("", text, count=1) if _NOTE.match(text) and not _NOTE.fullmatch(text) else text).strip(_ENDS + "()\uff08\uff09")
        return f"{names.other}\uff1a{text}" if text else names.other
    return names.standard.get(_half_width(plain)) or names.standard.get(key(plain)) or plain


def _half_width(text: str) -> str:
    """Write brackets, slashes and commas in one width."""
    return text.translate(_WIDTHS)


_WIDTHS = str.maketrans("\uff08\uff09\uff0f\uff0c\uff1b\uff1a", "()/,;:")
