"""The drop folder: ``data/dropbox/<unit>/``; what lies there is filed for the unit and moved to 已处理.

A folder bears the unit's key, name or alias. A file is moved only after its bytes are stored; found
again after a crash in between, it is the same mail and filed once. A name that says 9月29日收 tells
since when the office has it.
"""

import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailbot import checkpoint
from mailbot.decide.behalf import received_on
from mailbot.jobs.desk import Desk
from mailbot.jobs.filing import Filed, file_by_hand
from mailbot.model.instant import local_day
from mailbot.rulebook.names import unit_of
from mailbot.texts import say

log = logging.getLogger(__name__)

AT_REST = timedelta(seconds=10)
"""A file that changed so lately may still be being copied."""
UNFINISHED = (".tmp", ".part", ".crdownload", ".download", ".lock")


@dataclass(slots=True)
class PickedUp:
    """How many files were filed, and codes of what could not be."""

    new: int = 0
    failed: list[str] = field(default_factory=list)


def pick_up(desk: Desk, now: datetime) -> PickedUp:
    """File what lies in the drop folder. A file that cannot be read stays and is named; the others go on."""
    done = PickedUp()
    processed = _folder(desk) / say("jobs", "dropbox-done")
    for place, unit in _places(desk):
        files = list(_at_rest(desk, place, now))
        if unit is None:
            done.failed += ["drop:no-unit"] if files else []
            continue
        for path in files:
            try:
                _file(desk, unit, path, processed, now)
            except OSError as error:
                log.warning("a file of the drop folder could not be taken: %s", type(error).__name__)
                done.failed.append(f"drop:{type(error).__name__}")
            else:
                done.new += 1
    return done


def unsorted(desk: Desk) -> tuple[str, ...]:
    """Name the folders that hold files and name no unit."""
    return tuple(place.name for place, unit in _places(desk) if unit is None and any(one.is_file() for one in place.iterdir()))


def _folder(desk: Desk) -> Path:
    return desk.settings.home / "data" / "dropbox"


def _places(desk: Desk) -> Iterator[tuple[Path, str | None]]:
    """List the folders of the drop folder, each with its unit."""
    folder = _folder(desk)
    if folder.is_dir():
        for place in sorted(one for one in folder.iterdir() if one.is_dir() and one.name != say("jobs", "dropbox-done")):
            yield place, unit_of(desk.rulebook, unicodedata.normalize("NFC", place.name))


def _file(desk: Desk, unit: str, path: Path, processed: Path, now: datetime) -> None:
    if path.stat().st_size > desk.settings.limits.mail_mb << 20:
        raise OSError(path.name)
    name = unicodedata.normalize("NFC", path.name)
    received_at = received_on(name, now)
    file_by_hand(desk.db, desk, Filed(unit, name, path.read_bytes(), received_at=received_at), now, by="drop")
    checkpoint.reach("drop.stored")
    target = processed / f"{local_day(now).isoformat()}-{unit}-{name}"
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{local_day(now).isoformat()}-{unit}-{number}-{name}")
    path.rename(target)
    checkpoint.reach("drop.moved")


def _at_rest(desk: Desk, place: Path, now: datetime) -> Iterator[Path]:
    """List the files of a folder that nobody is writing any more."""
    for path in sorted(place.iterdir()):
        if not path.is_file() or path.name.startswith((".", "~$")) or path.suffix.lower() in UNFINISHED:
            continue
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if desk.simulated or not now - AT_REST < changed <= now:
            yield path
