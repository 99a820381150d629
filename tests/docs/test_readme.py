"""What README and manual promise is there: commands, settings, transcripts, links, findings."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import typer.main

from mailbot.cli.main import app
from mailbot.office.by_mail import NEEDS_AUTHENTICATION
from mailbot.rulebook.load import load_rulebook
from mailbot.settings import Settings
from tests.docs.findings_table import MANUAL, written

ROOT = MANUAL.parents[1]
README = ROOT / "README.md"
INSTALLING = ROOT / "docs" / "安装.md"
PAGES = [README, MANUAL, INSTALLING, ROOT / "SECURITY.md", ROOT / "DECISIONS.md", ROOT / "data" / "README.md", ROOT / "CHANGELOG.md"]
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
CALL = re.compile(r"(?<![\w/-])(?:[\w./-]*bin/)?mailbot((?: +[^\s`|&;]+)+)")
OTHERS = re.compile(
    r"^(?:\$ (?:docker|useradd|chown|cp|mkdir|systemctl|journalctl)\b|\*/5 \* \* \* \* mailbot).*?(?= /srv/mailbot/venv/bin|$)",
    re.MULTILINE,
)
"""What a shell does with other programs, and whose line of cron it is; the image's own commands are held in tests/packaging."""
KEYS = re.compile(r"`(\w+\.\w+)`")
TRANSCRIPT = re.compile(r"^\$ mailbot (check .+)\n((?:(?!\$ |```).*\n)*)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def commands() -> Mapping[str, object]:
    """Give every command of the command line by its words: "held list"."""
    return dict(_walk(typer.main.get_command(app), ""))


def _walk(command: object, name: str) -> Iterator[tuple[str, object]]:
    inner: Mapping[str, object] = getattr(command, "commands", {})
    if name:
        yield name, command
    for word, one in inner.items():
        yield from _walk(one, f"{name} {word}".strip())


def calls(page: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the words and options of every call of mailbot in the code of a page."""
    for code in (found[1] or found[2] for found in CODE.finditer(page.read_text("utf-8"))):
        for call in CALL.findall(OTHERS.sub("", code).replace("\\\n", " ")):
            words = call.split()
            options = {word for word in words if word.startswith("--")} - {"--home", "--now"}
            if "--home" in words:
                del words[words.index("--home") : words.index("--home") + 2]
            yield " ".join(word for word in words if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", word)), frozenset(options)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_call_in_a_page_is_a_command_with_its_options(page: Path) -> None:
    known = commands()
    for words, options in calls(page):
        name = max((one for one in known if f"{words} ".startswith(f"{one} ")), key=len, default="")
        assert name, words
        assert not getattr(known[name], "commands", None), f"{words}: which of the group?"
        offered = {option for parameter in getattr(known[name], "params", []) for option in parameter.opts}
        assert options <= offered, words


def test_every_command_has_help_and_stands_in_the_readme_or_the_manual() -> None:
    told = {words for page in (README, MANUAL) for words, _ in calls(page)} | {"demo"}
    for name, command in commands().items():
        assert getattr(command, "help", ""), name
        if not getattr(command, "commands", None):
            assert any(f"{words} ".startswith(f"{name} ") for words in told), name


def test_settings_table_names_every_key_and_no_other() -> None:
    sections = {name: field.annotation for name, field in Settings.model_fields.items() if name != "home"}
    keys = {f"{section}.{key}" for section, model in sections.items() for key in getattr(model, "model_fields", {})}
    assert {key for key in KEYS.findall(README.read_text("utf-8")) if key.partition(".")[0] in sections} == keys


def test_transcripts_of_check_are_true() -> None:
    transcripts = TRANSCRIPT.findall(README.read_text("utf-8"))
    assert len(transcripts) == 2
    for words, printed in transcripts:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MAILBOT_")}
        command = [sys.executable, "-m", "mailbot", *words.split()]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.stdout == printed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()] == []


def test_the_threat_model_names_every_order_that_needs_a_passed_check() -> None:
    named = {
        "ignore": "`作废`",
        "register": "`收下并登记`",
        "exempt": "`不涉及`",
        "release": "`放行`",
        "send-standard": "`下发标准`",
        "import-addresses": "a workbook of addresses",
    }
    assert set(named) == NEEDS_AUTHENTICATION
    (row,) = (line for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if "without a passed check" in line)
    assert [word for word in named.values() if word not in row] == []


def test_table_of_findings_in_the_manual_is_current() -> None:
    text = MANUAL.read_text("utf-8")
    assert written(text, load_rulebook(None)) == text, "run python -m tests.docs.findings_table"


def test_manual_names_every_unit_and_every_area() -> None:
    text, rulebook = MANUAL.read_text("utf-8"), load_rulebook(None)
    assert [area.name for area in rulebook.areas if area.name not in text] == []
    assert [unit.name for unit in rulebook.units if unit.name.removeprefix(rulebook.campaign.county) not in text] == []
