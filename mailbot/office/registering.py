"""Orders about the whole: addresses from a workbook, the end of the season and its beginning again."""

from collections.abc import Callable, Mapping

from mailbot.letters.board_facts import short_name
from mailbot.model.decision import Order
from mailbot.office.addresses import Entry, Registered, register
from mailbot.office.answer import Answer, Office, done, refused
from mailbot.store import reminding
from mailbot.texts import say

_BETWEEN = "\t"
_LIST = "\u3001"


def as_words(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Write the rows of a workbook as the words of an order."""
    return tuple(_BETWEEN.join((one.where, one.unit or "", ",".join(one.addresses), ",".join(one.phones), one.name)) for one in entries)


def _import_addresses(office: Office, order: Order) -> Answer:
    entries = [_entry(word) for word in order.args]
    came = register(office.db, entries, office.now, by=order.by)
    facts = {"new": came.new, "known": came.known, "phones": came.phones, "unread": "\u3001".join(came.unread), "mail": order.target}
    if not came.new and not came.known and not came.phones:
        return refused("no-addresses", line=order.line)
    if not came.new and not came.phones:
        return refused("addresses-known", line=order.line)
    undo = "undo-import" if order.target is None else "undo-import-mail"
    return done("imported-but" if came.unread else "imported", undo, **facts, units=_by_unit(came, office))


def _by_unit(came: Registered, office: Office) -> str:
    """Tell what is new unit by unit, in the notice's order: addresses in full, numbers by count (they stand in the list of calls)."""
    told = []
    for unit in office.rulebook.units:
        addresses, numbers = came.addresses.get(unit.key, ()), came.numbers[unit.key]
        if addresses or numbers:
            parts = (*addresses, *((say("office", "phones-of-unit", count=numbers),) if numbers else ()))
            told.append(f"{short_name(unit.key, office.rulebook)} {_LIST.join(parts)}")
    return "\uff1b".join(told)


def _entry(word: str) -> Entry:
    where, unit, addresses, phones, name = word.split(_BETWEEN)
    return Entry(where, unit or None, tuple(filter(None, addresses.split(","))), tuple(filter(None, phones.split(","))), name)


def _close(office: Office, order: Order) -> Answer:
    closed = reminding.close_season(office.db, office.now, by=order.by)
    return done("season-closed", "undo-close") if closed else refused("season-closed-before")


def _reopen(office: Office, order: Order) -> Answer:
    opened = reminding.reopen_season(office.db, office.now, by=order.by)
    return done("season-reopened", "undo-reopen") if opened else refused("season-open")


REGISTERING: Mapping[str, Callable[[Office, Order], Answer]] = {
    "close-season": _close,
    "import-addresses": _import_addresses,
    "reopen-season": _reopen,
}
