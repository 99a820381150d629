"""What reading a file lost or guessed is told to its sender; nothing is left out in silence."""

from collections.abc import Iterable

from mailbot.model.mail import File
from mailbot.model.submission import Finding
from mailbot.rulebook.model import Rulebook

TOLD_AS = {"text-lossy": "lossy-text", "sheets-cut": "tables-cut", "cells-cut": "rows-cut"}
"""Losses of readers that are told in the words of another finding."""


def loss_findings(files: Iterable[File], rulebook: Rulebook) -> tuple[Finding, ...]:
    """Make a finding of each kind of loss in each file that held a table."""
    found = [
        Finding(TOLD_AS.get(loss, loss), where=file.name, facts={"file": file.name})
        for file in files
        if file.tables
        for loss in file.losses
    ]
    return tuple(one for one in found if one.code in rulebook.findings)
