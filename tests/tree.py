"""Look over the tree for what no other tool sees; run by ``make check``, ends with 1 when something is wrong."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 300
# Written with brackets, so that this file is not found by its own patterns.
MACHINE = re.compile(r"(?<![\w.:])/(?:work|root|home|Users|opt|tmp|var/tmp)/[\w.]|[A-Z]:\\\\?Users")
HOSTS = re.compile(r"py[p]i\.|python[h]osted|conda[.]org|index[-]url|mirrors?[.][a-z]|find[-]links")
# Before Python 3.11.5 a possessive quantifier of a group may take more than it should (CPython issue 106052).
POSSESSIVE = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+|\(\?>")
PATTERN = re.compile(r"\brb?[\"']")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def problems() -> Iterator[str]:
    """Yield a line for everything that is wrong."""
    for path in _tracked():
        if path.suffix == ".py" and path.is_relative_to(ROOT / "mailbot"):
            yield from _module(path)
        yield from _foreign(path)


def _module(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    lines = text.count("\n")
    if lines > MOST_LINES:
        yield f"{path.relative_to(ROOT)}: {lines} lines, more than {MOST_LINES}"
    for number, line in enumerate(text.splitlines(), start=1):
        if PATTERN.search(line) and (found := POSSESSIVE.search(line)):
            yield f"{path.relative_to(ROOT)}:{number}: {found[0]} of a group, which Debian 12's Python misreads"
    if not ast.get_docstring(ast.parse(text)):
        yield f"{path.relative_to(ROOT)}: no docstring"


def _foreign(path: Path) -> Iterator[str]:
    """Find paths of a machine and hosts of packages, which mean nothing to who clones this."""
    content = path.read_bytes()
    if b"\0" in content:
        return
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        if found := MACHINE.search(line) or HOSTS.search(line):
            yield f"{path.relative_to(ROOT)}:{number}: {found[0]}"


def _tracked() -> list[Path]:
    """List the files that git knows and that are there."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def chinese() -> str:
    """Count the lines of code with Chinese, which belongs into rules/ and texts.toml where it can."""
    modules = [path for path in _tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / "mailbot")]
    counts = {path: sum(1 for line in path.read_text("utf-8").splitlines() if CHINESE.search(line)) for path in modules}
    demo = sum(count for path, count in counts.items() if path.is_relative_to(ROOT / "mailbot" / "demo"))
    return f"lines with Chinese: {sum(counts.values()) - demo} in mailbot, {demo} in its demo"


if __name__ == "__main__":
    found = list(problems())
    print(*found, chinese(), sep="\n")
    sys.exit(1 if found else 0)
