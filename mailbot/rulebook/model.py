"""The shape of ``rules/``: what an office may say, and nothing else.

Nouns, dates, words, thresholds and severities are here; anything with an ``if`` is Python.
Every class forbids unknown keys, so that a misspelt key is reported with its file.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from pydantic import Field

from mailbot.model.submission import Severity
from mailbot.rulebook.form import Column as Column
from mailbot.rulebook.form import ColumnGroup as ColumnGroup
from mailbot.rulebook.form import Form as Form
from mailbot.rulebook.rule import Rule as Rule
from mailbot.rulebook.vocabulary import Vocabulary, Words


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
    grace_days_before: int = Field(default=7, description="Mail is taken so many days before the first day.")
    grace_days_after: int = Field(default=60, description="Mail is still taken so many days after the last day (动态调整).")
    return_share: float = Field(default=0.2, description="A table is returned when more than this share of its items lack an element.")
    displace_share: float = Field(default=0.7, description="A later version with fewer than this share of the items does not displace.")
    overlap_share: float = Field(default=0.3, description="A later version must share this part of the item names to displace.")
    old_mail_days: int = Field(default=3, description="Replies to mail older than this at first start are withheld.")
    thread_answers: int = Field(default=12, description="A thread gets so many answers; then a robot is suspected, and nobody answers.")
    stranger_answers: int = Field(
        default=10, description="An address nobody registered gets so many answers a day: From may be forged, and somebody else's."
    )


class Unit(Rule):
    """One 责任单位 of annex 1. ``sends_for`` names organs that send for it (二级单位)."""

    key: str = Field(description="The key of commands and of the database: civil-affairs.")
    number: int = Field(description="The row of annex 1.")
    name: str = Field(description="The name in letters and on the board.")
    notice_name: str = Field(default="", description="The name as annex 1 prints it.")
    full_name: str = Field(default="", description="The full official name; the name where it is empty.")
    aliases: tuple[str, ...] = Field(default=(), description="Other names; the county's name before them is understood.")
    sends_for: tuple[str, ...] = Field(default=(), description="Organs under it that report in its place (二级单位).")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """List the shown name and the aliases."""
        return (self.name, *self.aliases)


class Area(Rule):
    """One of the 26 领域. ``notice_name`` is how annex 1 prints it; ``words`` are 一级事项 typical of it."""

    number: int = Field(description="The notice's number.")
    name: str = Field(description="The name of the ministries' guide, without 领域.")
    notice_name: str = Field(description="The name as annex 1 prints it.")
    unit: str = Field(description="The key of the unit that answers for it.")
    aliases: tuple[str, ...] = Field(default=(), description="Names that mean the area wherever they stand in a title, sheet or file name.")
    exact_aliases: tuple[str, ...] = Field(default=(), description="Words that mean the area only where nothing else is said: 规划, 教育.")
    words: tuple[str, ...] = Field(default=(), description="一级事项 typical of the area.")
    min_items: int = Field(default=1, description="With fewer items a note is made.")
    max_items: int = Field(default=400, description="With more items a note is made.")


class DutyRule(Rule):
    """What every unit (``per = "unit"``) or every area's unit (``per = "area"``) owes by a day."""

    form: str = Field(description="The form owed: liaison, catalogue.")
    per: str = Field(description='"unit": once a unit; "area": once for each area.')
    due: date = Field(description="The last day.")
    phase: str = Field(description="The key of the phase it belongs to.")
    ask: bool = Field(default=True, description="Whether units are reminded of it.")


class Phase(Rule):
    """A phase of the notice's part three. ``asks`` is what the letter of its first day says."""

    key: str = Field(description="The key that commands and the database use.")
    number: str = Field(description="How the notice numbers it.")
    title: str = Field(description="Its heading in the notice.")
    first: date | None = Field(default=None, description="First day; none for what always holds.")
    last: date | None = Field(default=None, description="Last day.")
    part: str = Field(description="Where it stands in the notice.")
    asks: str = Field(default="", description="What its letter asks of units.")
    office_owes: str = Field(default="", description="What the office has to do in it.")
    letter: bool = Field(default=True, description="Whether its first working day brings a letter.")
    fixes_standard: bool = Field(default=False, description="Whether the office fixes the standard in it; the digest counts down.")
    standard: bool = Field(default=False, description="Whether its letter brings the standard that the unit was told.")


class Reminders(Rule):
    """On which working days around a deadline a unit is reminded: -1, 0, +1, +3."""

    steps: tuple[int, ...] = Field(default=(-1, 0, 1, 3), description="Working days before (negative), on (0) or after a deadline.")


class Timeline(Rule):
    """rules/timeline.toml: what is owed by when, what each phase asks, when units are reminded."""

    duty: tuple[DutyRule, ...] = Field(description="What is owed, one entry a form.")
    phase: tuple[Phase, ...] = Field(description="The phases in order.")
    reminders: Reminders = Field(default=Reminders(), description="When units are reminded.")


class FindingText(Rule):
    """The words and the weight of one finding code; {names} are facts that the check gives."""

    severity: Severity = Field(description="error 须补正, warning 建议完善, note 说明.")
    title: str = Field(description="A few words for lists and workbooks: 公开时限缺填.")
    text: str = Field(description="What was found, where, and what is expected.")
    advice: str = Field(description="How to write it instead.")
    example: str = Field(default="", description="A value as it may be written.")
    facts: tuple[str, ...] = Field(default=(), description="Names that text, advice and title may use besides where and column.")


class Screen(Rule):
    """rules/screen.toml: words by which mail that is not a submission is told apart."""

    robot_subjects: tuple[str, ...] = Field(description="Beginnings of subjects that robots write.")
    robot_texts: tuple[str, ...] = Field(description="Beginnings of texts that robots write.")
    robot_senders: tuple[str, ...] = Field(description="Senders (before the @) that are robots.")
    receipt_subjects: tuple[str, ...] = Field(description="Beginnings of subjects of read receipts.")
    acknowledgements: tuple[str, ...] = Field(description="Whole texts that only acknowledge our letter.")
    requests: tuple[str, ...] = Field(description="Words that ask for the empty forms.")
    questions: tuple[str, ...] = Field(description="Words that make a mail a question.")
    campaign_words: tuple[str, ...] = Field(description="Words that show that a mail is about this campaign.")
    cloud_hosts: Mapping[str, str] = Field(description="Addresses of cloud storage -> its name in letters.")
    cloud_texts: tuple[str, ...] = Field(description="Texts that stand in for a file in the cloud.")
    fillers: tuple[str, ...] = Field(default=(), description="Words that may stand beside an acknowledgement: greetings, particles.")
    attachment_words: tuple[str, ...] = Field(default=(), description="Words by which a text says that a file comes with it.")


class Letters(Rule):
    """rules/letters.toml: the phrases that letters share, and the subject of each."""

    subjects: Mapping[str, str] = Field(description="The subject of each letter.")
    closing: str = Field(description="Who signs.")
    automatic: str = Field(description="The last line of every letter.")
    outcomes: Mapping[str, str] = Field(description="Words for what became of a table or mail.")
    states: Mapping[str, str] = Field(description="Words for the state of a duty.")
    severities: Mapping[str, str] = Field(description="Words for the weight of a finding.")
    reasons: Mapping[str, str] = Field(default={}, description="Words for why a mail waits or is no submission, by the decision's reason.")
    decisions: Mapping[str, str] = Field(default={}, description="Words for what the office decided, by the event's kind.")
    books: Mapping[str, str] = Field(default={}, description="Words that stand in the workbooks we send: names, sheets, headings.")


class YearCalendar(Rule):
    """rules/calendar/<year>.toml: days off and days worked besides the plain week, with the source."""

    year: int = Field(description="The year.")
    source: str = Field(description="The State Council's notice it follows.")
    holidays: tuple[date, ...] = Field(description="Days off besides plain weekends (weekend days inside a holiday may be listed).")
    workdays: tuple[date, ...] = Field(description="Weekend days that are worked.")


class GuideItem(Rule):
    """One item name of a ministry's 标准指引; only those marked sure are used."""

    serial: int | str = Field(description="Its place in the guide.")
    first_level: str = Field(description="一级事项.")
    second_level: str = Field(default="", description="二级事项; empty where the guide has none.")
    sure: bool = Field(default=False, description="Whether the name was seen in a source; others are never used.")
    elements: Mapping[str, str] = Field(default={}, description="What prefilled forms show in other columns: column key = text.")


class Guide(Rule):
    """rules/guides/<number>-<name>.toml: the item names of a ministry's 标准指引, facts with their evidence."""

    area: int = Field(description="The area's number.")
    name: str = Field(description="The area's name.")
    issued_by: str = Field(default="", description="The ministry.")
    document: str = Field(default="", description="Its document number.")
    complete: bool = Field(default=False, description="Whether all items are listed; only then missing ones are noted.")
    evidence: tuple[str, ...] = Field(default=(), description="Where the names were seen.")
    note: str = Field(default="", description="What is sure and what is not.")
    item: tuple[GuideItem, ...] = Field(default=(), description="The items in order.")


class Measure(Rule):
    """One figure of the year-end assessment; ``key`` says how it is worked out, the score is a person's."""

    key: str = Field(description="How it is worked out: first-to-mend, last-to-mend, advice-taken, guide-covered, items, …")
    aspect: str = Field(description="What the notice calls it: quality, number, time or effect.")
    title: str = Field(description="Its heading.")
    unit: str = Field(default="", description="What it is counted in.")
    points: int = Field(default=0, description="The most points a person may give; 0: figures only.")
    note: str = Field(default="", description="How it is worked out, in words.")


class Assessment(Rule):
    """rules/assessment.toml: what the year-end assessment looks at (notice, part 4 (3))."""

    title: str = Field(description="What the assessment is called.")
    to: str = Field(description="To whom the report goes.")
    measure: tuple[Measure, ...] = Field(description="The measures in order.")


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
    assessment: Assessment
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
