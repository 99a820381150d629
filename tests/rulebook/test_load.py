from datetime import date
from pathlib import Path

import pytest

from mailbot.errors import OperatorError
from mailbot.rulebook.load import load_rulebook, packaged
from mailbot.rulebook.model import Rulebook
from tests.rulebook.rules import shipped

NEW_DUTY = """
[[duty]]
form = "catalog"
per = "area"
due = 2020-09-30
phase = "catalogue"
"""


def with_rules(home: Path, **files: str) -> Rulebook:
    write(home, **files)
    return load_rulebook(home)


def write(home: Path, **files: str) -> None:
    for name, text in files.items():
        path = home / "rules" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def problems(home: Path, **files: str) -> list[str]:
    with pytest.raises(OperatorError) as caught:
        with_rules(home, **files)
    assert caught.value.code == "bad-rules"
    return list(caught.value.problems)


def test_a_home_without_rules_has_the_packaged_ones(tmp_path: Path) -> None:
    assert load_rulebook(tmp_path).sha256 == shipped().sha256


def test_a_checkout_is_a_home_that_overrides_nothing() -> None:
    assert load_rulebook(packaged("rules").parent).sha256 == shipped().sha256


def test_the_digest_is_of_what_the_rules_say_and_not_of_comments(tmp_path: Path) -> None:
    assert with_rules(tmp_path, campaign='# 只是说明\ntelephone = "0715-5330205"').sha256 == shipped().sha256
    assert with_rules(tmp_path, campaign='telephone = "0715-5550001"').sha256 != shipped().sha256


def test_a_key_of_a_home_replaces_the_packaged_one_and_the_others_stay(tmp_path: Path) -> None:
    rules = with_rules(tmp_path, campaign='telephone = "0715-5550001"')
    assert rules.campaign.telephone == "0715-5550001"
    assert rules.campaign.office == shipped().campaign.office


def test_a_unit_is_changed_by_its_key(tmp_path: Path) -> None:
    rules = with_rules(tmp_path, units='[[unit]]\nkey = "education"\naliases = ["教育和体育局"]')
    assert rules.unit_by_key["education"].aliases == ("教育和体育局",)
    assert rules.unit_by_key["education"].name == "赤壁市教育局"
    assert [unit.key for unit in rules.units] == [unit.key for unit in shipped().units]


def test_a_unit_and_an_area_are_added_and_taken_away(tmp_path: Path) -> None:
    rules = with_rules(
        tmp_path,
        units='[[unit]]\nkey = "water"\nnumber = 19\nname = "赤壁市水利局"\n[[unit]]\nkey = "finance"\ndrop = true',
        areas='[[area]]\nnumber = 8\nunit = "water"\nname = "水利"\nnotice_name = "水利领域"\naliases = []\nexact_aliases = []',
    )
    assert rules.unit_by_key.keys() - shipped().unit_by_key.keys() == {"water"}
    assert shipped().unit_by_key.keys() - rules.unit_by_key.keys() == {"finance"}
    assert [area.number for area in rules.areas_of("water")] == [8]


def test_a_window_may_stand_in_either_file(tmp_path: Path) -> None:
    assert with_rules(tmp_path, timeline="[campaign]\nlast = 2020-12-01").campaign.last == date(2020, 12, 1)
    assert with_rules(tmp_path, timeline="", campaign="last = 2020-12-02").campaign.last == date(2020, 12, 2)


def test_a_deadline_moves_by_the_form_it_is_for(tmp_path: Path) -> None:
    rules = with_rules(tmp_path, timeline='[[duty]]\nform = "catalogue"\ndue = 2020-10-12')
    assert [(duty.form, duty.per, duty.due) for duty in rules.timeline.duty] == [
        ("liaison", "unit", date(2020, 9, 25)),
        ("catalogue", "area", date(2020, 10, 12)),
    ]


def test_a_column_takes_another_synonym(tmp_path: Path) -> None:
    rules = with_rules(tmp_path, **{"forms/catalogue": '[[column]]\nkey = "basis"\nnames = ["公开依据", "凭据"]'})
    columns = {column.key: column for column in rules.forms["catalogue"].column}
    assert columns["basis"].names == ("公开依据", "凭据")
    assert columns["basis"].required


def test_a_severity_is_changed_and_its_words_stay(tmp_path: Path) -> None:
    rules = with_rules(tmp_path, findings='[missing-value]\nseverity = "warning"')
    assert rules.findings["missing-value"].severity == "warning"
    assert rules.findings["missing-value"].text == shipped().findings["missing-value"].text


def test_a_year_and_a_form_are_added_as_files(tmp_path: Path) -> None:
    calendar = 'year = 2027\nsource = "国务院办公厅通知"\nholidays = [2027-01-01]\nworkdays = []'
    rules = with_rules(tmp_path, **{"calendar/2027": calendar})
    assert 2027 in rules.calendar
    assert 2020 in rules.calendar


def test_a_guide_is_replaced_whatever_its_file_is_called(tmp_path: Path) -> None:
    guide = 'area = 5\nname = "社会救助"\n[[item]]\nserial = 1\nfirst_level = "临时救助"\nsure = true'
    rules = with_rules(tmp_path, **{"guides/ours": guide})
    assert [item.first_level for item in rules.guides[5].item] == ["临时救助"]
    assert len(rules.guides) == 26


def test_a_file_that_says_replace_stands_alone(tmp_path: Path) -> None:
    calendar = "replace = true\nyear = 2020\nsource = '国务院办公厅通知'\nholidays = []\nworkdays = []"
    assert with_rules(tmp_path, **{"calendar/2020": calendar}).calendar[2020].holidays == ()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"campaign": "telefone = '1'"}, ["rules/campaign.toml：telefone：不认识的键（是不是“telephone”？）"]),
        ({"timeline": "[campaign]\nlast = '11-06'"}, ["rules/timeline.toml：campaign.last：应为日期，如 2020-09-30（不加引号）"]),
        (
            {"units": "[[unit]]\nkey = 'water'\nnumber = 'x'"},
            ["rules/units.toml：unit[water].number：应为整数", "rules/units.toml：unit[water].name：缺少此项"],
        ),
        ({"units": "[[unit]]\nname = '赤壁市水利局'"}, ["rules/units.toml：[[unit]] 第 1 节缺少“key”，不知道改的是哪一条"]),
        ({"areas": "[[area]]\nnumber = 5\nunit = 'civil'"}, ["rules/areas.toml：area[5].unit：units.toml 里没有“civil”"]),
        ({"findings": "[missing-value]\nseverity = 'fatal'"}, ["rules/findings.toml：missing-value.severity：只能是 'error'"]),
        ({"findings": "[missing-value]\ntext = '{cell} 空'"}, ["rules/findings.toml：missing-value.text：“cell”不是程序提供的名称"]),
        ({"forms/catalogue": "[[column]]\nkey = 'basis'\nwidht = 3"}, ["rules/forms/catalogue.toml：column[basis].widht：不认识的键"]),
        ({"forms/catalogue": "[[column]]\nkey = 'basis'\nfill = 'down'"}, ["rules/forms/catalogue.toml：column[basis].fill：只能是"]),
        ({"timeline": NEW_DUTY}, ["rules/timeline.toml：duty[catalog].form：forms 里没有“catalog”"]),
        ({"calendar/2020": "workdays = [2020-10-01]"}, ["rules/calendar/2020.toml：workdays：2020-10-01 既放假又上班"]),
        ({"units": "[[units]]\nkey = 'water'"}, ["rules/units.toml：units：不认识的键（是不是“unit”？）"]),
        ({"calendar/2027": "source = 'x'"}, ["rules/calendar/2027.toml：year：缺少此项"]),
        ({"holiday": "x = 1"}, ["rules/holiday.toml：不认识的文件"]),
        ({"units": "[[unit"}, ["rules/units.toml：不是合格的 TOML"]),
    ],
)
def test_a_problem_is_told_with_its_file_and_key(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    found = problems(tmp_path, **files)
    assert [problem[: len(wanted)] for problem, wanted in zip(found, expected, strict=True)] == expected


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, campaign="telefone = '1'", letters="closing = 3", screen="robots = []")
    assert len(found) == 3
    assert len(problems(tmp_path, campaign="[", letters="]", screen="")) == 2


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "campaign.toml").write_bytes('title = "赤壁"'.encode("gb18030"))
    assert problems(tmp_path) == ["rules/campaign.toml：不是 UTF-8 编码，请另存为 UTF-8"]
