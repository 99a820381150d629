"""The drop folder: ``data/dropbox/<unit>/``; what lies there is filed for the unit and moved to 已处理.

A folder bears the unit's key, name or alias. A file is moved only after its bytes are stored; found
again after a crash in between, it is the same mail and filed once. A name that says 9月29日收 tells
since when the office has it.
"""

import logging
import os
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

from mailbot import checkpoint
from mailbot.decide.behalf import received_on
from mailbot.jobs.desk import Desk
from mailbot.jobs.filing import Filed, file_by_hand
from mailbot.model.instant import local_day
from mailbot.reading.clean import clean_line
from mailbot.rulebook.names import unit_of
from mailbot.texts import say

log = logging.getLogger(__name__)

AT_REST = timedelta(seconds=10)
"""A file that changed so lately may still be being copied."""
LONGEST_NAME = 160
"""Bytes of a file's name that are kept; Linux takes 255 with the day and the unit."""
UNFINISHED = (".tmp", ".part", ".crdownload", ".download", ".lock")


@dataclass(slots=True)
class PickedUp:
    """How many files were filed, and codes of what could not be."""

    new: int = 0
    failed: list[str] = field(default_factory=list)


def pick_up(desk: Desk, now: datetime) -> PickedUp:
    """File what lies in the drop folder. A file that cannot be taken stays and is named; the others go on."""
    done = PickedUp()
    processed = _folder(desk) / say("jobs", "dropbox-done")
    for place, unit in _places(desk):
        try:
            files = [path for path in _files(place) if desk.simulated or _at_rest(path, now)]
        except OSError as error:
            done.failed.append(f"drop:{type(error).__name__}")
            continue
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


@dataclass(frozen=True, slots=True)
class Left:
    """What lies there and is not taken: in folders that name no unit, in none, and files that cannot be read."""

    folders: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def left(desk: Desk) -> Left:
    """Tell the office what it must put elsewhere, or look at."""
    folder = _folder(desk)
    places = tuple(_places(desk))
    return Left(
        tuple(_readable(place.name) for place, unit in places if unit is None and _files(place)),
        tuple(_readable(path.name) for path in _files(folder, nested=False)) if folder.is_dir() else (),
        tuple(_readable(path.name) for place, unit in places if unit for path in _files(place) if not _may_be_taken(desk, path)),
    )


def _folder(desk: Desk) -> Path:
    return desk.settings.home / "data" / "dropbox"


def _places(desk: Desk) -> Iterator[tuple[Path, str | None]]:
    """List the folders of the drop folder, each with its unit."""
    folder = _folder(desk)
    if folder.is_dir():
        for place in sorted(one for one in folder.iterdir() if one.is_dir() and one.name != say("jobs", "dropbox-done")):
            yield place, unit_of(desk.rulebook, _readable(place.name))


def _files(place: Path, *, nested: bool = True) -> list[Path]:
    """List the files of a folder and of the folders in it, without those that a program is about to make."""
    found = sorted(place.rglob("*") if nested else place.iterdir())
    return [path for path in found if path.is_file() and not _hidden(path.relative_to(place)) and path.suffix.lower() not in UNFINISHED]


def _hidden(path: Path) -> bool:
    return path.name.startswith("~$") or any(part.startswith(".") for part in path.parts)


def _at_rest(path: Path, now: datetime) -> bool:
    """Tell whether nobody is writing a file any more; a copy may bear the time of its original, its change of state does not."""
    status = path.stat()
    changed = datetime.fromtimestamp(max(status.st_mtime, status.st_ctime), UTC)
    return not now - AT_REST < changed <= now


def _may_be_taken(desk: Desk, path: Path) -> bool:
    return path.stat().st_size <= desk.settings.limits.mail_mb << 20 and os.access(path, os.R_OK)


def _file(desk: Desk, unit: str, path: Path, processed: Path, now: datetime) -> None:
    if not _may_be_taken(desk, path):
        raise PermissionError(path.name)
    name = _readable(path.name)
    received_at = received_on(name, now)
    file_by_hand(desk.db, desk, Filed(unit, name, path.read_bytes(), received_at=received_at), now, by="drop")
    checkpoint.reach("drop.stored")
    processed.mkdir(parents=True, exist_ok=True)
    begin, short, number = f"{local_day(now).isoformat()}-{unit}-", _short(name), 1
    while (target := processed / f"{begin}{f'{number}-' if number > 1 else ''}{short}").exists():
        number += 1
    path.rename(target)
    checkpoint.reach("drop.moved")


def _readable(name: str) -> str:
    """Tell a file's name as a person reads it: archives unpacked elsewhere leave GBK bytes, and a name may hold a line's end."""
    written = os.fsencode(name)
    for charset in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return clean_line(unicodedata.normalize("NFC", written.decode(charset))) or "file"
    return clean_line(written.decode("utf-8", "replace")) or "file"


def _short(name: str) -> str:
    """Cut a name to what a file system takes with something before it; its ending stays."""
    whole = PurePath(name.replace("/", "_"))
    kept = whole.suffix.encode()[:24]
    return (whole.stem.encode()[: LONGEST_NAME - len(kept)]).decode("utf-8", "ignore") + kept.decode("utf-8", "ignore")
