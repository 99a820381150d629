"""Which column of a table holds which element.

By the leaf heading first, then by fragments put together, then by the parent, and where no
heading says it, by what the values look like (domain, 1.3). The leaf first is what survives a
parent that stands over the wrong sub-headings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mailbot.forms.guess import looks_like, says_method
from mailbot.forms.headings import Band
from mailbot.forms.lexicon import AFFIXED, EXACT, NEAR, Lexicon, Match
from mailbot.forms.text import blank, key, squeeze

BY_PARENT, BY_VALUES = 3, 4
"""How a column was told, continued from lexicon: by its parent heading, by its values."""

FLAT = {
    "audience": ("audience_public", "audience_specific"),
    "method": ("method_active", "method_on_request"),
    "level": ("level_county", "level_township"),
}
"""A single column and the pair of tick columns that says the same."""

TIERS = ("first_level", "second_level", "third_level")
LEVELS = frozenset({"level_county", "level_township"})


class Claim(NamedTuple):
    """A column's claim to be a key: smaller is better."""

    how: int
    place: int
    column: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: columns by key, level columns and channel columns by name, the rest by heading.

    A key has several columns where its heading was split over them. ``headings`` are as written;
    ``doubtful`` lists (column, key, heading, how) of headings that were not plain.
    """

    columns: Mapping[str, tuple[int, ...]]
    headings: Mapping[str, str]
    levels: tuple[tuple[str, int], ...] = ()
    channels: tuple[tuple[str, int], ...] = ()
    extras: tuple[tuple[str, int], ...] = ()
    doubtful: tuple[tuple[int, str, str, int], ...] = ()

    def first(self, name: str) -> int | None:
        """Tell the (first) column of a key."""
        columns = self.columns.get(name)
        return columns[0] if columns else None


@dataclass(slots=True)
class _Claims:
    """What the headings say while they are being weighed."""

    by_key: dict[str, list[Claim]] = field(default_factory=dict)
    levels: list[tuple[str, int]] = field(default_factory=list)
    channels: list[tuple[str, int]] = field(default_factory=list)
    unclaimed: dict[int, str] = field(default_factory=dict)


def resolve(band: Band, body: Sequence[Sequence[str]], lexicon: Lexicon) -> Layout:
    """Tell the columns of a band; ``body`` are some rows below it, asked where headings are silent."""
    claims = _Claims()
    for column, path in band.paths.items():
        _claim(claims, column, path, lexicon)
    if len(claims.channels) < 3:
        claims.unclaimed |= {column: name for name, column in claims.channels}
        claims.channels = []
    return _settle(claims, band, body, lexicon)


def _claim(claims: _Claims, column: int, path: tuple[str, ...], lexicon: Lexicon) -> None:
    """Enter what one column's headings say: the leaf, then its fragments together, then the parent."""
    path = _mended(path, lexicon)
    leaf = path[-1] if path else ""
    match = lexicon.match(leaf)
    if match and match.name in lexicon.leaves:
        _enter(claims, Claim(match.how, 0, column), match, path, lexicon)
    elif lexicon.is_level(leaf):
        claims.levels.append((squeeze(leaf), column))
    elif len(path) > 1 and lexicon.channels and squeeze(leaf) in lexicon.channels.standard:
        claims.channels.append((lexicon.channels.standard[squeeze(leaf)], column))
    elif len(path) < 2 or (match and match.how == EXACT):
        claims.unclaimed[column] = leaf
    else:
        _claim_by_parents(claims, column, path, lexicon)


def _mended(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Put a leaf together that a conversion tore over rows: 特定 above 群众."""
    for start in range(len(path) - 2, -1, -1):
        together = "".join(path[start:])
        match = lexicon.match(together)
        if key(together) in lexicon.levels or (match and match.how == EXACT and match.name in lexicon.leaves):
            return (*path[:start], together)
    return path


def _claim_by_parents(claims: _Claims, column: int, path: tuple[str, ...], lexicon: Lexicon) -> None:
    """Enter what the fragments of a heading say together, or the parents alone."""
    for start in range(len(path) - 2, -1, -1):
        together = "".join(path[start:])
        match = lexicon.match(together)
        if match and match.how != AFFIXED and match.name in lexicon.leaves:
            _enter(claims, Claim(match.how, 0, column), match, path[:start], lexicon)
            return
        if key(together) in lexicon.levels:
            claims.levels.append((squeeze(together), column))
            return
    for text in reversed(path[:-1]):
        match = lexicon.match(text)
        if match and match.name in lexicon.leaves:
            _enter(claims, Claim(BY_PARENT, 0, column), match, (), lexicon)
            return
    claims.unclaimed[column] = path[-1]


def _enter(claims: _Claims, claim: Claim, match: Match, path: tuple[str, ...], lexicon: Lexicon) -> None:
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


def _settle(claims: _Claims, band: Band, body: Sequence[Sequence[str]], lexicon: Lexicon) -> Layout:
    """Give each key its best column, and what is left over to the keys still missing."""
    columns: dict[str, tuple[int, ...]] = {}
    doubtful: list[tuple[int, str, str, int]] = []
    for name, claimed in claims.by_key.items():
        best = _best(name, claimed, body, lexicon)
        taken = [best.column, *_split(best, claimed, band)]
        columns[name] = tuple(sorted(taken))
        for claim in claimed:
            if claim.column not in taken:
                claims.unclaimed[claim.column] = band.paths[claim.column][-1]
        if best.how == NEAR:
            doubtful.append((best.column, name, band.paths[best.column][-1], NEAR))
    _unfold(columns, claims, lexicon)
    for column, name in _guessed(columns, claims, body, lexicon):
        columns[name] = (column,)
        doubtful.append((column, name, claims.unclaimed.pop(column), BY_VALUES))
    headings = {name: _heading(band, taken[0]) for name, taken in columns.items()}
    return Layout(columns, headings, tuple(claims.levels), tuple(claims.channels), tuple(_named(claims.unclaimed, body)), tuple(doubtful))


def _best(name: str, claimed: list[Claim], body: Sequence[Sequence[str]], lexicon: Lexicon) -> Claim:
    """Choose the best claim; for the manner of disclosure the values decide, its heading has two meanings."""
    if name == "method" and len(claimed) > 1:
        return max(claimed, key=lambda claim: (says_method([_cell(row, claim.column) for row in body], lexicon), -claim.how, -claim.place))
    return min(claimed)


def _split(best: Claim, claimed: list[Claim], band: Band) -> list[int]:
    """List the other columns over which the same heading was spread."""
    path = band.paths[best.column]
    return [
        c.column
        for c in claimed
        if c.column != best.column and c.how == best.how and band.paths[c.column][0] == path[0] and c.how >= BY_PARENT
    ] + [
        c.column
        for c in claimed
        if c.column != best.column and c.how < BY_PARENT and abs(c.column - best.column) == 1 and band.paths[c.column] == path
    ]


def _unfold(columns: dict[str, tuple[int, ...]], claims: _Claims, lexicon: Lexicon) -> None:
    """Read a parent over two columns without sub-headings as its pair, in the usual order."""
    split = columns.get("second_level", ())
    if len(split) in (2, 3) and "first_level" not in columns:
        columns |= {name: (column,) for name, column in zip(TIERS, split, strict=False)}
    for flat, pair in FLAT.items():
        taken = columns.get(flat, ())
        if len(taken) != 2 or any(name in columns for name in pair):
            continue
        del columns[flat]
        if flat == "level":
            claims.levels.extend((lexicon.columns[name].title, column) for name, column in zip(pair, taken, strict=True))
        else:
            columns |= {name: (column,) for name, column in zip(pair, taken, strict=True)}


def _guessed(
    columns: Mapping[str, tuple[int, ...]], claims: _Claims, body: Sequence[Sequence[str]], lexicon: Lexicon
) -> Iterator[tuple[int, str]]:
    """Pair columns that no known heading names with keys that are missing, by what the values look like."""
    free = [column for column, heading in sorted(claims.unclaimed.items()) if lexicon.match(heading) is None]
    missing = [name for name in ("serial", "basis", "time_limit", "channels") if name not in columns]
    if claims.channels and "channels" in missing:
        missing.remove("channels")
    for column in free:
        values = [text for text in (_cell(row, column) for row in body) if not blank(text)]
        for name in missing:
            if looks_like(name, values, lexicon):
                missing.remove(name)
                yield column, name
                break


def _named(unclaimed: Mapping[int, str], body: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Name the columns that are kept as they are; one without heading only where it holds something."""
    seen: dict[str, int] = {}
    for column, heading in sorted(unclaimed.items()):
        name = squeeze(heading)
        if not name and not any(not blank(_cell(row, column)) for row in body):
            continue
        seen[name] = seen.get(name, 0) + 1
        yield (f"{name or '-'}{seen[name] if seen[name] > 1 else ''}", column)


def _heading(band: Band, column: int) -> str:
    """Show a column's heading as written, its parent before a sub-heading."""
    path = band.paths.get(column, ())
    return "/".join(dict.fromkeys(squeeze(text) for text in path))


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
