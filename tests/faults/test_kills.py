"""kill -9 at every named step: after a restart all is as if nothing had happened, and a third pass changes nothing.

Named exceptions, and no others: a letter that was `sending` when the process died. A reply is sent once more
with the same Message-ID (RFC 1047: better twice than never); anything else stays `unconfirmed` for the office
(a reminder better never than twice).

``MAILBOT_FAULTS=full`` kills at the second and a later occurrence of each step too, and at random instants.
"""

import os
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.faults.compare import differences
from tests.faults.steps import GAP, STEPS
from tests.faults.world import Left, copied, killed, killed_after, left, new_home, opened, pass_over, run, running_home

FULL = os.environ.get("MAILBOT_FAULTS") == "full"
AFTERWARDS = "2020-09-25T16:35"
ON_FIRST_START = ("poll.listed", "poll.fetched", "poll.storing", "poll.stored", "poll.done", "process.committed")
PLAIN = tuple(step for step in STEPS if step not in GAP)
LATER = tuple(f"{step}:{count}" for step in PLAIN for count in (2, 5)) if FULL else ()
SENT_IN_THE_PASS = (
    "SELECT outbox.key, outbox.kind FROM event JOIN outbox ON outbox.id = event.letter"
    " WHERE event.kind = 'sent' AND sent_at > '2020-09-25' ORDER BY event.id"
)
ONCE = frozenset(
    {"tick.recovered", "poll.listed", "poll.done", "announce.queueing", "announce.notices", "digest.queueing", "announce.digest"}
)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return running_home(tmp_path_factory.mktemp("running"))


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_home(tmp_path_factory.mktemp("new"))


@pytest.fixture(scope="session")
def undisturbed(running: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = copied(running, tmp_path_factory.mktemp("undisturbed") / "home")
    assert run(home).returncode == 0
    return home


@pytest.fixture(scope="session")
def undisturbed_start(new: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = copied(new, tmp_path_factory.mktemp("undisturbed") / "home")
    assert run(home).returncode == 0
    return home


def assert_same(home: Path, expected: Left) -> None:
    found = left(home)
    assert differences(expected.database, found.database) == []
    assert found.letters == expected.letters


def test_the_undisturbed_pass_reaches_everything_that_can_be_killed(undisturbed: Path) -> None:
    with opened(undisturbed) as db:
        kinds = {row[0] for row in db.connection.execute("SELECT DISTINCT kind FROM outbox WHERE state = 'sent'")}
        outcomes = {row[0] for row in db.connection.execute("SELECT DISTINCT outcome FROM inbox")}
    assert kinds == {"reply", "command", "standing", "digest", "notice"}
    assert outcomes == {"command", "filed", "request", "other", "ignored"}
    assert len(list((undisturbed / "inbox" / "done").iterdir())) == 30


@pytest.mark.parametrize("step", [*PLAIN, *(step for step in LATER if step.partition(":")[0] not in ONCE)])
def test_a_pass_killed_at_a_step_is_made_good_by_the_next(step: str, running: Path, undisturbed: Path, tmp_path: Path) -> None:
    home = copied(running, tmp_path / "home")
    killed(home, step)
    assert pass_over(home) == []
    expected = left(undisturbed)
    assert_same(home, expected)
    assert pass_over(home) == []
    assert_same(home, expected)


@pytest.mark.parametrize("step", ON_FIRST_START)
def test_a_first_start_killed_at_a_step_withholds_what_an_undisturbed_one_does(
    step: str, new: Path, undisturbed_start: Path, tmp_path: Path
) -> None:
    home = copied(new, tmp_path / "home")
    killed(home, step)
    assert pass_over(home) == []
    assert_same(home, left(undisturbed_start))


@pytest.mark.parametrize("kind", ["reply", "command"])
@pytest.mark.parametrize("step", GAP)
def test_a_reply_killed_between_claim_and_sent_goes_again_with_the_same_identity(
    step: str, kind: str, running: Path, undisturbed: Path, tmp_path: Path
) -> None:
    home = copied(running, tmp_path / "home")
    key = killed_with(home, step, kind, undisturbed)
    assert pass_over(home, AFTERWARDS) == []
    assert differences(left(undisturbed).database, left(home).database) == []
    files = [path for path in (home / "data" / "outbox").glob("*.eml") if key in path.read_bytes().decode()]
    assert len(files) == (1 if step == "deliver.claimed" else 2)
    assert len({message_from_bytes(path.read_bytes())["Message-ID"] for path in files}) == 1
    assert events(home, "maybe-duplicate") == [key]


@pytest.mark.parametrize("kind", ["notice", "digest", "standing"])
@pytest.mark.parametrize("step", GAP)
def test_any_other_letter_killed_between_claim_and_sent_stays_unconfirmed(
    step: str, kind: str, running: Path, undisturbed: Path, tmp_path: Path
) -> None:
    home = copied(running, tmp_path / "home")
    key = killed_with(home, step, kind, undisturbed)
    pass_over(home, AFTERWARDS)
    pass_over(home, "2020-09-25T16:40")
    changed = differences(left(undisturbed).database, left(home).database)
    assert sorted(line.split(":")[0] for line in changed) == ["event", "outbox", "outbox"]
    assert all(key in line for line in changed)
    files = [path for path in (home / "data" / "outbox").glob("*.eml") if key in path.read_bytes().decode()]
    assert len(files) == (0 if step == "deliver.claimed" else 1)
    assert states(home)[key] == "unconfirmed"


def killed_with(home: Path, step: str, kind: str, undisturbed: Path) -> str:
    """Kill while the first letter of a kind is on its way; gives its key."""
    with opened(undisturbed) as db:
        sent = db.connection.execute(SENT_IN_THE_PASS).fetchall()
    number, key = next((number, row["key"]) for number, row in enumerate(sent, start=1) if row["kind"] == kind)
    killed(home, f"{step}:{number}")
    return str(key)


def states(home: Path) -> dict[str, str]:
    with opened(home) as db:
        return {row[0]: row[1] for row in db.connection.execute("SELECT key, state FROM outbox")}


def events(home: Path, kind: str) -> list[str]:
    with opened(home) as db:
        rows = db.connection.execute("SELECT outbox.key FROM event JOIN outbox ON outbox.id = event.letter WHERE event.kind = ?", (kind,))
        return [row[0] for row in rows]


def test_the_next_digest_tells_of_a_letter_that_may_not_have_gone(running: Path, undisturbed: Path, tmp_path: Path) -> None:
    home = copied(running, tmp_path / "home")
    killed_with(home, "deliver.sent", "notice", undisturbed)
    pass_over(home, "2020-09-27T16:30")
    digest = next(text for name, text in left(home).letters.items() if name.startswith("20200927") and "digest:2020-09-27" in text)
    assert "不能确认是否送达的通知1封" in digest


@pytest.mark.parametrize("seconds", [number / 40 for number in range(20, 120)] if FULL else [1.2, 1.6])
def test_a_pass_killed_at_any_instant_is_made_good_by_the_next(seconds: float, running: Path, undisturbed: Path, tmp_path: Path) -> None:
    home = copied(running, tmp_path / "home")
    killed_after(home, seconds)
    pass_over(home)
    pass_over(home)
    doubtful = [key for key, state in states(home).items() if state == "unconfirmed"]
    changed = differences(left(undisturbed).database, left(home).database)
    assert len(doubtful) <= 1
    assert [line for line in changed if not any(key in line for key in doubtful)] == []
    assert not doubtful or not doubtful[0].startswith("reply:")
