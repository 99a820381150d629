"""A workbook goes by SMTP through a real Dovecot, is answered over SMTP, and its items are read back."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from mailbot.demo.books import Faults, names_of
from mailbot.demo.servers import MailWorld
from tests.e2e.post import Town, mailbot
from tests.season.builders import shipped, table
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot


@pytest.fixture
def town(dovecot: Dovecot, mail_world: MailWorld) -> Town:
    return Town(dovecot, mail_world)


def test_a_workbook_sent_over_smtp_is_answered_over_smtp_and_stored(town: Town, tmp_path: Path) -> None:
    home = town.make_home(tmp_path)
    assert mailbot(home, "units", "add", "民政局", town.clerk).returncode == 0
    sent_at = datetime.now(UTC)
    faults = Faults({(4, "time_limit"): ""})
    town.send(table(shipped(), (5, 6), when=f"{sent_at:%Y-%m-%dT%H:%M}", sender=town.clerk, subject="报送目录", faults=faults))
    town.carry()

    done = mailbot(home, "tick", "--json")
    assert done.returncode == 0, done.stderr
    ticked = json.loads(done.stdout)
    assert (ticked["polled"], ticked["processed"], ticked["failed"]) == (1, 1, [])

    town.carry()
    (question,) = town.read(town.office)
    (answer,) = [letter for letter in town.read(town.clerk) if letter["X-Mailbot-Key"] == "reply:1:1"]
    assert answer["Subject"] == "已收到，请补正1处：赤壁市民政局社会救助、养老服务领域目录"
    assert answer["In-Reply-To"] == question["Message-ID"]
    assert answer["Auto-Submitted"] == "auto-replied"
    assert town.office in str(answer["From"])
    (marked,) = answer.iter_attachments()
    assert marked.get_filename() == "目录（标注）.xlsx"
    assert BytesIO(marked.get_content()).read(2) == b"PK"

    stored = json.loads(mailbot(home, "show", "m1", "--json").stdout)
    assert (stored["mail"]["outcome"], stored["mail"]["unit"], stored["mail"]["provisional"]) == ("filed", "civil-affairs", False)
    arrived = datetime.fromisoformat(stored["mail"]["received_at"])
    assert timedelta(seconds=-2) < arrived - sent_at < timedelta(minutes=1)
    for submission, area in zip(stored["submissions"], (5, 6), strict=True):
        assert submission["area"] == area
        written = [second for _, second in names_of(shipped().area_by_number[area], shipped())]
        assert [item["second_level"] for item in submission["items"]] == written
    (finding,) = stored["submissions"][0]["findings"]
    assert (finding["code"], finding["where"], finding["column"]) == ("missing-value", "社会救助!F8", "公开时限")
    assert [letter["state"] for letter in stored["letters"]] == ["sent"]


def test_a_second_pass_over_the_mailbox_changes_nothing(town: Town, tmp_path: Path) -> None:
    home = town.make_home(tmp_path)
    mailbot(home, "units", "add", "finance", town.clerk)
    town.send(table(shipped(), (8,), when="2020-09-28T09:00", sender=town.clerk))
    town.carry()
    assert json.loads(mailbot(home, "tick", "--json").stdout)["processed"] == 1
    again = json.loads(mailbot(home, "tick", "--json").stdout)
    assert (again["polled"], again["processed"], again["announced"], again["sent"]) == (0, 0, 0, 0)


def test_doctor_logs_in_to_both_servers_and_a_wrong_password_is_said_in_chinese(town: Town, tmp_path: Path) -> None:
    home = town.make_home(tmp_path)
    states = {one["check"]: one["state"] for one in json.loads(mailbot(home, "doctor", "--json").stdout)}
    assert (states["mailbox"], states["letters"]) == ("ok", "ok")
    (home / ".env").write_text("MAILBOT_IMAP__PASSWORD=wrong\nMAILBOT_SMTP__PASSWORD=wrong\n", encoding="utf-8")
    refused = mailbot(home, "tick")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
