"""Printing for people and for scripts: tables and sentences, or one JSON document on standard output."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path


def document(value: object) -> None:
    """Print one JSON document, UTF-8, not ASCII-escaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def line(text: str) -> None:
    """Print a line for people."""
    sys.stdout.write(text + "\n")


def aside(text: str) -> None:
    """Say something beside the result, on standard error."""
    sys.stderr.write(text + "\n")


def file(path: Path, content: bytes) -> None:
    """Write what may hold personal data: its owner may read it and nobody else, also where a file was there before."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as target:
        path.chmod(0o600)
        target.write(content)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people; Chinese columns line up."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    shown = Table(*heads, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        shown.add_row(*("" if cell is None else str(cell) for cell in row))
    width = None if sys.stdout.isatty() else 140
    Console(file=sys.stdout, highlight=False, markup=False, width=width).print(shown)
