import os
import re
from pathlib import Path

import pytest

from mailbot.errors import OperatorError
from mailbot.settings import Settings, example, is_loopback, load_settings


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("MAILBOT_")]:
        monkeypatch.delenv(name)


def home(folder: Path, toml: str = "", dotenv: str = "") -> Path:
    (folder / "mailbot.toml").write_text(toml, encoding="utf-8")
    (folder / ".env").write_text(dotenv, encoding="utf-8")
    return folder


def problems(folder: Path, toml: str = "", dotenv: str = "") -> list[str]:
    with pytest.raises(OperatorError) as caught:
        load_settings(home(folder, toml, dotenv))
    assert caught.value.code == "bad-settings"
    return list(caught.value.problems)


def test_a_home_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings == Settings(home=tmp_path)
    assert settings.limits.child_mb == 1024


def test_the_example_says_the_defaults_and_is_accepted(tmp_path: Path) -> None:
    assert load_settings(home(tmp_path, example())) == Settings(home=tmp_path)


def test_every_commented_line_of_the_example_is_accepted_too(tmp_path: Path) -> None:
    settings = load_settings(home(tmp_path, re.sub(r"(?m)^# (?=[a-z_]+ = )(?!password_file)", "", example())))
    assert settings.imap.port == 993
    assert settings.worker.digest_at.hour == 16


def test_the_environment_wins_over_dotenv_and_dotenv_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_IMAP__HOST", "c.example.cn")
    toml = '[imap]\nhost = "a.example.cn"\nuser = "a"\nport = 1993'
    settings = load_settings(home(tmp_path, toml, "MAILBOT_IMAP__HOST=b.example.cn\nMAILBOT_IMAP__USER=b"))
    assert (settings.imap.host, settings.imap.user, settings.imap.port) == ("c.example.cn", "b", 1993)


def test_the_home_given_wins_over_the_one_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_HOME", "/elsewhere")
    assert load_settings(tmp_path).home == tmp_path


@pytest.mark.parametrize("value", ["a@example.cn,b@example.cn", "a@example.cn；b@example.cn", '["a@example.cn", "b@example.cn"]'])
def test_a_variable_can_name_several_addresses(tmp_path: Path, value: str) -> None:
    settings = load_settings(home(tmp_path, dotenv=f"MAILBOT_OFFICE__TRUSTED='{value}'"))
    assert settings.office.trusted == ("a@example.cn", "b@example.cn")


def test_one_address_need_not_be_a_list(tmp_path: Path) -> None:
    assert load_settings(home(tmp_path, '[office]\ndigest_to = "a@example.cn"')).office.digest_to == ("a@example.cn",)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "mailbot.toml").write_bytes(b"\xef\xbb\xbf[log]\nlevel = 'DEBUG'\n")
    assert load_settings(tmp_path).log.level == "DEBUG"


@pytest.mark.parametrize(
    ("toml", "dotenv", "expected"),
    [
        ("[imap]\nhots = 'a'", "", "mailbot.toml imap.hots：不认识的键（是不是“host”？）"),
        ("[mailbx]\nsource = 'imap'", "", "mailbot.toml mailbx：不认识的键（是不是“mailbox”？）"),
        ("home = '/x'", "", "mailbot.toml home：不认识的键"),
        ("[imap]\nport = 'x'", "", "mailbot.toml imap.port：应为整数"),
        ("[imap]\nport = 70000", "", "mailbot.toml imap.port：数值应小于65536"),
        ("[imap]\nsecurity = 'ssl'", "", "mailbot.toml imap.security：只能是 'tls'、'starttls'、'none'"),
        ("[worker]\ndigest_at = '16h'", "", 'mailbot.toml worker.digest_at：应为时刻，如 "16:30"'),
        ("imap = 3", "", "mailbot.toml imap：应为一节，下面写“键 = 值”"),
        ("[smtp]\nsender = 'office'", "", "smtp.sender：“office”不是一个邮箱地址"),
        ("[office]\ntrusted = ['a at example.cn']", "", "office.trusted：“a at example.cn”不是一个邮箱地址"),
        ("", "MAILBOT_IMAP__PASWORD=x", ".env MAILBOT_IMAP__PASWORD：不认识的键（是不是“password”？）"),
        ("", "MAILBOT_IAMP__PASSWORD=x", ".env MAILBOT_IAMP__PASSWORD：不认识的键（是不是“imap”？）"),
        ("", "MAILBOT_SMTP__PORT=x", ".env MAILBOT_SMTP__PORT：应为整数"),
        ("[mailbox]\nafter = 'delete'", "", "mailbot.toml mailbox.after：写法不对，应符合 ^(leave|keyword|move:.+)$"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(tmp_path: Path, toml: str, dotenv: str, expected: str) -> None:
    assert problems(tmp_path, toml, dotenv) == [expected]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "[imap]\nhots = 'a'\nport = 'x'\n[smpt]\n[limits]\nrows = 0\n")) == 4


def test_a_misspelt_variable_of_the_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_WOKER__IDLE", "true")
    monkeypatch.setenv("MAILBOT_NOW", "2020-09-24")
    assert problems(tmp_path) == ["MAILBOT_WOKER__IDLE：不认识的键（是不是“worker”？）"]


def test_variables_of_others_are_nobodys_problem(tmp_path: Path) -> None:
    assert load_settings(home(tmp_path, dotenv="TZ=Asia/Shanghai\nMAILBOT_NOW=2020-09-24\n")).home == tmp_path


@pytest.mark.parametrize("key", ["password", "passwd", "auth_code", "pwd"])
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    found = problems(tmp_path, f"[imap]\n{key} = 'open-sesame'")
    assert len(found) == 1
    assert found[0].startswith(f"mailbot.toml imap.{key}：密码、授权码不要写在这里")
    assert "MAILBOT_IMAP__PASSWORD" in found[0]
    assert "open-sesame" not in found[0]


def test_a_password_comes_from_its_file_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("芝麻-1\n", encoding="utf-8")
    settings = load_settings(home(tmp_path, "[imap]\npassword_file = 'secret.txt'"))
    assert settings.imap.password.get_secret_value() == "芝麻-1"
    assert "芝麻" not in repr(settings)


def test_a_password_of_the_environment_needs_no_file(tmp_path: Path) -> None:
    settings = load_settings(home(tmp_path, "[smtp]\npassword_file = 'missing.txt'", "MAILBOT_SMTP__PASSWORD=x"))
    assert settings.smtp.password.get_secret_value() == "x"


def test_a_password_file_that_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    found = problems(tmp_path, "[imap]\npassword_file = 'missing.txt'\n[smtp]\npassword_file = 'empty.txt'")
    assert [problem.partition("：")[0] for problem in found] == ["imap.password_file", "smtp.password_file"]


@pytest.mark.parametrize("toml", ["security = 'none'", "min_tls = '1.0'", "security = 'none'\naccept_insecure = ' '"])
def test_an_insecure_connection_to_another_machine_is_refused(tmp_path: Path, toml: str) -> None:
    assert "accept_insecure" in problems(tmp_path, f"[imap]\nhost = 'mail.example.cn'\n{toml}")[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1"])
def test_on_this_machine_no_encryption_is_needed(tmp_path: Path, host: str) -> None:
    assert load_settings(home(tmp_path, f"[smtp]\nhost = '{host}'\nsecurity = 'none'")).smtp.host == host


def test_an_insecure_connection_can_be_answered_for(tmp_path: Path) -> None:
    toml = "[imap]\nhost = 'mail.example.cn'\nsecurity = 'none'\naccept_insecure = '内网专线'"
    assert load_settings(home(tmp_path, toml)).imap.security == "none"


def test_a_name_that_begins_like_this_machine_is_another() -> None:
    assert not is_loopback("127.0.0.1.example.cn")
    assert not is_loopback("localhost.example.cn")


@pytest.mark.parametrize(
    ("toml", "path"),
    [("", "inbox"), ("folder = 'mails'", "mails"), ("path = 'a'\nfolder = 'b'", "a"), ("path = '/srv/mail'", "/srv/mail")],
)
def test_a_folder_of_mails_is_found_from_the_home(tmp_path: Path, toml: str, path: str) -> None:
    settings = load_settings(home(tmp_path, f"[mailbox]\nsource = 'folder'\n{toml}"))
    assert settings.mailbox.path == str(tmp_path / path)


def test_the_imap_folder_is_no_path(tmp_path: Path) -> None:
    settings = load_settings(home(tmp_path, "[mailbox]\nfolder = '报送'"))
    assert (settings.mailbox.folder, settings.mailbox.path) == ("报送", "")


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert "line 1" in problems(tmp_path, "[imap\nport = 1")[0]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "mailbot.toml").write_bytes("# 设置".encode("gb18030"))
    with pytest.raises(OperatorError, match="UTF-8"):
        load_settings(tmp_path)
