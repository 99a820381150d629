"""Which items of the ministry's guide a table does not have.

Only guides known to be complete are asked, and of those only names that were seen (shared/guides):
counties may merge, rename and leave out, so this is a note with the names and never more.
"""

from collections.abc import Iterable, Iterator

from mailbot.checks.cells import Cells
from mailbot.model.submission import Finding, Item
from mailbot.rulebook.model import Guide, GuideItem

ALIKE = 75.0
"""Per cent of likeness (rapidfuzz) from which two names count as one."""

NAMES_TOLD = 8


def guide_items_missing(cells: Cells) -> Iterator[Finding]:
    """Find items of a complete guide that no row resembles."""
    guide = cells.rulebook.guides.get(cells.submission.area or 0)
    if guide is None or not guide.complete or not cells.submission.items:
        return
    present = {name for item in cells.submission.items for name in _names(item)}
    missing = [_name(wanted) for wanted in guide.item if wanted.sure and not _among(_name(wanted), present)]
    if missing:
        names = "\u3001".join(missing[:NAMES_TOLD]) + ("\u2026" if len(missing) > NAMES_TOLD else "")
        yield Finding("guide-items-missing", cells.heading(), facts={"area": guide.name, "count": len(missing), "names": names})


def covered(names: Iterable[str], guide: Guide) -> tuple[int, int]:
    """Count a guide's sure items, and those of them that some name resembles."""
    present = {"".join(name.split()) for name in names} - {""}
    sure = [item for item in guide.item if item.sure]
    return len(sure), sum(1 for item in sure if present and _among(_name(item), present))


def _name(wanted: GuideItem) -> str:
    return "".join((wanted.second_level or wanted.first_level).split())


def _names(item: Item) -> Iterator[str]:
    for key in ("first_level", "second_level", "third_level"):
        if text := "".join(item.text(key).split()):
            yield text


def _among(name: str, present: set[str]) -> bool:
    if any(name in other or other in name for other in present):
        return True
    # Imported here because most tables have no complete guide and start-up counts.
    from rapidfuzz import process

    return process.extractOne(name, present, score_cutoff=ALIKE) is not None
