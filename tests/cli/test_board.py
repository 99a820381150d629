from pathlib import Path

from tests.cli.builders import at_home, has_chinese

DUTY = {
    "form", "area", "area_name", "deadline", "state", "received_at", "late_days", "late_calendar_days", "items", "to_mend", "version",
}  # fmt: skip
MAIL = {
    "id", "message_id", "sender", "sender_name", "subject", "received_at", "text", "outcome", "reason", "unit", "provisional",
    "automatic", "defects", "attachments",
}  # fmt: skip


def test_status_has_the_shape_of_the_interface(lived: Path) -> None:
    shape = at_home(lived, "status", "--json").shape
    assert set(shape) == {"now", "phase", "units", "totals", "held", "outbox", "health"}
    assert set(shape["phase"]) == {"key", "title", "first", "last"}
    assert all(set(unit) == {"key", "name", "addresses", "duties"} for unit in shape["units"])
    assert all(set(duty) == DUTY for unit in shape["units"] for duty in unit["duties"])
    assert set(shape["totals"]) == {"duties", "filed", "received", "provisional", "returned", "open", "exempt", "late", "to_mend"}
    assert set(shape["outbox"]) == {"waiting", "sent", "dead", "unconfirmed", "withheld"}
    assert set(shape["health"]) == {
        "last_poll", "last_poll_ok", "last_sent", "oldest_waiting", "shunted", "disk_free", "schema", "rules",
    }  # fmt: skip


def test_status_tells_how_things_stand(lived: Path) -> None:
    shape = at_home(lived, "status", "--json").shape
    assert (len(shape["units"]), shape["totals"]["duties"]) == (18, 44)
    assert {state: shape["totals"][state] for state in ("filed", "provisional", "to_mend")} == {"filed": 2, "provisional": 1, "to_mend": 1}
    assert (shape["held"], shape["outbox"]["withheld"], shape["outbox"]["dead"]) == (2, 1, 1)
    assert (shape["phase"]["key"], shape["phase"]["last"]) == ("catalogue", "2020-09-30")
    assert shape["health"]["last_poll_ok"] == "2020-09-28T16:30:00+08:00"


def test_status_of_one_unit_shows_its_duties_only(lived: Path) -> None:
    shape = at_home(lived, "status", "--unit", "民政局", "--json").shape
    (unit,) = shape["units"]
    assert (unit["key"], unit["name"], unit["addresses"]) == ("civil-affairs", "赤壁市民政局", 1)
    assert [(duty["form"], duty["area"], duty["state"], duty["items"], duty["to_mend"]) for duty in unit["duties"]] == [
        ("liaison", None, "open", 0, 0),
        ("catalogue", 5, "filed", 10, 1),
        ("catalogue", 6, "filed", 8, 0),
    ]
    assert unit["duties"][1]["received_at"] == "2020-09-24T09:00:00+08:00"
    assert shape["totals"]["duties"] == 44


def test_status_at_an_earlier_instant_counts_what_had_come_by_then(lived: Path) -> None:
    assert at_home(lived, "status", "--json", now="2020-09-24T08:59").shape["totals"]["filed"] == 0
    assert at_home(lived, "status", "--json", now="2020-09-24T09:00").shape["totals"]["filed"] == 2


def test_status_outside_every_phase_names_none(lived: Path) -> None:
    assert at_home(lived, "status", "--json", now="2020-10-05T10:00").shape["phase"] is None


def test_status_of_a_home_that_was_never_started_is_the_empty_board(empty: Path) -> None:
    shape = at_home(empty, "status", "--json").shape
    assert (shape["totals"]["open"], shape["health"]["last_poll"]) == (44, None)
    assert not (empty / "data" / "mailbot.sqlite").exists()


def test_people_read_the_board_in_chinese(lived: Path) -> None:
    out = at_home(lived, "status").out
    for words in ("赤壁市民政局", "社会救助", "已收到", "尚未收到", "09-30"):
        assert words in out


def test_show_tells_the_whole_story_of_a_mail(lived: Path) -> None:
    shape = at_home(lived, "show", "m1", "--json").shape
    assert set(shape) >= {"mail", "submissions", "letters", "events"}
    assert set(shape["mail"]) >= MAIL
    assert (shape["mail"]["sender"], shape["mail"]["sender_name"], shape["mail"]["outcome"]) == (
        "civil-affairs@example.cn",
        "钱二",
        "filed",
    )
    (attachment,) = shape["mail"]["attachments"]
    assert set(attachment) == {"path", "name", "format", "size", "sha256", "outcome", "reason"}
    assert (attachment["name"], attachment["format"], attachment["outcome"]) == ("目录.xlsx", "xlsx", "filed")
    assert [(one["area"], len(one["items"]), one["to_mend"]) for one in shape["submissions"]] == [(5, 10, 1), (6, 8, 0)]
    (letter,) = shape["letters"]
    assert set(letter) >= {"id", "template", "to", "state", "sent_at"}
    assert (letter["id"], letter["to"], letter["state"], letter["sent_at"]) == ("l1", "civil-affairs@example.cn", "withheld", None)
    assert shape["events"][0]["kind"] == "received"


def test_show_knows_submissions_and_letters(lived: Path) -> None:
    table = at_home(lived, "show", "s1", "--json").shape["submission"]
    assert (table["id"], table["mail"], table["area"]) == ("s1", "m1", 5)
    letter = at_home(lived, "show", "l1", "--json").shape
    assert letter["letter"]["key"] == "reply:1:1"
    assert letter["events"]


def test_show_prints_lines_for_people(lived: Path) -> None:
    done = at_home(lived, "show", "m1")
    assert done.code == 0
    assert "主题：政务公开事项目录" in done.out


def test_the_digest_is_printed_without_being_queued(home: Path) -> None:
    done = at_home(home, "digest", "--print", now="2020-09-28T12:00")
    assert done.code == 0
    assert done.out.startswith("日报 9月28日")
    assert "待您决定" in done.out


def test_a_digest_is_queued_once_a_day(home: Path) -> None:
    assert at_home(home, "digest").code == 1
    done = at_home(home, "digest", "--date", "2020-09-25")
    assert (done.code, has_chinese(done.out)) == (0, True)
    assert "digest:2020-09-25" in [one["key"] for one in at_home(home, "outbox", "list", "--json").shape]


def test_a_digest_without_readers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mailbot.toml").write_text('[mailbox]\nsource = "folder"\n[smtp]\ntransport = "folder"\n', encoding="utf-8")
    done = at_home(tmp_path, "digest")
    assert (done.code, "[no-digest-to]" in done.err) == (1, True)
