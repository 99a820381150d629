import re
from pathlib import Path

import pytest

import mailbot
from mailbot.texts import sentences
from tests.cli.builders import at_home

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
