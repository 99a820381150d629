"""What an office is given to install: bundles without a network, a service, an image."""

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from mailbot.settings import load_settings
from tests.docs.test_readme import commands

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", DEPLOY / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("target", ["linux-x86_64", "linux-aarch64", "win-amd64"])
def test_a_bundle_takes_wheels_only_for_its_machine_at_the_pinned_releases(bundle: ModuleType, target: str, tmp_path: Path) -> None:
    (tmp_path / "mailbot-1-py3-none-any.whl").touch()
    words = bundle.download(tmp_path, target, "3.11")
    machine = target.split("-")[1]
    assert "--only-binary=:all:" in words
    assert all(machine in word for name, word in pairwise(words) if name == "--platform")
    assert str(ROOT / "constraints.txt") in words
    assert words[-1].endswith(".whl")


def test_a_bundle_holds_the_manual_and_on_linux_a_script_and_a_service(bundle: ModuleType, tmp_path: Path) -> None:
    linux = dict(map(reversed, bundle.lay_out(tmp_path, "linux-aarch64", "3.11")))
    assert {"install.sh", "mailbot.service", "安装.md", "python-version"} <= set(linux)
    assert linux["python-version"].read_text() == "3.11\n"
    windows = dict(map(reversed, bundle.lay_out(tmp_path, "win-amd64", "3.11")))
    assert "未经测试" in windows["请先读我.txt"].read_text("utf-8")
    assert all(path.exists() for path in linux.values())


def test_the_install_script_refuses_another_python_before_it_makes_anything(tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    shutil.copy(DEPLOY / "install.sh", folder)
    (folder / "python-version").write_text("2.7\n")
    done = subprocess.run(
        ["sh", str(folder / "install.sh"), str(tmp_path / "into")],
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Python 2.7" in done.stderr
    assert not (tmp_path / "into").exists()


def test_the_service_waits_for_our_word_and_is_hardened() -> None:
    unit = (DEPLOY / "mailbot.service").read_text("utf-8")
    lines = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    assert lines["Type"] == "notify"
    assert lines["WatchdogSec"]
    assert lines["NoNewPrivileges"] == lines["ProtectHome"] == "true"
    assert lines["ProtectSystem"] == "strict"
    assert lines["UMask"] == "0077"


def test_the_service_is_read_without_a_complaint_and_little_exposed(tmp_path: Path) -> None:
    """By systemd's own eyes where they are here; its text is held to either way."""
    text = (DEPLOY / "mailbot.service").read_text("utf-8")
    words = [line.partition("=")[2].split() for line in text.splitlines() if line.startswith("SystemCallFilter=")]
    assert words[0] == ["@system-service", "unshare"]
    assert all(one.startswith(("~@", "@")) for one in words[1])
    program = shutil.which("systemd-analyze")
    if program is not None:
        unit = tmp_path / "mailbot.service"
        unit.write_text(text.replace("/srv/mailbot/venv/bin/mailbot", sys.executable), encoding="utf-8")
        done = subprocess.run([program, "verify", str(unit)], capture_output=True, encoding="utf-8", check=False)
        assert str(unit.name) not in done.stdout + done.stderr, done.stderr
        done = subprocess.run(
            [program, "security", "--offline=yes", "--threshold=20", str(unit)], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0


def test_the_steps_of_the_image_name_what_is_there() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    assert [word for word, _ in steps] == ["FROM", "COPY", "RUN", "USER", "ENV", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"]
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert asked == ">=" + re.findall(r"python:(\d+\.\d+)", text)[0]
    assert "-c /src/constraints.txt" in text
    assert json.loads(dict(steps)["ENTRYPOINT"]) == ["mailbot"]
    assert json.loads(dict(steps)["CMD"]) == ["run"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dockerfile", {"init", "run", "health"}),
        ("mailbot.service", {"run"}),
        ("install.sh", {"init", "doctor"}),
        ("windows.txt", {"init", "doctor"}),
    ],
)
def test_every_command_that_is_deployed_is_one_of_ours(name: str, expected: set[str]) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    called = set(re.findall(r'(?:/office |bin/|Scripts\\)mailbot"? +(?:--home \S+ +)?([a-z]+)', text))
    # An image's words stand in lists: the check of its health, and what it runs.
    called |= {json.loads(words)[-1] for words in re.findall(r"CMD (\[.*\])", text)}
    assert called == expected
    assert called <= set(commands())


def test_the_settings_of_the_installing_page_are_settings(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "安装.md").read_text("utf-8")
    (tmp_path / "mailbot.toml").write_text(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0], encoding="utf-8")
    secrets = re.findall(r"```\n(MAILBOT_[^`]*)```", page)[0]
    (tmp_path / ".env").write_text(secrets, encoding="utf-8")
    settings = load_settings(tmp_path)
    assert (settings.smtp.mode, settings.imap.password.get_secret_value()) == ("hold", "授权码")


def test_the_image_runs_the_worker_as_nobody_special_and_asks_for_its_health() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert re.search(r"^USER mailbot$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text
    assert text.index("USER mailbot") < text.index("ENTRYPOINT")
    assert ".env" in (ROOT / ".dockerignore").read_text("utf-8").split()


def test_posix_modules_are_imported_in_one_module_only() -> None:
    names = {"resource", "fcntl", "pwd", "grp", "termios", "pty"}
    found = set()
    for path in (ROOT / "mailbot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            imported = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            imported |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
            if imported & names:
                found.add(path.relative_to(ROOT).as_posix())
    assert found == {"mailbot/sandbox/rlimits.py"}
