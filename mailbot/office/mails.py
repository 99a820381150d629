"""Orders about one mail: whose it is, taken or thrown out, decided again, merged, put in another's place.

What needs the mail to be read again (归属, retry) puts it back into the queue: the worker decides it
anew under a higher decision number, so that a new answer may go out.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from mailbot.checks.judge import judge
from mailbot.decide.merging import merged
from mailbot.model.decision import Order
from mailbot.model.submission import Submission
from mailbot.office.addresses import learn
from mailbot.office.answer import Answer, Office, by_mail, done, is_by_mail, refused
from mailbot.rulebook.names import unit_of
from mailbot.store import confirming, inbox, taking_back
from mailbot.store.directory import add_address
from mailbot.store.inbox import StoredMail
from mailbot.store.standing import standing
from mailbot.store.submissions import StoredSubmission, load_submission, load_table, submissions_of

TAKEN_AS_IT_IS = ("held", "unreadable")
"""Outcomes that the office may take although nothing in them is provisional."""


def carry(office: Office, order: Order) -> Answer:
    """Carry out an order about a mail, in the caller's transaction."""
    if order.target is None:
        return refused("not-understood", line=order.line)
    mail = inbox.load_mail(office.db, order.target)
    if mail is None:
        return refused("no-mail", mail=order.target)
    if mail.outcome == "received":
        return refused("still-waiting", mail=mail.id)
    return MAIL_ORDERS[order.kind](office, order, mail)


def _assign(office: Office, order: Order, mail: StoredMail) -> Answer:
    named = order.args[0] if order.args else order.unit
    unit = unit_of(office.rulebook, named)
    if unit is None:
        return refused("no-unit", unit=named)
    if taking_back.assigned(office.db, mail.id) == unit:
        return refused("assigned-before", mail=mail.id, unit=_name(office, unit))
    inbox.reopen(office.db, mail.id, office.now, by=order.by, unit=unit)
    return done("assigned", "undo-assign", mail=mail.id, unit=_name(office, unit))


def _confirm(office: Office, order: Order, mail: StoredMail) -> Answer:
    register = "register" in order.args
    if mail.settled_at is not None:
        return _registered(office, order, mail) if register else refused("already-done", mail=mail.id)
    if mail.unit is None:
        return refused("no-unit-named", mail=mail.id)
    if not mail.provisional and mail.outcome not in TAKEN_AS_IT_IS:
        return refused("not-provisional", mail=mail.id)
    if register and not mail.sender:
        return refused("no-sender", mail=mail.id)
    if any(_newer(office, one) for one in _held(office, mail)):
        return refused("newer-stands", mail=mail.id, unit=_name(office, mail.unit))
    _taken(office, order, mail)
    facts = {"mail": mail.id, "unit": _name(office, mail.unit), "key": mail.unit, "address": mail.sender}
    if not register:
        return done("confirmed", "undo-confirm", **facts)
    add_address(office.db, mail.unit, mail.sender, office.now, source="confirmed", by=order.by)
    return done("confirmed-registered", "undo-register", **facts)


def _registered(office: Office, order: Order, mail: StoredMail) -> Answer:
    """Register the address of a mail that was taken before: taking and registering are two acts (interface, 4)."""
    word = taking_back.last_word(office.db, mail.id)
    if mail.unit is None or not mail.sender or word is None or word.kind != "confirmed":
        return refused("already-done", mail=mail.id)
    facts = {"mail": mail.id, "unit": _name(office, mail.unit), "key": mail.unit, "address": mail.sender}
    new = add_address(office.db, mail.unit, mail.sender, office.now, source="confirmed", by=order.by)
    return done("registered", "undo-registered", **facts) if new else refused("already-done", mail=mail.id)


def _taken(office: Office, order: Order, mail: StoredMail) -> None:
    """Take a mail's tables; lists of people that are sure now teach their addresses."""
    for number in confirming.confirm(office.db, mail.id, office.now, by=order.by):
        stored = load_submission(office.db, number)
        if stored is not None and stored.unit is not None and stored.outcome == "filed":
            learn(office.db, stored.unit, load_table(office.db, number), office.now, by=order.by, never=office.ours)


def _ignore(office: Office, order: Order, mail: StoredMail) -> Answer:
    word = taking_back.last_word(office.db, mail.id)
    if word is not None and word.kind == "void":
        return refused("already-done", mail=mail.id)
    confirming.void(office.db, mail.id, office.now, by=order.by, why="office")
    return done("ignored", "undo-ignore", mail=mail.id)


def _retry(office: Office, order: Order, mail: StoredMail) -> Answer:
    """Put a mail back into the queue; an order sent twice does not answer the unit twice."""
    if order.line and mail.outcome != "shunted" and is_by_mail(taking_back.retried_by(office.db, mail.id)):
        return refused("retried-before", mail=mail.id)
    inbox.reopen(office.db, mail.id, office.now, by=order.by)
    return done("retried", "undo-retried", mail=mail.id)


def _undo(office: Office, order: Order, mail: StoredMail) -> Answer:
    """Take back what the office said of a mail last, or what a mail of its own registered."""
    if mail.outcome == "command":
        return _book_undone(office, order, mail)
    word = taking_back.last_word(office.db, mail.id)
    if word is None:
        return refused("nothing-to-undo", mail=mail.id)
    taking_back.take_back(office.db, mail.id, word, office.now, by=order.by)
    return done(f"undone-{word.kind}", f"again-{word.kind}", mail=mail.id, unit=_name(office, word.unit))


def _book_undone(office: Office, order: Order, mail: StoredMail) -> Answer:
    """Take back the addresses and numbers of a mailed workbook; they name the mail that brought them."""
    new, phones = taking_back.take_book_back(office.db, by_mail(mail.sender, mail.id), office.now, by=order.by)
    facts = {"mail": mail.id, "new": new, "phones": phones}
    return done("undone-book", "again-book", **facts) if new or phones else refused("nothing-to-undo", **facts)


def _merge(office: Office, order: Order, mail: StoredMail) -> Answer:
    """Put the items of held tables into the versions that stand (局部更正, 补充)."""
    held = _held(office, mail)
    if not held:
        return refused("nothing-held", mail=mail.id)
    pairs = [(one, standing(office.db, one.unit, one.form, one.area)) for one in held]
    if any(stands is None for _, stands in pairs):
        return refused("nothing-stands", mail=mail.id)
    counts = []
    for one, stands in pairs:
        whole = _merged(office, load_table(office.db, stands.submission if stands else 0), load_table(office.db, one.id))
        confirming.merge(office.db, one.id, whole, office.now, by=order.by)
        counts.append(str(whole.size))
    confirming.settle_as(office.db, mail.id, "merged", office.now, by=order.by)
    return done("merged", "undo-merge", mail=mail.id, unit=_name(office, mail.unit), count="\u3001".join(counts))


def _merged(office: Office, stands: Submission, held: Submission) -> Submission:
    """Judge the whole; what was filed stays filed, because the office wants it so."""
    judged = judge(merged(stands, held), office.rulebook)
    return replace(judged, outcome="filed") if stands.outcome == "filed" else judged


def _replace(office: Office, order: Order, mail: StoredMail) -> Answer:
    """Let held tables displace the versions that stand."""
    if not _held(office, mail):
        return refused("nothing-held", mail=mail.id)
    _taken(office, order, mail)
    return done("replaced", "undo-merge", mail=mail.id, unit=_name(office, mail.unit))


def _held(office: Office, mail: StoredMail) -> list[StoredSubmission]:
    """List the tables of a mail that wait for the office's word and whose unit is known."""
    return [one for one in submissions_of(office.db, mail.id) if one.outcome == "held" and one.unit is not None]


def _newer(office: Office, held: StoredSubmission) -> bool:
    """Tell whether a table that came after a held one stands: to take the old one would displace it unseen."""
    stands = standing(office.db, held.unit, held.form, held.area)
    found = load_submission(office.db, stands.submission) if stands is not None else None
    return found is not None and found.outcome == "filed" and not found.provisional and found.received_at > held.received_at


def _name(office: Office, unit: str | None) -> str:
    rule = office.rulebook.unit_by_key.get(unit or "")
    return rule.name if rule else ""


MAIL_ORDERS: Mapping[str, Callable[[Office, Order, StoredMail], Answer]] = {
    "assign": _assign,
    "confirm": _confirm,
    "ignore": _ignore,
    "merge": _merge,
    "replace": _replace,
    "retry": _retry,
    "undo": _undo,
}
