"""The shape of ``rules/``: what an office may say, and nothing else.

Nouns, dates, words, thresholds and severities are here; anything with an ``if`` is Python.
Every class forbids unknown keys, so that a misspelt key is reported with its file.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from mailbot.model.submission import Severity
from mailbot.rulebook.vocabulary import Vocabulary, Words


class Rule(BaseModel):
    """The base of all rules: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Campaign(Rule):
    """rules/campaign.toml: who collects what from whom, and the thresholds of deciding."""

    key: str = Field(description="The campaign's key; the database remembers it.")
    title: str = Field(description="What the campaign is called in letters.")
    notice: str = Field(description="The notice's full title.")
    county: str = Field(description="The county's name; units' names begin with it: 赤壁市.")
    office: str = Field(description="Who signs the letters.")
    contact: str = Field(description="Whom a unit may call (notice, part 3 (1)).")
    telephone: str = Field(description="The office's telephone with area code.")
    area_code: str = Field(description="The area code added to local numbers: 0715.")
    mailbox: str = Field(description="The address units send to.")
    other_places: tuple[str, ...] = Field(default=(), description="Places whose organs are not ours: 咸宁市民政局 is no unit of 赤壁市.")
    first: date = Field(description="First day; mail before it (less grace) is ignored.")
    last: date = Field(description="Last day; no reminder after it.")
    grace_days_before: int = 7
    grace_days_after: int = Field(default=60, description="Mail is still taken so many days after the last day (动态调整).")
    return_share: float = Field(default=0.2, description="A table is returned when more than this share of its items lack an element.")
    displace_share: float = Field(default=0.7, description="A later version with fewer than this share of the items does not displace.")
    overlap_share: float = Field(default=0.3, description="A later version must share this part of the item names to displace.")
    old_mail_days: int = Field(default=3, description="Replies to mail older than this at first start are withheld.")


class Unit(Rule):
    """One 责任单位 of annex 1. ``sends_for`` names organs that send for it (二级单位)."""

    key: str
    number: int
    name: str
    notice_name: str = Field(default="", description="The name as annex 1 prints it.")
    full_name: str = Field(default="", description="The full official name; the name where it is empty.")
    aliases: tuple[str, ...] = ()
    sends_for: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """List the official name, aliases and the organs it answers for."""
        return (self.name, *self.aliases)


class Area(Rule):
    """One of the 26 领域. ``notice_name`` is how annex 1 prints it; ``words`` are 一级事项 typical of it."""

    number: int
    name: str
    notice_name: str
    unit: str
    aliases: tuple[str, ...] = ()
    exact_aliases: tuple[str, ...] = Field(default=(), description="Words that mean the area only where nothing else is said: 规划, 教育.")
    words: tuple[str, ...] = ()
    min_items: int = 1
    max_items: int = 400


class DutyRule(Rule):
    """What every unit (``per = "unit"``) or every area's unit (``per = "area"``) owes by a day."""

    form: str
    per: str
    due: date
    phase: str
    ask: bool = True


class Phase(Rule):
    """A phase of the notice's part three. ``asks`` is what the letter of its first day says."""

    key: str
    number: str
    title: str
    first: date | None = None
    last: date | None = None
    part: str
    asks: str = ""
    office_owes: str = ""
    letter: bool = True


class Reminders(Rule):
    """On which working days around a deadline a unit is reminded: -1, 0, +1, +3."""

    steps: tuple[int, ...] = (-1, 0, 1, 3)


class Timeline(Rule):
    """rules/timeline.toml."""

    duty: tuple[DutyRule, ...]
    phase: tuple[Phase, ...]
    reminders: Reminders = Reminders()


class FindingText(Rule):
    """The words and the weight of one finding code; {names} are facts that the check gives."""

    severity: Severity
    title: str = Field(description="A few words for lists and workbooks: 公开时限缺填.")
    text: str = Field(description="What was found, where, and what is expected.")
    advice: str = Field(description="How to write it instead.")
    example: str = ""
    facts: tuple[str, ...] = Field(default=(), description="Names that text, advice and title may use besides where and column.")


class Column(Rule):
    """A column of a form. ``names`` are heading texts (white space and brackets do not count).

    ``parent``: the parent heading it stands under, where leaf names alone are ambiguous.
    ``element`` marks the notice's eight elements; ``required`` that a value must be there.
    ``fill``: how blanks are filled from above: "" never, "merge" inside a merge and for 同上,
    "group" also where the column is evidently written once a group, "above" always (design, 5).
    """

    key: str
    title: str
    names: tuple[str, ...]
    parent: str = ""
    parents: tuple[str, ...] = ()
    required: bool = False
    element: bool = False
    fill: str = ""
    width: int = 12
    hint: str = Field(default="", description="The note on the heading in the form we hand out.")
    example: str = ""


class ColumnGroup(Rule):
    """Columns of which one is enough: the item's name, 公开对象, 公开方式, a person's number.

    ``element``: the table must have one of them. ``each_row``: every row needs a value in one.
    """

    title: str
    columns: tuple[str, ...]
    element: bool = False
    each_row: bool = False


class Form(Rule):
    """One kind of table to collect: rules/forms/<kind>.toml. ``shape``: "items" or "people"."""

    key: str
    title: str
    shape: str
    titles: tuple[str, ...] = Field(description="Words by which a title row is known.")
    min_columns: int = 4
    column: tuple[Column, ...]
    groups: Mapping[str, ColumnGroup] = {}
    labels: Mapping[str, tuple[str, ...]] = Field(default={}, description="Words before who reports and when: reported_by, reported_on.")
    roles: Mapping[str, tuple[str, ...]] = {}
    channels: tuple[str, ...] = ()
    channel_aliases: Mapping[str, str] = {}
    levels: tuple[str, ...] = ()
    extras: tuple[str, ...] = Field(default=(), description="Headings that are met and kept but fill no column: 公开格式, 责任科室.")
    own_sheets: tuple[str, ...] = Field(default=(), description="Sheets of the workbooks we send that are no tables: 填写说明.")
    note_words: tuple[str, ...] = Field(default=(), description="A row whose only text begins with one of these is not an item.")
    words: Mapping[str, tuple[str, ...]] = Field(default={}, description="Words that checks look for, by the question they belong to.")
    thresholds: Mapping[str, int] = Field(default={}, description="Numbers that checks compare with.")
    wrong_kind: Mapping[str, tuple[str, ...]] = Field(default={}, description="Other lists that are mailed by mistake: name -> headings that give them away.")


class Screen(Rule):
    """rules/screen.toml: words by which mail that is not a submission is told apart."""

    robot_subjects: tuple[str, ...]
    robot_texts: tuple[str, ...]
    robot_senders: tuple[str, ...]
    receipt_subjects: tuple[str, ...]
    acknowledgements: tuple[str, ...]
    requests: tuple[str, ...]
    questions: tuple[str, ...]
    campaign_words: tuple[str, ...]
    cloud_hosts: Mapping[str, str]
    cloud_texts: tuple[str, ...]
    fillers: tuple[str, ...] = Field(default=(), description="Words that may stand beside an acknowledgement: greetings, particles.")
    attachment_words: tuple[str, ...] = Field(default=(), description="Words by which a text says that a file comes with it.")


class Letters(Rule):
    """rules/letters.toml: the phrases that letters share, and the subject of each."""

    subjects: Mapping[str, str]
    closing: str
    automatic: str
    outcomes: Mapping[str, str]
    states: Mapping[str, str]
    severities: Mapping[str, str]
    books: Mapping[str, str] = Field(default={}, description="Words that stand in the workbooks we send: names, sheets, headings.")


class YearCalendar(Rule):
    """rules/calendar/<year>.toml: days off and days worked besides the plain week, with the source."""

    year: int
    source: str
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]


class GuideItem(Rule):
    """One item name of a ministry's 标准指引; only those marked sure are used."""

    serial: int | str
    first_level: str
    second_level: str = ""
    sure: bool = False


class Guide(Rule):
    """rules/guides/<number>-<name>.toml."""

    area: int
    name: str
    issued_by: str = ""
    document: str = ""
    complete: bool = False
    evidence: tuple[str, ...] = ()
    note: str = ""
    item: tuple[GuideItem, ...] = ()


class Rulebook(Rule):
    """All rules of a campaign. ``sha256`` identifies them; every decision keeps it."""

    campaign: Campaign
    units: tuple[Unit, ...]
    areas: tuple[Area, ...]
    title_words: tuple[str, ...] = Field(default=(), description="Words of every title and file name; they tell nothing of the area.")
    timeline: Timeline
    forms: Mapping[str, Form]
    findings: Mapping[str, FindingText]
    screen: Screen
    letters: Letters
    calendar: Mapping[int, YearCalendar]
    guides: Mapping[int, Guide]
    sha256: str

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Prepare the words by which units and areas are told (see names)."""
        return Vocabulary(
            Words(
                county=self.campaign.county,
                other_places=self.campaign.other_places,
                units={unit.key: (unit.name, unit.notice_name, unit.full_name, *unit.aliases, *unit.sends_for) for unit in self.units},
                areas={area.number: (area.name, area.notice_name.removesuffix("领域"), *area.aliases) for area in self.areas},
                exact_areas={area.number: area.exact_aliases for area in self.areas},
                unit_of_area={area.number: area.unit for area in self.areas},
                title_words=self.title_words,
            )
        )

    @cached_property
    def unit_by_key(self) -> Mapping[str, Unit]:
        """Look a unit up by its key."""
        return {unit.key: unit for unit in self.units}

    @cached_property
    def area_by_number(self) -> Mapping[int, Area]:
        """Look an area up by the notice's number."""
        return {area.number: area for area in self.areas}

    def areas_of(self, unit: str) -> tuple[Area, ...]:
        """List the areas a unit answers for, in the notice's order."""
        return tuple(area for area in self.areas if area.unit == unit)
