from datetime import timedelta

from mailbot.model.decision import Outcome, PriorLetter
from mailbot.store import outbox
from mailbot.store.arrivals import set_exempt
from mailbot.store.codes import save_code
from mailbot.store.database import Database, transaction
from mailbot.store.directory import add_address, mark_dead
from mailbot.store.history import find_duplicate, find_letter, history
from tests.store.builders import MINUTE, NOW, SENDER, arrive, catalogue, decide, decision, file, filed, letter, mail


def test_a_mail_of_nobody_new_has_no_past(db: Database) -> None:
    past = history(db, arrive(db), mail(), (), (), NOW)
    assert (past.duplicate_of, past.versions, past.answered, past.answers_today, past.addresses, past.live_codes) == (
        None,
        {},
        None,
        0,
        (),
        {},
    )


def test_the_past_of_a_unit_is_its_versions_addresses_and_exemptions(db: Database) -> None:
    filed(db, catalogue(), uid=1)
    with transaction(db):
        for address in ("a@example.cn", "dead@example.cn"):
            add_address(db, "civil-affairs", address, NOW, source="command")
        mark_dead(db, "dead@example.cn", NOW, why="smtp-550")
        set_exempt(db, ("civil-affairs", "catalogue", 6), NOW, why="无此类事项", by="office@example.cn")
        set_exempt(db, ("housing", "liaison", None), NOW, why="撤并", by="office@example.cn")
        save_code(db, "K7Q3M2XP", "2020-09-28", NOW, questions={})
    past = history(db, arrive(db, uid=2, content=b"2"), mail(message_id="<2@example.cn>"), (), ("civil-affairs",), NOW)
    assert past.versions.keys() == {("civil-affairs", "catalogue", 5)}
    assert past.addresses == ("a@example.cn",)
    assert past.exempt == {("civil-affairs", "catalogue", 6)}
    assert past.live_codes == {"K7Q3M2XP": "2020-09-28"}


def test_several_candidates_have_no_addresses_to_tell(db: Database) -> None:
    with transaction(db):
        add_address(db, "civil-affairs", "a@example.cn", NOW, source="command")
    assert history(db, arrive(db), mail(), (), ("civil-affairs", "housing"), NOW).addresses == ()


def test_the_same_message_with_the_same_attachments_is_a_duplicate(db: Database) -> None:
    first = arrive(db, b"1", uid=1)
    decide(db, first, decision(catalogue()), files=(file(),))
    second = arrive(db, b"2", uid=2)
    assert find_duplicate(db, second, mail(text="moved"), (file(),)) == first
    assert find_duplicate(db, second, mail(), (file(sha256="c" * 64),)) is None
    assert find_duplicate(db, second, mail(message_id=""), (file(),)) is None
    assert find_duplicate(db, second, mail(message_id="<2@example.cn>"), (file(),)) is None


def test_without_attachments_the_text_must_be_the_same(db: Database) -> None:
    first = arrive(db, b"1", uid=1)
    decide(db, first, decision(outcome=Outcome.OTHER), files=())
    second = arrive(db, b"2", uid=2)
    assert find_duplicate(db, second, mail(), ()) == first
    assert find_duplicate(db, second, mail(text="另一件事"), ()) is None


def test_a_mail_that_still_waits_or_failed_makes_no_duplicate_of_another(db: Database) -> None:
    first, second = arrive(db, b"1", uid=1), arrive(db, b"2", uid=2)
    decide(db, first, decision(outcome=Outcome.SHUNTED), files=(file(),))
    assert find_duplicate(db, second, mail(), (file(),)) is None


def test_the_letter_that_a_mail_answers_is_found_by_its_message_id(db: Database) -> None:
    with transaction(db):
        number = outbox.enqueue(db, letter("reply:1:1", to="a@example.cn"), NOW)
    assert number is not None
    assert find_letter(db, ("<unknown@example.cn>", "<reply:1:1@example.cn>")) == PriorLetter(
        number, "filed", "civil-affairs", "a@example.cn", "reply:1:1"
    )
    assert find_letter(db, ()) is None


def test_answers_are_counted_by_the_day_of_shanghai(db: Database) -> None:
    midnight = NOW.replace(hour=16, minute=0)
    with transaction(db):
        outbox.enqueue(db, letter("reply:1:1"), midnight - MINUTE)
        outbox.enqueue(db, letter("reply:2:1", withhold=True), midnight)
        outbox.enqueue(db, letter("notice:civil-affairs:2020-09-29", kind="notice"), midnight)
    assert history(db, arrive(db), mail(sender=SENDER.upper()), (), (), midnight + timedelta(hours=2)).answers_today == 1
