"""Write ``templates/README.md`` from the templates and their samples, so that it cannot say another thing than they do.

``python -m mailbot.letters.describe`` rewrites the file of the checkout; a test compares.
"""

from collections.abc import Mapping
from pathlib import Path

from mailbot.letters.render import TEMPLATES
from mailbot.letters.samples import samples
from mailbot.rulebook.load import load_rulebook, packaged
from mailbot.rulebook.model import Rulebook

_INTRODUCTION = """# templates/

One file a letter, in Jinja2. This page is written by `python -m mailbot.letters.describe`; do not edit it by hand.

- A letter begins with `{% extends layout %}` and has three blocks: `subject`, `text` and `html`. It is rendered
  twice: plain into `base.txt.j2` (subject and text) and escaped into `base.html.j2`. Both say the same.
- A home changes a letter by a file of the same name in its own `templates/` folder; `mailbot rules check` renders
  every letter with made-up facts and tells what fails, with file and line.
- Names that are not known are errors. Templates are sandboxed: they see facts, not the program.
- Everywhere: `campaign` (rules/campaign.toml), `letters` (rules/letters.toml), `closing`, `automatic`,
  `subject("key", name=value)` (a subject of rules/letters.toml, filled), the filters `day` (9月30日),
  `full_day` (2020年9月30日) and `clock` (15:04) for ISO dates and instants.
- HTML for mail clients: tables, inline styles, no images, readable at 375 pixels. `parts.j2` has the shared pieces.
- Words to a unit: 贵单位, 请补正, 工作提醒, 尚未收到; never 退回, 警告, 错误, 催办, 迟报.

| letter | when | facts besides `addressee` and `day` |
|---|---|---|
"""

_WHEN: Mapping[str, str] = {
    "result": "answers a mail with tables: filed, returned, mixed, some held",
    "held": "answers a mail whose tables all wait for the office",
    "unreadable": "answers a mail whose files could not be read; forms attached",
    "forms": "answers a request for forms",
    "question": "answers a question: the office's telephone",
    "standing": "tells a registered address that another one sent in the unit's name",
    "contact": "tells a registered address which ones a list of people registered",
    "commands": "answers the office's orders line by line",
    "notice": "by the calendar: kick-off, phase letter, reminders, one letter a unit a day",
    "standard": "by the office's word: the standard of a unit's areas, what differs marked",
    "digest": "the office's day",
    "alert": "tells the office what cannot wait for the digest",
}


def describe(rulebook: Rulebook) -> str:
    """Write the page."""
    facts: dict[str, set[str]] = {name: set() for name in TEMPLATES}
    for letter in samples(rulebook):
        facts[letter.template] |= set(letter.facts) - {"addressee", "day"}
    rows = (f"| `{name}.j2` | {_WHEN[name]} | {', '.join(f'`{fact}`' for fact in sorted(facts[name]))} |" for name in TEMPLATES)
    return _INTRODUCTION + "\n".join(rows) + "\n"


def readme() -> Path:
    """Tell where the page lies."""
    return packaged("templates") / "README.md"


if __name__ == "__main__":
    readme().write_text(describe(load_rulebook(None)), encoding="utf-8")
