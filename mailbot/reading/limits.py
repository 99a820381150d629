"""What reading one attachment may cost, and the two ways in which a reader gives up.

Plain values without pydantic: the child process that reads files starts in a few milliseconds.
"""

from dataclasses import dataclass, field

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """The ceilings for one file; what lies beyond them is cut and named in ``File.losses``.

    ``characters`` bounds the text of all tables of a file, so that an answer fits its frame.
    ``depth`` is how many archives may lie in one another; ``members`` how many files one holds.
    """

    rows: int = 20_000
    columns: int = 256
    cell_characters: int = 32_767
    sheets: int = 64
    characters: int = 16_000_000
    merges: int = 20_000
    depth: int = 2
    members: int = 100


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file could not be read: a finding's code and its facts."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


class Unreadable(Exception):
    """A reader met what it cannot read; ``files`` turns it into a File with that trouble."""

    def __init__(self, code: str, **facts: str) -> None:
        self.trouble = Trouble(code, facts)
        super().__init__(code)
