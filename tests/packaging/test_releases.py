"""Mail is read and written alike on every release of this Python that is here, with the libraries that are installed."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.pythons import releases

ROOT = Path(__file__).resolve().parents[2]
ASKED = ("tests/reading", "tests/letters/test_compose.py")


def test_mail_is_read_and_written_alike_on_every_release_of_this_python() -> None:
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), *libraries)), "PYTHONUTF8": "1"}
    for release, path in releases().items():
        if release[:2] == sys.version_info[:2] and path != sys.executable:
            command = [path, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *ASKED]
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False)
            assert done.returncode == 0, f"{release}\n{done.stdout[-3000:]}{done.stderr[-1000:]}"
