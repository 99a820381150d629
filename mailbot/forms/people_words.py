"""What a cell of a list of people is: the name of a role, of a field, of both, or a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mailbot.forms.lexicon import AFFIXED, Lexicon
from mailbot.forms.text import key

LONGEST_LABEL = 30


class Label(NamedTuple):
    """A cell that names something: a role ("leader", "liaison"), a field (a column key), or both."""

    role: str
    field: str


@dataclass(frozen=True, eq=False)
class PeopleWords:
    """The words of the form for people: its lexicon, and roles by the key of each writing."""

    lexicon: Lexicon
    roles: Mapping[str, str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> "PeopleWords":
        """Prepare the words of a form."""
        return _prepared(lexicon)

    def label(self, text: str) -> Label | None:
        """Tell what a cell names, None where it is a value."""
        return _label(self, key(text)) if text and len(text) <= LONGEST_LABEL else None


@lru_cache(maxsize=16)
def _prepared(lexicon: Lexicon) -> PeopleWords:
    return PeopleWords(lexicon, {key(word): role for role, words in lexicon.form.roles.items() for word in words})


@lru_cache(maxsize=4096)
def _label(words: PeopleWords, name: str) -> Label | None:
    """Tell what a normalised text names: the longest role it begins with, and a field behind it."""
    if name in words.lexicon.leaves:
        return Label(words.roles.get(name, ""), words.lexicon.leaves[name][0])
    for word in sorted(words.roles, key=len, reverse=True):
        if name.startswith(word):
            rest = name.removeprefix(word).strip("的:")
            if rest in words.lexicon.leaves:
                return Label(words.roles[word], words.lexicon.leaves[rest][0])
    if name in words.roles:
        return Label(words.roles[name], "")
    match = words.lexicon.match(name)
    if match and match.how != AFFIXED and match.name in words.lexicon.leaves:
        return Label("", words.lexicon.leaves[match.name][0])
    return None
