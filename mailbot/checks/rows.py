"""Looking across the rows: how many, which twice, which with hardly a word; notes, all of them."""

from collections.abc import Iterator

from mailbot.checks.cells import Cells, name_of
from mailbot.model.submission import Finding, Item

IDENTITY = ("first_level", "second_level", "third_level", "content", "publisher")


def content_short(cells: Cells) -> Iterator[Finding]:
    """Find a 公开内容 that hardly says anything."""
    least = cells.form.thresholds.get("content_short", 5)
    for text, entries in cells.texts("content"):
        if len(text) < 2 * least and len("".join(text.split())) < least:
            yield from cells.finding("content-short", "content", text, entries)


def identical_rows(cells: Cells) -> Iterator[Finding]:
    """Find rows that say the same as an earlier one in name, content and publisher."""
    if len(cells.by_text["content"]) == len(cells.submission.items):
        # Each item has a content of its own.
        return
    first: dict[tuple[str, ...], Item] = {}
    for item in cells.submission.items:
        key = tuple(item.text(part) for part in IDENTITY)
        earlier = first.setdefault(key, item)
        if earlier is not item and earlier.row != item.row:
            other = cells.place("second_level", earlier)
            yield Finding("identical-rows", cells.place("second_level", item), facts={"item": name_of(item), "other": other})


def item_count(cells: Cells) -> Iterator[Finding]:
    """Tell that there are far fewer or more items than in the ministry's guide (rules/areas.toml)."""
    area = cells.rulebook.area_by_number.get(cells.submission.area or 0)
    count = len(cells.submission.items)
    if area is None or not count:
        return
    facts: dict[str, str | int] = {"count": count, "area": area.name}
    if count < area.min_items:
        yield Finding("item-count-low", cells.heading(), facts={**facts, "limit": area.min_items})
    elif count > area.max_items:
        yield Finding("item-count-high", cells.heading(), facts={**facts, "limit": area.max_items})
