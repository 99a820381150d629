"""Which column of a table holds which element: claims are weighed, and values decide where headings are silent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mailbot.forms.claims import BY_PARENT, Claim, Claims, gather
from mailbot.forms.guess import guess, says_method
from mailbot.forms.headings import Band
from mailbot.forms.lexicon import NEAR, Lexicon
from mailbot.forms.text import blank, squeeze

BY_VALUES = 4
"""A column was told by its values only; continued from claims."""

FLAT = {
    "audience": ("audience_public", "audience_specific"),
    "method": ("method_active", "method_on_request"),
    "level": ("level_county", "level_township"),
}
"""A single column and the pair of tick columns that says the same."""

TIERS = ("first_level", "second_level", "third_level")


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


def resolve(band: Band, body: Sequence[Sequence[str]], lexicon: Lexicon) -> Layout:
    """Tell the columns of a band; ``body`` are some rows below it, asked where headings are silent."""
    claims = gather(band, lexicon)
    columns: dict[str, tuple[int, ...]] = {}
    doubtful: list[tuple[int, str, str, int]] = []
    for name, claimed in claims.by_key.items():
        best = _best(name, claimed, body, lexicon)
        taken = [best.column, *(_split(best, claimed, band) if name != "serial" else ())]
        columns[name] = tuple(sorted(taken))
        claims.unclaimed |= {claim.column: band.paths[claim.column][-1] for claim in claimed if claim.column not in taken}
        if best.how == NEAR:
            doubtful.append((best.column, name, band.paths[best.column][-1], NEAR))
    _unfold(columns, claims, lexicon)
    free = {column: _values(body, column) for column in sorted(claims.unclaimed)}
    unknown = {column for column in free if lexicon.match(claims.unclaimed[column]) is None}
    places = {name: taken[0] for name, taken in columns.items()}
    if claims.channels:
        places["channels"] = claims.channels[0][1]
    if "method" in columns and "channels" not in places:
        # 公开方式 heads ways of publishing in some tables (domain, 1.2): then its values name channels.
        free[places["method"]] = _values(body, places["method"])
    for column, name in guess(free, unknown, places, lexicon):
        if column == places.get("method"):
            claims.unclaimed[column] = _heading(band, column)
            del columns["method"]
        columns[name] = (column,)
        doubtful.append((column, name, claims.unclaimed.pop(column), BY_VALUES))
    headings = {name: _heading(band, taken[0]) for name, taken in columns.items()}
    return Layout(columns, headings, tuple(claims.levels), tuple(claims.channels), tuple(_named(claims.unclaimed, body)), tuple(doubtful))


def _best(name: str, claimed: list[Claim], body: Sequence[Sequence[str]], lexicon: Lexicon) -> Claim:
    """Choose the best claim; for the manner of disclosure the values decide, its heading has two meanings."""
    if name == "method" and len(claimed) > 1:
        return max(claimed, key=lambda claim: (says_method(_values(body, claim.column), lexicon), -claim.how, -claim.place))
    return min(claimed)


def _split(best: Claim, claimed: list[Claim], band: Band) -> list[int]:
    """List the other columns over which the same heading was spread."""
    path = band.paths[best.column]
    others = [claim.column for claim in claimed if claim.column != best.column and claim.how == best.how]
    if best.how == BY_PARENT:
        return [column for column in others if band.paths[column][0] == path[0]]
    wanted = best.column + 1
    spread = []
    for column in others:
        if column == wanted and band.paths[column] == path:
            spread.append(column)
            wanted += 1
    return spread


def _unfold(columns: dict[str, tuple[int, ...]], claims: Claims, lexicon: Lexicon) -> None:
    """Read a parent over columns whose sub-headings are lost as what usually stands there, in the usual order."""
    split = columns.get("second_level", ())
    if len(split) in (2, 3) and "first_level" not in columns:
        columns |= {name: (column,) for name, column in zip(TIERS, split, strict=False)}
    for flat, pair in FLAT.items():
        places = columns.get(flat, ())
        titles = [lexicon.columns[name].title for name in pair]
        if flat == "level" and (len(places) == 2 or (len(places) == 1 and claims.levels)):
            unnamed = [title for title in titles if title not in dict(claims.levels)]
            named = titles if len(places) == 2 else [*unnamed, lexicon.columns[flat].title][:1]
            claims.levels.extend(zip(named, places, strict=True))
            del columns[flat]
            continue
        missing = [name for name in pair if name not in columns]
        if places and len(places) == len(missing):
            del columns[flat]
            columns |= {name: (column,) for name, column in zip(missing, places, strict=True)} if flat != "level" else {flat: places}


def _named(unclaimed: Mapping[int, str], body: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Name the columns that are kept as they are; one without heading only where it holds something."""
    seen: dict[str, int] = {}
    for column, heading in sorted(unclaimed.items()):
        name = squeeze(heading)
        if name or _values(body, column):
            seen[name] = seen.get(name, 0) + 1
            yield (f"{name or '-'}{seen[name] if seen[name] > 1 else ''}", column)


def _heading(band: Band, column: int) -> str:
    """Show a column's heading as written, its parent before a sub-heading."""
    return "/".join(dict.fromkeys(squeeze(text) for text in band.paths.get(column, ())))


def _values(body: Sequence[Sequence[str]], column: int) -> list[str]:
    """List what a column says below its heading."""
    return [cells[column] for cells in body if column < len(cells) and not blank(cells[column])]
