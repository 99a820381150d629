"""The Pythons that are here, for what must be alike on each: the ``re`` and ``email`` of Debian 12 (3.11.2) have faults of their own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_VERSION = "import sys; print(*sys.version_info[:3])"
OLDEST = (3, 11)


@cache
def releases() -> Mapping[tuple[int, ...], str]:
    """Give a path for each release: this one, those that MAILBOT_OTHER_PYTHONS names, all on the path."""
    named = os.environ.get("MAILBOT_OTHER_PYTHONS", "").split(os.pathsep)
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep) if folder]
    names = ("python3", *(f"python3.{minor}" for minor in range(OLDEST[1], 20)))
    on_path = [str(folder / name) for folder in folders for name in names if os.access(folder / name, os.X_OK)]
    found: dict[tuple[int, ...], str] = {}
    for path in (sys.executable, *filter(None, named), *on_path):
        done = subprocess.run([path, "-c", _VERSION], capture_output=True, encoding="utf-8", check=False)
        release = tuple(map(int, done.stdout.split())) if done.returncode == 0 else ()
        if release >= OLDEST:
            found.setdefault(release, path)
    return found
