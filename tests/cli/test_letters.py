from pathlib import Path

import pytest

from mailbot.store.database import open_database
from mailbot.store.outbox import list_letters
from tests.cli.builders import at_home
from tests.season.builders import shipped

LETTER = {
    "id", "key", "kind", "template", "to", "copies", "unit", "subject", "message_id", "state", "attempts", "error", "due_at",
    "created_at", "sent_at",
}  # fmt: skip


def state_of(home: Path, ident: str) -> str:
    return str(at_home(home, "show", ident, "--json").shape["letter"]["state"])


def dead_letter(home: Path) -> str:
    with open_database(home / "data" / "mailbot.sqlite", campaign=shipped().campaign.key, readonly=True) as db:
        (letter,) = list_letters(db, ("dead",))
    return f"l{letter.id}"


def test_the_list_shows_what_has_not_left(lived: Path) -> None:
    done = at_home(lived, "outbox", "list", "--json")
    assert done.code == 0
    assert all(set(letter) == LETTER for letter in done.shape)
    assert {letter["state"] for letter in done.shape} == {"withheld", "dead"}
    assert {letter["state"] for letter in at_home(lived, "outbox", "list", "--state", "sent", "--json").shape} == {"sent"}
    assert "withheld" in at_home(lived, "outbox", "list").out


def test_a_letter_is_shown_as_it_will_leave(lived: Path) -> None:
    out = at_home(lived, "outbox", "show", "l1").out
    assert "Subject: 已收到，请补正1处：赤壁市民政局社会救助、养老服务领域目录" in out
    assert "赤壁市民政局：" in out
    assert "[目录（标注）.xlsx]" in out


@pytest.mark.parametrize("words", [("l1",), ("--all",)])
def test_withheld_letters_are_released_and_leave(home: Path, words: tuple[str, ...]) -> None:
    assert at_home(home, "outbox", "release", *words).code == 0
    assert state_of(home, "l1") == "waiting"
    assert at_home(home, "tick", "--json").shape["sent"] == 1
    assert state_of(home, "l1") == "sent"
    assert at_home(home, "outbox", "release", "--all").code == 1


def test_a_letter_is_dropped_and_brought_back(home: Path) -> None:
    assert at_home(home, "outbox", "drop", "l1").code == 0
    assert state_of(home, "l1") == "dropped"
    assert at_home(home, "outbox", "drop", "l1").code == 1
    assert at_home(home, "outbox", "retry", "l1").code == 0
    assert state_of(home, "l1") == "waiting"


def test_a_dead_letter_is_tried_again_by_the_offices_word(home: Path) -> None:
    ident = dead_letter(home)
    assert at_home(home, "outbox", "retry", ident).code == 0
    at_home(home, "tick")
    assert state_of(home, ident) == "sent"


def test_a_letter_that_has_left_cannot_be_dropped(home: Path) -> None:
    sent = at_home(home, "outbox", "list", "--state", "sent", "--json").shape[0]["id"]
    done = at_home(home, "outbox", "drop", sent)
    assert done.code == 1
    assert "不能这样处理" in done.out + done.err


def test_nothing_leaves_while_the_outbox_is_paused(home: Path) -> None:
    at_home(home, "outbox", "release", "--all")
    assert at_home(home, "outbox", "pause").code == 0
    assert at_home(home, "tick", "--json").shape["sent"] == 0
    assert at_home(home, "outbox", "resume").code == 0
    assert at_home(home, "tick", "--json").shape["sent"] == 1


def test_the_forms_of_a_unit_are_written(tmp_path: Path) -> None:
    done = at_home(tmp_path, "forms", "住建局", "-o", str(tmp_path / "out"))
    assert done.code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "附件2 分管负责人及联络人名单（赤壁市住建局）.docx",
        "附件2 分管负责人及联络人名单（赤壁市住建局）.xlsx",
        "公开事项目录空表（赤壁市住建局）.xlsx",
    }
    assert sorted(done.out.split("\n")[:-1]) == sorted(str(tmp_path / "out" / name) for name in names)
