from mailbot.model.decision import Outcome
from mailbot.model.letter import Letter
from mailbot.store import inbox, news, outbox
from mailbot.store.arrivals import set_exempt
from mailbot.store.confirming import confirm
from mailbot.store.database import Database, transaction
from mailbot.store.outbox import Outgoing
from tests.store.builders import MINUTE, NOW, arrive, catalogue, decide, decision, mail

OFFICE = "office@example.cn"


def digest(db: Database, day: str, events: int | None = None) -> None:
    facts = {} if events is None else {"events": events}
    with transaction(db):
        outbox.enqueue(db, Outgoing(Letter(f"digest:{day}", "digest", OFFICE, facts), "digest", f"<{day}@example.cn>", b"x"), NOW)


def test_news_are_told_by_number_whatever_the_clock_says(db: Database) -> None:
    first, second = arrive(db, b"1", uid=1), arrive(db, b"2", uid=2)
    decide(db, first, decision(catalogue()), now=NOW)
    assert news.mails_after(db, news.told_until(db)) == (first,)
    digest(db, "2020-09-28", news.last_event(db))
    decide(db, second, decision(outcome=Outcome.OTHER), sent=mail(message_id="<2@example.cn>"), now=NOW - 500 * MINUTE)
    assert news.mails_after(db, news.told_until(db)) == (second,)


def test_what_happens_while_a_digest_is_written_is_for_the_next(db: Database) -> None:
    known = news.last_event(db)
    first = arrive(db, b"1", uid=1)
    decide(db, first, decision(catalogue()))
    digest(db, "2020-09-28", known)
    assert news.mails_after(db, news.told_until(db)) == (first,)


def test_a_digest_whose_facts_are_gone_told_up_to_its_own_queueing(db: Database) -> None:
    first = arrive(db, b"1", uid=1)
    decide(db, first, decision(catalogue()))
    digest(db, "2020-09-28")
    assert news.mails_after(db, news.told_until(db)) == ()


def test_a_mail_set_aside_is_news_and_waits(db: Database) -> None:
    first = arrive(db, b"1", uid=1)
    with transaction(db):
        inbox.set_aside(db, first, "bug:KeyError", NOW)
    assert news.mails_after(db, 0) == (first,)
    assert news.shunted(db) == (first,)


def test_decisions_are_the_offices_only_and_told_once_a_mail(db: Database) -> None:
    first = arrive(db, b"1", uid=1)
    decide(db, first, decision(catalogue(), catalogue(area=6), provisional=True))
    before = news.last_event(db)
    with transaction(db):
        confirm(db, first, NOW, by=OFFICE)
        set_exempt(db, ("housing", "catalogue", 14), NOW, why="无", by=OFFICE)
        set_exempt(db, ("housing", "catalogue", 15), NOW, why="无", by=OFFICE)
    told = news.decisions_after(db, before)
    assert [(one.kind, one.mail, one.unit) for one in told] == [
        ("confirmed", first, "civil-affairs"),
        ("exempt", None, "housing"),
        ("exempt", None, "housing"),
    ]
