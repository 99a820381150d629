"""What a cell of a list of people is: the name of a role, of a field, of both, or a value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mailbot.forms.lexicon import AFFIXED, Lexicon
from mailbot.forms.text import key

LONGEST_LABEL = 30
OTHER, UNKNOWN = "other", "?"
"""Roles of people who are not asked for: named in the rules (主要领导), or by a word nobody knows."""

_NUMBERED = re.compile(r"\s*[\d一二三四五六七八九十]{1,3}\s*[\u3001.\uff0e:\uff1a]\s*(?=\D)")
"""A number before a label in a list: 一、分管领导."""

_AND = re.compile(r"[\u3001,;/]|以?及|和|与")


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
        return _label(self, key(_NUMBERED.sub("", text, count=1))) if text and len(text) <= LONGEST_LABEL else None


@lru_cache(maxsize=16)
def _prepared(lexicon: Lexicon) -> PeopleWords:
    return PeopleWords(lexicon, {key(word): role for word, role in roles_by_word(lexicon).items()})


def roles_by_word(lexicon: Lexicon) -> dict[str, str]:
    """Tell the role of every writing, those of people who are not asked for too."""
    others = dict.fromkeys(lexicon.form.words.get("other_roles", ()), OTHER)
    return others | {word: role for role, words in lexicon.form.roles.items() for word in words}


def _several(words: PeopleWords, name: str) -> bool:
    """Tell whether a heading names a person and more in one: 姓名及职务, or behind a role 、职务及电话."""
    pieces = _AND.split(name)
    fields = [words.lexicon.leaves.get(piece, ("",))[0] for piece in pieces if piece]
    return len(pieces) > 1 and bool(fields) and "" not in fields and (fields[0] == "name" or not pieces[0])


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
            if _several(words, rest):
                return Label(words.roles[word], "name")
    if name in words.roles:
        return Label(words.roles[name], "")
    if _several(words, name):
        return Label("", "name")
    match = words.lexicon.match(name)
    if match and match.how != AFFIXED and match.name in words.lexicon.leaves:
        return Label("", words.lexicon.leaves[match.name][0])
    return None
