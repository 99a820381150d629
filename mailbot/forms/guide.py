"""A guide out of a catalogue: what a ministry's guide lists, as a unit's table is read.

The office drops any layout that ``check`` reads. Names make the items; what else is said of content,
basis, limit and channels is shown in prefilled forms. Who publishes is each unit's own to say.
"""

from mailbot.model.submission import Item, Submission
from mailbot.rulebook.model import Guide, GuideItem, Rulebook

SHOWN = ("content", "basis", "time_limit", "channels")
"""Columns of a guide that prefilled forms show."""


def guide_of(submission: Submission, area: int, rulebook: Rulebook, *, source: str, complete: bool) -> Guide:
    """Make an area's guide of a catalogue; issuer and document number stay those that were known."""
    known = rulebook.guides.get(area)
    return Guide(
        area=area,
        name=rulebook.area_by_number[area].name,
        issued_by=known.issued_by if known else "",
        document=known.document if known else "",
        complete=complete,
        evidence=(source,),
        item=tuple(_item(number, item) for number, item in enumerate(submission.items, start=1)),
    )


def _item(number: int, item: Item) -> GuideItem:
    first, second, third = ("".join(item.text(key).split()) for key in ("first_level", "second_level", "third_level"))
    elements = {key: item.text(key).strip() for key in SHOWN if item.text(key).strip()}
    return GuideItem(serial=number, first_level=first or second, second_level=third or second, sure=True, elements=elements)
