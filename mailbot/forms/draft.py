"""From the files of a mail to drafts of submissions: every recognised table, no unit yet.

A draft's area is what the table itself, its sheet or its file says; the rest is settled when the
unit is known. What could not become a draft leaves a finding (another kind of list, a hidden
sheet) or its file's path among ``unread``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mailbot.forms.areas import Place, areas_in_path, conflict, settle
from mailbot.forms.beside import side_by_side
from mailbot.forms.catalogue import Read, read_catalogue
from mailbot.forms.headings import Headings
from mailbot.forms.join import joined
from mailbot.forms.lexicon import Lexicon, lexicon
from mailbot.forms.liaison import read_liaison
from mailbot.forms.partition import parts
from mailbot.forms.people_text import people_in_text
from mailbot.forms.people_words import PeopleWords
from mailbot.forms.registers import read_paper, read_registers
from mailbot.forms.segments import cut
from mailbot.forms.sorting import by_items
from mailbot.forms.text import squeeze
from mailbot.forms.titles import Segment
from mailbot.forms.wrong_kind import other_list, wrong_kind
from mailbot.model.mail import Contents, File
from mailbot.model.submission import Finding, Submission
from mailbot.model.table import Table
from mailbot.reading.quote import brought_words
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import find_area

CATALOGUE, LIAISON = "catalogue", "liaison"
SHEETS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv", "tsv", "xml-spreadsheet"})
"""Formats whose tables are sheets; in any other a table may go on with the one before."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """What the files of a mail hold. ``unread`` are paths of files with tables in which nothing was recognised."""

    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = ()


def drafts(contents: Contents, rulebook: Rulebook) -> Drafts:
    """Read every table of a mail; a list of people may also be typed into the mail itself."""
    submissions: list[Submission] = []
    findings: list[Finding] = []
    unread: list[str] = []
    for file in contents.files:
        found, rest = _registers(file, rulebook)
        remarks: list[Finding] = []
        if rest.tables:
            more, remarks = _in_file(rest, rulebook)
            found += more
        if not found and not remarks:
            found += read_paper(file, rulebook)
            unread += [file.path] if file.tables and not found else []
        submissions += found
        findings += [replace(one, facts={**one.facts, "file": file.name}) for one in remarks]
    if not any(submission.form == LIAISON for submission in submissions):
        submissions += people_in_text(brought_words(contents.mail), rulebook, subject=contents.mail.subject)
    return Drafts(tuple(joined(submissions)), tuple(findings), tuple(unread))


def settle_areas(found: Drafts, contents: Contents, unit: str | None, rulebook: Rulebook) -> Drafts:
    """Give a catalogue without an area the subject's, the unit's only one, or the ones that the names of its items speak of."""
    lacking = [submission for submission in found.submissions if submission.form == CATALOGUE and submission.area is None]
    if not lacking:
        return found
    taken = {submission.area for submission in found.submissions}
    said = [area for area in find_area(rulebook, contents.mail.subject) if area not in taken] if len(lacking) == 1 else []
    ours = [area.number for area in (rulebook.areas_of(unit) if unit else rulebook.areas)]
    settled = [one for submission in found.submissions for one in _settled(submission, said, ours, rulebook)]
    return replace(found, submissions=tuple(joined(settled)))


def _settled(submission: Submission, said: Sequence[int], ours: Sequence[int], rulebook: Rulebook) -> tuple[Submission, ...]:
    """Settle a catalogue's area, in the order of trust; one for several areas becomes one for each."""
    if submission.form != CATALOGUE or submission.area is not None:
        return (submission,)
    if len(said) == 1:
        return (replace(submission, area=said[0], area_by="subject"),)
    if len(ours) == 1:
        return (replace(submission, area=ours[0], area_by="unit"),)
    return by_items(submission, ours, rulebook)


def _registers(file: File, rulebook: Rulebook) -> tuple[list[Submission], File]:
    """Take the registers of publication out of a file; gives them and the file without."""
    read = [(table, () if table.hidden else read_registers(table, file.path, rulebook)) for table in file.tables]
    found = [submission for _, submissions in read for submission in submissions]
    return found, replace(file, tables=tuple(table for table, submissions in read if not submissions)) if found else file


def _in_file(file: File, rulebook: Rulebook) -> tuple[list[Submission], list[Finding]]:
    """Read the tables of one file: visible sheets; hidden ones only where no visible one is a table of ours."""
    form = lexicon(rulebook, CATALOGUE)
    headings = Headings(form)
    words = PeopleWords.of(lexicon(rulebook, LIAISON))
    own = [one for table in file.tables if not _is_own(table, form) for one in side_by_side(table, headings)]
    tables = [part for table in own for part in parts(table, headings, words)]
    found, remarks = _in_tables([table for table in tables if not table.hidden], headings, file, rulebook)
    hidden = [table for table in tables if table.hidden]
    if hidden:
        more, _ = _in_tables(hidden, headings, file, rulebook)
        sheets = dict.fromkeys(submission.sheet for submission in more)
        remarks += [Finding("hidden-sheet", where=sheet, facts={"sheet": sheet, "file": file.name}) for sheet in sheets]
        found = found or more
    return found, remarks


def _in_tables(tables: Sequence[Table], headings: Headings, file: File, rulebook: Rulebook) -> tuple[list[Submission], list[Finding]]:
    """Read some tables of a file as catalogues, and those that are none as lists of people."""
    form = headings.lexicon
    document = file.format not in SHEETS
    segments = cut(tables, headings, rulebook, document=document)
    found: list[tuple[int, Submission]] = []
    remarks: list[Finding] = []
    for segment in segments:
        other = wrong_kind(segment, form)
        if other:
            remarks.append(other)
            continue
        read = read_catalogue(segment, file.path, form, rulebook)
        alone = len(segments) == 1
        found += [(tables.index(segment.table), submission) for submission in _by_area(read, segment, file, rulebook, alone=alone)]
    seen = {id(stretch.table) for segment in segments for stretch in segment.stretches}
    for place, table in enumerate(tables):
        if id(table) not in seen:
            people = read_liaison(table, file.path, rulebook)
            found += [(place, submission) for submission in people]
            remarks += other_list(table, form) if not people else []
    return [submission for _, submission in sorted(found, key=lambda pair: pair[0])], remarks


def _by_area(read: Read, segment: Segment, file: File, rulebook: Rulebook, *, alone: bool) -> Iterator[Submission]:
    """Give a catalogue its area; one whose column of areas names several becomes one for each."""
    submission = read.submission
    stated = _stated(read.areas, rulebook)
    several = len(set(stated) - {None}) > 1 and len(segment.areas) != 1
    for area in dict.fromkeys(stated) if several else [None]:
        part = submission
        column = tuple(dict.fromkeys(number for number in stated if number))
        if several:
            column = (area,) if area else ()
            part = replace(submission, items=tuple(item for item, number in zip(submission.items, stated, strict=True) if number == area))
        settled = settle(
            [
                Place("title", () if several else segment.areas),
                Place("column", column),
                Place("sheet", find_area(rulebook, submission.sheet)),
                Place("file", areas_in_path(file.path, file.name, rulebook) if alone else ()),
            ]
        )
        if settled.area is None and not alone:
            settled = settle([Place("file", areas_in_path(file.path, file.name, rulebook))])
        findings = (*part.findings, *conflict(settled, submission.sheet, rulebook))
        yield replace(part, area=settled.area, area_by=settled.by, named_areas=settled.named, findings=findings)


def _stated(texts: Sequence[str], rulebook: Rulebook) -> list[int | None]:
    """Tell the area that each item's own column names; an item that names none goes with the one above."""
    stated: list[int | None] = []
    for text in texts:
        found = find_area(rulebook, text) if text else ()
        stated.append(found[0] if len(found) == 1 else (stated[-1] if stated else None))
    return stated


def _is_own(table: Table, form: Lexicon) -> bool:
    """Tell whether a sheet is one that we wrote ourselves: instructions, the list of what to mend."""
    return squeeze(table.sheet) in form.form.own_sheets
