"""After a purge nothing of a person of that time is left in any file of ours; what was decided stays known."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.app import load_home, reading
from mailbot.cli.main import main
from mailbot.demo.books import Contact, liaison
from mailbot.demo.mails import mail
from mailbot.store.backup import verify
from mailbot.store.database import transaction
from mailbot.store.people import add_phone
from tests.office_day.builders import digest, order
from tests.season.builders import instant, people, stage, table, words

NAME, MOBILE, LANDLINE, PRIVATE = "金丝雀", "13912345678", "0715-5559876", "canary.private@example.cn"
CANARIES = (NAME, MOBILE, LANDLINE, "5559876", "canary.private")
CIVIL, EDUCATION = "civil-affairs@example.cn", "education@example.cn"
PERSON = Contact(NAME, "副局长", f"{LANDLINE}、{MOBILE}")
SAID = f"{NAME}来电{MOBILE}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose every table and folder holds the canary: mails, lists, letters, orders, calls, reasons, corrections, files."""
    folder = tmp_path_factory.mktemp("retention")
    with pytest.MonkeyPatch.context() as patch:
        with stage(folder) as played:
            patch.chdir(folder)
            patch.setenv("MAILBOT_HOME", str(folder))
            played.register("civil-affairs")
            played.register("education", PRIVATE)
            with transaction(played.desk.db):
                add_phone(played.desk.db, "education", MOBILE, instant("2020-09-24T09:00"), name=NAME, by="test")
                on_time = "INSERT INTO on_time(unit, form, area, why, by, at) VALUES ('education', 'catalogue', 3, ?, 'test', ?)"
                played.desk.db.connection.execute(on_time, (SAID, "2020-09-24T01:00:00.000000+00:00"))
            lists = liaison("赤壁市民政局", "2020年9月24日", PERSON, PERSON)
            subject, text = f"名单 {NAME} {MOBILE}", f"联系人{NAME}，电话{MOBILE}、{LANDLINE}。"
            played.arrive(mail((NAME, CIVIL), subject, text, instant("2020-09-24T09:30"), [(f"{NAME}.xlsx", lists)]), "2020-09-24T09:30")
            stranger = table(
                played.rulebook, (21,), when="2020-09-24T09:31", sender="canary.private2@example.cn", name=NAME, file=f"{NAME}.xlsx"
            )
            played.arrive(stranger, "2020-09-24T09:31")
            played.arrive(table(played.rulebook, (5, 6), when="2020-09-24T09:32", sender=CIVIL, name=NAME), "2020-09-24T09:32")
            played.arrive(words(f"我是{NAME}", when="2020-09-24T09:33", sender=PRIVATE, subject=f"{MOBILE}"), "2020-09-24T09:33")
            dropped = folder / "data" / "dropbox" / "文旅局"
            dropped.mkdir(parents=True)
            (dropped / f"{NAME}的名单.xlsx").write_bytes(liaison("赤壁市文化和旅游局", "2020年9月24日", PERSON, PERSON))
            day = digest(played, "2020-09-24T16:30")
            played.answer(order(day, f"教育局 备注 {SAID}", when="2020-09-24T17:00"), "2020-09-24T17:00")
            patch.setenv("MAILBOT_NOW", "2020-09-25T09:00")
            for command in (
                ("duty", "exempt", "教育局", "3", "--why", SAID),
                ("duty", "defer", "教育局", "liaison", "2020-10-12", "--why", SAID),
                ("duty", "pause", "教育局", "--why", SAID),
                ("duty", "note", "教育局", SAID),
                ("correction", "add", "民政局", "5", "办事指南", "--kind", "late", "--what", SAID),
                ("correction", "close", "c1", "--why", SAID),
                ("search", NAME),
            ):
                with pytest.raises(SystemExit) as ended:
                    main(list(command))
                assert ended.value.code in (0, 1), command
            played.day("2020-09-25")
            (folder / "data" / "outbox").mkdir(exist_ok=True)
            (folder / "data" / "outbox" / "20200925T020000Z-0123456789abcdef.eml").write_bytes(f"Subject: {NAME}".encode())
            played.arrive(people("赤壁市教育局", when="2023-11-01T09:00", sender=EDUCATION), "2023-11-01T09:00")
            patch.setenv("MAILBOT_NOW", "2023-12-01T09:00")
        yield folder


def found(folder: Path) -> dict[str, list[str]]:
    """Tell in which files of the home which canaries lie, whatever they are packed in."""
    told = {}
    for path in sorted((folder / "data").rglob("*")):
        if path.is_file():
            content = path.name.encode() + path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    content += b"".join(archive.read(name) for name in archive.namelist())
            if here := [word for word in CANARIES if word.encode() in content]:
                told[path.relative_to(folder).as_posix()] = here
    return told


def values(folder: Path) -> list[str]:
    """Name the columns of the database in which a canary stands."""
    with reading(load_home(folder)) as db:
        tables = [
            row[0] for row in db.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        ]
        return [
            f"{name}.{key}"
            for name in tables
            for row in db.connection.execute(f'SELECT * FROM "{name}"')
            for key in row.keys()  # noqa: SIM118 - a row is no mapping
            if isinstance(row[key], str) and any(word in row[key] for word in CANARIES)
        ]


def test_nothing_of_a_person_is_left_anywhere_and_what_was_decided_is(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = found(home)
    assert {"data/mailbot.sqlite", "data/outbox/20200925T020000Z-0123456789abcdef.eml"} < set(before)
    assert any("dropbox" in name for name in before)
    columns = set(values(home))
    assert columns >= {"person.name", "inbox.subject", "exempt.why", "deferral.why", "paused_unit.why", "note.text", "unit_phone.phone"}
    assert columns >= {"on_time.why", "correction.what", "correction.close_why", "office_order.line", "address.address"}
    with pytest.raises(SystemExit) as ended:
        main(["purge", "--before", "2021-01-01", "--yes"])
    assert ended.value.code == 0
    assert sorted(set(values(home))) == []
    assert found(home) == {}
    with reading(load_home(home)) as db:
        assert verify(db).problems == ()
        one = db.connection.execute
        assert one("SELECT count(*) FROM inbox WHERE outcome = 'filed'").fetchone()[0] >= 2
        assert one("SELECT count(*) FROM exempt").fetchone()[0] == 1
        assert one("SELECT count(*) FROM correction WHERE closed_at IS NOT NULL").fetchone()[0] == 1
    capsys.readouterr()
    for command in (("status", "--json"), ("show", "m1", "--json"), ("correction", "list", "--all", "--json")):
        with pytest.raises(SystemExit) as ended:
            main(list(command))
        assert ended.value.code in (0, 1)
        said = capsys.readouterr().out
        assert said.startswith(("{", "["))
        assert not [word for word in CANARIES if word in said]
