"""A supplement put into the version that stands, item by item, by the office's word (局部更正, 补充).

A wrong merge is worse than an open question (pitfalls, 94), so nothing here is done unasked.
"""

from dataclasses import replace

from mailbot.model.submission import Item, Submission

NAMELESS = "//"


def merged(standing: Submission, held: Submission) -> Submission:
    """Give a whole table: items of the held one replace those of the same name, the others follow.

    Where several items bear one name, all of the standing ones give way to all of the held ones. The
    table counts as the held file's; each value keeps its own cell. Columns that either has are there.
    """
    named: dict[str, list[Item]] = {}
    for item in held.items:
        if item.identity != NAMELESS:
            named.setdefault(item.identity, []).append(item)
    waiting = dict(named)
    items: list[Item] = []
    for item in standing.items:
        items += waiting.pop(item.identity, []) if item.identity in named else [item]
    items += [item for item in held.items if item.identity == NAMELESS or item.identity in waiting]
    missing = tuple(key for key in standing.missing_columns if key in held.missing_columns)
    columns = {**standing.columns, **held.columns}
    return replace(held, columns=columns, missing_columns=missing, items=tuple(items), people=held.people or standing.people, findings=())
