"""The wheel alone is enough: installed into an empty folder, it judges a file by the rules that lie in it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "samples" / "民政局目录-缺一处时限.xlsx"
BUILD = ("-m", "build", "--no-isolation", "--wheel")
INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps")
WHERE = "import mailbot, mailbot.rulebook.load as load; print(mailbot.__file__, load.packaged('rules'), load.packaged('templates'))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _python(folder, *BUILD, "--outdir", str(folder), str(ROOT))
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    _python(folder, *INSTALL, "--target", str(folder), str(wheel))
    return folder


def test_wheel_holds_every_file_of_the_package_and_all_rules_and_templates(wheel: Path) -> None:
    kept = _files("mailbot", "mailbot") | _files("rules", "mailbot/_packaged/rules") | _files("templates", "mailbot/_packaged/templates")
    with zipfile.ZipFile(wheel) as archive:
        assert {name for name in archive.namelist() if ".dist-info/" not in name} == kept


def test_installed_wheel_uses_its_own_code_and_rules(installed: Path, tmp_path: Path) -> None:
    places = _python(tmp_path, "-c", WHERE, folder=installed).stdout.split()
    assert [Path(place).is_relative_to(installed) for place in places] == [True, True, True]


def test_installed_wheel_judges_a_file_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    done = _python(tmp_path, "-m", "mailbot", "check", str(SAMPLE), "--json", folder=installed, code=1)
    (file,) = json.loads(done.stdout)["files"]
    tables = [(one["area_name"], len(one["items"]), one["to_mend"]) for one in file["submissions"]]
    assert tables == [("社会救助", 10, 1), ("养老服务", 8, 0)]
    assert list(tmp_path.iterdir()) == []


def _python(cwd: Path, *arguments: str, folder: Path | None = None, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAILBOT_", "PYTHON"))}
    if folder is not None:
        environment["PYTHONPATH"] = str(folder)
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == code, done.stderr
    return done


def _files(folder: str, inside: str) -> set[str]:
    names = (path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file())
    return {f"{inside}/{name}" for name in names if "__pycache__" not in name}
