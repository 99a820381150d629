"""Nothing that only POSIX has is needed: a season is played with those modules blocked."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAY = """
import sys
from pathlib import Path


class Blocked:
    names = {"resource", "fcntl", "pwd", "grp", "termios", "pty", "syslog"}

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ModuleNotFoundError(name)


for name in Blocked.names:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Blocked())

import pkgutil
import mailbot

for module in pkgutil.walk_packages(mailbot.__path__, "mailbot."):
    if not module.name.endswith("__main__") and not module.name.startswith("mailbot.demo.servers"):
        __import__(module.name)

from tests.season.builders import people, stage, table
from mailbot.demo.script import address_of

with stage(Path(sys.argv[1])) as played:
    played.register_all()
    civil = address_of("civil-affairs")
    for day in ("2020-09-24", "2020-09-25", "2020-09-28", "2020-09-30", "2020-10-09", "2020-10-19", "2020-11-02"):
        played.arrive(people("\\u8d64\\u58c1\\u5e02\\u6c11\\u653f\\u5c40", when=f"{day}T09:00", sender=civil), f"{day}T09:00")
        played.arrive(table(played.rulebook, (5, 6), when=f"{day}T09:01", sender=civil), f"{day}T09:01")
        played.day(day)
    print(sorted(set(played.outcomes())), len(played.kinds("reply")) > 2, len(played.kinds("notice")) > 20, len(played.kinds("digest")))
    assert not Blocked.names & set(sys.modules), Blocked.names & set(sys.modules)
"""


def test_a_season_is_played_without_resource_fcntl_and_pwd(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILBOT_")}
    done = subprocess.run(
        [sys.executable, "-c", PLAY, str(tmp_path / "home")],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("]")[0] == "['filed'"
    assert "True True" in done.stdout
