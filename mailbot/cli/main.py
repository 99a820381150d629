"""The command line: global options anywhere, one exit code, no traceback to a person.

``--home`` and ``--now`` may stand before or after the command (interface, 2 and 3); they are taken
out of the arguments before typer sees the rest.
"""

import os
import sys
from collections.abc import Sequence

import typer

from mailbot.cli import board, care, check, correction, duty, held, letters, rechecks, report, setup, standard, units, work
from mailbot.cli.exits import DONE, NAMED, USAGE

app = typer.Typer(
    name="mailbot",
    help="Polls a mailbox for submissions, judges and stores them, answers, reminds and reports.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
GLOBAL = {"--home": "MAILBOT_HOME", "--now": "MAILBOT_NOW"}


@app.callback()
def mailbot(
    home: str = typer.Option("", help="Folder with mailbot.toml, .env and data/ (MAILBOT_HOME, else the current folder)."),
    now: str = typer.Option("", help="Set the clock: ISO 8601, without an offset Asia/Shanghai (MAILBOT_NOW)."),
) -> None:
    """Polls a mailbox for submissions, judges and stores them, answers, reminds and reports."""


for module in (setup, work, check, board, letters, held, units, care, standard, correction, duty, report, rechecks):
    module.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 named problems, 2 usage, 3 another worker."""
    rest, missing = _take_globals(list(sys.argv[1:] if arguments is None else arguments))
    from mailbot.errors import OperatorError, TryLater
    from mailbot.texts import say

    if missing:
        sys.stderr.write(f"{say('cli', 'needs-value', option=missing)}\n[usage-option]\n")
        sys.exit(USAGE)
    try:
        code = app(rest, standalone_mode=False)
        sys.stdout.flush()
    except OperatorError as error:
        for problem in error.problems:
            sys.stderr.write(f"{problem}\n")
        sys.stderr.write(f"[{error.code}]\n")
        code = USAGE if error.code.startswith("usage") else NAMED
    except TryLater as error:
        sys.stderr.write(f"{error} [try-later]\n")
        code = NAMED
    except BrokenPipeError:
        # Who reads us has seen enough, as "| head" does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = NAMED
    except OSError as error:
        sys.stderr.write(f"{say('cli', 'file-trouble', path=error.filename or '', why=error.strerror or error)}\n[file-trouble]\n")
        code = NAMED
    except (typer.Abort, KeyboardInterrupt):
        code = NAMED
    except Exception as error:
        shown = _usage(error)
        if shown is None:
            raise
        sys.stderr.write(f"{say('cli', 'bad-call')}\n{shown}[usage]\n")
        code = USAGE
    sys.exit(code or DONE)


def _take_globals(arguments: list[str]) -> tuple[list[str], str]:
    """Move ``--home X`` and ``--now T`` into the environment; give the rest, and an option that lacks its value."""
    rest: list[str] = []
    while arguments:
        word = arguments.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return [*rest, word, *arguments], ""
        if name not in GLOBAL:
            rest.append(word)
            continue
        if not equals:
            if not arguments:
                return rest, name
            value = arguments.pop(0)
        os.environ[GLOBAL[name]] = value
    return rest, ""


def _usage(error: Exception) -> str | None:
    """Give the words of a wrong call, or None for anything else; typer brings its own copy of click's errors."""
    message = getattr(error, "format_message", None)
    if message is None or not hasattr(error, "exit_code"):
        return None
    context = getattr(error, "ctx", None)
    usage = f"{context.get_usage()}\n" if context is not None else ""
    return f"{usage}{message()}\n"
