"""What lies behind a mail that is answered: nobody is told that something is missing which waits for its turn.

A backlog is decided mail by mail, and an answer says what has not come yet. What is next in the queue, or
was put off, or could not be fetched, has come.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from mailbot.jobs.board import known_until
from mailbot.jobs.desk import Desk
from mailbot.mail.local import head
from mailbot.model.decision import Directory
from mailbot.model.duty import Arrival
from mailbot.model.mail import RawMail
from mailbot.office.seeming import seems
from mailbot.reading.message import read_message
from mailbot.store import arrivals, inbox

FAR = 500
"""So many waiting mails are looked at for each answer: a deadline's evening, not a mailbox of years."""


class Behind:
    """The queue of one pass; each mail in it is looked at once.

    ``complete``: all that lies in the mailbox was fetched, or whose it is is known. Else nobody can be
    told what is missing.
    """

    def __init__(self, desk: Desk, now: datetime, *, complete: bool = True) -> None:
        self.complete = complete
        self._desk = desk
        self._until = known_until(desk, now)
        self._directory: Directory | None = None
        self._senders: dict[int, tuple[str, ...]] = {}
        self._seem: dict[int, tuple[Arrival, ...]] = {}

    def arrivals(self, mail: int, units: Collection[str]) -> Iterator[Arrival]:
        """Tell for which duties of some units another mail than this one waits."""
        for number, assigned in arrivals.queued(self._desk.db, self._until, limit=FAR):
            if number != mail and self._may_concern(number, assigned, units):
                yield from (one for one in self._seems(number, assigned) if one.unit in units)

    def _may_concern(self, number: int, assigned: str | None, units: Collection[str]) -> bool:
        """Spare the whole of a mail whose sender is known to send for others only."""
        if assigned:
            return assigned in units
        if number not in self._senders:
            raw = inbox.load_raw(self._desk.db, number)
            sender = read_message(RawMail(raw.key, head(raw.content), raw.received_at))[0].sender
            self._senders[number] = self._known().units.get(sender.lower(), ())
        known = self._senders[number]
        return not known or not set(known).isdisjoint(units)

    def _seems(self, number: int, assigned: str | None) -> tuple[Arrival, ...]:
        if number not in self._seem:
            raw, desk = inbox.load_raw(self._desk.db, number), self._desk
            duties = seems(raw, assigned, self._known(), desk.rulebook)
            self._seem[number] = tuple(Arrival(unit, form, area, "undecided", raw.received_at) for unit, form, area in duties)
        return self._seem[number]

    def _known(self) -> Directory:
        """Read the directory once: what changes in it while a pass runs is for the mail's own turn."""
        self._directory = self._directory or self._desk.directory()
        return self._directory
