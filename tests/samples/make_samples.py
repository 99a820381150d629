"""Make the binary samples of this folder with LibreOffice: ``python -m tests.samples.make_samples``.

They are committed, so that tests need no LibreOffice; run this only to change them.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.reading.documents import check_box, document, form_field, run, symbol
from tests.reading.workbooks import GRID, MERGES, xlsx

HERE = Path(__file__).parent
HEAD = [
    *("序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体"),
    *("全社会", "特定群体", "主动", "依申请", "县级", "乡级"),
]
LIAISON = [["", "姓  名", "职  务", "联系方式"], ["分管领导", "赵一", "副局长", "0715-5550001"], ["联络人", "钱喆", "科员", "13800000001"]]
MARKS = [
    ["序号", "公开事项", "", "公开渠道"],
    ["1", "综合业务", "甲", symbol("F052") + run("政府网站 ") + symbol("F0A3") + run("政府公报")],
    ["", "", "乙", form_field(checked=True) + run("政府网站") + form_field(checked=False) + run("政府公报")],
    ["2", "行政许可\n第二行", "", check_box(checked=True) + run("政府网站")],
]


def marks_document() -> bytes:
    def touch(book: Any) -> None:
        table = book.tables[0]
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(2, 0))

    return document(MARKS, before=["附件1", "赤壁市社会救助领域", "填报单位：赤壁市民政局"], after=["说明：李喆"], touch=touch)


def catalogue_document() -> bytes:
    """Fourteen columns: wide enough for Word to keep the properties of a row outside its page."""
    rows = [
        [str(number), "综合业务", f"事项{number}", "1.文件；\n2.解读", "《社会救助暂行办法》", "20个工作日内", "赤壁市民政局"]
        for number in range(1, 13)
    ]
    channels = symbol("F052") + run("政府网站 ") + symbol("F0A3") + run("政府公报")

    def touch(book: Any) -> None:
        table = book.tables[0]
        table.cell(1, 1).merge(table.cell(6, 1)).text = "综合业务"

    return document([HEAD, *([*row, channels, "√", "", "√", "", "√", ""] for row in rows)], before=["（五）社会救助领域"], touch=touch)


SOURCES: dict[str, tuple[str, bytes]] = {
    "liaison.doc": (
        "docx",
        document(LIAISON, before=["附件2", "分管负责人及联络人名单", "填报单位：赤壁市教育局          填报时间：2020年9月25日"]),
    ),
    "marks.doc": ("docx", marks_document()),
    "catalogue.doc": ("docx", catalogue_document()),
    "by-libreoffice.xlsx": ("xlsx", xlsx({"社会救助": GRID, "养老服务": GRID}, merges=MERGES)),
    "by-libreoffice.xls": ("xlsx", xlsx({"社会救助": GRID, "养老服务": GRID}, merges=MERGES)),
    "by-libreoffice.ods": ("xlsx", xlsx({"社会救助": GRID, "养老服务": GRID}, merges=MERGES)),
    "by-libreoffice.docx": ("docx", marks_document()),
    "by-libreoffice.rtf": ("docx", marks_document()),
    "by-libreoffice.html": ("xlsx", xlsx({"社会救助": GRID}, merges=MERGES)),
}
FILTERS = {"doc": "doc:MS Word 97", "xls": "xls:MS Excel 97", "html": "html:HTML (StarCalc)"}


def main() -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed"
    for name, (kind, content) in SOURCES.items():
        with tempfile.TemporaryDirectory() as folder:
            stem, _, suffix = name.rpartition(".")
            source = Path(folder) / f"{stem}.{kind}"
            source.write_bytes(content)
            out = Path(folder) / "out"
            command = [office, "--headless", "--convert-to", FILTERS.get(suffix, suffix), "--outdir", str(out), str(source)]
            subprocess.run(command, check=True, capture_output=True)
            (HERE / name).write_bytes((out / name).read_bytes())


if __name__ == "__main__":
    main()
