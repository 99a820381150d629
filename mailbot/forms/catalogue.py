"""From a segment of a table to a catalogue: every item with every value, its cell, and how it came there."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from mailbot.forms.body import Body, Column, read_body
from mailbot.forms.columns import Layout
from mailbot.forms.dates import parse_date
from mailbot.forms.items import FLATS, PAIRS, read_audience, read_channels, read_levels, read_method
from mailbot.forms.labels import labelled
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.remarks import remarks
from mailbot.forms.segments import Segment
from mailbot.model.submission import Item, Submission, Value
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
    signed = [line for part in body.parts for line in part.reading.lines]
    found = labelled((*segment.lines, *signed), lexicon.form.labels)
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
    texts = [(name, column) for name, column in body.columns.items() if name not in PAIRS and name != "area"]
    flags = {name: column.texts for name, column in body.columns.items() if name in FLAGS}
    letters: dict[int, dict[str, str]] = {}
    for place, (part, row) in enumerate(body.rows):
        prefixes = letters.get(id(part))
        if prefixes is None:
            layout, sheet = part.stretch.layout, part.stretch.table.sheet
            prefixes = {name: f"{sheet}!{column_letters(columns[0])}" for name, columns in layout.columns.items()}
            letters[id(part)] = prefixes
        number = str(row + 1)
        values = {
            name: Value(column.texts[place], prefixes[name] + number if name in prefixes else "", column.notes[place])
            for name, column in texts
        }
        yield _item(row + 1, values, {name: column[place] for name, column in flags.items()}, body, place, lexicon)


def _item(row: int, values: dict[str, Value], flags: Mapping[str, str], body: Body, place: int, lexicon: Lexicon) -> Item:
    """Make one item of its resolved texts."""
    audience, method = read_audience(flags, lexicon), read_method(flags, lexicon)
    if "serial" in values:
        values["serial"] = _whole(values["serial"])
    channels = read_channels(values["channels"].text if "channels" in values else "", _at(body.channels, place), lexicon)
    if body.channels and "channels" not in values:
        values["channels"] = Value("\u3001".join(channels or ()))
    return Item(
        row=row,
        values=values,
        channels=channels,
        public=audience.public,
        specific=audience.specific,
        active=method.active,
        on_request=method.on_request,
        levels=read_levels(_at(body.levels, place), flags.get("level", ""), lexicon),
        extra={heading: column.texts[place] for heading, column in body.extras.items() if column.texts[place]},
    )


def _at(columns: Mapping[str, Column], place: int) -> tuple[tuple[str, str], ...]:
    """Give the texts of several columns for one item."""
    return tuple((heading, column.texts[place]) for heading, column in columns.items())


def _whole(value: Value) -> Value:
    """Write a serial number that a spreadsheet made 1.0 as 1."""
    return Value(value.text[:-2], value.where, value.note) if value.text.endswith(".0") else value
