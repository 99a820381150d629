"""How the machine is, for the digest: what waits, what broke, and mails that lie in the mailbox and would not come."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.letters.board_facts import short_name
from mailbot.letters.clean import masked, one_line
from mailbot.letters.facts import Fact
from mailbot.model.instant import shown
from mailbot.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class UnfetchedLine:
    """A mail that lies in the mailbox and cannot be fetched: its headers, where known; ``waits``: reminders wait for it."""

    units: tuple[str, ...] = ()
    sender: str = ""
    subject: str = ""
    received_at: datetime | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """How the machine is. Instants are None where it never happened; ``faults`` are sentences or codes.

    ``limits`` are codes of caps that letters wait for (per-hour, per-address), ``unsorted`` folders of
    the drop folder that name no unit, ``loose`` files in none of them, ``stuck`` files that cannot be taken.
    """

    last_poll_ok: datetime | None = None
    last_sent: datetime | None = None
    waiting: int = 0
    withheld: int = 0
    unconfirmed: int = 0
    dead_letters: int = 0
    shunted: tuple[int, ...] = ()
    disk_free_gb: int | None = None
    faults: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    unsorted: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    unfetched: tuple[UnfetchedLine, ...] = ()


def health_fact(health: Health, rulebook: Rulebook) -> Fact:
    """Turn it into what the template says."""
    return {
        "last_poll_ok": shown(health.last_poll_ok) if health.last_poll_ok else "",
        "last_sent": shown(health.last_sent) if health.last_sent else "",
        "waiting": health.waiting,
        "withheld": health.withheld,
        "unconfirmed": health.unconfirmed,
        "dead_letters": health.dead_letters,
        "shunted": [f"m{mail}" for mail in health.shunted],
        "disk_free_gb": health.disk_free_gb if health.disk_free_gb is not None else "",
        "faults": [one_line(fault) for fault in health.faults],
        "limits": list(health.limits),
        "unsorted": [masked(one_line(folder, 40)) for folder in health.unsorted],
        "loose": [masked(one_line(file, 40)) for file in health.loose],
        "stuck": [masked(one_line(file, 40)) for file in health.stuck],
        "unfetched": [_unfetched(one, rulebook) for one in health.unfetched],
    }


def _unfetched(one: UnfetchedLine, rulebook: Rulebook) -> Fact:
    return {
        "units": [short_name(unit, rulebook) for unit in one.units],
        "sender": one_line(one.sender, 80),
        "subject": masked(one_line(one.subject, 60), keep=(rulebook.campaign.telephone,)),
        "received_at": shown(one.received_at) if one.received_at else "",
        "waits": one.waits,
    }
