"""What came by another way, filed at the command line: decided at once, or by the worker that runs."""

from pathlib import Path

from mailbot.app import Home, at_desk, desk_of, writing
from mailbot.cli import output
from mailbot.cli.context import by_whom, clock, form_key, home, unit_key
from mailbot.cli.exits import DONE, NAMED
from mailbot.errors import OperatorError
from mailbot.jobs.filing import Filed, file_by_hand
from mailbot.jobs.process import process
from mailbot.model.instant import parse_instant
from mailbot.store.database import Database
from mailbot.store.inbox import load_mail
from mailbot.store.lock import Busy
from mailbot.store.submissions import submissions_of
from mailbot.texts import say


def file_for_unit(unit: str, form: str, path: str, received: str) -> int:
    """File a file for a unit and tell what became of it; 1 where it is not filed. Raises OperatorError."""
    place, watch = home(), clock()
    filed = _filed(place, unit, form, Path(path), received)
    if filed.received_at is None or filed.received_at > watch():
        raise OperatorError("usage-date", say("cli", "not-yet", text=received))
    try:
        with at_desk(place, watch) as desk:
            number, _ = file_by_hand(desk.db, desk, filed, watch(), by=by_whom())
            process(desk, watch())
            return _told(desk.db, number, place)
    except Busy:
        with writing(place) as db:
            number, _ = file_by_hand(db, desk_of(place, db, watch), filed, watch(), by=by_whom())
    output.line(say("cli", "filed-later", mail=number))
    return DONE


def _filed(place: Home, unit: str, form: str, source: Path, received: str) -> Filed:
    if not source.is_file():
        raise OperatorError("usage-path", say("cli", "no-file", path=source))
    try:
        at = parse_instant(received)
    except ValueError as error:
        raise OperatorError("usage-date", say("cli", "bad-now", text=received)) from error
    key = unit_key(place.rulebook, unit)
    return Filed(key, source.name, source.read_bytes(), form_key(place.rulebook, form), at)


def _told(db: Database, number: int, place: Home) -> int:
    mail = load_mail(db, number)
    if mail is None:
        return NAMED
    outcomes, rulebook = place.rulebook.letters.outcomes, place.rulebook
    registered = mail.settled_at is not None
    output.line(f"m{number} {say('cli', 'registered') if registered else outcomes.get(mail.outcome, mail.outcome)}")
    for one in submissions_of(db, number):
        area = rulebook.area_by_number.get(one.area or 0)
        named = area.name if area else rulebook.forms[one.form].title
        output.line(f"  s{one.id} {named} {one.size} {outcomes.get(one.outcome, one.outcome)}")
    return DONE if mail.outcome == "filed" or registered else NAMED
