"""The two errors a person or the clock can mend; anything else that is raised is a bug."""

from collections.abc import Sequence


class OperatorError(Exception):
    """Somebody of the office must act; carries every problem at once, in Chinese.

    ``code`` is a kebab-case English word for scripts and logs.
    """

    def __init__(self, code: str, *problems: str) -> None:
        self.code = code
        self.problems: Sequence[str] = problems
        super().__init__(f"{'；'.join(problems)} [{code}]")


class TryLater(Exception):
    """The network or a server failed in a way that time may mend; the job tries again."""
