"""Values the store is tested with; made-up people and addresses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mailbot.model.decision import Decision, Evidence, Outcome
from mailbot.model.letter import Letter
from mailbot.model.mail import File, Mail, RawMail, SourceKey
from mailbot.model.submission import Finding, Item, Person, Submission, Value
from mailbot.store import decisions, inbox
from mailbot.store.database import Database, transaction
from mailbot.store.outbox import Outgoing

NOW = datetime(2020, 9, 28, 7, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SENDER = "mzj@example.cn"
LETTERS = {"serial": "A", "first_level": "B", "second_level": "C", "content": "D", "time_limit": "F", "channels": "H", "method_active": "K"}


def key(uid: int = 41, folder: str = "INBOX", uid_validity: int = 1) -> SourceKey:
    return SourceKey(folder, uid_validity, uid)


def raw(content: bytes = b"Subject: 1\r\n\r\n", *, uid: int = 41, received_at: datetime = NOW) -> RawMail:
    return RawMail(key(uid), content, received_at)


def mail(**changes: object) -> Mail:
    plain = Mail("0" * 64, "<1@example.cn>", SENDER, "赵一", "报送", "见附件", NOW)
    return replace(plain, **changes)  # type: ignore[arg-type]


def file(path: str = "1", sha256: str = "a" * 64, **changes: object) -> File:
    return replace(File(path, "民政局.xlsx", "xlsx", 9000, sha256), **changes)  # type: ignore[arg-type]


def item(row: int, name: str = "低保", **changes: object) -> Item:
    texts = {
        "serial": f"{row - 3}",
        "first_level": "综合业务",
        "second_level": f"{name}{row}",
        "content": "办事指南",
        "time_limit": "及时",
        "channels": "■政府网站",
        "method_active": "√",
    }
    values = {column: Value(text, f"社会救助!{LETTERS[column]}{row}") for column, text in texts.items()}
    plain = Item(row, values, channels=("政府网站",), public=True, active=True, levels=("县级",))
    return plain._replace(**changes)  # type: ignore[arg-type]


def catalogue(rows: int = 3, **changes: object) -> Submission:
    plain = Submission(
        form="catalogue",
        file="1",
        sheet="社会救助",
        heading_rows=(2, 3),
        unit="civil-affairs",
        area=5,
        columns=dict.fromkeys(LETTERS, "heading"),
        column_letters=LETTERS,
        items=tuple(item(row) for row in range(4, 4 + rows)),
        findings=(Finding("missing-value", "社会救助!F9", "公开时限", {"count": 1}),),
        outcome="filed",
        to_mend=1,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def liaison(**changes: object) -> Submission:
    leader = Person(
        "leader",
        4,
        Value("赵一", "附件2!B4"),
        Value("副局长", "附件2!C4", "merged"),
        Value("0715-5550001", "附件2!D4"),
        phones=("0715-5550001",),
    )
    plain = Submission("liaison", "1", "附件2", (3,), unit="civil-affairs", people=(leader,), outcome="filed")
    return replace(plain, **changes)  # type: ignore[arg-type]


def decision(*submissions: Submission, outcome: Outcome = Outcome.FILED, **changes: object) -> Decision:
    found = (Evidence("civil-affairs", "title", "赤壁市民政局", "社会救助!A1"),)
    plain = Decision(outcome, "all-filed", unit="civil-affairs", submissions=submissions, evidence=found)
    return replace(plain, **changes)  # type: ignore[arg-type]


def letter(
    letter_key: str = "reply:1:1", *, kind: str = "reply", to: str = SENDER, content: bytes | None = b"bytes", **changes: object
) -> Outgoing:
    plain = Outgoing(
        Letter(letter_key, "filed", to, {"unit": "民政局"}, unit="civil-affairs"), kind, f"<{letter_key}@example.cn>", content, "已收到"
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def arrive(db: Database, content: bytes = b"Subject: 1\r\n\r\n", *, uid: int = 41, received_at: datetime = NOW, now: datetime = NOW) -> int:
    """Store a mail in a transaction of its own."""
    with transaction(db):
        return inbox.insert_raw(db, raw(content, uid=uid, received_at=received_at), now, route="imap")[0]


def decide(
    db: Database,
    mail_id: int,
    decided: Decision,
    *,
    sent: Mail | None = None,
    files: Sequence[File] | None = None,
    letters: Sequence[Outgoing] = (),
    now: datetime = NOW,
) -> decisions.Written:
    """Write a decision in a transaction of its own."""
    with transaction(db):
        return decisions.write_decision(
            db,
            mail_id,
            sent or mail(),
            (file(),) if files is None else files,
            decided,
            now=now,
            rules_sha256="r",
            program="0.1",
            letters=letters,
        )


def filed(
    db: Database, *submissions: Submission, uid: int = 41, received_at: datetime = NOW, sender: str = SENDER, **changes: object
) -> tuple[int, tuple[int, ...]]:
    """Store and decide a mail that brings some tables; gives (mail, submissions)."""
    mail_id = arrive(db, f"Subject: {uid}\r\n\r\n".encode(), uid=uid, received_at=received_at)
    written = decide(db, mail_id, decision(*submissions, **changes), sent=mail(message_id=f"<{uid}@example.cn>", sender=sender))  # type: ignore[arg-type]
    return mail_id, written.submissions
