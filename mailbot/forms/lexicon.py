"""The words of a form's headings, prepared once for looking up.

A heading is looked up as written (white space and notes aside), else by the longest known name it
begins or ends with, else within one character of a known name (domain, 1.3). What two columns
could claim that way is claimed by none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mailbot.forms.marks import ChannelNames
from mailbot.forms.text import key, near, squeeze
from mailbot.rulebook.model import Column, Form, Rulebook

EXACT, AFFIXED, NEAR = 0, 1, 2
"""How a heading was recognised, from sure to doubtful."""

NEAR_LENGTH = 4
"""Names shorter than this must be written right: one character is too much of them."""

LONGEST_HEADING = 300
"""A cell longer than this, in characters, is no heading; instructions may stand in a heading."""


LONGEST_LEVEL = 9
PLACES = "省市州县区乡镇村街"
"""A heading of a level that the form does not list ends in 级 and names a kind of place."""


class Match(NamedTuple):
    """A known name found in a heading, and how."""

    name: str
    how: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A form's names: ``leaves`` and ``parents`` map a name to column keys; ``others`` are known headings of no column.

    ``initials`` are the characters with which a cell that is a heading may begin.
    """

    form: Form
    leaves: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, tuple[str, ...]]
    places: Mapping[tuple[str, str], int]
    others: frozenset[str]
    levels: frozenset[str]
    columns: Mapping[str, Column]
    written: Mapping[str, tuple[str, ...]]
    initials: frozenset[str]
    channels: ChannelNames | None
    ditto: frozenset[str]

    def match(self, text: str) -> Match | None:
        """Find the known name in a heading, None where there is none."""
        return _match(self, key(text)) if text and len(text) <= LONGEST_HEADING else None

    def knows(self, text: str) -> bool:
        """Tell whether a text is exactly a heading of the form."""
        if not text or len(text) > LONGEST_HEADING:
            return False
        name = key(text)
        return name in self.leaves or name in self.parents

    def column_of_match(self, match: Match) -> str:
        """Name a column that a match may mean, "" for a known heading of no column."""
        return (self.leaves.get(match.name) or self.parents.get(match.name) or ("",))[0]

    def names(self, text: str) -> bool:
        """Tell whether a text reads as a heading: a known name, near or exact, or a level."""
        return len(text) <= LONGEST_HEADING and (self.match(text) is not None or self.is_level(text))

    def completes(self, text: str) -> bool:
        """Tell whether fragments put together are a heading of the form."""
        match = self.match(text)
        return (match is not None and match.how != AFFIXED) or key(text) in self.levels

    def is_level(self, text: str) -> bool:
        """Tell whether a heading names a level of government: 县级, 乡、村级."""
        name = key(text)
        if name in self.levels:
            return True
        spoken = name.endswith("级") and 2 <= len(name) <= LONGEST_LEVEL and any(place in name for place in PLACES)
        return spoken and name not in self.leaves and name not in self.parents and not name.startswith("公开")


@lru_cache(maxsize=16384)
def column_of(lexicon: Lexicon, text: str) -> str:
    """Name a column that a text may mean when it is exactly a heading, "" for any other text."""
    name = key(text)
    return (lexicon.leaves.get(name) or lexicon.parents.get(name) or ("",))[0]


@lru_cache(maxsize=16384)
def _match(lexicon: Lexicon, name: str) -> Match | None:
    """Find a known name in a normalised heading."""
    names = (*lexicon.leaves, *lexicon.parents, *lexicon.others)
    if name in names:
        return Match(name, EXACT)
    if len(name) < NEAR_LENGTH - 1:
        return None
    affixed = [known for known in names if len(known) >= NEAR_LENGTH and (name.startswith(known) or name.endswith(known))]
    if affixed:
        return Match(max(affixed, key=len), AFFIXED)
    close = [known for known in names if len(known) >= NEAR_LENGTH and near(known, name)]
    claims = {lexicon.leaves.get(known, ())[:1] or lexicon.parents.get(known, ())[:1] for known in close}
    return Match(close[0], NEAR) if len(claims) == 1 else None


@dataclass(frozen=True, eq=False)
class _Identity:
    """A rulebook compared by identity: its mappings cannot be hashed, and it never changes."""

    rulebook: Rulebook

    def __hash__(self) -> int:
        return id(self.rulebook)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.rulebook is self.rulebook


def lexicon(rulebook: Rulebook, form: str) -> Lexicon:
    """Prepare the names of a form; the same value every time for the same rulebook."""
    return _prepared(_Identity(rulebook), form)


@lru_cache(maxsize=16)
def _prepared(identity: _Identity, name: str) -> Lexicon:
    form = identity.rulebook.forms[name]
    leaves: dict[str, list[str]] = {}
    parents: dict[str, list[str]] = {}
    places: dict[tuple[str, str], int] = {}
    for column in form.column:
        for place, written in enumerate(column.names):
            leaves.setdefault(key(written), []).append(column.key)
            places.setdefault((column.key, key(written)), place)
        for written in (*column.parents, *filter(None, (column.parent,))):
            parents.setdefault(key(written), []).append(column.key)
    given_away = {key(heading) for headings in form.wrong_kind.values() for heading in headings}
    others = ({key(heading) for heading in form.extras} | given_away) - leaves.keys()
    return Lexicon(
        form=form,
        leaves={written: tuple(columns) for written, columns in leaves.items()},
        parents={written: tuple(columns) for written, columns in parents.items()},
        places=places,
        others=frozenset(others),
        levels=frozenset(key(level) for level in form.levels),
        columns={column.key: column for column in form.column},
        written={column.key: tuple(key(name) for name in column.names) for column in form.column},
        initials=frozenset(' \t\r\n\xa0\u3000(\uff08"\u200b\ufeff').union(name[0] for name in (*leaves, *parents) if name),
        channels=ChannelNames.of(form.channels, form.channel_aliases) if form.channels else None,
        ditto=frozenset(squeeze(word) for word in form.words.get("ditto", ())),
    )
