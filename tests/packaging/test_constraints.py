"""``constraints.txt`` pins every package that an installation with all extras brings along."""

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def test_every_line_is_a_name_and_a_version() -> None:
    assert [line for line in _lines() if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []


def test_everything_the_project_needs_is_pinned_within_its_bounds() -> None:
    pinned = {str(canonicalize_name(line.partition("==")[0])): line.partition("==")[2] for line in _lines()}
    # pip is there before anything is installed.
    wanted = {name: found for name, found in _needed("mailbot", frozenset({"demo", "dev"}), {}).items() if name != "pip"}
    assert [name for name in wanted if name not in pinned] == []
    assert [str(one) for name, found in wanted.items() for one in found if not one.specifier.contains(pinned[name])] == []


def _lines() -> list[str]:
    return [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _needed(name: str, extras: frozenset[str], found: dict[str, list[Requirement]]) -> dict[str, list[Requirement]]:
    """Walk the requirements of what is installed here, with the extras asked for."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return found
    for requirement in map(Requirement, lines):
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in (extras or {""})):
            continue
        key = str(canonicalize_name(requirement.name))
        known = found.setdefault(key, []) if key != "mailbot" else []
        if str(requirement) not in map(str, known):
            known.append(requirement)
            if key != "mailbot":
                _needed(key, frozenset(requirement.extras), found)
    return found
