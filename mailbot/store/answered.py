"""Questions to the office that answered themselves: a sure table came for everything a mail was about.

A unit that sends its table after a scan that nobody could read, or after a stranger sent for it, leaves
nothing to decide (design, 5: superseded by any filed version). What a person has put in doubt stays.
"""

_SURE = (
    "EXISTS (SELECT 1 FROM submission AS sure WHERE sure.unit = {0}.unit AND sure.form = {0}.form AND sure.area IS {0}.area"
    " AND sure.outcome = 'filed' AND sure.provisional = 0 AND sure.voided_at IS NULL AND sure.ranked_at > inbox.received_at)"
)
_MARKS = "SELECT 1 FROM received AS mark WHERE mark.mail = inbox.id AND mark.voided_at IS NULL"
_TABLES = "SELECT 1 FROM submission AS came WHERE came.mail = inbox.id AND came.voided_at IS NULL AND came.provisional = 1"

ANSWERED = (
    "(outcome NOT IN ('held', 'shunted')"
    f" AND (EXISTS ({_MARKS}) OR EXISTS ({_TABLES}))"
    f" AND NOT EXISTS ({_MARKS} AND NOT {_SURE.format('mark')})"
    f" AND NOT EXISTS ({_TABLES} AND NOT {_SURE.format('came')}))"
)
"""Holds of a row of ``inbox`` whose every duty has a sure table that came later."""
