from pathlib import Path

import pytest

from mailbot.jobs.desk import folder_of
from mailbot.settings.load import load_settings
from tests.season.builders import stage, words

FOLDER = '[mailbox]\nsource = "folder"\npath = "{path}"\n[smtp]\ntransport = "folder"\n'


@pytest.mark.parametrize(("path", "name"), [("inbox", "inbox"), ("a/b", "a/b"), ("./inbox", "inbox")])
def test_a_folder_inside_the_home_is_named_by_its_place_there(tmp_path: Path, path: str, name: str) -> None:
    (tmp_path / "mailbot.toml").write_text(FOLDER.format(path=path), encoding="utf-8")
    assert folder_of(load_settings(tmp_path)) == name


def test_a_folder_elsewhere_is_named_by_its_whole_path(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "mailbot.toml").write_text(FOLDER.format(path=(tmp_path / "mail").as_posix()), encoding="utf-8")
    assert folder_of(load_settings(tmp_path / "home")) == (tmp_path / "mail").as_posix()


def test_an_imap_folder_has_its_name_on_the_server(tmp_path: Path) -> None:
    (tmp_path / "mailbot.toml").write_text('[mailbox]\nfolder = "报送"\n', encoding="utf-8")
    assert folder_of(load_settings(tmp_path)) == "报送"


def test_the_directory_knows_addresses_whatever_their_case(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("finance", "Caizheng@example.cn")
        played.answer(words("请发空表。", when="2020-09-24T09:30", sender="caizheng@example.cn", subject="样表"), "2020-09-24T09:30")
        assert played.mails()[0].unit == "finance"
