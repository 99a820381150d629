"""What a command was called with: its home and its clock.

This module imports the application, so commands import it when they run, not when they are listed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mailbot.app import Clock, Home, at_desk, clock_at, load_home
from mailbot.errors import OperatorError
from mailbot.jobs.desk import Desk
from mailbot.office.by_mail_duties import form_of
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import area_of, unit_of
from mailbot.texts import say


def home_path() -> Path:
    """Tell the home: --home, MAILBOT_HOME, else the current folder."""
    return Path(os.environ.get("MAILBOT_HOME") or ".")


def home() -> Home:
    """Load the home."""
    path = home_path()
    if not path.is_dir():
        raise OperatorError("usage-home", say("cli", "no-home", path=path))
    return load_home(path)


def clock() -> Clock:
    """Tell the clock: --now, MAILBOT_NOW, else the wall's."""
    text = os.environ.get("MAILBOT_NOW", "")
    try:
        return clock_at(text)
    except ValueError as error:
        raise OperatorError("usage-now", say("cli", "bad-now", text=text)) from error


def now() -> datetime:
    """Tell the time of this command."""
    return clock()()


@contextmanager
def desk(wait: float = 0.0) -> Iterator[Desk]:
    """Sit down as the worker."""
    with at_desk(home(), clock(), wait=wait) as found:
        yield found


def by_whom() -> str:
    """Name who gives an order at the command line, for the events."""
    return "command-line"


def number(text: str, letter: str) -> int:
    """Read a typed id (m12) or its bare number. Raises OperatorError."""
    digits = text.strip().lower().removeprefix(letter)
    if not digits.isdecimal():
        raise OperatorError("usage-id", say("cli", "bad-id", text=text, example=f"{letter}12"))
    return int(digits)


def unit_key(rulebook: Rulebook, unit: str) -> str:
    """Tell the key of a unit named at the command line. Raises OperatorError."""
    key = unit_of(rulebook, unit)
    if key is None:
        raise OperatorError("usage-unit", say("cli", "no-unit", unit=unit))
    return key


def form_key(rulebook: Rulebook, text: str) -> str:
    """Tell the key of a form named at the command line. Raises OperatorError."""
    key = form_of(text, rulebook)
    if key is None:
        raise OperatorError("usage-form", say("cli", "no-form", text=text, forms="\u3001".join(rulebook.forms)))
    return key


def area_number(rulebook: Rulebook, text: str) -> int:
    """Tell the number of an area named at the command line. Raises OperatorError."""
    number = area_of(rulebook, text)
    if number is None:
        raise OperatorError("usage-area", say("cli", "no-area", text=text))
    return number
