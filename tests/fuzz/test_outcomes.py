"""Mangled mails through the whole worker: each ends in one outcome with a reason, and none delays or ends another's.

``MAILBOT_FUZZ=2000`` raises the number of mails; a failing one is found again by its number.
"""

import os
from pathlib import Path

from mailbot.demo.script import address_of
from tests.faults.invariants import hold
from tests.fuzz.mails import mangle, valid_mails
from tests.season.builders import people, shipped, stage, table

HOW_MANY = int(os.environ.get("MAILBOT_FUZZ", "24"))
SENDER, OTHER = address_of("civil-affairs"), address_of("education")
AT = "2020-09-24T11:00"
PASSES = 40


def whole_mails() -> tuple[bytes, ...]:
    """Give the mails that are to be broken: what units send, and what uses the rest of the reader."""
    return (
        table(shipped(), [5], when="2020-09-24T09:30", sender=SENDER),
        people("赤壁市民政局", when="2020-09-24T09:31", sender=SENDER),
        *valid_mails(),
    )


def test_mangled_mails_end_in_one_outcome_each_and_delay_no_other(tmp_path: Path) -> None:
    whole = whole_mails()
    mails = [mangle(whole[seed % len(whole)], seed) for seed in range(HOW_MANY)]
    owned = shipped().areas_of("education")[0].number
    mails.append(table(shipped(), [owned], when=AT, sender=OTHER))
    with stage(tmp_path) as one:
        one.register("civil-affairs")
        one.register("education")
        one.tick("2020-09-24T10:00")
        for content in mails:
            one.arrive(content, AT)
        for number in range(PASSES):
            one.tick(f"2020-09-24T11:{number + 10}")
        db = one.desk.db
        hold(db, mails, [sent.letter.content for sent in one.sent])
        assert one.mails()[-1].outcome == "filed"
        codes = {row[0] for row in db.connection.execute("SELECT DISTINCT code FROM finding")}
        assert codes.isdisjoint({"unreadable-reader-died", "unreadable-reader-slow"})
