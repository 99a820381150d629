"""The edited standard as ``standard import`` is given it: a file, or the mail it came in."""

from pathlib import Path

from mailbot.app import Home
from mailbot.errors import OperatorError
from mailbot.jobs.standard_books import answered, book_of_mail
from mailbot.jobs.standards import read_workbook
from mailbot.sandbox.parent import Sandbox
from mailbot.standards.rows import Edited
from mailbot.store.handle import Database
from mailbot.texts import say


def read_edited(place: Home, db: Database, file: str) -> tuple[Edited, str, int | None, dict[str, str]]:
    """Read the edited workbook: rows, hash, the mail it came in, and what was answered by mail about it."""
    path, mail = Path(file), file.removeprefix("m")
    with Sandbox(place.settings.limits) as sandbox:
        if not path.is_file() and file.startswith("m") and mail.isdecimal():
            found = book_of_mail(db, int(mail), place.rulebook, sandbox, place.settings)
            if found is None:
                raise OperatorError("no-standard", say("cli", "no-standard", path=path))
            return found.rows, found.sha256, int(mail), answered(db, int(mail), found.rows, place.rulebook)
        if not path.is_file():
            raise OperatorError("usage-path", say("cli", "no-file", path=path))
        workbook, sha256 = read_workbook(path.read_bytes(), path.name, place.rulebook, sandbox, place.settings)
    if not workbook.rows:
        raise OperatorError("no-standard", say("cli", "no-standard", path=path))
    return workbook, sha256, None, {}
