"""Make ``data/samples/``: six files for a first ``mailbot check``; everything in them is made up.

Run ``python -m tests.data.make`` after a change of the guides' item names or of the workbooks; a
test holds the files in the repository to what this makes.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from mailbot.demo.books import Contact, Faults, catalogue, liaison
from mailbot.demo.mails import mail
from mailbot.model.instant import parse_instant
from mailbot.rulebook.load import load_rulebook

FOLDER = Path(__file__).resolve().parents[2] / "data" / "samples"
UNIT = "赤壁市民政局"
REPORTED_ON = "2020年9月25日"
LEADER = Contact("赵一", "副局长", "0715-5550001")
LIAISON = Contact("钱二", "办公室科员", "0715-5550002、13800000001")
NUMBERLESS = Contact("钱二", "办公室科员", "")
ROW_WITHOUT_LIMIT = 4


def samples() -> Mapping[str, bytes]:
    """Give the files by name."""
    rulebook = load_rulebook(None)
    areas = rulebook.areas_of("civil-affairs")
    good = catalogue(areas, rulebook)
    gap = catalogue(areas, rulebook, faults=Faults({(ROW_WITHOUT_LIMIT, "time_limit"): ""}))
    text = "社会救助领域政务公开事项目录见本局网站。\n本文件由文本文件改名而成。\n".encode("gb18030")
    return {
        "民政局目录.xlsx": _alike(good),
        "民政局目录-缺一处时限.xlsx": _alike(gap),
        "附件2.xlsx": _alike(liaison(UNIT, REPORTED_ON, LEADER, LIAISON)),
        "附件2-缺电话.xlsx": _alike(liaison(UNIT, REPORTED_ON, LEADER, NUMBERLESS)),
        "文本改名.xlsx": text,
        "来信.eml": mail(
            ("民政局", "minzheng@example.cn"),
            "报送政务公开事项目录",
            "两个领域的目录见附件，请审核。\n\n赤壁市民政局 钱二",
            parse_instant("2020-09-28T15:04"),
            [("民政局目录.xlsx", _alike(good))],
        ),
    }


def _alike(book: bytes) -> bytes:
    """Pack a workbook without compression: its bytes then hang on no version of zlib."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), old.read(entry))
    return packed.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in samples().items():
        (FOLDER / name).write_bytes(content)
