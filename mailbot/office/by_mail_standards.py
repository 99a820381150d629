"""Lines about the standard in a reply to the digest: 下发标准, 标准定稿, 放弃改稿, 答复 社会救助!7 新增.

A place that names a sheet and a row needs no 答复 before it. What is answered: the key of an item,
新增, 删除, or an area.
"""

import re

from mailbot.model.decision import Order
from mailbot.rulebook.vocabulary import normal

WORDS = {
    "下发标准": "send-standard",
    "下发标准目录": "send-standard",
    "反馈标准": "send-standard",
    "标准定稿": "import-standard",
    "导入标准": "import-standard",
    "放弃改稿": "drop-standard",
}
"""Each line that is an order by itself."""

_BY_ROW = re.compile(r"(?:答复[\s:,]*)?(?P<place>[^=:,]+?!\s?\d+)[\s=:,]+(?P<said>\S+)$")
_BY_NAME = re.compile(r"答复[\s:,]+(?P<place>[^=:]+?)[\s=:,]+(?P<said>\S+)$")


def standard_order(line: str) -> Order | None:
    """Read a line as an order about the standard; None when it is none. ``args`` of an answer: place (folded) and what is said."""
    kind = WORDS.get(normal(line))
    if kind is not None:
        return Order(kind)
    match = _BY_ROW.match(line) or _BY_NAME.match(line)
    return None if match is None else Order("answer-standard", args=(normal(match["place"]), match["said"]))
