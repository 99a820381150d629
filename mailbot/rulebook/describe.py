"""Write ``rules/README.md`` from the models, so that it cannot say another thing than they do.

``python -m mailbot.rulebook.describe`` rewrites the file of the checkout; a test compares.
"""

import inspect
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from pydantic.fields import FieldInfo

from mailbot.rulebook import model
from mailbot.rulebook.load import packaged

_FILES: tuple[tuple[str, str, type[model.Rule]], ...] = (
    ("campaign.toml", "", model.Campaign),
    ("units.toml", "unit", model.Unit),
    ("areas.toml", "area", model.Area),
    ("timeline.toml", "", model.Timeline),
    ("forms/<kind>.toml", "", model.Form),
    ("findings.toml", "<code>", model.FindingText),
    ("screen.toml", "", model.Screen),
    ("letters.toml", "", model.Letters),
    ("assessment.toml", "", model.Assessment),
    ("calendar/<year>.toml", "", model.YearCalendar),
    ("guides/<number>-<name>.toml", "", model.Guide),
)

_INTRODUCTION = """# rules/

Everything an office may want to change, as text. This page is written by
`python -m mailbot.rulebook.describe` from `mailbot/rulebook/model.py`; do not edit it by hand.

The files here are the packaged base. A home changes them in its own `rules/` folder, in files of
the same name that hold nothing but the changes:

- Keys replace keys; sections merge.
- `[[unit]]`, `[[area]]`, `[[column]]`, `[[phase]]` and `[[duty]]` are matched by `key` (areas by
  `number`, duties by `form`): a known entry is changed, a new one is added, `drop = true` takes one away.
- Any other list is replaced as a whole.
- A guide, a calendar or a form is known by its area, year or key, whatever its file is called.
- A file that begins with `replace = true` stands alone: the packaged one of that name is not read.
- `mailbot rules guide FILE [AREA]` reads a workbook or document with an area's guide, in any layout that `mailbot check`
  reads, and writes it into `rules/guides/` as such a file.

`mailbot rules check` tells every problem with its file and key, `mailbot rules diff` what a home
changes. Rules are not retroactive: `mailbot recheck` shows what today's rules would change.

`first`, `last` and the two `grace_days` of the campaign are shipped in the section `[campaign]` of
`timeline.toml`, with the other dates; a home may write them in either file. `areas.toml` also has
`title_words`: words of every title and file name, which tell nothing of the area.

Every text of `findings.toml` may use `{where}`, `{column}`, `{found}` and `{file}`, and what its
`facts` list.
"""


def describe() -> str:
    """Write the page."""
    return _INTRODUCTION + "".join(_section(file, table, kind) for file, table, kind in _FILES)


def _section(file: str, table: str, kind: type[model.Rule]) -> str:
    heading = f"\n## {file}\n\n{_documentation(kind)}\n"
    return heading + _tables(f"[[{table}]]" if table in ("unit", "area") else f"[{table}]" if table else "", kind)


def _tables(place: str, kind: type[model.Rule]) -> str:
    """Describe a section and, below it, the sections inside it."""
    lines = ["", *([f"### {place}", ""] if place else []), "| key | kind | default | meaning |", "|---|---|---|---|"]
    lines += [_row(name, field) for name, field in kind.model_fields.items()]
    inner = ((name, field, _inner(field.annotation)) for name, field in kind.model_fields.items())
    nested = [_nested(name, field, inside) for name, field, inside in inner if inside is not None]
    return "\n".join(lines) + "\n" + "".join(nested)


def _nested(name: str, field: FieldInfo, kind: type[model.Rule]) -> str:
    origin = typing.get_origin(field.annotation)
    place = f"[[{name}]]" if origin is tuple else f"[{name}.<name>]" if origin is not None else f"[{name}]"
    return _tables(place, kind)


def _row(name: str, field: FieldInfo) -> str:
    default = "required" if field.is_required() else _shown(field.default)
    return f"| `{name}` | {_kind(field.annotation)} | {default} | {field.description or ''} |"


def _shown(default: object) -> str:
    match default:
        case None | "" | () | model.Rule():
            return ""
        case bool():
            return f"`{str(default).lower()}`"
        case tuple():
            return f"`{list(default)}`"
        case Mapping():
            return ""
        case _:
            return f"`{default}`"


def _kind(annotation: object) -> str:
    """Name a type as TOML people would."""
    arguments = [argument for argument in typing.get_args(annotation) if argument not in (type(None), Ellipsis)]
    origin = typing.get_origin(annotation)
    if origin is types.UnionType:
        return " or ".join(_kind(argument) for argument in arguments)
    if origin is tuple:
        return f"list of {_plural(arguments)}"
    if origin is not None:
        return f"section: name = {_kind(arguments[-1])}"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{member.value}`" for member in annotation)
    if isinstance(annotation, type) and issubclass(annotation, model.Rule):
        return "section"
    return _NAMES.get(annotation, str(annotation)) if isinstance(annotation, type) else str(annotation)


def _plural(arguments: Iterable[object]) -> str:
    return ", ".join(f"{_kind(argument)}s" for argument in arguments)


_NAMES: Mapping[type, str] = {str: "text", int: "number", float: "number", bool: "true or false", date: "date"}


def _inner(annotation: object) -> type[model.Rule] | None:
    """Find the rule that a field holds one or many of."""
    for kind in (annotation, *typing.get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, model.Rule):
            return kind
    return None


def _documentation(kind: type[model.Rule]) -> str:
    return inspect.cleandoc(kind.__doc__ or "").replace("``", "`")


if __name__ == "__main__":
    (packaged("rules") / "README.md").write_text(describe(), encoding="utf-8")
