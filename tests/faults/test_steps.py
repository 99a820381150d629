import re
from pathlib import Path

import mailbot
from tests.faults.steps import GAP, STEPS

REACHED = re.compile(r"checkpoint\.reach\(\"([a-z.-]+)\"\)")


def test_every_step_in_the_source_is_listed_and_every_listed_one_is_there() -> None:
    folder = Path(mailbot.__file__).parent
    reached = {step for path in folder.rglob("*.py") for step in REACHED.findall(path.read_text("utf-8"))}
    assert reached == set(STEPS)


def test_steps_are_listed_once() -> None:
    assert len(STEPS) == len(set(STEPS))
    assert set(GAP) <= set(STEPS)
