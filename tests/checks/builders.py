"""Tables as forms hands them over, in a few words."""

from collections.abc import Mapping
from functools import cache

from mailbot.model.submission import Item, Person, Submission, Value
from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook

LETTERS = {
    "serial": "A",
    "first_level": "B",
    "second_level": "C",
    "content": "D",
    "basis": "E",
    "time_limit": "F",
    "publisher": "G",
    "channels": "H",
    "audience_public": "I",
    "audience_specific": "J",
    "method_active": "K",
    "method_on_request": "L",
}
ROW = {
    "first_level": "综合业务",
    "content": "●文件名称；●文号；●发文部门；●全文",
    "basis": "《中华人民共和国政府信息公开条例》（国务院令第711号）、《社会救助暂行办法》",
    "time_limit": "信息形成或者变更之日起20个工作日内",
    "publisher": "赤壁市民政局",
    "channels": "■政府网站 ■两微一端",
}
FIRST_ROW = 4


@cache
def rulebook() -> Rulebook:
    return load_rulebook(None)


def item(number: int, changes: Mapping[str, object]) -> Item:
    """Build an item of row 4 and on; ``changes`` replace texts, or flags, ``notes`` and ``wheres`` by column."""
    row = FIRST_ROW + number
    texts = {"serial": str(number + 1), "second_level": f"事项{number + 1}", **ROW}
    texts |= {key: str(value) for key, value in changes.items() if key in LETTERS and key != "channels_read"}
    notes = dict(changes.get("notes", {}))  # type: ignore[call-overload]
    wheres = dict(changes.get("wheres", {}))  # type: ignore[call-overload]
    values = {key: Value(text, wheres.get(key, f"社会救助!{LETTERS[key]}{row}"), notes.get(key, "")) for key, text in texts.items()}
    flags: dict[str, object] = {"public": True, "active": True, "channels": ("政府网站", "两微一端")}
    flags |= {key: value for key, value in changes.items() if key in {"public", "specific", "active", "on_request", "extra"}}
    if "channels_read" in changes:
        flags["channels"] = changes["channels_read"]
    return Item(row, values, **flags)  # type: ignore[arg-type]


def catalogue(*rows: Mapping[str, object], area: int | None = 5, without: tuple[str, ...] = ()) -> Submission:
    """Build a catalogue of these rows; ``without`` are columns that the table does not have."""
    columns = {key: key for key in LETTERS if key not in without}
    built = (item(number, changes) for number, changes in enumerate(rows))
    items = tuple(one._replace(values={key: value for key, value in one.values.items() if key not in without}) for one in built)
    return Submission(
        form="catalogue",
        file="1",
        sheet="社会救助",
        heading_rows=(2, 3),
        unit="civil-affairs",
        area=area,
        columns=columns,
        column_letters={key: LETTERS[key] for key in columns},
        items=items,
    )


def rows(count: int, **changes: object) -> list[dict[str, object]]:
    """List so many plain rows, all with the same changes."""
    return [dict(changes) for _ in range(count)]


def person(role: str, name: str = "赵一", post: str = "副局长", **more: object) -> Person:
    row = 3 if role == "leader" else 4
    contact = str(more.pop("contact", "0715-5550001"))
    values: dict[str, object] = {"phones": (contact,) if contact else (), "odd_numbers": (), "row": row} | more
    cells = {
        key: Value(text, f"Sheet1!{letter}{values['row']}")
        for key, letter, text in zip(("name", "post", "contact"), "BCD", (name, post, contact), strict=True)
    }
    return Person(role=role, **cells, **values)  # type: ignore[arg-type]


def liaison(*people: Person, named_unit: str = "", unit: str = "civil-affairs") -> Submission:
    return Submission(
        form="liaison",
        file="1",
        sheet="Sheet1",
        heading_rows=(2,),
        unit=unit,
        named_unit=named_unit,
        columns={"name": "姓名", "post": "职务", "contact": "联系方式"},
        column_letters={"name": "B", "post": "C", "contact": "D"},
        people=people,
    )
