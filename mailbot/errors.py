"""The two errors a person or the clock can mend; anything else that is raised is a bug."""

import importlib.resources
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache


class OperatorError(Exception):
    """Somebody of the office must act; carries every problem at once, in Chinese.

    ``code`` is a kebab-case English word for scripts and logs.
    """

    def __init__(self, code: str, *problems: str) -> None:
        self.code = code
        self.problems: Sequence[str] = problems
        super().__init__(f"{'; '.join(problems)} [{code}]")


class TryLater(Exception):
    """The network or a server failed in a way that time may mend; the job tries again."""


def say(key: str, /, **facts: object) -> str:
    """Word a problem for the office from ``texts.toml``, filled with facts."""
    return _texts()[key].format(**facts)


@cache
def _texts() -> Mapping[str, str]:
    text = importlib.resources.files("mailbot").joinpath("texts.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}
