"""Read ``rules/``: the packaged base with a home's overrides, checked, as one frozen value.

Every problem is told at once with its file and key: an office that mends a rule should not have
to run the check ten times. How a home's file changes the packaged one is in ``merge``.
"""

import hashlib
import importlib.resources
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mailbot.errors import OperatorError, say
from mailbot.rulebook.check import problems as unfit
from mailbot.rulebook.merge import keyless, merge
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.problems import explain
from mailbot.settings.words import unknown

FILES = ("campaign.toml", "units.toml", "areas.toml", "timeline.toml", "findings.toml", "screen.toml", "letters.toml", "assessment.toml")
FOLDERS: Mapping[str, str] = {"forms": "key", "calendar": "year", "guides": "area"}
"""Folders with one file a subject, and the key that says which."""

Document = dict[str, Any]


def packaged(kind: str) -> Path:
    """Tell where the shipped "rules" or "templates" lie: in the wheel, else at the top of the checkout."""
    package = Path(str(importlib.resources.files("mailbot")))
    shipped = package / "_packaged" / kind
    return shipped if shipped.is_dir() else package.parent / kind


def load_rulebook(home: Path | None) -> Rulebook:
    """Load the packaged rules with the overrides of a home.

    Raises OperatorError("bad-rules") with every problem, each with its file and key.
    """
    documents, problems = read_documents(home)
    if problems:
        raise OperatorError("bad-rules", *problems)
    content = assemble(documents)
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
    try:
        rulebook = Rulebook.model_validate({**content, "sha256": digest})
    except ValidationError as error:
        raise OperatorError("bad-rules", *explain(error, documents, content, FOLDERS)) from error
    problems = unfit(rulebook)
    if problems:
        raise OperatorError("bad-rules", *problems)
    return rulebook


def read_documents(home: Path | None) -> tuple[dict[str, Document], list[str]]:
    """Read all files by their path under ``rules/``, overrides merged in; and what is wrong with them as text."""
    documents, problems = _read_folder(packaged("rules"))
    for name, changes in override_documents(home, problems).items():
        problems += [say("rules-no-entry-key", file=name, **place) for place in keyless(changes)]
        known = _same_subject(name, changes, documents)
        documents[known] = merge(documents.get(known, {}), changes)
    problems += [say("rules-missing", file=name) for name in FILES if name not in documents]
    return documents, problems + list(_unplaced(documents))


def read_packaged() -> dict[str, Document]:
    """Read the files that are shipped."""
    return _read_folder(packaged("rules"))[0]


def override_documents(home: Path | None, problems: list[str]) -> dict[str, Document]:
    """Read the files of a home's ``rules/``; a checkout is a home that overrides nothing."""
    folder = home / "rules" if home else None
    if folder is None or not folder.is_dir() or folder.resolve() == packaged("rules").resolve():
        return {}
    documents, found = _read_folder(folder)
    problems += found
    return documents


def _unplaced(documents: Mapping[str, Document]) -> Iterator[str]:
    """Find what no part of a rulebook would hold: sections with a misspelt name, files that do not say what they are about."""
    for name, known in (("units.toml", ("unit",)), ("areas.toml", ("area", "title_words"))):
        for key in documents.get(name, {}).keys() - set(known):
            yield say("rules-problem", file=name, key=key, why=unknown(key, known))
    for name, document in documents.items():
        folder, _, rest = name.partition("/")
        if rest and FOLDERS[folder] not in document:
            yield say("rules-problem", file=name, key=FOLDERS[folder], why=say("value-missing"))


def _same_subject(name: str, changes: Document, documents: Mapping[str, Document]) -> str:
    """Name the file that an override is about: a guide, form or year is known by what it says, not by its file's name."""
    folder, _, rest = name.partition("/")
    key = FOLDERS.get(folder) if rest else None
    if key is None or key not in changes:
        return name
    same = (other for other, document in documents.items() if other.startswith(f"{folder}/") and document.get(key) == changes[key])
    return next(same, name)


def assemble(documents: Mapping[str, Document]) -> Document:
    """Put the files together in the shape of a Rulebook."""
    areas = documents["areas.toml"]
    content: Document = {
        "campaign": documents["campaign.toml"],
        "units": documents["units.toml"].get("unit", []),
        "areas": areas.get("area", []),
        "title_words": areas.get("title_words", []),
        "timeline": documents["timeline.toml"],
        "findings": documents["findings.toml"],
        "screen": documents["screen.toml"],
        "letters": documents["letters.toml"],
        "assessment": documents["assessment.toml"],
    }
    for folder, key in FOLDERS.items():
        inside = (document for name, document in sorted(documents.items()) if name.startswith(f"{folder}/"))
        content[folder] = {document.get(key): document for document in inside}
    return content


def _read_folder(folder: Path) -> tuple[dict[str, Document], list[str]]:
    documents: dict[str, Document] = {}
    problems: list[str] = []
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        try:
            documents[name] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except tomllib.TOMLDecodeError as error:
            problems.append(say("rules-not-toml", file=name, why=error))
        except UnicodeDecodeError:
            problems.append(say("rules-not-utf8", file=name))
        except OSError as error:
            problems.append(say("rules-unreadable", file=name, why=error.strerror))
        if name not in FILES and path.parent.name not in FOLDERS:
            problems.append(say("rules-unknown-file", file=name, known=", ".join(FILES)))
    _move_window(documents)
    return documents, problems


def _move_window(documents: dict[str, Document]) -> None:
    """Let the campaign's window, which stands in timeline.toml with the other dates, be part of the campaign."""
    window = documents.get("timeline.toml", {}).pop("campaign", None)
    if isinstance(window, dict):
        documents["campaign.toml"] = {**documents.get("campaign.toml", {}), **window}


def _files(folder: Path) -> Iterable[Path]:
    yield from folder.glob("*.toml")
    for name in FOLDERS:
        yield from (folder / name).glob("*.toml")
