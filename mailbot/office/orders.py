"""The orders of the office: one function each, whoever gives them (interface, 3; design, 7).

An order is data; it comes from the command line, from a mail, later from the board. Every one is one
short transaction with an event that says who, when and by which mail.
"""

from mailbot.model.decision import Order
from mailbot.office import corrections, duties, mails, registering
from mailbot.office.answer import Answer as Answer
from mailbot.office.answer import Office as Office
from mailbot.office.answer import refused
from mailbot.store.database import transaction

KINDS = frozenset({*mails.MAIL_ORDERS, *duties.DUTY_ORDERS, *registering.REGISTERING, *corrections.CORRECTING})
"""Every order there is."""


def apply(office: Office, order: Order) -> Answer:
    """Carry out one order; an order that does not fit is answered, never raised."""
    with transaction(office.db):
        return carry(office, order)


def carry(office: Office, order: Order) -> Answer:
    """Carry out one order in the caller's transaction."""
    if order.problem:
        return Answer(done=False, text=order.problem)
    if order.kind in mails.MAIL_ORDERS:
        return mails.carry(office, order)
    if order.kind in duties.DUTY_ORDERS:
        return duties.carry(office, order)
    if order.kind in registering.REGISTERING:
        return registering.REGISTERING[order.kind](office, order)
    if order.kind in corrections.CORRECTING:
        return corrections.CORRECTING[order.kind](office, order)
    return refused("not-understood", line=order.line)
