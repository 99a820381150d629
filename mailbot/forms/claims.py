"""What each column's headings say it is, before two columns that say the same are weighed.

The leaf heading comes first, then its fragments together, then the parent: that is what survives
a parent that stands over the wrong sub-headings (domain, 1.3).
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from mailbot.forms.headings import Band
from mailbot.forms.lexicon import AFFIXED, EXACT, Lexicon, Match
from mailbot.forms.text import key, squeeze

BY_PARENT = 3
"""A column was told by its parent heading only; continued from lexicon."""

LEVELS = frozenset({"level_county", "level_township"})

_TWO = re.compile(
    r"(?P<parent>[^-\u2014\u2013\uff0d:\uff1a/\u00b7_()\uff08\uff09]{2,10})"
    r"(?:[-\u2014\u2013\uff0d:\uff1a/\u00b7_]{1,2}(?P<leaf>.{2,12})|[(\uff08](?P<noted>[^)\uff09]{2,12})[)\uff09])"
)
"""Two headings in one cell."""

LEAST_CHANNELS = 3
"""So many columns named like channels make a list of channels in columns of their own."""


class Claim(NamedTuple):
    """A column's claim to be a key: smaller is better."""

    how: int
    place: int
    column: int


@dataclass(slots=True)
class Claims:
    """What all headings say: claims by key, level and channel columns by name, columns of no key by heading."""

    by_key: dict[str, list[Claim]] = field(default_factory=dict)
    levels: list[tuple[str, int]] = field(default_factory=list)
    channels: list[tuple[str, int]] = field(default_factory=list)
    unclaimed: dict[int, str] = field(default_factory=dict)


def gather(band: Band, lexicon: Lexicon) -> Claims:
    """Ask every column's headings."""
    claims = Claims()
    for column, path in band.paths.items():
        _claim(claims, column, path, lexicon)
    if len(claims.channels) < LEAST_CHANNELS:
        claims.unclaimed |= {column: name for name, column in claims.channels}
        claims.channels = []
    return claims


def _claim(claims: Claims, column: int, path: tuple[str, ...], lexicon: Lexicon) -> None:
    """Enter what one column's headings say."""
    path = _parted(_mended(path, lexicon), lexicon)
    leaf = path[-1] if path else ""
    match = lexicon.match(leaf)
    if match and match.name in lexicon.leaves:
        _enter(claims, Claim(match.how, 0, column), match, path, lexicon)
    elif lexicon.is_level(leaf) or (match is None and _below_levels(path, lexicon)):
        claims.levels.append((squeeze(leaf), column))
    elif len(path) > 1 and lexicon.channels and squeeze(leaf) in lexicon.channels.standard:
        claims.channels.append((lexicon.channels.standard[squeeze(leaf)], column))
    elif len(path) < 2 or (match and match.how == EXACT):
        claims.unclaimed[column] = leaf
    else:
        _claim_by_parents(claims, column, path, lexicon)


def _parted(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Take parent and sub-heading apart that stand in one cell with a sign between them, or the second in brackets."""
    match = lexicon.match(path[-1]) if path else None
    two = _TWO.fullmatch(squeeze(path[-1])) if path and (match is None or match.name in lexicon.parents) else None
    if two is None:
        return path
    below = set(lexicon.parents.get(key(two["parent"]), ()))
    leaf = two["leaf"] or two["noted"]
    fits = not below.isdisjoint(lexicon.leaves.get(key(leaf), ())) or (not below.isdisjoint(LEVELS) and lexicon.is_level(leaf))
    return (*path[:-1], two["parent"], leaf) if fits else path


def _below_levels(path: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Tell whether a sub-heading stands under 公开层级: then it is a level, whatever its name."""
    match = lexicon.match(path[-2]) if len(path) > 1 else None
    return match is not None and "level" in lexicon.leaves.get(match.name, ())


def _mended(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Put a leaf together that a conversion tore over rows: 特定 above 群众."""
    for start in range(len(path) - 2, -1, -1):
        together = "".join(path[start:])
        match = lexicon.match(together)
        if key(together) in lexicon.levels or (match and match.how == EXACT and match.name in lexicon.leaves):
            return (*path[:start], together)
    return path


def _claim_by_parents(claims: Claims, column: int, path: tuple[str, ...], lexicon: Lexicon) -> None:
    """Enter what the fragments of a heading nearly say together, or what the parents say alone."""
    for start in range(len(path) - 2, -1, -1):
        match = lexicon.match("".join(path[start:]))
        if match and match.how != AFFIXED and match.name in lexicon.leaves:
            _enter(claims, Claim(match.how, 0, column), match, path[:start], lexicon)
            return
    for text in reversed(path[:-1]):
        match = lexicon.match(text)
        if match and match.name in lexicon.leaves:
            _enter(claims, Claim(BY_PARENT, 0, column), match, (), lexicon)
            return
    claims.unclaimed[column] = path[-1]


def _enter(claims: Claims, claim: Claim, match: Match, path: tuple[str, ...], lexicon: Lexicon) -> None:
    """Enter a claim for the key a known heading means."""
    name = _under(lexicon.leaves[match.name], path[:-1], lexicon)
    if name in LEVELS and claim.how != BY_PARENT:
        claims.levels.append((squeeze(path[-1] if path else match.name), claim.column))
    else:
        claims.by_key.setdefault(name, []).append(claim._replace(place=lexicon.places[name, match.name]))


def _under(keys: tuple[str, ...], parents: tuple[str, ...], lexicon: Lexicon) -> str:
    """Choose among the columns a leaf may mean: the one whose parent stands above."""
    if len(keys) > 1:
        above = {match.name for match in map(lexicon.match, parents) if match}
        for name in keys:
            if any(name in lexicon.parents.get(parent, ()) for parent in above):
                return name
    return keys[0]
