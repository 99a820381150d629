"""The title of a table: which of the lines above a heading says what it is, and which area it names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.forms.columns import Layout
from mailbot.forms.headings import Band
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.merges import Merges
from mailbot.forms.text import GROUP_NUMBER, key, squeeze
from mailbot.model.table import Table
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import find_area

LONGEST_TITLE = 80
"""A cell longer than this, in characters, is no title."""

LONGEST_AREA_LINE = 40
"""A line above a heading that only names an area is not longer."""

ANNEX = ("附件", "附表")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows ``first`` up to, not including, ``end`` of a table under one heading."""

    table: Table
    merges: Merges
    band: Band | None
    layout: Layout
    first: int
    end: int


@dataclass(slots=True)
class Segment:
    """One title with everything below it, until the next. ``lines`` are the texts above its heading."""

    lines: Sequence[tuple[str, ...]]
    stretches: list[Stretch] = field(default_factory=list)
    title: str = ""
    areas: tuple[int, ...] = ()

    @property
    def table(self) -> Table:
        """The table in which the segment begins."""
        return self.stretches[0].table

    @property
    def layout(self) -> Layout:
        """The columns of its first heading."""
        return self.stretches[0].layout


@dataclass(frozen=True, slots=True)
class Titles:
    """The words by which a title is known."""

    lexicon: Lexicon
    rulebook: Rulebook

    def segment(self, lines: Sequence[tuple[str, ...]], stretch: Stretch) -> Segment:
        """Begin a segment, and choose its title among the lines above it: the nearest that speaks like one."""
        texts = [text for line in lines for text in line if len(squeeze(text)) <= LONGEST_TITLE]
        speaking = [text for text in texts if self.speaks(text)]
        naming = [text for text in texts if self.areas(text)]
        both = [text for text in speaking if text in naming]
        title = next((found[-1] for found in (both, speaking, naming) if found), "")
        areas = self.areas(title) or (self.areas(naming[-1]) if naming else ())
        return Segment(lines, [stretch], " ".join(title.split()), areas)

    def areas(self, text: str) -> tuple[int, ...]:
        """List the areas that a text names."""
        return find_area(self.rulebook, text) if text else ()

    def is_area(self, text: str) -> bool:
        """Tell whether a text is the name of an area, but for its number: 养老服务, and not the group 养老服务业务办理."""
        name = key(GROUP_NUMBER.sub("", squeeze(text)))
        found = [self.rulebook.area_by_number[number] for number in self.areas(text)]
        known = [key(known) for area in found for known in (area.name, area.notice_name, *area.aliases, *area.exact_aliases)]
        return any(one in name and len(name) <= len(one) + 1 for one in known if one)

    def speaks(self, text: str) -> bool:
        """Tell whether a text has a word of the form's titles, or of a list that is mailed in its place."""
        flat = squeeze(text)
        return any(word in flat for word in (*self.lexicon.form.titles, *self.lexicon.form.wrong_kind))

    def heads(self, text: str) -> bool:
        """Tell whether a text above a heading belongs to a title: its words, an area, an annex, who reports."""
        flat = squeeze(text)
        if len(flat) > LONGEST_TITLE:
            return False
        labels = (squeeze(word) for words in self.lexicon.form.labels.values() for word in words)
        return self.speaks(text) or flat.startswith((*ANNEX, *labels)) or (len(flat) <= LONGEST_AREA_LINE and bool(self.areas(text)))
