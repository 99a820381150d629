"""Commands called as at a prompt, in this process: their exit code and what they printed where."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli.main import main

NOW = "2020-09-28T17:00"


@dataclass(frozen=True)
class Said:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def shape(self) -> Any:
        return json.loads(self.out)


def called(*words: str) -> Said:
    """Call ``mailbot`` with some words; an exception that is no exit is a traceback to a person, and fails the test."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MAILBOT_HOME", "")
        environment.setenv("MAILBOT_NOW", "")
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
            main(words)
    return Said(int(left.value.code or 0), out.getvalue(), err.getvalue())


def at_home(home: Path, *words: str, now: str = NOW) -> Said:
    return called("--home", str(home), "--now", now, *words)


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
