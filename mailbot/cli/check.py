"""Judge tables without storing or sending: check."""

import typer

from mailbot.cli.exits import DONE, NAMED


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(check)


def check(
    files: list[str] = typer.Argument(help="Workbooks, documents or a mail (.eml).", metavar="FILE..."),
    unit: str = typer.Option("", help="Judge them as this unit's: key, name or alias."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> int:
    """Judge tables without a home: exit 1 when anything must be mended or cannot be read."""
    from pathlib import Path

    from mailbot.cli import output, shapes
    from mailbot.cli.context import home_path
    from mailbot.errors import OperatorError
    from mailbot.jobs.checking import check as judge_files
    from mailbot.rulebook.load import load_rulebook
    from mailbot.rulebook.names import unit_of
    from mailbot.sandbox.parent import Sandbox
    from mailbot.settings import Settings
    from mailbot.texts import say

    rulebook = load_rulebook(home_path())
    key = unit_of(rulebook, unit) if unit else None
    if unit and key is None:
        raise OperatorError("usage-unit", say("cli", "no-unit", unit=unit))
    paths = [Path(file) for file in files]
    missing = [say("cli", "no-file", path=path) for path in paths if not path.is_file()]
    if missing:
        raise OperatorError("usage-path", *missing)
    settings = Settings.model_construct()
    with Sandbox(settings.limits) as sandbox:
        checked = judge_files(paths, rulebook, sandbox, settings, unit=key)
    if as_json:
        output.document(
            {
                "outcome": checked.outcome,
                "files": [
                    {
                        "file": file.name,
                        "path": file.path,
                        "format": file.format,
                        "sha256": file.sha256,
                        "findings": [shapes.finding(one, rulebook) for one in checked.findings[file.path]],
                        "submissions": [shapes.submission(one, rulebook) for one in checked.submissions if one.file == file.path],
                    }
                    for file in checked.files
                ],
            }
        )
    else:
        _print(checked, rulebook)
    return DONE if checked.sound else NAMED


def _print(checked: object, rulebook: object) -> None:
    """Show what was found to a person."""
    from mailbot.cli.output import line
    from mailbot.jobs.checking import Checked
    from mailbot.letters.wording import words
    from mailbot.rulebook.model import Rulebook

    if not isinstance(checked, Checked) or not isinstance(rulebook, Rulebook):
        raise TypeError("a checked input and its rules")
    for file in checked.files:
        line(f"{file.name} ({file.format})")
        for finding in checked.findings[file.path]:
            _print_finding(words(finding, rulebook), "")
        for one in (one for one in checked.submissions if one.file == file.path):
            unit, area = rulebook.unit_by_key.get(one.unit or ""), rulebook.area_by_number.get(one.area or 0)
            named = " ".join(filter(None, (rulebook.forms[one.form].title, unit.name if unit else "", area.name if area else "")))
            state = rulebook.letters.outcomes.get(one.outcome, one.outcome)
            line(f"  [{one.sheet}] {named}\uff1a{one.size} \u2192 {state}")
            for finding in one.findings:
                _print_finding(words(finding, rulebook), finding.where)


def _print_finding(said: object, where: str) -> None:
    from mailbot.cli.output import line
    from mailbot.letters.wording import Wording

    if not isinstance(said, Wording):
        raise TypeError("a finding in words")
    marks = {"error": "\u2717", "warning": "!", "note": "\u00b7"}
    place = f"{where} " if where and where not in said.text else ""
    line(f"    {marks.get(said.severity, '-')} {place}{said.text}{' ' + said.advice if said.advice and said.severity != 'note' else ''}")
