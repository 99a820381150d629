"""Two characters, three characters, several words; with the index and without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.store.confirming import void
from mailbot.store.database import Database, open_database, transaction
from mailbot.store.purge import purge
from mailbot.store.search import has_trigrams, index_path, search
from tests.store.builders import NOW, catalogue, filed, item, liaison


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "data" / "mailbot.sqlite", campaign="test") as db:
        filed(db, catalogue(items=(item(4, "低保审核"), item(5, "养老服务补贴"), item(6, "50%_补助"))), uid=1)
        filed(db, liaison(), uid=2)
        yield db


def found(db: Database, words: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.shown) for hit in search(db, words)]


CASES = [
    ("养老", [("item", "综合业务 养老服务补贴5")]),
    ("养老服务", [("item", "综合业务 养老服务补贴5")]),
    ("养老 补贴", [("item", "综合业务 养老服务补贴5")]),
    ("养老服务 低保", []),
    ("养老服务 低保审核", []),
    ("保", [("item", "综合业务 低保审核4")]),
    ("%_", [("item", "综合业务 50%_补助6")]),
    ("副局长", [("person", "赵一 副局长")]),
    ("0715-5550001", [("person", "赵一 副局长")]),
    ("民政局.XLSX", [("mail", "报送"), ("mail", "报送")]),
    ('"养老', []),
    ("", []),
]


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_words_are_found_whatever_their_length(kept: Database, words: str, expected: list[tuple[str, str]]) -> None:
    assert found(kept, words) == expected


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_the_same_is_found_without_trigrams(kept: Database, words: str, expected: list[tuple[str, str]]) -> None:
    assert [(hit.kind, hit.shown) for hit in search(kept, words, index=False)] == expected


def test_this_sqlite_has_trigrams_or_does_without(kept: Database) -> None:
    search(kept, "养老服务")
    assert kept.path is not None
    assert index_path(kept.path).exists() is has_trigrams(kept.connection)


def test_a_reader_finds_what_came_after_the_last_search(kept: Database) -> None:
    assert found(kept, "临时救助") == []
    filed(kept, catalogue(items=(item(4, "临时救助"),), area=6), uid=3)
    assert kept.path is not None
    with open_database(kept.path, campaign="test", readonly=True) as reader:
        assert found(reader, "临时救助") == [("item", "综合业务 临时救助4")]


def test_the_index_is_readable_by_its_owner_only(kept: Database) -> None:
    search(kept, "养老服务")
    assert kept.path is not None
    assert index_path(kept.path).stat().st_mode & 0o777 == 0o600


def test_what_was_thrown_out_is_not_found(kept: Database) -> None:
    assert found(kept, "养老服务")
    with transaction(kept):
        void(kept, 1, NOW, by="test", why="office")
    assert found(kept, "养老服务") == []


def test_what_was_purged_is_not_in_the_index_either(kept: Database) -> None:
    search(kept, "副局长")
    purge(kept, NOW.replace(year=2021), NOW.replace(year=2021), by="test")
    assert kept.path is not None
    assert not index_path(kept.path).exists()
    assert found(kept, "副局长") == []


def test_a_hit_names_its_mail_submission_unit_and_area(kept: Database) -> None:
    hit = search(kept, "养老服务")[0]
    assert (hit.mail, hit.submission, hit.unit, hit.area) == (1, 1, "civil-affairs", 5)
