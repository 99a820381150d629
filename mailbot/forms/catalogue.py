"""From a segment of a table to a catalogue: every item with every value, its cell, and how it came there."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from mailbot.forms.body import Body, Part, read_body
from mailbot.forms.columns import Layout
from mailbot.forms.dates import parse_date
from mailbot.forms.items import FLATS, PAIRS, Flags, read_channels, read_flags
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.remarks import remarks
from mailbot.forms.signed import reported
from mailbot.forms.titles import Segment
from mailbot.model.submission import Item, Submission, Value, values_of
from mailbot.model.table import column_letters
from mailbot.rulebook.model import Rulebook

FLAGS = frozenset({*PAIRS, *FLATS})
"""Columns that are read into flags of an item; of those in words the text is kept too."""


@dataclass(frozen=True, slots=True)
class Read:
    """A catalogue without its area, and what its column of areas says, one text an item."""

    submission: Submission
    areas: tuple[str, ...]


def read_catalogue(segment: Segment, file: str, lexicon: Lexicon, rulebook: Rulebook) -> Read:
    """Read a segment as a catalogue."""
    body = read_body(segment, lexicon, rulebook)
    layout = segment.layout
    below = [line for part in body.parts for line in part.reading.lines]
    below += ((line,) for line in segment.stretches[-1].table.after)
    found = reported(segment.lines, below, lexicon.form, rulebook)
    band = segment.stretches[0].band
    submission = Submission(
        form=lexicon.form.key,
        file=file,
        sheet=segment.table.sheet,
        heading_rows=band.rows if band else (),
        title=segment.title,
        named_unit=found.get("reported_by", ""),
        reported_on_text=found.get("reported_on", ""),
        reported_on=parse_date(found.get("reported_on", ""), rulebook.campaign.first.year),
        columns=_headings(layout, lexicon),
        column_letters={name: column_letters(column) for name, column in _places(layout, lexicon)},
        missing_columns=missing_columns({name for name, _ in _places(layout, lexicon)}, lexicon),
        items=tuple(_items(body, lexicon)),
        findings=tuple(remarks(segment, body, lexicon)),
    )
    return Read(submission, tuple(body.columns["area"].texts) if "area" in body.columns else ())


def missing_columns(present: Set[str], lexicon: Lexicon) -> tuple[str, ...]:
    """List the required columns that a table lacks; of columns that stand for each other the first."""
    missing = [name for name, column in lexicon.columns.items() if column.required and name not in present]
    missing += [group.columns[0] for group in lexicon.form.groups.values() if group.element and present.isdisjoint(group.columns)]
    return tuple(missing)


def _places(layout: Layout, lexicon: Lexicon) -> Iterator[tuple[str, int]]:
    """Tell the column of every key, levels and split channels by the key they stand for."""
    for name, columns in layout.columns.items():
        yield name, columns[0]
    if layout.channels:
        yield "channels", layout.channels[0][1]
    for heading, column in layout.levels:
        yield _level_key(heading, lexicon), column


def _headings(layout: Layout, lexicon: Lexicon) -> dict[str, str]:
    """Tell the heading of every key as written."""
    headings = dict(layout.headings)
    if layout.channels:
        headings["channels"] = "\u3001".join(name for name, _ in layout.channels)
    for heading, _ in layout.levels:
        headings.setdefault(_level_key(heading, lexicon), heading)
    return headings


def _level_key(heading: str, lexicon: Lexicon) -> str:
    """Name the column of a level by its heading; one that the form does not name counts as a level."""
    match = lexicon.match(heading)
    keys = lexicon.leaves.get(match.name, ()) if match else ()
    return keys[0] if keys else "level"


def _items(body: Body, lexicon: Lexicon) -> Iterator[Item]:
    """Make the items, one a row."""
    names = [name for name in body.columns if name not in PAIRS and name != "area"]
    rows = zip(*(_values(body, name) for name in names), strict=True)
    flags = _flags(body, lexicon)
    channels = _channels(body, lexicon)
    for place, (_, row) in enumerate(body.rows):
        values = dict(zip(names, next(rows), strict=True)) if names else {}
        if body.channels and "channels" not in values:
            values["channels"] = Value("\u3001".join(channels[place] or ()))
        ticked = flags[place]
        yield Item(
            row + 1,
            values,
            channels[place],
            ticked.audience.public,
            ticked.audience.specific,
            ticked.method.active,
            ticked.method.on_request,
            ticked.levels,
            {heading: column.texts[place] for heading, column in body.extras.items() if column.texts[place]},
        )


def _values(body: Body, name: str) -> list[Value]:
    """Make the values of a column with their cells."""
    column = body.columns[name]
    places: list[str] = []
    for part in body.parts:
        prefix = _prefix(part, name)
        places += [prefix + number for number in part.numbers] if prefix else [""] * len(part.numbers)
    texts = [_whole(text) for text in column.texts] if name == "serial" else column.texts
    return list(values_of(texts, places, column.notes))


def _prefix(part: Part, name: str) -> str:
    """Name a column of a part as a spreadsheet does; "" where the part lacks it."""
    column = part.stretch.layout.first(name)
    return "" if column is None else f"{part.stretch.table.sheet}!{column_letters(column)}"


def _flags(body: Body, lexicon: Lexicon) -> list[Flags]:
    """Read the tick columns of all items; the same ticks are read once."""
    names = [name for name in body.columns if name in FLAGS]
    ticked = [*(body.columns[name].texts for name in names), *(column.texts for column in body.levels.values())]
    read: dict[tuple[str, ...], Flags] = {}
    flags = []
    for texts in zip(*ticked, strict=True) if ticked else [()] * len(body.rows):
        found = read.get(texts)
        if found is None:
            levels = tuple(zip(body.levels, texts[len(names) :], strict=True))
            found = read[texts] = read_flags(dict(zip(names, texts, strict=False)), levels, lexicon)
        flags.append(found)
    return flags


def _channels(body: Body, lexicon: Lexicon) -> list[tuple[str, ...] | None]:
    """Read the channels of all items; the same text is read once."""
    if body.channels:
        ticked = zip(*(column.texts for column in body.channels.values()), strict=True)
        return [read_channels("", tuple(zip(body.channels, texts, strict=True)), lexicon) for texts in ticked]
    if "channels" not in body.columns:
        return [()] * len(body.rows)
    texts = body.columns["channels"].texts
    read = {text: read_channels(text, (), lexicon) for text in set(texts)}
    return [read[text] for text in texts]


def _whole(text: str) -> str:
    """Write a serial number that a spreadsheet made 1.0 as 1."""
    return text.removesuffix(".0")
