from datetime import date

import pytest

from mailbot.model.submission import Finding, Value
from mailbot.store import submissions
from mailbot.store.database import Database
from mailbot.store.items import identities
from tests.store.builders import MINUTE, NOW, arrive, catalogue, decide, decision, filed, item, liaison


def test_a_catalogue_comes_back_as_the_value_it_was(db: Database) -> None:
    odd = item(9)
    odd = odd._replace(
        values={**odd.values, "first_level": Value("综合业务", "社会救助!B4", "merged"), "remark": Value("暂缓", "社会救助!P9")},
        channels=None,
        extra={"五公开": "结果公开"},
        specific="申请人",
        on_request=True,
    )
    table = catalogue(
        items=(item(4), odd, item(10, channels=())),
        title="赤壁市民政局社会救助",
        named_unit="民政局",
        missing_columns=("basis",),
        area_by="title",
    )
    _, (number,) = filed(db, table)
    assert submissions.load_table(db, number) == table


def test_a_liaison_list_comes_back_as_the_value_it_was(db: Database) -> None:
    table = liaison(reported_on=date(2020, 9, 25), reported_on_text="2020年9月25日")
    _, (number,) = filed(db, table)
    assert submissions.load_table(db, number) == table


def test_what_a_new_version_repeats_is_read_as_its_own_items(db: Database) -> None:
    unread, odd = item(6, channels=None), item(7, extra={"五公开": "决策"})
    table = catalogue(items=(item(4), item(5), unread, odd, item(8)))
    _, (number,) = filed(db, table)
    changed = item(8)._replace(values={**item(8).values, "content": Value("其他", "社会救助!D8")})
    moved = item(5, name="低保")._replace(row=9, values={**item(5).values, "serial": Value("9", "社会救助!A9")})
    new = (item(4), moved, unread._replace(), odd._replace(), changed)
    found = submissions.load_table(db, number, like=new).items
    assert [one is other for one, other in zip(found, new, strict=True)] == [True, True, True, True, False]
    assert found[4] == item(8)


def test_an_item_stands_for_one_item_however_often_it_was_written(db: Database) -> None:
    _, (number,) = filed(db, catalogue(items=(item(4), item(4)._replace(row=5))))
    found = submissions.load_table(db, number, like=(item(4),)).items
    assert len(found) == 2
    assert found[0] is not found[1]


def test_items_are_named_across_versions_as_the_value_names_them(db: Database) -> None:
    spaced = item(4)
    spaced = spaced._replace(values={**spaced.values, "second_level": Value("低 保\n对象", "社会救助!C4")})
    _, (number,) = filed(db, catalogue(items=(spaced, item(5))))
    assert identities(db, number) == {spaced.identity, item(5).identity}


def test_versions_of_a_duty_count_on(db: Database) -> None:
    _, (first,) = filed(db, catalogue(3), uid=1)
    _, (second,) = filed(db, catalogue(4), uid=2, received_at=NOW + MINUTE)
    _, (same,) = filed(db, catalogue(4, outcome="same"), uid=3, received_at=NOW + 2 * MINUTE)
    _, (held,) = filed(db, catalogue(1, outcome="held"), uid=4, received_at=NOW + 3 * MINUTE)
    stored = submissions.versions_of(db, ("civil-affairs", "catalogue", 5))
    assert [(one.id, one.version, one.replaces) for one in stored] == [
        (first, 1, None),
        (second, 2, first),
        (same, 2, second),
        (held, 0, None),
    ]


def test_duties_count_their_versions_apart(db: Database) -> None:
    _, numbers = filed(db, catalogue(), catalogue(area=6), liaison())
    assert [one.version for one in (submissions.load_submission(db, number) for number in numbers) if one] == [1, 1, 1]


def test_findings_belong_to_their_table_or_to_the_mail(db: Database) -> None:
    broken = Finding("unreadable-pdf", "2", facts={"file": "盖章.pdf"})
    mail_id, (number,) = filed(db, catalogue(), findings=(broken,))
    assert submissions.load_findings(db, submission=number) == catalogue().findings
    assert submissions.load_findings(db, mail=mail_id) == (broken,)


def test_a_table_decided_again_makes_the_earlier_one_void(db: Database) -> None:
    mail_id, (first,) = filed(db, catalogue(unit=None, outcome="held"))
    db.connection.execute("UPDATE inbox SET decision_no = 2 WHERE id = ?", (mail_id,))
    (second,) = decide(db, mail_id, decision(catalogue())).submissions
    assert [one.id for one in submissions.submissions_of(db, mail_id)] == [second]
    assert [(one.id, one.shown_outcome) for one in submissions.submissions_of(db, mail_id, void=True)] == [
        (first, "void"),
        (second, "filed"),
    ]


def test_what_stands_is_listed_for_reports(db: Database) -> None:
    filed(db, catalogue(3), uid=1)
    _, (newer, people) = filed(db, catalogue(4), liaison(), uid=2, received_at=NOW + MINUTE)
    assert [one.id for one in submissions.standing_submissions(db)] == [people, newer]
    assert [one.id for one in submissions.standing_submissions(db, "catalogue")] == [newer]


def test_there_is_no_submission_of_an_unknown_number(db: Database) -> None:
    arrive(db)
    assert submissions.load_submission(db, 99) is None
    with pytest.raises(KeyError):
        submissions.load_table(db, 99)


def test_everything_that_is_not_void_is_listed(db: Database) -> None:
    _, first = filed(db, catalogue(), liaison(), uid=1)
    _, second = filed(db, catalogue(outcome="held"), uid=2)
    assert {one.id for one in submissions.all_submissions(db)} == {*first, *second}
