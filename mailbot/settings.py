"""Settings of an installation: ``mailbot.toml``, ``.env`` and ``MAILBOT_…`` of a home (interface, 2).

Secrets come from the environment, ``.env`` or a ``password_file``; never from ``mailbot.toml``.
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import time
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from mailbot.errors import OperatorError, say

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", ""})


class Section(BaseModel):
    """The base of all sections: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Mailbox(Section):
    """Where mail comes from."""

    source: Literal["imap", "folder"] = "imap"
    path: str = ""
    folder: str = "INBOX"
    after: str = Field(default="leave", pattern=r"^(leave|keyword|move:.+)$")


class Wire(Section):
    """What IMAP and SMTP have in common."""

    host: str = ""
    security: Literal["tls", "starttls", "none"] = "tls"
    min_tls: Literal["1.0", "1.1", "1.2", "1.3"] = "1.2"
    accept_insecure: str = ""
    user: str = ""
    password: SecretStr = SecretStr("")
    password_file: str = ""
    ca_file: str = ""
    timeout_seconds: float = 30.0


class Imap(Wire):
    """The IMAP account. ``send_id``: RFC 2971 when the server knows it, always, or never."""

    port: int = 993
    send_id: Literal["auto", "always", "never"] = "auto"
    sent_folder: str = ""
    poll_seconds: float = 300.0


class Smtp(Wire):
    """The way out. ``mode``: send all, replies only, or hold everything."""

    transport: Literal["smtp", "folder"] = "smtp"
    mode: Literal["send", "replies", "hold"] = "send"
    port: int = 465
    sender: str = "赤壁市政务公开领导小组办公室 <zwgkbgs@chibi.gov.cn>"
    per_hour: int = 200
    per_address_per_day: int = 40


class Office(Section):
    """The people of the office."""

    digest_to: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()


class Security(Section):
    """Whose Authentication-Results to believe (RFC 8601)."""

    authserv_id: str = ""


class Worker(Section):
    """When the bells ring."""

    poll_minutes: float = Field(default=5, gt=0)
    idle: bool = True
    digest_at: time = time(16, 30)
    reminders_at: time = time(10, 0)


class Log(Section):
    """How logs are written to standard error."""

    format: Literal["text", "json"] = "text"
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Alarm(Section):
    """A second channel when mail itself fails."""

    webhook: str = ""
    after_minutes: int = 60


class Retention(Section):
    """How long personal data is kept."""

    days: int = 1095


class Limits(Section):
    """What one mail may cost."""

    mail_mb: int = 40
    attachment_mb: int = 25
    tables_per_mail: int = 20
    rows: int = 20000
    child_mb: int = 1024
    child_seconds: float = 20


class Settings(BaseSettings):
    """All settings of a home; ``home`` is the folder itself, absolute."""

    model_config = SettingsConfigDict(
        env_prefix="MAILBOT_", env_nested_delimiter="__", frozen=True, extra="forbid", env_file_encoding="utf-8"
    )

    home: Path = Path(".")
    mailbox: Mailbox = Mailbox()
    imap: Imap = Imap()
    smtp: Smtp = Smtp()
    office: Office = Office()
    security: Security = Security()
    worker: Worker = Worker()
    log: Log = Log()
    alarm: Alarm = Alarm()
    retention: Retention = Retention()
    limits: Limits = Limits()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: arguments, environment, .env, mailbot.toml."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)


def why(detail: Mapping[str, Any], names: Iterable[str]) -> str:
    """Word what pydantic found wrong with one value; ``names`` are the keys that exist."""
    kind, facts = str(detail["type"]), detail.get("ctx", {})
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(detail["loc"][-1]), list(names), n=1, cutoff=0.6)
        return say("value-unknown-key", near=say("did-you-mean", near=near[0]) if near else "")
    for start, key in _WHY:
        if kind.startswith(start):
            limit = ", ".join(f"{name} {value}" for name, value in facts.items())
            return say(key, expected=facts.get("expected", ""), pattern=facts.get("pattern", ""), limit=limit)
    return say("value-other", why=detail["msg"])


_WHY = (
    ("missing", "value-missing"),
    ("date", "value-date"),
    ("time", "value-time"),
    ("int", "value-integer"),
    ("float", "value-number"),
    ("decimal", "value-number"),
    ("string_pattern", "value-pattern"),
    ("string", "value-text"),
    ("bool", "value-flag"),
    ("tuple", "value-list"),
    ("list", "value-list"),
    ("dict", "value-table"),
    ("mapping", "value-table"),
    ("model", "value-table"),
    ("literal", "value-choice"),
    ("enum", "value-choice"),
    ("greater", "value-range"),
    ("less", "value-range"),
)
