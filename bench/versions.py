"""Every unit sends all its areas forty times: what a look at the board, at one table, and at what changed costs then."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.report import Report
from mailbot.checks.judge import judge
from mailbot.cli.stories import story
from mailbot.letters.changes import changes_of
from mailbot.model.decision import Decision, Outcome
from mailbot.model.mail import Mail, RawMail, SourceKey
from mailbot.model.submission import Item, Submission, Value
from mailbot.office.board import board_of
from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Area, Rulebook
from mailbot.store.database import Database, open_database, transaction
from mailbot.store.decisions import write_decision
from mailbot.store.history import earlier_tables
from mailbot.store.inbox import insert_raw
from mailbot.store.standing import current_versions

START = datetime(2020, 9, 24, 1, tzinfo=UTC)
ITEMS = 60
LIMITS = ("信息形成或者变更之日起20个工作日内", "及时公开")
LETTERS = {"first_level": "B", "second_level": "C", "content": "D", "basis": "E", "time_limit": "F", "publisher": "G", "channels": "H"}


def table(area: Area, version: int, items: int = ITEMS) -> Submission:
    """Give one version of an area's catalogue: one limit differs from the version before."""
    rows = []
    for number in range(items):
        texts = {
            "first_level": "综合业务",
            "second_level": f"{area.name}事项{number}",
            "content": "●文件名称；●文号；●发文部门；●全文",
            "basis": "《中华人民共和国政府信息公开条例》（国务院令第711号）",
            "time_limit": LIMITS[version % 2] if number == version % items else LIMITS[0],
            "publisher": area.unit,
            "channels": "■政府网站",
        }
        values = {key: Value(text, f"目录!{LETTERS[key]}{number + 4}") for key, text in texts.items()}
        rows.append(Item(number + 4, values, channels=("政府网站",), public=True, active=True))
    return Submission(
        "catalogue", "1", "目录", (2, 3), unit=area.unit, area=area.number, columns=LETTERS, column_letters=LETTERS, items=tuple(rows)
    )


def fill(db: Database, rulebook: Rulebook, times: int, *, items: int = ITEMS) -> None:
    """Write every area of every unit so many times."""
    for version in range(times):
        with transaction(db):
            for area in rulebook.areas:
                at = START + timedelta(minutes=version)
                raw = RawMail(SourceKey("INBOX", 1, version * 100 + area.number), f"{version}/{area.number}".encode(), at)
                number, _ = insert_raw(db, raw, at, route="imap")
                sender = f"{area.unit}@example.cn"
                mail = Mail(raw.sha256, f"<{version}.{area.number}@example.cn>", sender, "", area.name, "", at)
                judged = judge(table(area, version, items), rulebook)
                decision = Decision(Outcome.FILED, "all-filed", unit=area.unit, submissions=(replace(judged, outcome="filed"),))
                write_decision(db, number, mail, (), decision, now=at, rules_sha256=rulebook.sha256, program="bench")


def changed(db: Database, rulebook: Rulebook, area: Area, version: int, items: int = ITEMS) -> list[dict[str, object]]:
    """Work out what the answer to one more version tells of its changes."""
    new = replace(table(area, version, items), outcome="filed")
    return changes_of((new,), earlier_tables(db, current_versions(db, (area.unit,)), (new,)), rulebook)


def measure(report: Report, *, times: int = 40) -> None:
    """Print what status, show and the difference take over a database of many versions."""
    rulebook = load_rulebook(None)
    report.title(f"{len(rulebook.units)} units, {len(rulebook.areas)} areas, each sent {times} times with {ITEMS} items")
    with tempfile.TemporaryDirectory(prefix="mailbot-bench-") as folder:
        db = open_database(Path(folder) / "mailbot.sqlite", campaign=rulebook.campaign.key)
        try:
            fill(db, rulebook, times)
            last = db.connection.execute("SELECT max(id) FROM submission").fetchone()[0]
            now, widest = START + timedelta(days=1), max(rulebook.areas, key=lambda one: len(rulebook.areas_of(one.unit)))
            questions: tuple[tuple[str, Callable[[], object]], ...] = (
                ("status", lambda: board_of(db, rulebook, now)),
                ("show of a table", lambda: story(db, f"s{last}", rulebook)),
                ("difference in an answer", lambda: changed(db, rulebook, widest, times)),
            )
            for what, ask in questions:
                report.at_most(what, 1000 * _seconds(ask), 1000, " ms")
        finally:
            db.close()


def _seconds(ask: Callable[[], object], repeats: int = 3) -> float:
    """Take the middle of some runs."""
    taken = []
    for _ in range(repeats):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[len(taken) // 2]
