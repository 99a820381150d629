"""A made-up name and number put through everything stand where they belong and nowhere else.

They belong to the unit that sent them (its answers, its own workbook), to the office's database, and
to the two named exceptions: the digest's list of whom to call, and ``report liaisons``.
"""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailbot.app import load_home, reading
from mailbot.cli.standing import board_lines, standing
from mailbot.demo.books import Contact, liaison
from mailbot.demo.mails import mail
from mailbot.jobs.health import path_of
from mailbot.logs import JsonLines
from mailbot.store.events import events_since
from tests.season.builders import OFFICE, Sent, Stage, instant, stage, table, words

NAME, MOBILE, LANDLINE = "金丝雀", "13912345678", "0715-5559876"
CANARIES = (NAME, MOBILE, LANDLINE, "5559876", "canary.private")
CIVIL, PRIVATE, OTHER = "civil-affairs@example.cn", "canary.private@example.cn", "education@example.cn"
PERSON = Contact(NAME, "副局长", f"{LANDLINE}、{MOBILE}")


def everything(letter: Sent) -> str:
    """Give all words of a letter: headers, texts, and the XML of workbooks."""
    message = message_from_bytes(letter.letter.content, policy=policy.default)
    said = [f"{name}: {value}" for name, value in message.items() if name != "To"]
    for part in message.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        said += [str(part.get_filename() or ""), payload.decode("utf-8", "replace"), *_inside(payload)]
    return "\n".join(said)


def _inside(payload: bytes) -> Iterator[str]:
    if payload.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                yield name
                yield content.decode("utf-8", "replace")
                yield from _inside(content)


def found(text: str) -> list[str]:
    return [word for word in CANARIES if word in text]


class Lines(logging.Handler):
    """Keeps the lines of the log as they would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def log() -> Iterator[Lines]:
    handler, logger = Lines(), logging.getLogger("mailbot")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, log: Lines) -> Iterator[Stage]:
    """Mails that hold the canary everywhere a mail can hold a word, from the unit and from strangers."""
    with stage(tmp_path_factory.mktemp("canary")) as made:
        made.register("civil-affairs")
        made.register("education")
        lists = liaison("赤壁市民政局", "2020年9月24日", PERSON, PERSON)
        subject, text = f"名单 {NAME} {MOBILE}", f"联系人{NAME}，电话{MOBILE}、{LANDLINE}。见附件2。"
        made.arrive(mail((NAME, CIVIL), subject, text, instant("2020-09-24T09:30"), [(f"{NAME}{MOBILE}.xlsx", lists)]), "2020-09-24T09:30")
        made.arrive(
            table(made.rulebook, (5, 6), when="2020-09-24T09:31", sender=PRIVATE, name=NAME, subject=f"目录 {MOBILE}", file=f"{NAME}.xlsx"),
            "2020-09-24T09:31",
        )
        made.arrive(mail((NAME, CIVIL), "名单", text, instant("2020-09-24T09:32"), [(f"{NAME}.pdf", b"%PDF-1.4 x")]), "2020-09-24T09:32")
        made.arrive(
            words(f"我是{NAME}，{MOBILE}，请问怎么填？", when="2020-09-24T09:33", sender=CIVIL, subject=f"{NAME}请教"), "2020-09-24T09:33"
        )
        made.arrive(mail((NAME, CIVIL), "坏表", text, instant("2020-09-24T09:34"), [("坏.xlsx", lists[:900])]), "2020-09-24T09:34")
        for day in ("2020-09-24", "2020-09-25", "2020-09-28"):
            made.day(day)
        yield made


def test_letters_to_others_hold_nothing_of_the_canary(played: Stage) -> None:
    others = [one for one in played.sent if not {CIVIL, PRIVATE, OFFICE} & set(one.letter.recipients)]
    assert {one.to for one in others} == {OTHER}
    assert [found(everything(one)) for one in others] == [[]] * len(others)


def test_a_unit_is_told_nothing_of_a_stranger_but_that_another_address_sent(played: Stage) -> None:
    told = [one for one in played.sent if CIVIL in one.letter.recipients and one.kind == "standing"]
    assert len(told) == 1
    assert found(everything(told[0])) in ([], ["canary.private"])


def test_the_digest_masks_numbers_everywhere_but_on_the_list_of_calls(played: Stage) -> None:
    for digest in played.kinds("digest"):
        assert MOBILE not in digest.text.partition("需电话通知")[0] + digest.text.partition("待您决定")[2]
        assert not [word for word in (MOBILE, LANDLINE, "5559876") if word in str(digest.subject)]


def test_the_log_holds_nothing_of_the_canary(played: Stage, log: Lines) -> None:
    assert len(log.lines) > 10
    assert [line for line in log.lines if found(line)] == []
    assert any(json.loads(line).get("mail") == 1 for line in log.lines)


def test_the_board_and_the_health_hold_nothing_of_the_canary(played: Stage) -> None:
    home = load_home(played.desk.settings.home)
    with reading(home) as db:
        shape = standing(db, home, instant("2020-09-28T17:00"))
    board = json.dumps(shape, ensure_ascii=False) + str(list(board_lines(shape, home.rulebook)))
    assert found(board) == []
    assert found(path_of(home.path).read_text("utf-8")) == []


def test_the_events_hold_nothing_of_the_canary(played: Stage) -> None:
    events = events_since(played.desk.db, instant("2020-01-01"), instant("2021-01-01"))
    assert len(events) > 20
    assert [event for event in events if found(str(event))] == []


def test_no_file_is_made_that_is_named_by_a_sender(played: Stage) -> None:
    folder = Path(played.desk.settings.home)
    hostile = ("../../canary.private.xlsx", "/etc/canary.private", "..\\canary.private", "C:\\canary.private", "canary.private\0.xlsx")
    book = liaison("赤壁市民政局", "2020年9月24日", PERSON, PERSON)
    files = [(name, book) for name in hostile]
    before = {path for path in folder.rglob("*") if "sqlite" not in path.name}
    played.arrive(mail(("x", CIVIL), "名单", "见附件", instant("2020-09-28T17:00"), files), "2020-09-28T17:00")
    played.tick("2020-09-28T17:00")
    assert {path for path in folder.rglob("*") if "sqlite" not in path.name} == before
    assert not [path for path in folder.parent.iterdir() if "canary.private" in path.name]
