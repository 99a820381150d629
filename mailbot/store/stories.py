"""What ``show`` tells of a mail beside its own row: where it lay, who brought it again, why it is thought to be whose."""

from mailbot.model.decision import Evidence
from mailbot.model.mail import SourceKey
from mailbot.store.database import Database


def places(db: Database, mail: int) -> tuple[SourceKey, ...]:
    """List where the bytes of a mail lay; none for one that came another way."""
    rows = db.connection.execute(
        "SELECT folder, uid_validity, uid FROM sighting WHERE mail = ? ORDER BY folder, uid_validity, uid", (mail,)
    )
    return tuple(SourceKey(row[0], row[1], row[2]) for row in rows)


def repeats(db: Database, mail: int) -> tuple[int, ...]:
    """List the mails that were taken for the same as this one."""
    return tuple(row[0] for row in db.connection.execute("SELECT id FROM inbox WHERE duplicate_of = ? ORDER BY id", (mail,)))


def evidence_of(db: Database, mail: int) -> tuple[Evidence, ...]:
    """List what spoke for a unit, in the order it was found."""
    rows = db.connection.execute("SELECT unit, kind, seen, place FROM evidence WHERE mail = ? ORDER BY position", (mail,))
    return tuple(Evidence(row[0], row[1], row[2], row[3]) for row in rows)
