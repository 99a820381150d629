from pathlib import Path

from mailbot.rulebook.diff import overrides
from mailbot.rulebook.load import packaged


def test_a_home_that_changes_nothing_has_no_overrides(tmp_path: Path) -> None:
    assert overrides(tmp_path) == []
    assert overrides(packaged("rules").parent) == []


def test_overrides_are_told_with_both_values(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "campaign.toml").write_text('telephone = "0715-5550001"\noffice = "赤壁市政务公开领导小组办公室"', encoding="utf-8")
    (rules / "timeline.toml").write_text('[campaign]\nlast = 2020-12-01\n[[duty]]\nform = "catalogue"\ndue = 2020-10-12', encoding="utf-8")
    (rules / "units.toml").write_text(
        '[[unit]]\nkey = "water"\nname = "赤壁市水利局"\nnumber = 19\n[[unit]]\nkey = "finance"\ndrop = true', encoding="utf-8"
    )
    assert overrides(tmp_path) == [
        "rules/campaign.toml\ttelephone\t0715-5330205 → 0715-5550001",
        "rules/campaign.toml\tlast\t2020-11-06 → 2020-12-01",
        "rules/timeline.toml\tduty[catalogue].due\t2020-09-30 → 2020-10-12",
        "rules/units.toml\tunit[water]\t新增：赤壁市水利局",
        "rules/units.toml\tunit[finance]\t删去",
    ]


def test_new_and_replaced_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "rules" / "calendar").mkdir(parents=True)
    (tmp_path / "rules" / "calendar" / "2027.toml").write_text("year = 2027", encoding="utf-8")
    (tmp_path / "rules" / "letters.toml").write_text("replace = true", encoding="utf-8")
    assert overrides(tmp_path) == ["rules/calendar/2027.toml\t新增文件", "rules/letters.toml\t整个文件替换"]


def test_templates_of_a_home_are_told(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "result.j2").write_text("x", encoding="utf-8")
    (tmp_path / "templates" / "ours.j2").write_text("x", encoding="utf-8")
    assert overrides(tmp_path) == ["templates/ours.j2\t新增", "templates/result.j2\t替换"]
