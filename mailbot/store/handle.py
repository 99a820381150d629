"""The open database as a value that can be closed; every function of the store takes it first."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; used by one thread at a time."""

    connection: sqlite3.Connection
    path: Path | None

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
