"""kill -9 at every named step: after a restart all is as if nothing had happened, and a third pass changes nothing.

Named exceptions, and no others: a letter that was `sending` when the process died. A reply is sent once more
with the same Message-ID (RFC 1047: better twice than never); anything else stays `unconfirmed` for the office
(a reminder better never than twice).

``MAILBOT_FAULTS=full`` kills at every step, at the second and a later occurrence of each too, and at many
more instants; otherwise a selection: not inside transactions, not every kind of letter at every step.
"""

import os
import signal
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from time import monotonic

import pytest

from tests.faults.compare import differences
from tests.faults.forks import Forks
from tests.faults.steps import GAP, STEPS, UNSEEN
from tests.faults.world import NOW, Left, copied, killed, left, new_home, opened, pass_over, run, running_home

FULL = os.environ.get("MAILBOT_FAULTS") == "full"
AFTERWARDS = "2020-09-25T16:35"
ON_FIRST_START = ("poll.listed", "poll.fetched", "poll.storing", "poll.stored", "poll.noting", "poll.done", "process.committed")
COLD = ("process.committed", "poll.stored", "deliver.marked")
"""Of these a pass is killed that a fresh interpreter makes, by the command and its environment."""
PLAIN = tuple(step for step in STEPS if step not in GAP and (FULL or not step.endswith("ing")))
SENT_IN_THE_PASS = (
    "SELECT outbox.key, outbox.kind FROM event JOIN outbox ON outbox.id = event.letter"
    " WHERE event.kind = 'sent' AND sent_at > '2020-09-25' ORDER BY event.id"
)
ONCE = frozenset(
    {
        *("tick.recovering", "tick.recovered", "poll.listed", "poll.noting", "poll.done", "drop.storing", "drop.stored", "drop.moved"),
        *("commands.answered", "commands.writing", "commands.committed", "announce.queueing", "announce.notices"),
        *("digest.written", "digest.queueing", "announce.digest", "health.writing"),
    }
)
"""A pass comes by here once."""
SELDOM = frozenset(
    {
        "poll.storing",
        "poll.stored",
        "process.beginning",
        "process.begun",
        "process.committed",
        "commands.carrying",
        "commands.carried",
        "deliver.revised",
    }
)
"""And here less than five times."""
LATER = (
    *(f"{step}:2" for step in PLAIN if FULL and step not in ONCE),
    *(f"{step}:5" for step in PLAIN if FULL and step not in ONCE | SELDOM),
)
INSTANTS = tuple(number / 30 for number in range(1, 31)) if FULL else (0.35, 0.7)
"""Of the time an undisturbed pass takes."""


def in_the_gap(first: str, *others: str) -> list[tuple[str, str]]:
    """Pair steps of the gap with kinds of letters: the first kind at every step, the others where both could have happened."""
    return [(step, kind) for step in GAP for kind in (first, *others) if FULL or kind == first or step == "deliver.sent"]


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with Forks() as made:
        yield made


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


@pytest.mark.parametrize("step", [*PLAIN, *LATER])
def test_a_pass_killed_at_a_step_is_made_good_by_the_next(
    step: str, running: Path, undisturbed: Path, forks: Forks, tmp_path: Path
) -> None:
    home = copied(running, tmp_path / "home")
    assert forks.run(home, NOW, crash=step) == -signal.SIGKILL, f"{step} was not reached"
    assert pass_over(home) == []
    expected = left(undisturbed)
    assert_same(home, expected)
    assert pass_over(home) == []
    assert_same(home, expected)


@pytest.mark.parametrize("step", COLD if FULL else COLD[:1])
def test_a_fresh_worker_killed_at_a_step_is_made_good_by_the_next(step: str, running: Path, undisturbed: Path, tmp_path: Path) -> None:
    home = copied(running, tmp_path / "home")
    killed(home, step)
    assert run(home).returncode == 0
    assert_same(home, left(undisturbed))


@pytest.mark.parametrize("step", ON_FIRST_START if FULL else ON_FIRST_START[1:4:2])
def test_a_first_start_killed_at_a_step_withholds_what_an_undisturbed_one_does(
    step: str, new: Path, undisturbed_start: Path, forks: Forks, tmp_path: Path
) -> None:
    home = copied(new, tmp_path / "home")
    assert forks.run(home, NOW, crash=step) == -signal.SIGKILL
    assert pass_over(home) == []
    assert_same(home, left(undisturbed_start))


@pytest.mark.parametrize(("step", "kind"), in_the_gap("reply", "command"))
def test_a_reply_killed_between_claim_and_sent_goes_again_with_the_same_identity(
    step: str, kind: str, running: Path, undisturbed: Path, forks: Forks, tmp_path: Path
) -> None:
    home = copied(running, tmp_path / "home")
    key = killed_with(home, forks, step, kind, undisturbed)
    assert pass_over(home, AFTERWARDS) == []
    assert differences(left(undisturbed).database, left(home).database) == []
    files = [path for path in (home / "data" / "outbox").glob("*.eml") if key in path.read_bytes().decode()]
    assert len(files) == (1 if step in UNSEEN else 2)
    assert len({message_from_bytes(path.read_bytes())["Message-ID"] for path in files}) == 1
    assert events(home, "maybe-duplicate") == [key]


@pytest.mark.parametrize(("step", "kind"), in_the_gap("notice", "digest", "standing"))
def test_any_other_letter_killed_between_claim_and_sent_stays_unconfirmed(
    step: str, kind: str, running: Path, undisturbed: Path, forks: Forks, tmp_path: Path
) -> None:
    home = copied(running, tmp_path / "home")
    key = killed_with(home, forks, step, kind, undisturbed)
    pass_over(home, AFTERWARDS)
    pass_over(home, "2020-09-25T16:40")
    changed = differences(left(undisturbed).database, left(home).database)
    assert sorted(line.split(":")[0] for line in changed) == ["event", "outbox", "outbox"]
    assert all(key in line for line in changed)
    files = [path for path in (home / "data" / "outbox").glob("*.eml") if key in path.read_bytes().decode()]
    assert len(files) == (0 if step in UNSEEN else 1)
    assert states(home)[key] == "unconfirmed"


def killed_with(home: Path, forks: Forks, step: str, kind: str, undisturbed: Path) -> str:
    """Kill while the first letter of a kind is on its way; gives its key."""
    with opened(undisturbed) as db:
        sent = db.connection.execute(SENT_IN_THE_PASS).fetchall()
    number, key = next((number, row["key"]) for number, row in enumerate(sent, start=1) if row["kind"] == kind)
    assert forks.run(home, NOW, crash=f"{step}:{number}") == -signal.SIGKILL
    return str(key)


def states(home: Path) -> dict[str, str]:
    with opened(home) as db:
        return {row[0]: row[1] for row in db.connection.execute("SELECT key, state FROM outbox")}


def events(home: Path, kind: str) -> list[str]:
    with opened(home) as db:
        rows = db.connection.execute("SELECT outbox.key FROM event JOIN outbox ON outbox.id = event.letter WHERE event.kind = ?", (kind,))
        return [row[0] for row in rows]


def test_the_next_digest_tells_of_a_letter_that_may_not_have_gone(running: Path, undisturbed: Path, forks: Forks, tmp_path: Path) -> None:
    home = copied(running, tmp_path / "home")
    killed_with(home, forks, "deliver.sent", "notice", undisturbed)
    pass_over(home, "2020-09-27T16:30")
    digest = next(text for name, text in left(home).letters.items() if name.startswith("20200927") and "digest:2020-09-27" in text)
    assert "不能确认是否送达的通知1封" in digest


@pytest.fixture(scope="module")
def pass_seconds(running: Path, forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long an undisturbed pass takes here."""
    home, begin = copied(running, tmp_path_factory.mktemp("timed") / "home"), monotonic()
    assert forks.run(home, NOW) == 0
    return monotonic() - begin


@pytest.mark.parametrize("share", INSTANTS)
def test_a_pass_killed_at_any_instant_is_made_good_by_the_next(
    share: float, pass_seconds: float, running: Path, undisturbed: Path, forks: Forks, tmp_path: Path
) -> None:
    home = copied(running, tmp_path / "home")
    assert forks.run(home, NOW, after=share * pass_seconds) in (0, -signal.SIGKILL)
    pass_over(home)
    pass_over(home)
    doubtful = [key for key, state in states(home).items() if state == "unconfirmed"]
    changed = differences(left(undisturbed).database, left(home).database)
    assert len(doubtful) <= 1
    assert [line for line in changed if not any(key in line for key in doubtful)] == []
    assert not doubtful or not doubtful[0].startswith("reply:")
