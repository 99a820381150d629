"""What may be set, section by section, with defaults that suit a county (interface, 2)."""

import json
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict


def _split(value: Any) -> Any:
    """Take one text as a list: a variable of the environment has no other way to say several."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json.loads(value)
    return [part.strip() for part in value.replace("\uff0c", ",").replace("\uff1b", ",").replace(";", ",").split(",") if part.strip()]


Texts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


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
    timeout_seconds: float = Field(default=30, gt=0)


class Imap(Wire):
    """The IMAP account. ``send_id``: RFC 2971 when the server knows it, always, or never."""

    port: int = Field(default=993, gt=0, lt=65536)
    send_id: Literal["auto", "always", "never"] = "auto"
    sent_folder: str = ""
    poll_seconds: float = Field(default=300, gt=0)


class Smtp(Wire):
    """The way out. ``mode``: send all, replies only, or hold everything."""

    transport: Literal["smtp", "folder"] = "smtp"
    mode: Literal["send", "replies", "hold"] = "send"
    port: int = Field(default=465, gt=0, lt=65536)
    sender: str = "赤壁市政务公开领导小组办公室 <zwgkbgs@chibi.gov.cn>"
    per_hour: int = Field(default=200, gt=0)
    per_address_per_day: int = Field(default=40, gt=0)


class Office(Section):
    """The people of the office."""

    digest_to: Texts = ()
    trusted: Texts = ()


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
    after_minutes: int = Field(default=60, gt=0)


class Retention(Section):
    """How long personal data is kept."""

    days: int = Field(default=1095, gt=0)


class Limits(Section):
    """What one mail may cost."""

    mail_mb: int = Field(default=40, gt=0)
    attachment_mb: int = Field(default=25, gt=0)
    tables_per_mail: int = Field(default=20, gt=0)
    rows: int = Field(default=20000, gt=0)
    child_mb: int = Field(default=1024, gt=0)
    child_seconds: float = Field(default=20, gt=0)


class Settings(BaseSettings):
    """All settings of a home; ``home`` is the folder itself, absolute.

    Unknown sections are for ``load_settings`` to report: only it knows whose variables they are.
    """

    model_config = SettingsConfigDict(
        env_prefix="MAILBOT_",
        env_nested_delimiter="__",
        frozen=True,
        extra="ignore",
        env_file_encoding="utf-8-sig",
        enable_decoding=False,
    )

    home: Path = Path()
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
        """Order the sources: environment, .env, then what ``mailbot.toml`` says (given as arguments)."""
        return env_settings, dotenv_settings, init_settings
