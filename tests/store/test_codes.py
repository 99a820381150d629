from datetime import timedelta

from mailbot.store.codes import LIVE_DAYS, live_codes, questions, save_code
from mailbot.store.database import Database, transaction
from tests.store.builders import MINUTE, NOW, arrive


def test_a_code_lives_ten_days_and_knows_its_questions(db: Database) -> None:
    first, second = arrive(db, b"1", uid=1), arrive(db, b"2", uid=2)
    with transaction(db):
        save_code(db, "K7Q3M2XP", "2020-09-28", NOW, questions={1: second, 2: first})
    assert live_codes(db, NOW + timedelta(LIVE_DAYS) - MINUTE) == {"K7Q3M2XP": "2020-09-28"}
    assert live_codes(db, NOW + timedelta(LIVE_DAYS)) == {}
    assert questions(db, "K7Q3M2XP") == {1: second, 2: first}
    assert questions(db, "UNKNOWN") == {}
