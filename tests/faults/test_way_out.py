"""A way out that breaks at every word, or does not prove who it is: every letter leaves, none twice but in the one gap, and it is said."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from mailbot.errors import TryLater
from mailbot.store import outbox
from tests.faults.invariants import hold
from tests.faults.wires import CIVIL, FINANCE, START, World, running
from tests.season.builders import SETTINGS, instant, people, stage
from tests.servers.certificates import Certificate, make_expired
from tests.servers.scripted import Answer, Peer

FULL = os.environ.get("MAILBOT_FAULTS") == "full"
SECRET = "s3cret"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with running(tmp_path, out={"features": b"AUTH PLAIN"}) as made:
        made.way_out(user="office@example.cn", password=SecretStr(SECRET))
        yield made


def replies(world: World) -> list[str]:
    """Tell what became of the answers."""
    return sorted(one.state for one in outbox.list_letters(world.played.desk.db) if one.kind == "reply")


VERBS = ("GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "DOT")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", ["421", "451", "cut", "silent"] if FULL else ["451", "cut"])
def test_after_a_way_out_that_fails_so_every_answer_leaves(verb: str, kind: str, world: World) -> None:
    answers: dict[str, Answer] = {"421": b"421 closing\r\n", "451": b"451 not now\r\n", "cut": Peer.hang_up, "silent": Peer.hang}
    world.post.faults[f"{verb} 1"] = answers[kind]
    if verb == "DOT":
        world.post.faults = {"DOT": answers[kind]}
    done = world.tick()
    kept = kind == "silent" and verb != "DOT"
    if verb == "DOT" or kept:
        assert done.failed, done
    world.recover()
    world.hold()
    gap = verb == "DOT" and kind in ("cut", "silent")
    assert sorted(set(world.answered())) == [CIVIL, FINANCE]
    assert len(world.answered()) - 2 <= (1 if gap else 0)
    assert replies(world) == ["sent", "sent"]


@pytest.mark.parametrize("verb", ["GREETING", "EHLO", "AUTH", "MAIL"])
def test_a_refusal_before_any_recipient_was_named_is_about_us_and_condemns_no_letter(verb: str, world: World) -> None:
    # A server that knows no EHLO is asked by HELO, so that is refused as well.
    world.post.faults.update(dict.fromkeys((verb, "HELO"), b"550 not from here\r\n"))
    assert any(failure.startswith("send:") for failure in world.tick().failed)
    assert world.post.letters == []
    assert "dead" not in replies(world)
    world.recover()
    world.hold()
    assert sorted(world.answered()) == [CIVIL, FINANCE]
    assert replies(world) == ["sent", "sent"]


@pytest.mark.parametrize("verb", ["RCPT", "DATA", "DOT"])
def test_a_letter_that_is_refused_for_good_is_dead_and_the_next_one_leaves(verb: str, world: World) -> None:
    world.post.faults[f"{verb} 1"] = b"550 no such user\r\n"
    if verb == "DOT":
        world.post.faults = {"DOT 1": b"554 spam\r\n", "DOT": b"250 ok\r\n"}
    done = world.tick()
    assert "dead:1" in done.failed
    world.recover()
    assert replies(world) == ["dead", "sent"]


@pytest.mark.parametrize("kind", ["self-signed", "wrong host", "expired", "stripped starttls", "self-signed starttls"])
def test_a_way_out_that_does_not_prove_who_it_is_gets_neither_password_nor_letter(
    kind: str, tmp_path: Path, certificate: Certificate, foreign_certificate: Certificate
) -> None:
    tls = {"self-signed": certificate, "wrong host": foreign_certificate}.get(kind)
    tls = make_expired(tmp_path) if kind == "expired" else tls
    start_tls = certificate if kind == "self-signed starttls" else None
    features = b"STARTTLS\r\n250-AUTH PLAIN" if start_tls else b"AUTH PLAIN"
    with running(tmp_path, out={"certificate": tls, "start_tls": start_tls, "features": features}) as world:
        login = {"user": "office@example.cn", "password": SecretStr(SECRET), "timeout_seconds": 5}
        ca_file = str(tls.file) if tls is not None and kind != "self-signed" else ""
        world.way_out(security="starttls" if "starttls" in kind else "tls", ca_file=ca_file, **login)
        done = world.tick()
        assert done.failed == ["send:no-starttls" if kind == "stripped starttls" else "send:bad-certificate"]
        assert done.problems
        assert not any(line.upper().startswith((b"AUTH", b"MAIL", b"DATA")) for line in world.smtp.heard)
        assert world.post.letters == []
        assert "dead" not in replies(world)


def test_a_notice_cut_after_its_final_dot_never_leaves_twice(world: World) -> None:
    world.tick()
    before = len(world.post.letters)
    world.post.faults["DOT"] = Peer.hang_up
    world.played.pass_at(instant("2020-09-25T10:00"))
    world.post.heal()
    for hour in range(11, 24):
        world.played.pass_at(instant(f"2020-09-25T{hour}:00"))
    world.hold()
    notices = [content for content, _ in world.post.letters[before:] if b"X-Mailbot-Key: notice:" in content]
    assert len(notices) == 1
    states = [one.state for one in outbox.list_letters(world.played.desk.db, ("unconfirmed",))]
    assert states == ["unconfirmed"]


def test_a_way_out_that_cuts_after_every_final_dot_gets_no_answer_a_third_time(world: World) -> None:
    world.post.faults["DOT"] = Peer.hang_up
    for hour in range(12, 24):
        world.played.pass_at(instant(f"2020-09-24T{hour}:00"))
    world.hold()
    assert sorted(world.answered()) == [CIVIL, CIVIL, FINANCE, FINANCE]
    assert replies(world) == ["unconfirmed", "unconfirmed"]


def test_a_way_out_that_is_away_for_three_days_catches_up_within_its_caps(tmp_path: Path) -> None:
    with stage(tmp_path, SETTINGS.replace("[smtp]", "[smtp]\nper_hour = 5")) as played:
        for unit in played.rulebook.units[:12]:
            played.register(unit.key)
            played.arrive(people(unit.name, when="2020-09-24T10:00", sender=f"{unit.key}@example.cn"), "2020-09-24T10:00")
        played.transport.troubles += [TryLater("no route")] * 500
        for hour in range(0, 72, 3):
            played.pass_at(START + timedelta(hours=hour))
        assert played.sent == []
        played.transport.troubles.clear()
        hours = [len(played.tick(START + timedelta(hours=72, minutes=20 * n))) for n in range(24)]
        assert max(sum(hours[n : n + 3]) for n in range(22)) <= 5
        replies = [one for one in played.sent if one.kind == "reply"]
        assert len(replies) == 12
        assert "notice" not in [one.kind for one in played.sent][:12]
        hold(played.desk.db, [], [one.letter.content for one in played.sent])
