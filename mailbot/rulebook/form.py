"""The shape of ``rules/forms/``: what a table to collect looks like."""

from collections.abc import Mapping

from pydantic import Field

from mailbot.rulebook.rule import Rule


class Column(Rule):
    """A column of a form. ``names`` are heading texts (white space and brackets do not count).

    ``parent``: the parent heading it stands under, where leaf names alone are ambiguous.
    ``element`` marks the notice's eight elements; ``required`` that a value must be there.
    ``fill``: how blanks are filled from above: "" never, "merge" inside a merge and for 同上,
    "group" also where the column is evidently written once a group, "above" always (design, 5).
    """

    key: str = Field(description="The key of the column in JSON and in the database.")
    title: str = Field(description="The heading in letters and in the forms we hand out.")
    names: tuple[str, ...] = Field(description="Heading texts; white space and brackets do not count.")
    parent: str = Field(default="", description="The parent heading in the form we hand out; the first of parents where empty.")
    parents: tuple[str, ...] = Field(default=(), description="Headings it may stand under.")
    required: bool = Field(default=False, description="Whether every item needs a value.")
    element: bool = Field(default=False, description="Whether it is one of the elements the notice asks for.")
    fill: str = Field(default="", description="How blanks are filled from above: empty, merge, group or above.")
    width: int = Field(default=12, description="Its width in the form, in characters.")
    hint: str = Field(default="", description="The note on the heading in the form we hand out.")
    example: str = Field(default="", description="The value in the example row.")


class ColumnGroup(Rule):
    """Columns of which one is enough: the item's name, 公开对象, 公开方式, a person's number.

    ``element``: the table must have one of them. ``each_row``: every row needs a value in one.
    """

    title: str = Field(description="The name in letters.")
    columns: tuple[str, ...] = Field(description="Keys of the columns.")
    element: bool = Field(default=False, description="Whether the table must have one of them.")
    each_row: bool = Field(default=False, description="Whether every row needs a value in one of them.")


class Form(Rule):
    """One kind of table to collect: rules/forms/<kind>.toml. ``shape``: "items", "people", "register" or "paper"."""

    key: str = Field(description="The key of the form.")
    title: str = Field(description="Its title in the forms we hand out.")
    shape: str = Field(description="items, people, register (a line an area or item) or paper (a file by its name).")
    titles: tuple[str, ...] = Field(description="Words by which a title row is known.")
    min_columns: int = Field(default=4, description="So many known headings make a heading row.")
    column: tuple[Column, ...] = Field(description="The columns, one entry each.")
    layout: tuple[str, ...] = Field(default=(), description="Keys of the columns of the form we hand out, in order.")
    groups: Mapping[str, ColumnGroup] = Field(default={}, description="Columns of which one is enough, by name.")
    labels: Mapping[str, tuple[str, ...]] = Field(default={}, description="Words before who reports and when: reported_by, reported_on.")
    roles: Mapping[str, tuple[str, ...]] = Field(default={}, description="Words for a person's role: leader, liaison.")
    channels: tuple[str, ...] = Field(default=(), description="The standard channels in order.")
    channel_aliases: Mapping[str, str] = Field(default={}, description="Other names of channels: name -> standard name.")
    levels: tuple[str, ...] = Field(default=(), description="Headings of levels (公开层级).")
    extras: tuple[str, ...] = Field(default=(), description="Headings that are met and kept but fill no column: 公开格式, 责任科室.")
    own_sheets: tuple[str, ...] = Field(default=(), description="Sheets of the workbooks we send that are no tables: 填写说明.")
    note_words: tuple[str, ...] = Field(default=(), description="A row whose only text begins with one of these is not an item.")
    note_ends: tuple[str, ...] = Field(default=(), description="A cell that begins with a note word and ends so only labels the next cell.")
    words: Mapping[str, tuple[str, ...]] = Field(default={}, description="Words that checks look for, by the question they belong to.")
    thresholds: Mapping[str, int] = Field(default={}, description="Numbers that checks compare with.")
    wrong_kind: Mapping[str, tuple[str, ...]] = Field(default={}, description="Lists mailed by mistake: name -> headings only they have.")
