"""A workbook of addresses from the office's own disk, read in the child like any other."""

from pathlib import Path

from mailbot.errors import OperatorError
from mailbot.jobs.reading import read_part
from mailbot.letters.wording import words
from mailbot.model.mail import Part
from mailbot.model.submission import Finding
from mailbot.office.addresses import Entry, entries_in
from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings


def entries_of_file(path: Path, rulebook: Rulebook, settings: Settings) -> tuple[Entry, ...]:
    """Read the rows that hold an address or a number. Raises OperatorError for a file that cannot be read."""
    with Sandbox(settings.limits) as sandbox:
        files = read_part(Part("1", path.name, "application/octet-stream", path.read_bytes()), sandbox, settings)
    troubled = [file for file in files if file.trouble]
    if troubled and not any(file.tables for file in files):
        problems = (words(Finding(file.trouble, file.path, facts={"file": file.name, **file.facts}), rulebook).text for file in troubled)
        raise OperatorError("bad-file", *problems)
    return entries_in(files, rulebook)
