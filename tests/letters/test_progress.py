"""The workbook that goes with the digest."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

from mailbot.letters.progress import Came, Filed, progress_workbook
from mailbot.model.duty import Duty, DutyState
from mailbot.model.submission import Finding, Item, Value
from tests.letters.builders import missing, rulebook
from tests.letters.grids import book

NOW = datetime(2020, 9, 28, 8, 30, tzinfo=UTC)
DUTIES = (
    Duty("civil-affairs", "catalogue", 5, date(2020, 9, 30), DutyState.FILED, NOW, late_days=0, items=13, to_mend=1, version=1),
    Duty("education", "liaison", None, date(2020, 9, 25), DutyState.OPEN),
)
FINDINGS = (missing(), Finding("values-filled", "社会救助!E4", "公开依据", {"count": 5}))
CAME = Came(7, 12, "civil-affairs", "catalogue", 5, NOW, "filed", 13, 1, 1, findings=FINDINGS)
FILED = Filed("civil-affairs", 5, (Item(4, {"first_level": Value("综合业务"), "second_level": Value("=监督检查")}),))


def test_board_lists_duties_in_the_notices_order_of_units() -> None:
    workbook = book(progress_workbook(DUTIES, rulebook(), now=NOW))
    rows = [[cell.value for cell in row] for row in workbook["进展"].iter_rows(min_row=3)]
    assert rows == [
        [1, "赤壁市教育局", "分管负责人及联络人名单", "2020-09-25", "尚未收到", None, None, None, None, None],
        [2, "赤壁市民政局", "社会救助领域目录", "2020-09-30", "已收到", "2020-09-28 16:30", None, 13, 1, 1],
    ]


def test_items_submissions_and_findings_have_their_sheets() -> None:
    workbook = book(progress_workbook(DUTIES, rulebook(), now=NOW, filed=(FILED,), came=(CAME,)))
    assert workbook.sheetnames == ["进展", "领域", "事项", "报送记录", "问题"]
    assert [cell.value for cell in workbook["事项"][2]][:5] == ["社会救助", "赤壁市民政局", None, "综合业务", "=监督检查"]
    assert workbook["事项"]["E2"].data_type == "s"
    assert [cell.value for cell in workbook["报送记录"][2]][:4] == ["s7", "m12", "赤壁市民政局", "社会救助领域目录"]
    assert [row[3].value for row in workbook["问题"].iter_rows(min_row=2)] == ["须补正"]


def test_items_by_area_are_drawn_as_native_charts_over_their_cells() -> None:
    duties = (*DUTIES, replace(DUTIES[0], area=6, items=9, to_mend=0))
    content = progress_workbook(duties, rulebook(), now=NOW).content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert all("<barChart>" in chart and "'领域'!$B$2:$B$3" in chart for chart in charts)
    assert "'领域'!$E$2:$E$3" in charts[0]
    assert "'领域'!$F$2:$F$3" in charts[1]
    sheet = book(progress_workbook(DUTIES, rulebook(), now=NOW))["领域"]
    assert [cell.value for cell in sheet[2]][:6] == [5, "社会救助", "赤壁市民政局", "已收到", 13, 1]


def test_the_same_facts_give_the_same_bytes() -> None:
    assert progress_workbook(DUTIES, rulebook(), now=NOW).content == progress_workbook(DUTIES, rulebook(), now=NOW).content


def test_name_tells_the_day_of_the_digest() -> None:
    assert progress_workbook((), rulebook(), now=NOW).name == "政务公开目录报送进展（2020-09-28）.xlsx"
    assert progress_workbook((), rulebook(), now=NOW, day=date(2020, 9, 25)).name == "政务公开目录报送进展（2020-09-25）.xlsx"
