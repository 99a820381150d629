from pathlib import Path

import pytest

from tests.cli.builders import at_home, called, has_chinese


def test_init_makes_a_home_that_its_own_checks_accept(tmp_path: Path) -> None:
    target = tmp_path / "新家"
    done = called("init", str(target))
    assert done.code == 0
    assert {path.name for path in target.iterdir()} == {"mailbot.toml", ".env", "data", "rules", "templates"}
    assert (target / ".env").stat().st_mode & 0o777 == 0o600
    assert (target / "data").stat().st_mode & 0o777 == 0o700
    assert called("--home", str(target), "rules", "check").code == 0
    assert called("--home", str(target), "rules", "diff").code == 0
    assert called("--home", str(target), "status").code == 0


def test_init_again_changes_nothing(tmp_path: Path) -> None:
    called("init", str(tmp_path))
    (tmp_path / "mailbot.toml").write_text("# 我的\n", encoding="utf-8")
    assert called("init", str(tmp_path)).code == 0
    assert (tmp_path / "mailbot.toml").read_text("utf-8") == "# 我的\n"


def test_doctor_tells_every_check_and_ends_well_where_nothing_is_bad(home: Path) -> None:
    done = at_home(home, "doctor", "--json")
    assert done.code == 0
    assert {one["check"] for one in done.shape} >= {"settings", "rules", "templates", "database", "mailbox", "letters", "clock", "disk"}
    assert {one["state"] for one in done.shape} <= {"ok", "warn"}
    assert next(one["text"] for one in done.shape if one["check"] == "readers").startswith("能启动，读各种表格的库齐全")
    assert all(set(one) == {"check", "state", "text"} for one in done.shape)
    assert has_chinese(at_home(home, "doctor").out)


def test_doctor_names_what_is_bad_and_ends_with_1(empty: Path) -> None:
    (empty / "inbox").rmdir()
    done = at_home(empty, "doctor", "--json")
    assert done.code == 1
    assert [one["check"] for one in done.shape if one["state"] == "bad"] == ["mailbox"]


def test_doctor_starts_the_process_that_reads_attachments_and_says_when_it_cannot(home: Path) -> None:
    settings = home / "mailbot.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n[limits]\nchild_mb = 40\n", encoding="utf-8")
    done = at_home(home, "doctor", "--json")
    assert done.code == 1
    (bad,) = [one for one in done.shape if one["state"] == "bad"]
    assert (bad["check"], "child_mb" in bad["text"]) == ("readers", True)


@pytest.mark.parametrize(
    ("now", "said"), [("2020-09-23T10:00", "2020-09-24"), ("2020-11-07T10:00", "2020-11-06"), ("2021-03-01T10:00", "只存不答")]
)
def test_doctor_says_that_the_campaign_has_not_begun_or_is_over(home: Path, now: str, said: str) -> None:
    told = {one["check"]: one for one in at_home(home, "doctor", "--json", now=now).shape}
    assert told["campaign"]["state"] == "warn"
    assert said in told["campaign"]["text"]
    assert "不发" in told["campaign"]["text"]
    assert "campaign" not in {one["check"] for one in at_home(home, "doctor", "--json", now="2020-10-09T10:00").shape}


def test_doctor_says_what_is_past_the_time_it_is_kept_for_until_it_is_purged(home: Path) -> None:
    before = {one["check"] for one in at_home(home, "doctor", "--json", now="2023-09-01T10:00").shape}
    told = {one["check"]: one for one in at_home(home, "doctor", "--json", now="2023-12-01T10:00").shape}
    assert "retention" not in before
    assert told["retention"]["state"] == "warn"
    assert "purge --before 2020-12-01" in told["retention"]["text"]
    assert at_home(home, "purge", "--before", "2020-12-01", "--yes", now="2023-12-01T10:00").code == 0
    assert "retention" not in {one["check"] for one in at_home(home, "doctor", "--json", now="2023-12-01T10:00").shape}


def test_doctor_goes_on_where_settings_are_broken(empty: Path) -> None:
    (empty / "mailbot.toml").write_text("[imap]\nhots = 1\n", encoding="utf-8")
    done = at_home(empty, "doctor", "--json")
    assert done.code == 1
    assert {one["check"] for one in done.shape} == {"settings", "rules"}


def test_rules_diff_shows_what_a_home_overrides(empty: Path) -> None:
    (empty / "rules").mkdir()
    (empty / "rules" / "campaign.toml").write_text("return_share = 0.5\n", encoding="utf-8")
    done = at_home(empty, "rules", "diff")
    assert done.code == 0
    assert "return_share" in done.out
    assert "0.5" in done.out


def test_rules_check_names_file_and_key_of_every_problem(empty: Path) -> None:
    (empty / "rules").mkdir()
    (empty / "rules" / "areas.toml").write_text('[[area]]\nnumber = 5\nunit = "nobody"\n', encoding="utf-8")
    done = at_home(empty, "rules", "check")
    assert done.code == 1
    assert "areas.toml" in done.out + done.err
    assert "nobody" in done.out + done.err
