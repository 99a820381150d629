"""Attachments by name: what a letter calls them is what they are called (``[books]`` of rules/letters.toml)."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from mailbot.letters.clean import one_line
from mailbot.letters.wording import filled
from mailbot.model.letter import Enclosure
from mailbot.model.mail import File
from mailbot.rulebook.model import Rulebook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def names(enclosure: Enclosure, files: Sequence[File], rulebook: Rulebook) -> tuple[str, ...]:
    """Tell the names of the files an enclosure becomes."""
    unit = rulebook.unit_by_key.get(enclosure.unit or "")
    match enclosure.kind:
        case "marked":
            return tuple(marked_name(file.name, rulebook) for file in files if file.path == enclosure.file)
        case "forms":
            forms = [liaison_name(unit.name if unit else "", rulebook, suffix) for suffix in (".docx", ".xlsx")]
            return (*forms, catalogue_name(unit.name if unit else "", rulebook)) if unit and rulebook.areas_of(unit.key) else tuple(forms)
        case "catalogue-form":
            return (catalogue_name(unit.name, rulebook),) if unit and rulebook.areas_of(unit.key) else ()
        case "liaison-form":
            return tuple(liaison_name(unit.name if unit else "", rulebook, suffix) for suffix in (".docx", ".xlsx"))
        case _:
            return ()


def marked_name(name: str, rulebook: Rulebook) -> str:
    """Name the marked workbook of a sender's file; one that was marked before keeps its name."""
    stem = PurePosixPath(one_line(name, 120).replace("\\", "/")).stem.removesuffix(book_word("marked-name", rulebook, stem="")) or "1"
    return book_word("marked-name", rulebook, stem=stem[:60]) + ".xlsx"


def liaison_name(unit_name: str, rulebook: Rulebook, suffix: str) -> str:
    """Name the empty annex 2 of a unit."""
    return book_word("liaison-name", rulebook, unit=unit_name) + suffix


def catalogue_name(unit_name: str, rulebook: Rulebook) -> str:
    """Name the empty catalogue workbook of a unit."""
    return book_word("catalogue-name", rulebook, unit=unit_name) + ".xlsx"


def progress_name(day: date, rulebook: Rulebook) -> str:
    """Name the progress workbook of a day."""
    return book_word("progress-name", rulebook, day=day.isoformat()) + ".xlsx"


def book_word(key: str, rulebook: Rulebook, **facts: str) -> str:
    """Give a word or sentence that stands in a workbook we write."""
    return filled(rulebook.letters.books[key], facts)
