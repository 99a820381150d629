"""Instants are aware and stored in UTC; days are what a clock on a wall in Chibi shows (design, 9)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEVER = "9999-12-31T23:59:59.999999+00:00"
"""A stored instant after all others."""


def parse_instant(text: str) -> datetime:
    """Read ISO 8601; without an offset it is Asia/Shanghai, a bare date its first moment.

    Raises ValueError for anything else.
    """
    value = datetime.fromisoformat(text.strip())
    return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value


def local(instant: datetime) -> datetime:
    """Show an instant as Asia/Shanghai sees it."""
    return instant.astimezone(SHANGHAI)


def local_day(instant: datetime) -> date:
    """Tell the calendar day of an instant in Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """Tell the last second of a day in Asia/Shanghai: a deadline without an hour (domain, 7)."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)


def at(day: date, clock: time) -> datetime:
    """Tell the instant of a wall-clock time on a day in Asia/Shanghai."""
    return datetime.combine(day, clock, SHANGHAI)


def stored(instant: datetime) -> str:
    """Write an instant for the database: UTC, microseconds only where there are any, sortable."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def shown(instant: datetime) -> str:
    """Write an instant for JSON: ISO 8601 with +08:00, whole seconds."""
    return local(instant).isoformat(timespec="seconds")


def restored(text: str) -> datetime:
    """Read an instant that ``stored`` wrote."""
    return datetime.fromisoformat(text)


def days_between(first: date, last: date) -> tuple[date, ...]:
    """List the days from first to last, both included; empty when last is earlier."""
    return tuple(first + timedelta(n) for n in range((last - first).days + 1))
