"""From the resolved texts of a row to an item: ticks, channels, levels by their meaning."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mailbot.forms.lexicon import Lexicon
from mailbot.forms.marks import channels
from mailbot.forms.text import key
from mailbot.forms.ticks import marked_words, tick

PAIRS = ("audience_public", "audience_specific", "method_active", "method_on_request")
FLATS = ("audience", "method", "level")


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom: all, and which group besides or instead."""

    public: bool = False
    specific: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """How: of its own accord, on request."""

    active: bool = False
    on_request: bool = False


@dataclass(frozen=True, slots=True)
class Flags:
    """What all tick columns of an item say together."""

    audience: Audience
    method: Method
    levels: tuple[str, ...]


def read_flags(texts: Mapping[str, str], levels: tuple[tuple[str, str], ...], lexicon: Lexicon) -> Flags:
    """Read the tick columns of an item: ``texts`` by key, ``levels`` as pairs of heading and cell."""
    return Flags(read_audience(texts, lexicon), read_method(texts, lexicon), read_levels(levels, texts.get("level", ""), lexicon))


def read_audience(texts: Mapping[str, str], lexicon: Lexicon) -> Audience:
    """Read the pair of tick columns, or the single column in words."""
    everybody, group = tick(texts.get("audience_public", "")), tick(texts.get("audience_specific", ""))
    public = everybody.on and (not everybody.text or _among(everybody.text, "audience_public", lexicon))
    groups = [everybody.text] if everybody.on and not public else []
    if group.on:
        groups.append(_group(group.text, lexicon))
    for word in marked_words(texts.get("audience", "")):
        if _among(word, "audience_public", lexicon):
            public = True
        else:
            groups.append(_group(word, lexicon))
    return Audience(public, "\u3001".join(dict.fromkeys(groups)))


def read_method(texts: Mapping[str, str], lexicon: Lexicon) -> Method:
    """Read the pair of tick columns, or the single column in words."""
    active, on_request = tick(texts.get("method_active", "")).on, tick(texts.get("method_on_request", "")).on
    for word in marked_words(texts.get("method", "")):
        asked = _among(word, "method_on_request", lexicon)
        on_request = on_request or asked
        active = active or (
            _among(word, "method_active", lexicon) and not (asked and word.startswith(_names("method_on_request", lexicon)))
        )
    return Method(active, on_request)


def read_levels(ticks: tuple[tuple[str, str], ...], text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """List the levels ticked, by their heading or by the level a cell names itself; ``text`` is the single column."""
    levels = []
    for heading, cell in ticks:
        mark = tick(cell)
        if mark.on:
            levels.append(mark.text if mark.text and lexicon.is_level(mark.text) else heading)
    words = text.split()
    said = words if len(words) > 1 and all(lexicon.is_level(word) for word in words) else marked_words(text)
    return tuple(dict.fromkeys((*levels, *_joined(said, lexicon))))


def _joined(words: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Put a level that names two places together again, where the form knows it as one."""
    taken = False
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        together = f"{word}\u3001{following}"
        if taken:
            taken = False
        elif following and key(together) in lexicon.levels:
            taken = True
            yield together
        else:
            yield word


def read_channels(text: str, ticks: tuple[tuple[str, str], ...], lexicon: Lexicon) -> tuple[str, ...] | None:
    """Tell the channels of a cell, or of columns with one channel each."""
    if lexicon.channels is None or not ticks:
        return channels(text, lexicon.channels) if lexicon.channels and text else ()
    marks = [(name, tick(cell)) for name, cell in ticks]
    return tuple(f"{name}\uff1a{mark.text}" if mark.text and name == lexicon.channels.other else name for name, mark in marks if mark.on)


def _group(text: str, lexicon: Lexicon) -> str:
    """Name a group of people: as written, or the column's title where only a tick or the column's name is given."""
    written = text.strip("()\uff08\uff09")
    head, colon, rest = written.replace("\uff1a", ":").partition(":")
    if colon and rest and key(head) in _names("audience_specific", lexicon):
        written = rest
    return lexicon.columns["audience_specific"].title if not written or key(written) in _names("audience_specific", lexicon) else written


def _among(text: str, name: str, lexicon: Lexicon) -> bool:
    """Tell whether a text is, or contains, a name of a column."""
    word = key(text)
    return any(word == written or (len(written) > 2 and written in word) for written in _names(name, lexicon)) or (
        name == "method_active" and lexicon.columns[name].title in word
    )


def _names(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.written[name]
