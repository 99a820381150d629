import re
from pathlib import Path

import pytest

import mailbot
from mailbot.store import inbox
from mailbot.store.database import transaction
from mailbot.texts import sentences
from tests.cli.builders import at_home
from tests.office_day.builders import digest, order
from tests.season.builders import OFFICE, STRANGER, instant, stage, table, words

NAMED = re.compile(r"^[ -]*([^\uff1a\s]+)\uff1a")
OURS = {"Message-ID"}
RECORDED = re.compile(r"(?:Event\(|note\(db, )\"([a-z-]+)\"")


@pytest.mark.parametrize("ident", ["m1", "m2", "m3", "s1", "l1"])
def test_a_story_for_people_names_everything_in_chinese(lived: Path, ident: str) -> None:
    said = at_home(lived, "show", ident)
    names = {found[1] for line in said.out.splitlines() if (found := NAMED.match(line))}
    assert said.code == 0
    assert len(names) > 5
    assert {name for name in names if name.isascii()} <= OURS


def test_a_story_tells_what_happened_in_order_and_in_words(lived: Path) -> None:
    told = at_home(lived, "show", "m1").out.partition("经过：")[2].splitlines()[1:]
    assert [line.split()[1] for line in told[:3]] == ["收到", "信件待发", "判定"]
    assert [line.split()[0] for line in told] == sorted(line.split()[0] for line in told)
    assert all(line.split()[1] in sentences("cli").values() for line in told)


def test_every_event_of_a_mail_or_a_letter_has_a_word() -> None:
    folder = Path(mailbot.__file__).parent
    kinds = {kind for path in folder.rglob("*.py") for kind in RECORDED.findall(path.read_text("utf-8"))}
    assert len(kinds) > 30
    assert {kind for kind in kinds if f"event-{kind}" not in sentences("cli")} == set()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a stranger's mail came three times, was taken by the office, judged again and acknowledged."""
    folder = tmp_path_factory.mktemp("told")
    with stage(folder) as played:
        played.register("civil-affairs")
        content = table(played.rulebook, (5,), when="2020-09-24T11:00", sender=STRANGER)
        (reply, *_) = played.answer(content, "2020-09-24T11:00")
        played.answer(content + b"\r\n", "2020-09-24T11:10")
        played.answer(content, "2020-09-24T11:20")
        thanks = words("收到，谢谢。", when="2020-09-24T11:30", sender=STRANGER, subject=f"Re: {reply.subject}", answers=reply.identifier)
        played.answer(thanks, "2020-09-24T11:30")
        day = digest(played, "2020-09-24T16:30")
        played.answer(order(day, "1 收下", "9 收下", when="2020-09-24T17:00"), "2020-09-24T17:00")
        with transaction(played.desk.db):
            inbox.reopen(played.desk.db, 1, instant("2020-09-24T18:00"), by="command-line")
        played.tick("2020-09-24T18:00")
    return folder


def test_a_mail_tells_where_it_lay_who_repeated_it_whose_it_is_and_every_decision(told: Path) -> None:
    shape = at_home(told, "show", "m1", "--json").shape
    assert shape["mail"]["places"] == ["inbox 1:1", "inbox 1:3"]
    assert shape["mail"]["repeated_by"] == ["m2"]
    assert {(one["unit"], one["kind"], one["seen"]) for one in shape["evidence"]} >= {("civil-affairs", "area", "社会救助")}
    kinds = [one["kind"] for one in shape["events"]]
    assert [kinds.count(kind) for kind in ("received", "confirmed", "reopened")] == [1, 1, 1]
    assert [one["decision"] for one in shape["events"] if one["kind"] == "decided"] == [1, 2]
    assert next(one for one in shape["events"] if one["kind"] == "confirmed")["by"] == f"{OFFICE} m4"
    assert {one["state"] for one in shape["letters"]} == {"sent"}
    repeated = at_home(told, "show", "m2", "--json").shape["mail"]
    assert (repeated["duplicate_of"], repeated["attachments"][0]["reason"]) == ("m1", "same-as-before")


def test_a_mail_of_the_office_tells_each_order_and_what_was_answered(told: Path) -> None:
    orders = at_home(told, "show", "m4", "--json").shape["orders"]
    assert [(one["line"], one["done"]) for one in orders] == [("1 收下", True), ("9 收下", False)]
    assert all(one["answer"] for one in orders)
    lines = at_home(told, "show", "m4").out.partition("办理的指令：")[2].splitlines()[1:3]
    assert ["未办" in line for line in lines] == [False, True]


def test_a_letter_tells_who_acknowledged_it(told: Path) -> None:
    assert at_home(told, "show", "l1", "--json").shape["letter"]["acknowledged_by"] == ["m3"]
    assert "对方确认收到：m3" in at_home(told, "show", "l1").out


def test_what_programs_keep_to_take_a_decision_back_is_not_for_people(told: Path) -> None:
    for ident in ("m1", "m2", "m3", "m4", "l1"):
        said = at_home(told, "show", ident).out
        assert "{" not in said.partition("经过：")[2]
        names = {found[1] for line in said.splitlines() if (found := NAMED.match(line))}
        assert {name for name in names if name.isascii()} <= OURS
