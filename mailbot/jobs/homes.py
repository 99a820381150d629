"""A new home: the files an office edits, with comments (interface, 2)."""

from collections.abc import Iterator
from pathlib import Path

from mailbot.settings import example
from mailbot.texts import say

FILES = {"mailbot.toml": 0o644, ".env": 0o600, "rules/README.md": 0o644, "templates/README.md": 0o644}


def lay_out(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Make the files of a home; what is there already stays. Gives each path and whether it was made."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    for name, mode in FILES.items():
        path = folder / name
        made = not path.exists()
        if made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(example() if name == "mailbot.toml" else say("jobs", name), encoding="utf-8")
            path.chmod(mode)
        yield path, made
