"""Files as bytes and back, for the way from the child to the parent.

JSON, because it can hold nothing but values; orjson, because a long table is 20 MB of it. Places are flattened to lists
of numbers: ``{"number": [3, 0, 4, 0]}`` flags the cells (3, 0) and (4, 0).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from mailbot.model.mail import File
from mailbot.model.table import Merge, Table


def encode_files(files: Sequence[File]) -> bytes:
    """Write Files as JSON in UTF-8."""
    plain = [_plain(file) for file in files]
    try:
        return orjson.dumps(plain, default=tuple)  # a Merge is a tuple with names
    except orjson.JSONEncodeError:
        # A lone surrogate, in the name of a file perhaps; orjson knows no way to replace it.
        return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def decode_files(content: bytes) -> tuple[File, ...]:
    """Read Files back; ValueError, KeyError or TypeError when the bytes are something else."""
    return tuple(_file(plain) for plain in orjson.loads(content))


def _plain(file: File) -> dict[str, object]:
    return {
        "path": file.path,
        "name": file.name,
        "format": file.format,
        "size": file.size,
        "sha256": file.sha256,
        "tables": [
            {
                "sheet": table.sheet,
                "rows": table.rows,
                "merges": table.merges,
                "hidden": table.hidden,
                "hidden_rows": sorted(table.hidden_rows),
                "flags": _flat(table.flags),
                "before": table.before,
                "after": table.after,
            }
            for table in file.tables
        ],
        "trouble": file.trouble,
        "facts": file.facts,
        "losses": file.losses,
    }


def _file(plain: dict[str, Any]) -> File:
    return File(
        path=plain["path"],
        name=plain["name"],
        format=plain["format"],
        size=plain["size"],
        sha256=plain["sha256"],
        tables=tuple(_table(table) for table in plain["tables"]),
        trouble=plain["trouble"],
        facts=plain["facts"],
        losses=tuple(plain["losses"]),
    )


def _table(plain: dict[str, Any]) -> Table:
    return Table(
        sheet=plain["sheet"],
        rows=tuple(map(tuple, plain["rows"])),
        merges=tuple(Merge(*merge) for merge in plain["merges"]),
        hidden=plain["hidden"],
        hidden_rows=frozenset(plain["hidden_rows"]),
        flags={place: flag for flag, flat in plain["flags"].items() for place in zip(flat[::2], flat[1::2], strict=True)},
        before=tuple(plain["before"]),
        after=tuple(plain["after"]),
    )


def _flat(flags: Mapping[tuple[int, int], str]) -> dict[str, list[int]]:
    flat: dict[str, list[int]] = {}
    for place, flag in flags.items():
        flat.setdefault(flag, []).extend(place)
    return flat
