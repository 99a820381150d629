"""The nearest thing that a line which is no order could have been: an example to copy, never carried out."""

import re

from mailbot.letters.board_facts import short_name
from mailbot.office.by_mail_duties import DAY, UNIT_WORDS
from mailbot.office.by_mail_mails import MAIL_WORDS, Asked
from mailbot.rulebook.names import find_area, find_units

BEFORE_UNIT = ("延期", "暂停提醒", "恢复提醒", "明日不提醒", "明日照常提醒", "备注", "抄送领导", "不抄送领导")
"""Words that stand before the unit in our examples."""

_NUMBER = re.compile(r"m\d{1,6}|(?<!\d)\d{1,2}(?!\d)")
_REFUSED = re.compile(r"不|别|拒|删|退")
_TO_UNIT = re.compile(r"归|属于|是")


def near(line: str, asked: Asked) -> str:
    """Write the order that a line most looks like; "" where it looks like none."""
    word = next((known for known in UNIT_WORDS if known in line), "")
    units = [short_name(key, asked.rulebook) for key, _ in find_units(asked.rulebook, line)]
    if word:
        return _about_unit(word, units, line, asked)
    numbers = _NUMBER.findall(DAY.sub("", line))
    if numbers and units and _TO_UNIT.search(line):
        return f"{numbers[0]} 归属 {units[0]}"
    known = next((one for one in MAIL_WORDS if one in line), "")
    if not numbers:
        return f"{next(iter(asked.questions))} {known}" if known and asked.questions else ""
    if "取消" in line:
        return f"撤销 {numbers[0]}"
    return f"{numbers[0]} {known if known and not _refused(line, known) else '作废' if _REFUSED.search(line) else '收下'}"


def _refused(line: str, word: str) -> bool:
    """Tell whether a word stands there to be denied: 不收下."""
    return bool(re.search(rf"(?:不|别|勿)\s*(?:要|能|可)?\s*{word}", line))


def _about_unit(word: str, units: list[str], line: str, asked: Asked) -> str:
    unit = units[0] if units else "单位名称"
    day = DAY.search(line)
    if word.startswith("延期"):
        return f"延期 {unit} {day[0] if day else '10月12日'} 原因"
    if word in BEFORE_UNIT:
        return f"{word} {unit}"
    areas = [asked.rulebook.area_by_number[number].name for number in find_area(asked.rulebook, line)]
    return f"{unit} {areas[0] if areas else '领域名称'} {word}"
