"""A person edits the draft; every item's fate is told right, or asked for."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.model.standard import Entry
from mailbot.standards.reconcile import GONE, NEW, Question, Reconciled, reconcile
from mailbot.standards.rows import Edited, Row
from tests.standards.builders import entries, entry, rules
from tests.standards.edits import BASIS, CONTENT, SECOND, SHEETS, Line, lines, read, workbook, written

BASE = entries()
BOOK = workbook(BASE)
LINES = lines(BOOK)
KNOWN = {one.key: one for one in BASE}
NEW_NAMES = ("留守儿童探访记录", "慈善信托备案结果", "殡葬收费公示", "地名命名决定", "社会组织年检结论")


def settled(base: tuple[Entry, ...], workbook_rows: Edited, **answers: str) -> Reconciled:
    return reconcile(base, {one.key: one for one in base}, workbook_rows, rules(), answers=answers, prefix="n1-")


@st.composite
def edits(draw: st.DrawFn) -> list[Line]:
    """Delete, retype, rename, move, split and insert rows, lose a key, and put them into another order."""
    rows: list[Line] = []
    for line in LINES:
        match draw(st.sampled_from(("keep",) * 12 + ("delete", "retype", "rename", "move", "split", "other", "unkeyed"))):
            case "delete":
                continue
            case "retype":
                rows.append(line.put(CONTENT, line.cells[CONTENT] + "；监督电话", "retyped"))
            case "other":
                rows.append(line.put(BASIS, "《中华人民共和国政府信息公开条例》", "retyped"))
            case "rename":
                rows.append(line.put(SECOND, f"{line.cells[SECOND][:2]}公示要求", "renamed"))
            case "move":
                rows.append(replace(line, area=11 - line.area, done="moved"))
            case "split":
                rows += [line, replace(line.put(SECOND, f"{line.cells[SECOND]}（乡镇）", "split"), item=None, origin=line.item or "")]
            case "unkeyed":
                rows.append(replace(line, cells=(*line.cells[:-2], "", "")))
            case _:
                rows.append(line)
    for n in draw(st.sets(st.integers(0, len(NEW_NAMES) - 1), max_size=3)):
        name = NEW_NAMES[n]
        cells = ("", "其他", name, f"{name}全文及附表", *LINES[0].cells[4:-2], "", "")
        rows.append(Line(draw(st.sampled_from((5, 6))), None, cells, "inserted"))
    return draw(st.permutations(rows)) if draw(st.booleans()) else rows


def places(rows: list[Line]) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for area, sheet in SHEETS.items():
        found |= {f"{sheet}!{n}": line for n, line in enumerate((row for row in rows if row.area == area), start=4)}
    return found


@settings(max_examples=30, deadline=None)
@given(rows=edits(), merged=st.booleans())
def test_with_its_keys_every_edit_of_a_person_is_told_right_without_a_question(rows: list[Line], *, merged: bool) -> None:
    found = settled(BASE, read(written(BOOK, rows, keys=True, merged=merged)))
    assert found.questions == ()
    for place, line in places(rows).items():
        assert found.rows[place] == line.item if line.item else found.rows[place].startswith("n1-"), line
    assert set(found.removed) == KNOWN.keys() - {line.item for line in rows}
    origins = {one.key: one.item for one in found.entries}
    assert all(origins[found.rows[place]] == KNOWN[line.origin].item for place, line in places(rows).items() if line.origin)
    assert all(one.area == line.area for one in found.entries for line in rows if line.item == one.key)


@settings(max_examples=30, deadline=None)
@given(rows=edits(), merged=st.booleans())
def test_without_keys_nothing_is_guessed(rows: list[Line], *, merged: bool) -> None:
    found = settled(BASE, read(written(BOOK, rows, keys=False, merged=merged)))
    asked = {question.place: {one.key for one in question.options} for question in found.questions}
    for place, line in places(rows).items():
        if line.done in ("", "retyped"):
            assert found.rows.get(place) == line.item or line.item in asked.get(place, ()), line
        elif line.item:
            assert found.rows.get(place) == line.item or line.item in asked[place], line
        else:
            assert place in asked or found.rows[place].startswith("n1-"), line
    here = {line.item for line in rows}
    assert here.isdisjoint(found.removed)
    offered = set().union(*asked.values())
    assert all(key in found.removed or key in offered for key in KNOWN.keys() - here)


def row(where: str, key: str, name: str, area: int | None = 5, **elements: str) -> Row:
    texts = {**entry(0, name).elements, **elements}
    return Row(where, area, key, texts)


def kinds(questions: tuple[Question, ...]) -> list[tuple[str, str, list[str]]]:
    return [(one.kind, one.place, [option.key for option in one.options]) for one in questions]


TWO = (entry(1, "审核信息"), entry(2, "机构名录"))


def test_a_key_over_another_item_is_asked() -> None:
    rows = Edited((row("社会救助!4", "i1", "地名命名决定", content="地名"), row("社会救助!5", "i2", "机构名录")))
    assert kinds(settled(TWO, rows).questions) == [("unlike", "社会救助!4", ["i1"])]
    assert kinds(settled(TWO, rows, **{"社会救助!4": "i1"}).questions) == []
    assert settled(TWO, rows, **{"社会救助!4": NEW}).removed == ("i1",)


def test_keys_left_behind_by_a_sort_of_the_visible_columns_are_not_believed() -> None:
    found = settled(TWO, Edited((row("社会救助!4", "i2", "审核信息"), row("社会救助!5", "i1", "机构名录"))))
    assert (found.questions, dict(found.rows)) == ((), {"社会救助!4": "i1", "社会救助!5": "i2"})


def test_two_rows_that_both_kept_the_name_of_one_item_are_asked() -> None:
    rows = Edited(
        (
            row("社会救助!4", "i1", "审核信息", content="甲"),
            row("社会救助!5", "i1", "审核信息", content="乙"),
            row("社会救助!6", "i2", "机构名录"),
        )
    )
    assert kinds(settled(TWO, rows).questions) == [("twice", "社会救助!4", ["i1"]), ("twice", "社会救助!5", ["i1"])]
    found = settled(TWO, rows, **{"社会救助!4": "i1", "社会救助!5": NEW})
    assert (found.questions, dict(found.rows)) == ((), {"社会救助!4": "i1", "社会救助!5": "n1-1", "社会救助!6": "i2"})


def test_an_item_split_into_two_other_names_leaves_two_new_items_that_go_back_to_it() -> None:
    found = settled(TWO, Edited((row("1!4", "i1", "初审信息"), row("1!5", "i1", "复审信息"), row("1!6", "i2", "机构名录"))))
    assert [(one.key, one.item) for one in found.entries] == [("n1-1", 1), ("n1-2", 1), ("i2", 2)]
    assert found.removed == ("i1",)


def test_an_area_that_is_gone_as_a_whole_is_asked_once() -> None:
    base = (*TWO, entry(3, "养老机构", area=6))
    rows = Edited((row("社会救助!4", "i1", "审核信息"), row("社会救助!5", "i2", "机构名录")))
    assert kinds(settled(base, rows).questions) == [("area-gone", "6", ["i3"])]
    assert settled(base, rows, **{"6": GONE}).removed == ("i3",)


def test_a_new_row_on_a_sheet_that_names_no_area_is_asked() -> None:
    rows = Edited(
        (row("1!4", "i1", "审核信息", area=None), row("1!5", "i2", "机构名录"), row("1!6", "", "地名命名决定", area=None, content="地名"))
    )
    assert kinds(settled(TWO, rows).questions) == [("area-unknown", "1!6", [])]


def test_an_item_removed_before_comes_back_by_its_key() -> None:
    gone = entry(9, "救助标准")
    known = {one.key: one for one in (*TWO, gone)}
    rows = Edited((row("1!4", "i1", "审核信息"), row("1!5", "i2", "机构名录"), row("1!6", "i9", "救助标准")))
    found = reconcile(TWO, known, rows, rules(), answers={}, prefix="n2-")
    assert found.rows["1!6"] == "i9"


def test_a_row_renamed_to_what_another_row_is_called_keeps_its_key() -> None:
    found = settled(TWO, Edited((row("1!4", "i1", "审核信息"), row("1!5", "i2", "审核信息", content=TWO[1].text("content")))))
    assert (found.questions, dict(found.rows)) == ((), {"1!4": "i1", "1!5": "i2"})


def test_all_items_a_row_may_be_are_offered_those_of_its_group_first() -> None:
    base = tuple(
        entry(n, "政策法规文件", first=first) for n, first in enumerate(("综合业务", "最低生活保障", "特困供养", "临时救助"), start=1)
    )
    rows = Edited(
        (replace(row("社会救助!4", "", "政策公示", first_level="临时救助"), elements={**base[3].elements, "second_level": "政策公示"}),)
    )
    assert kinds(settled(base, rows).questions) == [("resembles", "社会救助!4", ["i4", "i1", "i2", "i3"])]
