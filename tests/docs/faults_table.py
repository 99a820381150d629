"""The README's table of faults, made of the tests' own names and results.

A test is a sentence, a module's first line says what is broken on purpose, and a number says in how many ways
it held when ``make faults`` last ran: ``python -m tests.docs.faults_table RESULTS`` reads them from pytest's XML
and writes nothing when a test failed. Without results the ways are counted by the tests' parameters.
"""

import importlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FunctionType, MappingProxyType, ModuleType
from typing import NamedTuple
from xml.etree import ElementTree

from hypothesis.stateful import RuleBasedStateMachine

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- faults: python -m tests.docs.faults_table -->", "<!-- /faults -->"
MODULES = (
    "tests.faults.test_kills",
    "tests.faults.test_random_kills",
    "tests.faults.test_machine",
    "tests.faults.test_network",
    "tests.faults.test_way_out",
    "tests.faults.test_people_at_the_mailbox",
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
    "tests.security.test_doors",
    "tests.security.test_formulas",
    "tests.security.test_canary",
    "tests.security.test_retention",
    "tests.security.test_secrets",
)


class Held(NamedTuple):
    """What came of a test: in how many ways it held, and figures that it noted."""

    ways: int
    figures: tuple[str, ...] = ()


Results = Mapping[tuple[str, str], Held]
"""By module and name of the test."""
NOTHING: Results = MappingProxyType({})


def results_in(path: Path) -> Results:
    """Read what pytest wrote; raises ValueError with the names of tests that did not hold."""
    found: dict[tuple[str, str], Held] = {}
    broken = []
    for case in ElementTree.parse(path).iter("testcase"):
        module, name = case.attrib["classname"], case.attrib["name"].partition("[")[0]
        if any(case.find(tag) is not None for tag in ("failure", "error", "skipped")):
            broken.append(f"{module}::{case.attrib['name']}")
        before = found.get((module, name), Held(0))
        noted = tuple(one.attrib["value"] for one in case.iter("property"))
        found[module, name] = Held(before.ways + 1, before.figures + noted)
    if broken:
        raise ValueError(f"did not hold: {', '.join(broken)}")
    return found


def table(results: Results = NOTHING) -> str:
    """Write the table."""
    rows = []
    for name in MODULES:
        module = importlib.import_module(name)
        told = [_sentence(test, results) for test in _tests(module)] or ["any order of: " + ", ".join(_rules(module))]
        place = name.replace(".", "/") + ".py"
        rows.append(f"| {_headline(module)} ([{name.rpartition('.')[2][5:]}]({place})) | {'<br>'.join(told)} |")
    return "\n".join(["| broken on purpose | what holds then |", "|---|---|", *rows])


def written(text: str, results: Results = NOTHING) -> str:
    """Put the table between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(results)}\n{END}{after}"


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


def _sentence(test: FunctionType, results: Results) -> str:
    words = test.__name__.removeprefix("test_").replace("_", " ")
    ways = 1
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            ways *= len(mark.args[1])
    held = results.get((test.__module__, test.__name__), Held(ways))
    told = [f"{held.ways} ways"] if held.ways > 1 else []
    return f"{words} ({'; '.join([*told, *held.figures])})" if told or held.figures else words


if __name__ == "__main__":
    found = results_in(Path(sys.argv[1])) if sys.argv[1:] else NOTHING
    README.write_text(written(README.read_text("utf-8"), found), encoding="utf-8")
