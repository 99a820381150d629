from pathlib import Path

from tests.cli.builders import at_home


def outcome(home: Path, ident: str) -> str:
    return str(at_home(home, "show", ident, "--json").shape["mail"]["outcome"])


def state(home: Path, area: int) -> str:
    units = at_home(home, "status", "--json").shape["units"]
    return next(str(duty["state"]) for unit in units for duty in unit["duties"] if duty["area"] == area)


def test_the_list_shows_what_waits_for_a_word(lived: Path) -> None:
    done = at_home(lived, "held", "list", "--json")
    assert [(one["id"], one["outcome"], one["reason"], one["unit"], one["provisional"]) for one in done.shape] == [
        ("m2", "filed", "all-filed", "education", True),
        ("m3", "held", "several-units", None, False),
    ]
    assert "赤壁市教育局" in at_home(lived, "held", "list").out


def test_a_provisional_mail_is_taken(home: Path) -> None:
    done = at_home(home, "held", "confirm", "m2")
    assert (done.code, "已收下" in done.out, "held undo m2" in done.err) == (0, True, True)
    assert state(home, 3) == "filed"
    assert at_home(home, "held", "confirm", "m2").code == 1


def test_taking_may_register_the_address(home: Path) -> None:
    assert at_home(home, "held", "confirm", "m2", "--register").code == 0
    unit = next(one for one in at_home(home, "units", "list", "--json").shape if one["key"] == "education")
    assert [one["address"] for one in unit["addresses"]] == ["zhao1980@163.example"]


def test_a_held_mail_is_assigned_and_decided_in_the_next_pass(home: Path) -> None:
    assert at_home(home, "held", "assign", "m3", "财政局").code == 0
    assert outcome(home, "m3") == "received"
    at_home(home, "tick")
    assert outcome(home, "m3") in ("filed", "held", "mixed")
    assert state(home, 8) == "filed"


def test_a_mail_is_thrown_out_and_brought_back(home: Path) -> None:
    assert at_home(home, "held", "ignore", "m2").code == 0
    assert state(home, 3) == "open"
    assert at_home(home, "held", "retry", "m2").code == 0
    at_home(home, "tick")
    assert state(home, 3) == "provisional"


def test_who_gave_an_order_stands_in_the_events(home: Path) -> None:
    at_home(home, "held", "confirm", "m2")
    events = at_home(home, "show", "m2", "--json").shape["events"]
    assert [event["by"] for event in events if event["kind"] == "confirmed"] == ["command-line"]
