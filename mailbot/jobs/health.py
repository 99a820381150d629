"""A small file that says how the worker does, for supervisors that do not speak SQL: data/health.json.

Written whole or not at all after every pass. Counts, codes and instants; nothing of anybody.
"""

import contextlib
import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mailbot import __version__, checkpoint
from mailbot.jobs import alarm
from mailbot.jobs.desk import Desk
from mailbot.model.instant import parse_instant, shown
from mailbot.store.status import health

log = logging.getLogger(__name__)

NAME = "health.json"
SLACK = timedelta(minutes=30)
"""A pass may take so long, beside three missed bells, before the file counts as stale."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the file says of the worker: codes of what is wrong, empty when all is well."""

    wrong: tuple[str, ...]
    facts: dict[str, Any]


def write_health(desk: Desk, now: datetime, failed: Sequence[str]) -> None:
    """Write the file; a disk that does not take it is a line in the log."""
    if desk.rehearsal:
        return
    figures = health(desk.db)
    failing = {what: alarm.failing_since(desk, what) for what in (alarm.POLL, alarm.SEND)}
    facts = {
        "at": shown(now),
        "version": __version__,
        "failed": list(failed),
        "failing": {what: {"since": shown(found[0]), "code": found[1]} for what, found in failing.items() if found},
        "last_poll_ok": shown(figures.last_poll_ok) if figures.last_poll_ok else None,
        "last_sent": shown(figures.last_sent) if figures.last_sent else None,
        "oldest_waiting": shown(figures.oldest_waiting) if figures.oldest_waiting else None,
        "waiting_mails": figures.waiting_mails,
        "shunted": figures.shunted,
        "held": figures.held,
        "fetch_failures": figures.fetch_failures,
        "letters": figures.outbox,
        "schema": figures.schema,
    }
    path = path_of(desk.settings.home)
    try:
        _write(path, json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        log.warning("health file not written: %s", type(error).__name__)


def path_of(home: Path) -> Path:
    """Tell where the file of a home lies."""
    return home / "data" / NAME


def judge(path: Path, now: datetime, *, poll_minutes: float, after_minutes: int) -> Opinion:
    """Tell what is wrong by the file: none, stale, or failing for longer than an alarm waits."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        written = parse_instant(facts["at"])
        failing = {what: parse_instant(one["since"]) for what, one in facts["failing"].items()}
    except FileNotFoundError:
        return Opinion(("no-health-file",), {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Opinion(("bad-health-file",), {})
    wrong = ["stale"] if now - written > timedelta(minutes=3 * poll_minutes) + SLACK else []
    wrong += [f"{what}-failing" for what, since in failing.items() if now - since >= timedelta(minutes=after_minutes)]
    wrong += ["shunted"] if facts.get("shunted") else []
    return Opinion(tuple(wrong), facts)


def _write(path: Path, text: str) -> None:
    waiting = path.with_suffix(".tmp")
    with contextlib.suppress(FileNotFoundError):
        waiting.unlink()
    descriptor = os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    checkpoint.reach("health.writing")
    waiting.replace(path)
