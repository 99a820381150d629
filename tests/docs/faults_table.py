"""The README's table of faults, made of the tests' own names; ``python -m tests.docs.faults_table`` writes it anew.

A test is a sentence, a module's first line says what is broken on purpose, and a number says in how many ways.
"""

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType

from hypothesis.stateful import RuleBasedStateMachine

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- faults: python -m tests.docs.faults_table -->", "<!-- /faults -->"
MODULES = (
    "tests.faults.test_kills",
    "tests.faults.test_random_kills",
    "tests.faults.test_machine",
    "tests.faults.test_network",
    "tests.faults.test_disk",
    "tests.faults.test_resources",
    "tests.faults.test_restore",
    "tests.faults.test_foreign_systems",
    "tests.jobs.test_tick",
    "tests.jobs.test_logins",
    "tests.jobs.test_alarm",
    "tests.security.test_loops",
    "tests.security.test_headers",
    "tests.security.test_reader",
    "tests.security.test_formulas",
    "tests.security.test_canary",
    "tests.security.test_secrets",
)


def table() -> str:
    """Write the table."""
    rows = []
    for name in MODULES:
        module = importlib.import_module(name)
        told = [_sentence(test) for test in _tests(module)] or ["any order of: " + ", ".join(_rules(module))]
        place = name.replace(".", "/") + ".py"
        rows.append(f"| {_headline(module)} ([{name.rpartition('.')[2][5:]}]({place})) | {'<br>'.join(told)} |")
    return "\n".join(["| broken on purpose | what holds then |", "|---|---|", *rows])


def written(text: str) -> str:
    """Put the table between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _headline(module: ModuleType) -> str:
    words = (module.__doc__ or module.__name__.rpartition("_")[2]).strip().splitlines()[0].rstrip(".")
    return words.replace("|", "/")


def _tests(module: ModuleType) -> Iterator[FunctionType]:
    found = [value for name, value in vars(module).items() if name.startswith("test_") and isinstance(value, FunctionType)]
    yield from sorted(
        (one for one in found if one.__module__ == module.__name__), key=lambda one: inspect.unwrap(one).__code__.co_firstlineno
    )


def _rules(module: ModuleType) -> Iterator[str]:
    """List what the players of a state machine may do."""
    for machine in vars(module).values():
        if isinstance(machine, type) and machine.__module__ == module.__name__ and issubclass(machine, RuleBasedStateMachine):
            yield from (name.replace("_", " ") for name, one in vars(machine).items() if hasattr(one, "hypothesis_stateful_rule"))


def _sentence(test: FunctionType) -> str:
    words = test.__name__.removeprefix("test_").replace("_", " ")
    ways = 1
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            ways *= len(mark.args[1])
    return words if ways == 1 else f"{words} ({ways} ways)"


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), encoding="utf-8")
