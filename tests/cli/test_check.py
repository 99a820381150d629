from pathlib import Path

import pytest

from mailbot.demo.books import Contact, Faults, catalogue, liaison, names_of
from tests.cli.builders import called, has_chinese
from tests.season.builders import shipped, table

SUBMISSION = {"form", "unit", "unit_name", "sheet", "outcome", "to_mend", "findings"}
CATALOGUE = SUBMISSION | {"area", "area_name", "heading_rows", "items"}
ITEM = {
    "row", "serial", "first_level", "second_level", "third_level", "content", "basis", "time_limit", "publisher",
    "channels", "audience", "method", "levels", "extra", "notes",
}  # fmt: skip
FINDING = {"code", "severity", "where", "column", "text", "advice"}


def book(path: Path, *areas: int, faults: Faults | None = None) -> Path:
    path.write_bytes(catalogue([shipped().area_by_number[number] for number in areas], shipped(), faults=faults or Faults()))
    return path


def test_a_book_of_two_areas_returns_both_with_their_items(tmp_path: Path) -> None:
    done = called("check", str(book(tmp_path / "民政局目录.xlsx", 5, 6)), "--json")
    assert (done.code, done.err) == (0, "")
    assert (done.shape["outcome"], len(done.shape["files"])) == ("filed", 1)
    (file,) = done.shape["files"]
    assert (file["file"], file["format"], file["findings"]) == ("民政局目录.xlsx", "xlsx", [])
    assert len(file["sha256"]) == 64
    assert [(one["area"], one["area_name"], one["unit"], one["unit_name"]) for one in file["submissions"]] == [
        (5, "社会救助", "civil-affairs", "赤壁市民政局"),
        (6, "养老服务", "civil-affairs", "赤壁市民政局"),
    ]
    for submission in file["submissions"]:
        assert set(submission) >= CATALOGUE
        assert (submission["form"], submission["heading_rows"], submission["outcome"], submission["to_mend"]) == (
            "catalogue",
            [2, 3],
            "filed",
            0,
        )
        written = names_of(shipped().area_by_number[submission["area"]], shipped())
        assert [(item["first_level"], item["second_level"]) for item in submission["items"]] == written
        assert all(set(item) == ITEM for item in submission["items"])


def test_an_item_is_shown_as_resolved(tmp_path: Path) -> None:
    (file,) = called("check", str(book(tmp_path / "a.xlsx", 5)), "--json").shape["files"]
    first, second = file["submissions"][0]["items"][:2]
    assert (first["row"], first["serial"], first["publisher"]) == (4, "1", "赤壁市民政局")
    assert first["channels"] == ["政府网站", "两微一端", "政务服务中心"]
    assert (first["audience"], first["method"]) == ({"public": True, "specific": ""}, {"active": True, "on_request": False})
    assert (first["levels"], second["levels"]) == (["县级"], ["县级", "乡级"])
    assert second["first_level"] == first["first_level"]
    assert second["notes"] == {"first_level": "merged"}


def test_a_missing_value_is_found_with_its_place_and_ends_with_1(tmp_path: Path) -> None:
    done = called("check", str(book(tmp_path / "a.xlsx", 5, faults=Faults({(1, "time_limit"): ""}))), "--json")
    assert done.code == 1
    (submission,) = done.shape["files"][0]["submissions"]
    (finding,) = submission["findings"]
    assert set(finding) >= FINDING
    assert (finding["code"], finding["severity"], finding["where"], finding["column"]) == (
        "missing-value",
        "error",
        "社会救助!F5",
        "公开时限",
    )
    assert (submission["outcome"], submission["to_mend"]) == ("filed", 1)
    assert has_chinese(finding["text"])
    assert has_chinese(finding["advice"])


def test_a_liaison_list_shows_its_people(tmp_path: Path) -> None:
    path = tmp_path / "附件2.xlsx"
    leader, contact = Contact("赵一", "副局长", "0715-5550001"), Contact("钱二", "办公室科员", "13800000001")
    path.write_bytes(liaison("赤壁市教育局", "2020年9月25日", leader, contact))
    done = called("check", str(path), "--json")
    assert done.code == 0
    (submission,) = done.shape["files"][0]["submissions"]
    assert set(submission) >= SUBMISSION | {"reported_on", "people"}
    assert (submission["form"], submission["unit"], submission["area"], submission["reported_on"]) == (
        "liaison",
        "education",
        None,
        "2020-09-25",
    )
    assert [{key: one[key] for key in ("role", "name", "post", "phones", "emails")} for one in submission["people"]] == [
        {"role": "leader", "name": "赵一", "post": "副局长", "phones": ["0715-5550001"], "emails": []},
        {"role": "liaison", "name": "钱二", "post": "办公室科员", "phones": ["13800000001"], "emails": []},
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("目录.xlsx", "这是一段文字，不是表格。\n".encode()),
        ("目录.xlsx", b""),
        ("目录.pdf", b"%PDF-1.4\n"),
        ("目录.jpg", b"\xff\xd8\xff\xe0" + b"0" * 99),
    ],
)
def test_what_cannot_be_read_is_a_chinese_finding_and_ends_with_1(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = called("check", str(path), "--json")
    assert (done.code, done.shape["outcome"]) == (1, "unreadable")
    (file,) = done.shape["files"]
    (finding,) = file["findings"]
    assert set(finding) >= FINDING
    assert finding["code"].startswith("unreadable-")
    assert has_chinese(finding["text"])
    assert file["submissions"] == []


def test_text_renamed_to_xlsx_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "目录.xlsx"
    path.write_text("这是一段文字，不是表格。\n", encoding="utf-8")
    done = called("check", str(path), "--json")
    assert done.shape["files"][0]["findings"][0]["code"] == "unreadable-text-renamed"
    assert has_chinese(called("check", str(path)).out)


def test_the_unit_may_be_named(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", 8)
    named = called("check", str(path), "--unit", "民政局", "--json")
    assert named.code == 1
    codes = {finding["code"] for finding in named.shape["files"][0]["submissions"][0]["findings"]}
    assert codes == {"area-not-yours"}
    assert called("check", str(path), "--unit", "财政局").code == 0


def test_a_mail_is_checked_with_its_attachments(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(table(shipped(), (5,), when="2020-09-28T09:00", sender="civil-affairs@example.cn"))
    done = called("check", str(path), "--json")
    assert (done.code, done.shape["outcome"]) == (0, "filed")
    assert done.shape["files"][0]["file"] == "目录.xlsx"


def test_several_files_are_summed_up(tmp_path: Path) -> None:
    good, spoiled = book(tmp_path / "a.xlsx", 5), tmp_path / "b.xlsx"
    spoiled.write_bytes(b"")
    done = called("check", str(good), str(spoiled), "--json")
    assert done.code == 1
    assert [file["file"] for file in done.shape["files"]] == ["a.xlsx", "b.xlsx"]


def test_a_check_stores_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = book(tmp_path / "a.xlsx", 5)
    assert called("check", str(path)).code == 0
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
