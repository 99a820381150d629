"""Read the settings of a home and tell everything that is wrong with them at once.

Order: environment over ``.env`` over ``mailbot.toml``. Every problem names its place: the key of
``mailbot.toml``, or the variable.
"""

import importlib.resources
import ipaddress
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_settings import DotEnvSettingsSource

from mailbot.errors import OperatorError, say
from mailbot.settings.model import Mailbox, Settings, Wire
from mailbot.settings.words import unknown, why

FILE = "mailbot.toml"
DOTENV = ".env"
PREFIX = "MAILBOT_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", ""})
SECTIONS = tuple(name for name in Settings.model_fields if name != "home")
COMMAND_LINE = ("home", "now", "crash")
"""Names after the prefix that are no settings but stand for options of commands."""
_ADDRESS = re.compile(r"[^\s<>\[\]()\"'@,;]+@[^\s<>\[\]()\"'@,;]+")
_MAILBOX = re.compile(rf"(?:[^<>@\r\n]*<{_ADDRESS.pattern}>|{_ADDRESS.pattern})")
_OLD_TLS = ("1.0", "1.1")

Variables = Mapping[str, str | None]


def load_settings(home: Path) -> Settings:
    """Load the settings of a home; paths come out absolute, passwords read from their files.

    A home without ``mailbot.toml`` has the defaults. Raises OperatorError("bad-settings") with
    every problem.
    """
    home = home.resolve()
    written = _read_toml(home / FILE)
    dotenv = _read_dotenv(home / DOTENV)
    problems = [*_secrets(written), *_unknown_sections(written), *_misspelt(os.environ, ""), *_misspelt(dotenv, f"{DOTENV} ")]
    try:
        settings = Settings(_env_file=home / DOTENV if dotenv else None, **{key: written[key] for key in SECTIONS if key in written})
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems += [_explain(detail, dotenv) for detail in details if not _is_secret(detail["loc"][-1])]
        raise OperatorError("bad-settings", *dict.fromkeys(problems)) from error
    settings = _with_paths(settings, home)
    problems += [*_insecure(settings.imap, "imap"), *_insecure(settings.smtp, "smtp"), *_bad_addresses(settings)]
    settings = settings.model_copy(
        update={"imap": _with_password(settings.imap, "imap", problems), "smtp": _with_password(settings.smtp, "smtp", problems)}
    )
    if problems:
        raise OperatorError("bad-settings", *problems)
    return settings


def example() -> str:
    """Give the commented ``mailbot.toml`` of a new home."""
    return importlib.resources.files("mailbot").joinpath("settings", "example.toml").read_text(encoding="utf-8")


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, where nobody listens on the way."""
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise OperatorError("bad-settings", say("settings-not-toml", why=error)) from error
    except (UnicodeDecodeError, OSError) as error:
        raise _unreadable(path, error) from error


def _read_dotenv(path: Path) -> Variables:
    try:
        return DotEnvSettingsSource(Settings, env_file=path).env_vars if path.is_file() else {}
    except (UnicodeDecodeError, OSError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError | UnicodeDecodeError) -> OperatorError:
    if isinstance(error, OSError):
        return OperatorError("bad-settings", say("settings-unreadable", file=path.name, why=error.strerror))
    return OperatorError("bad-settings", say("settings-not-utf8", file=path.name))


def _is_secret(key: object) -> bool:
    """Tell whether a key is named like a secret: password, passwd, auth_code, token."""
    word = str(key).lower()
    return word != "password_file" and any(part in word for part in ("passw", "pwd", "secret", "token", "auth_code"))


def _secrets(written: Mapping[str, Any]) -> Iterator[str]:
    """Find secrets in mailbot.toml, which people copy, mail and commit."""
    for section, values in written.items():
        keys = [key for key in values if _is_secret(key)] if isinstance(values, Mapping) else []
        yield from (say("settings-secret", file=FILE, place=f"{section}.{key}", section=section.upper()) for key in keys)


def _unknown_sections(written: Mapping[str, Any]) -> Iterator[str]:
    for section in written:
        if section not in Settings.model_fields or section == "home":
            yield say("settings-problem", place=f"{FILE} {section}", why=unknown(section, SECTIONS))


def _misspelt(variables: Variables, file: str) -> Iterator[str]:
    """Find misspelt sections in names like MAILBOT_IAMP__PASSWORD, which nothing else would report.

    In the environment only names with two underscores can be meant for us.
    """
    for name in variables:
        section, nested, _ = name.upper().removeprefix(PREFIX).lower().partition("__")
        if name.upper().startswith(PREFIX) and (nested or file) and section not in (*SECTIONS, *COMMAND_LINE):
            yield say("settings-problem", place=f"{file}{name.upper()}", why=unknown(section, SECTIONS))


def _explain(detail: Mapping[str, Any], dotenv: Variables) -> str:
    """Tell where a wrong value stands, and what is wrong with it."""
    path = [str(step) for step in detail["loc"]]
    kind = Settings.model_fields[path[0]].annotation
    names = tuple(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else ()
    return say("settings-problem", place=_place(path, dotenv), why=why(detail, names))


def _place(path: Sequence[str], dotenv: Variables) -> str:
    variable = PREFIX + "__".join(path[:2]).upper()
    for variables, file in ((os.environ, ""), (dotenv, f"{DOTENV} ")):
        for name in variables:
            if name.upper() == variable:
                return f"{file}{variable}"
    return f"{FILE} {'.'.join(path)}"


def _with_paths(settings: Settings, home: Path) -> Settings:
    """Make paths absolute; for a folder of mails ``folder`` may stand for ``path`` (interface, 2)."""
    mailbox = settings.mailbox
    if mailbox.source == "folder":
        path = mailbox.path or (mailbox.folder if "folder" in mailbox.model_fields_set else "inbox")
        mailbox = mailbox.model_copy(update={"path": _absolute(home, path), "folder": Mailbox.model_fields["folder"].default})
    return settings.model_copy(
        update={"home": home, "mailbox": mailbox, "imap": _wire(settings.imap, home), "smtp": _wire(settings.smtp, home)}
    )


def _wire(wire: Wire, home: Path) -> Wire:
    return wire.model_copy(update={"password_file": _absolute(home, wire.password_file), "ca_file": _absolute(home, wire.ca_file)})


def _absolute(home: Path, path: str) -> str:
    return str(home / Path(path).expanduser()) if path else ""


def _with_password(wire: Wire, section: str, problems: list[str]) -> Wire:
    """Read the password from its file, unless the environment gives one."""
    if wire.password.get_secret_value() or not wire.password_file:
        return wire
    place = f"{section}.password_file"
    try:
        lines = Path(wire.password_file).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        problems.append(say("settings-password-file", place=place, path=wire.password_file, why=reason))
        return wire
    if not lines or not lines[0]:
        problems.append(say("settings-password-empty", place=place, path=wire.password_file))
        return wire
    return wire.model_copy(update={"password": SecretStr(lines[0])})


def _insecure(wire: Wire, section: str) -> Iterator[str]:
    """Refuse a plain or outdated connection to another machine unless somebody answers for it."""
    if is_loopback(wire.host) or wire.accept_insecure.strip():
        return
    if wire.security == "none":
        yield say("settings-insecure", place=f"{section}.security", section=section)
    elif wire.min_tls in _OLD_TLS:
        yield say("settings-old-tls", place=f"{section}.min_tls", section=section, version=wire.min_tls)


def _bad_addresses(settings: Settings) -> Iterator[str]:
    if not _MAILBOX.fullmatch(settings.smtp.sender.strip()):
        yield say("settings-address", place="smtp.sender", value=settings.smtp.sender)
    for key in ("digest_to", "trusted"):
        for address in getattr(settings.office, key):
            if not _ADDRESS.fullmatch(address.strip()):
                yield say("settings-address", place=f"office.{key}", value=address)
