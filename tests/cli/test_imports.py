import subprocess
import sys

HEAVY = ("mailbot.app", "mailbot.jobs", "pandas", "openpyxl", "jinja2")


def test_help_loads_no_room_that_does_the_work() -> None:
    asked = f"import sys, mailbot.cli.main; print([one for one in {HEAVY} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
