"""Servers that many tests share; each is started when the first test asks for it."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from mailbot.demo.servers import MailWorld
from tests.servers.certificates import Certificate, make_certificate
from tests.servers.dovecot import Dovecot
from tests.servers.required import keep_promise


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let nothing be skipped where everything is installed."""
    return keep_promise((yield))


@pytest.fixture(scope="session")
def mail_world() -> Iterator[MailWorld]:
    """An IMAP and an SMTP server in this process."""
    with MailWorld() as world:
        yield world


@pytest.fixture(scope="session")
def dovecot(mail_world: MailWorld) -> Iterator[Dovecot]:
    """A real Dovecot whose submission hands letters to ``mail_world``."""
    with Dovecot(mail_world.smtp_port) as server:
        yield server


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for localhost."""
    return make_certificate(_folder(tmp_path_factory), "localhost")


@pytest.fixture(scope="session")
def foreign_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for another host."""
    return make_certificate(_folder(tmp_path_factory), "other", "DNS:other.example.cn")


def _folder(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("certificates")
