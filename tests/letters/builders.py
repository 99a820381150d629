"""The shipped rulebook and made-up mails, tables and findings for the tests of letters."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from mailbot.letters.render import Templates
from mailbot.model.letter import Letter, Rendered
from mailbot.model.mail import Mail
from mailbot.model.submission import Finding, Item, Person, Severity, Submission, Value
from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook

ROOT = Path(__file__).parents[2]
DAY = date(2020, 9, 28)


@cache
def rulebook() -> Rulebook:
    """Load the shipped rules once."""
    return load_rulebook(None)


def mail(**changes: object) -> Mail:
    """Give a mail of 28 September from a unit."""
    facts: dict[str, object] = {
        "sha256": "1" * 64,
        "message_id": "<a1@mail.example.cn>",
        "sender": "mzj@example.cn",
        "sender_name": "赵一",
        "subject": "报送政务公开事项目录",
        "text": "",
        "received_at": datetime(2020, 9, 28, 7, 4, tzinfo=UTC),
        **changes,
    }
    return Mail(**facts)  # type: ignore[arg-type]


def item(row: int, name: str = "监督检查") -> Item:
    """Give an item with a name."""
    return Item(row, {"first_level": Value("综合业务"), "second_level": Value(name)})


def catalogue(
    area: int = 5, *, items: int = 13, outcome: str = "filed", findings: tuple[Finding, ...] = (), **changes: object
) -> Submission:
    """Give a judged catalogue."""
    errors = sum(rulebook().findings[finding.code].severity is Severity.ERROR for finding in findings)
    facts: dict[str, object] = {
        "form": "catalogue",
        "file": "1",
        "sheet": "社会救助",
        "heading_rows": (2, 3),
        "unit": rulebook().area_by_number[area].unit,
        "area": area,
        "items": tuple(item(row) for row in range(4, 4 + items)),
        "findings": findings,
        "outcome": outcome,
        "to_mend": errors,
        **changes,
    }
    return Submission(**facts)  # type: ignore[arg-type]


def liaison(outcome: str = "filed") -> Submission:
    """Give a judged liaison list."""
    people = (
        Person("leader", 4, Value("赵一"), Value("副局长"), Value("13800000001")),
        Person("liaison", 5, Value("钱二"), Value("科员"), Value("0715-5550001")),
    )
    return Submission("liaison", "2", "附件2", (3,), unit="civil-affairs", people=people, outcome=outcome)


def missing(where: str = "社会救助!F9", column: str = "公开时限") -> Finding:
    """Give the commonest fault."""
    return Finding("missing-value", where, column, {"item": "监督检查"})


def rendered(letter: Letter) -> Rendered:
    """Render with the packaged templates."""
    return Templates([ROOT / "templates"], rulebook()).render(letter)
