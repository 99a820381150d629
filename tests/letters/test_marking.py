"""What is marked, as values."""

import json

from mailbot.letters.marking import column_of, marking_of
from mailbot.letters.marks import as_json, from_json
from mailbot.model.submission import Severity
from tests.letters.builders import rulebook
from tests.letters.test_marked import FAULTY, FILE


def test_what_must_be_mended_comes_first_and_notes_are_left_out() -> None:
    marking = marking_of(FILE, [FAULTY], rulebook())
    assert [(entry.severity, entry.sheet, entry.cell) for entry in marking.entries] == [
        (Severity.ERROR, "社会救助", "F9"),
        (Severity.WARNING, "社会救助", "F4"),
    ]
    assert [(mark.cell, mark.severity) for mark in marking.marks] == [("F9", Severity.ERROR), ("F4", Severity.WARNING)]


def test_marking_survives_json() -> None:
    marking = marking_of(FILE, [FAULTY], rulebook())
    assert from_json(json.loads(json.dumps(as_json(marking)))) == marking


def test_columns_are_read_from_their_letters() -> None:
    assert [column_of(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]
