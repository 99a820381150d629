"""Every total that a report shows is a plain count over the database."""

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from mailbot.demo.books import Faults
from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.jobs.progress import progress_of
from mailbot.jobs.reporting import evidence, figures, lists, originals
from mailbot.jobs.standards import catalogue, standing_catalogues
from mailbot.letters.book import Book
from mailbot.model.submission import Severity
from mailbot.reports.archive import zipped
from mailbot.reports.assessment import assessment_workbook
from mailbot.reports.figures import MEASURES
from mailbot.reports.official import TEMPLATE, facts_of, official_report
from mailbot.reports.people import people_workbook
from mailbot.rulebook.load import packaged
from mailbot.standards.merge import entries_of
from mailbot.store import standards as kept
from mailbot.store.database import transaction
from tests.season.builders import Stage, instant, people, stage, table

pytestmark = pytest.mark.xdist_group("season")
NOW = instant("2020-10-12T09:00")
STANDS = """SELECT sum({column}) FROM submission WHERE form = '{form}' AND voided_at IS NULL
  AND outcome IN ('filed', 'returned') AND NOT EXISTS (
  SELECT 1 FROM submission AS later WHERE later.unit = submission.unit AND later.area IS submission.area AND later.form = submission.form
  AND later.id > submission.id AND later.voided_at IS NULL AND later.outcome = 'filed')"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("reports")) as found:
        for unit in ("civil-affairs", "finance", "taxation"):
            found.register(unit)
        wrong = Faults({(0, "time_limit"): "", (1, "publisher"): "税务部门"})
        mails = (
            (table(found.rulebook, (5, 6), when="2020-09-28T09:00", sender="civil-affairs@example.cn"), "2020-09-28T09:00"),
            (table(found.rulebook, (25,), when="2020-09-28T09:10", sender="taxation@example.cn", faults=wrong), "2020-09-28T09:10"),
            (table(found.rulebook, (25,), when="2020-10-09T09:10", sender="taxation@example.cn", subject="目录（改）"), "2020-10-09T09:10"),
            (people("赤壁市民政局", when="2020-09-25T09:00", sender="civil-affairs@example.cn"), "2020-09-25T09:00"),
        )
        for content, when in mails:
            found.answer(content, when)
        yield found


def counted(played: Stage, column: str, form: str = "catalogue") -> int:
    return int(played.desk.db.connection.execute(STANDS.format(column=column, form=form)).fetchone()[0])


def book(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def test_the_catalogue_counts_what_stands(played: Stage) -> None:
    cover = book(catalogue(played.desk.db, played.rulebook, NOW))["封面"]
    totals = [row[3] for row in cover.iter_rows(values_only=True) if row[1] == "合计"]
    assert totals == [counted(played, "size")] * 2


def test_the_rows_of_the_catalogue_are_as_many_as_its_cover_says(played: Stage) -> None:
    sheets = book(catalogue(played.desk.db, played.rulebook, NOW))
    assert sum(sheets[name].max_row - 3 for name in sheets.sheetnames[1:]) == counted(played, "size")


def test_the_assessment_counts_items_faults_and_versions(played: Stage) -> None:
    units, _ = figures(played.desk.db, played.rulebook, NOW)
    data = book(assessment_workbook(units, played.rulebook, day=NOW.date()))["分项数据"]
    totals = next(row for row in data.iter_rows(values_only=True) if row[0] == "合计")
    one = played.desk.db.connection.execute
    versions = one("SELECT count(*) FROM submission WHERE form = 'catalogue' AND outcome IN ('filed', 'returned')").fetchone()[0]
    first = one("SELECT sum(size), sum(to_mend) FROM submission WHERE form = 'catalogue' AND version = 1").fetchone()
    assert totals[6:11] == (versions, first[0], first[1], counted(played, "size"), counted(played, "to_mend"))


def test_advice_of_the_first_version_that_is_gone_was_taken(played: Stage) -> None:
    units, _ = figures(played.desk.db, played.rulebook, NOW)
    summary = book(assessment_workbook(units, played.rulebook, day=NOW.date()))["考核数据"]
    taxation = next(row for row in summary.iter_rows(min_row=3, values_only=True) if row[1] == "赤壁市税务局")
    assert taxation[2] == "16.7（1/6）"
    assert taxation[6] == "100（1/1）"


def test_the_report_in_words_says_the_same(played: Stage) -> None:
    units, board = figures(played.desk.db, played.rulebook, NOW)
    facts = facts_of(units, board, played.rulebook, day=NOW.date())
    assert (facts["items"], facts["areas_here"], facts["lists_here"]) == (counted(played, "size"), 3, 1)
    content = official_report(packaged("templates") / TEMPLATE, units, board, played.rulebook, day=NOW.date())
    document = Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"现行目录共有公开事项{facts['items']}条" in text
    assert "{" not in text
    assert len(document.tables[0].rows) == 19
    number, name, *figured = (cell.width for cell in document.tables[0].rows[1].cells)
    assert number < figured[0] < name
    assert len(set(figured)) == 1


def test_the_people_are_those_of_the_lists_that_stand(played: Stage) -> None:
    sheet = book(people_workbook(lists(played.desk.db), played.rulebook, day=NOW.date())).worksheets[0]
    assert sum(1 for row in sheet.iter_rows(min_row=3, values_only=True) if row[3]) == counted(played, "size", "liaison") == 2


def test_the_progress_workbook_lists_every_item_and_submission(played: Stage) -> None:
    desk = played.desk
    sheets = book(progress_of(desk, current_board(desk, NOW), NOW.date(), NOW).content)
    submissions = desk.db.connection.execute("SELECT count(*) FROM submission WHERE voided_at IS NULL").fetchone()[0]
    assert sum(1 for row in sheets["报送记录"].iter_rows(min_row=2, values_only=True) if row[0]) == submissions


def test_the_originals_are_the_bytes_that_came_under_names_that_tell_the_duty(played: Stage) -> None:
    packed = zipfile.ZipFile(io.BytesIO(zipped(originals(played.desk.db, played.rulebook))))
    assert set(packed.namelist()) == {
        "00_联络人名单_赤壁市民政局.xlsx",
        "05_社会救助_赤壁市民政局.xlsx",
        "06_养老服务_赤壁市民政局.xlsx",
        "25_税收管理_赤壁市税务局.xlsx",
    }
    hashes = {row[0] for row in played.desk.db.connection.execute("SELECT sha256 FROM file")}
    assert all(sha256(packed.read(name)).hexdigest() in hashes for name in packed.namelist())


def test_the_evidence_has_every_mail_letter_and_version_of_the_unit(played: Stage) -> None:
    packed = zipfile.ZipFile(io.BytesIO(zipped(evidence(played.desk.db, played.rulebook, ["taxation"], NOW))))
    one = played.desk.db.connection.execute
    mails = one("SELECT count(*) FROM inbox WHERE unit = 'taxation'").fetchone()[0]
    letters = one("SELECT count(*) FROM outbox JOIN letter_content ON letter = id WHERE unit = 'taxation'").fetchone()[0]
    names = packed.namelist()
    assert sum("/mails/" in name for name in names) == mails == 2
    assert sum("/letters/" in name for name in names) == letters
    index = packed.read("17_赤壁市税务局/index.html").decode()
    digest = one("SELECT sha256 FROM inbox WHERE unit = 'taxation' ORDER BY id LIMIT 1").fetchone()[0]
    assert digest in index


def plain(played: Stage, sql: str) -> int:
    """Count by plain SQL."""
    return int(played.desk.db.connection.execute(sql).fetchone()[0] or 0)


def test_every_number_of_the_report_in_words_is_a_plain_count(played: Stage) -> None:
    units, board = figures(played.desk.db, played.rulebook, NOW)
    facts = facts_of(units, board, played.rulebook, day=NOW.date())
    here = "SELECT count(DISTINCT unit || coalesce(area, 0)) FROM submission WHERE form = '{}' AND voided_at IS NULL AND outcome = 'filed'"
    first = "SELECT sum(to_mend) FROM submission WHERE form = 'catalogue' AND version = 1"
    assert facts["lists_here"] == plain(played, here.format("liaison"))
    assert facts["areas_here"] == plain(played, here.format("catalogue"))
    assert (facts["first_to_mend"], facts["last_to_mend"]) == (plain(played, first), counted(played, "to_mend"))
    assert (facts["corrections"], facts["closed"]) == (
        plain(played, "SELECT count(*) FROM correction"),
        plain(played, "SELECT count(*) FROM correction WHERE closed_at IS NOT NULL"),
    )
    assert (facts["lists"], facts["areas"]) == (len(played.rulebook.units), len(played.rulebook.areas))
    assert facts["exempt"] == plain(played, "SELECT count(*) FROM exempt")


def test_the_cover_counts_by_area_and_by_unit_what_plain_counts_do(played: Stage) -> None:
    cover = book(catalogue(played.desk.db, played.rulebook, NOW))["封面"]
    rows = [row for row in cover.iter_rows(values_only=True) if isinstance(row[0], int)]
    areas, units = rows[: len(played.rulebook.areas)], rows[len(played.rulebook.areas) :]
    for area in areas:
        assert area[3] == plain(played, f"{STANDS.format(column='size', form='catalogue')} AND area = {area[0]}"), area
    keys = {unit.name: unit.key for unit in played.rulebook.units}
    assert len(units) == len(keys)
    for unit in units:
        assert unit[3] == plain(played, f"{STANDS.format(column='size', form='catalogue')} AND unit = '{keys[unit[1]]}'"), unit


def test_the_progress_workbook_counts_areas_items_and_findings_as_plain_counts_do(played: Stage) -> None:
    desk = played.desk
    sheets = book(progress_of(desk, current_board(desk, NOW), NOW.date(), NOW).content)
    told = ", ".join(f"'{code}'" for code, rule in played.rulebook.findings.items() if rule.severity is not Severity.NOTE)
    findings = f"SELECT count(*) FROM finding JOIN submission ON submission.id = submission WHERE voided_at IS NULL AND code IN ({told})"
    assert sum(1 for row in sheets["问题"].iter_rows(min_row=2, values_only=True) if row[0]) == plain(played, findings)
    assert sum(1 for row in sheets["事项"].iter_rows(min_row=2, values_only=True) if row[0]) == counted(played, "size")


def test_the_listings_of_the_evidence_are_as_long_as_plain_counts_say(played: Stage) -> None:
    packed = zipfile.ZipFile(io.BytesIO(zipped(evidence(played.desk.db, played.rulebook, ["taxation"], NOW))))
    sheets = book(packed.read("17_赤壁市税务局/证据目录.xlsx"))
    mine = "SELECT id FROM inbox WHERE unit = 'taxation'"
    expected = {
        "来信": "SELECT count(*) FROM inbox WHERE unit = 'taxation'",
        "版本": "SELECT count(*) FROM submission WHERE unit = 'taxation'",
        "问题": "SELECT count(*) FROM finding JOIN submission ON submission.id = submission WHERE unit = 'taxation'",
        "去信": f"SELECT count(*) FROM outbox WHERE unit = 'taxation' OR mail IN ({mine})",
        "处理记录": f"SELECT count(*) FROM event WHERE unit = 'taxation' OR mail IN ({mine})",
    }
    assert {name: sheets[name].max_row - 1 for name in sheets.sheetnames} == {name: plain(played, sql) for name, sql in expected.items()}
    mails = {row[4]: row[5] for row in sheets["来信"].iter_rows(min_row=2, values_only=True)}
    assert mails == dict(played.desk.db.connection.execute("SELECT message_id, sha256 FROM inbox WHERE unit = 'taxation'").fetchall())


def test_a_register_is_taken_answered_and_counted_but_never_asked_for(played: Stage) -> None:
    one = Book("示例")
    sheet = one.sheet("登记表")
    sheet.put_row(0, ("序号", "领域", "公开事项", "栏目/网址", "已发布条数", "发布日期", "状态", "备注"))
    sheet.put_row(1, ("1", "税收管理", "", "政务公开/税收管理", "9", "2020-10-26", "已发布", ""))
    content = mail(
        ("税务局", "taxation@example.cn"), "公开情况登记表", "见附件。", instant("2020-10-26T09:00"), [("登记表.xlsx", one.content())]
    )
    sent = played.answer(content, "2020-10-26T09:00")
    assert [letter.subject for letter in sent if letter.kind == "reply"] == ["已收到：赤壁市税务局公开情况登记表"]
    with transaction(played.desk.db):
        entries = tuple(entries_of(found, played.rulebook) for found in standing_catalogues(played.desk.db, returned=False))
        kept.save(played.desk.db, "version", [entry for area in entries for entry in area], instant("2020-10-27T09:00"), by="test")
    units, _ = figures(played.desk.db, played.rulebook, instant("2020-10-27T09:00"))
    taxation = next(unit for unit in units if unit.unit == "taxation")
    assert MEASURES["published"](taxation).behind == "6/6"
    data = book(assessment_workbook(units, played.rulebook, day=NOW.date()))["分项数据"]
    totals = next(row for row in data.iter_rows(values_only=True) if row[0] == "合计")
    fixed = "SELECT count(*) FROM standard_item WHERE area = 25 AND standard = (SELECT max(id) FROM standard WHERE kind = 'version')"
    assert totals[13] == plain(played, fixed)
    assert "00_公开情况登记表_赤壁市税务局.xlsx" in {name for name, _ in originals(played.desk.db, played.rulebook)}
    assert not any("登记表" in letter.text for letter in played.day("2020-10-28") if letter.kind == "notice")
