"""Hands letters to a submission server (RFC 6409), and says exactly what became of each.

The one thing that matters here is the final dot. Before it nothing was sent and a later attempt is
safe; after its reply the server has the letter; between the two nobody can know (RFC 1047), and
that is ``Unconfirmed``. So the body goes first and the dot by itself, on a socket without delay.

One connection is kept. A kept one that turns out dead before the dot is replaced once.
"""

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from mailbot.errors import TryLater
from mailbot.mail.ports import Refusal, Refused, Unconfirmed, nobody
from mailbot.mail.trouble import auth_refused, trouble
from mailbot.mail.wire import (
    WallClock,
    bad_certificate,
    open_socket,
    readable,
    require_encryption,
    tls_context,
    tls_version,
    wall_seconds,
)
from mailbot.settings import Smtp

QUIT_SECONDS = 5.0
SERVICE_CLOSING = 421  # RFC 5321, 3.8: may answer any command, and the connection ends
BAD_SENDER = frozenset({501, 530, 535, 553})  # to MAIL FROM: this account may not write as this address
TOO_LARGE = 552  # the only 5xx to MAIL FROM that is about the letter (RFC 1870); 550 and 554 mean "too often" there


class Client(smtplib.SMTP):
    """smtplib's client on a socket made by us; greets with the address it speaks from."""

    def __init__(self, smtp: Smtp, socket_opener: Callable[[], socket.socket]) -> None:
        self._socket_opener = socket_opener
        # A given name keeps smtplib from asking the resolver who we are.
        super().__init__(smtp.host, smtp.port, local_hostname="localhost", timeout=smtp.timeout_seconds)
        if self.sock is not None:
            address = self.sock.getsockname()[0]
            self.local_hostname = f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    def _get_socket(self, _host: str, _port: int, _timeout: float) -> socket.socket:
        return self._socket_opener()


class SmtpTransport:
    """A submission account as a MailTransport."""

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp
        self._clock = WallClock()
        self._context: ssl.SSLContext | None = None
        self._open: Client | None = None

    def check(self) -> Mapping[str, str]:
        """See MailTransport; connects and logs in afresh."""
        self.close()
        with self._bounded(wall_seconds(self._smtp)):
            client = self._client()
            features = client.esmtp_features
            return {"tls": tls_version(client.sock), "size": features.get("size", ""), "auth": " ".join(features.get("auth", "").split())}

    def send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        """See MailTransport."""
        kept = self._open is not None
        try:
            return self._send(content, sender, recipients)
        except Unconfirmed:
            raise
        except TryLater:
            # A refused letter leaves the connection open; a dead one was dropped.
            if not kept or self._open is not None or self._clock.struck:
                raise
        return self._send(content, sender, recipients)

    def close(self) -> None:
        """See MailTransport."""
        client, self._open = self._open, None
        if client is not None:
            with suppress(smtplib.SMTPException, OSError, ValueError), self._clock.limit(QUIT_SECONDS):
                client.quit()
            client.close()
        self._clock.stop()

    def _send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        body = _dotted(content)
        with self._bounded(wall_seconds(self._smtp, len(body))):
            client = self._client()
            refused = self._envelope(client, body, sender, recipients)
            if len(refused) == len(recipients):
                self._reset(client)
                raise nobody(refused)
            self._take(client, client.docmd("DATA"), 354)
            client.send(body)
            code, words = self._end(client)
        if code >= 400:
            self._take(client, (code, words), 250)
        return refused

    def _envelope(self, client: Client, body: bytes, sender: str, recipients: tuple[str, ...]) -> dict[str, Refusal]:
        """Say from whom and to whom; gives who was refused."""
        wire_sender, *wire_recipients = (_ascii_domain(address) for address in (sender, *recipients))
        options = [f"SIZE={len(body)}"] if client.has_extn("size") else []
        if not all(address.isascii() for address in (wire_sender, *wire_recipients)):
            if not client.has_extn("smtputf8"):
                raise Refused(553, "SMTPUTF8 is not offered")
            options.append("SMTPUTF8")
        if not body.isascii() and client.has_extn("8bitmime"):
            options.append("BODY=8BITMIME")
        code, words = client.mail(wire_sender, options)
        if code in BAD_SENDER:
            self._reset(client)
            raise trouble("sender-refused", sender=sender, detail=f"{code} {readable(words)}")
        if code >= 500 and code != TOO_LARGE:
            self._reset(client)
            raise TryLater(f"smtp {self._smtp.host}: MAIL FROM {code} {readable(words)}")
        self._take(client, (code, words), 250)
        refused = {}
        for address, wire_address in zip(recipients, wire_recipients, strict=True):
            if not (_sayable(address) and _sayable(wire_address)):
                refused[address] = Refusal(address, 501, "not an address")
                continue
            code, words = client.rcpt(wire_address)
            if code == SERVICE_CLOSING:
                self._take(client, (code, words), 250)
            if code not in {250, 251, 252}:
                refused[address] = Refusal(address, code, readable(words))
        return refused

    def _end(self, client: Client) -> tuple[int, bytes]:
        """Send the final dot and wait for the answer: here, and only here, the outcome may stay unknown."""
        try:
            client.send(b".\r\n")
            code, words = client.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise Unconfirmed(f"smtp {self._smtp.host}: {readable(error.args)}") from error
        if not (200 <= code < 300 or 400 <= code < 600):
            self._forget()
            raise Unconfirmed(f"smtp {self._smtp.host}: {code} {readable(words)}")
        return code, words

    def _take(self, client: Client, answer: tuple[int, bytes], wanted: int) -> None:
        """Go on only with the wanted code: 5xx is final for this letter, everything else may pass."""
        code, words = answer
        if code == wanted:
            return
        text = readable(words)
        if code == SERVICE_CLOSING or not 400 <= code < 600:
            self._forget()
        else:
            self._reset(client)
        raise Refused(code, text) if code >= 500 else TryLater(f"smtp {self._smtp.host}: {code} {text}")

    def _reset(self, client: Client) -> None:
        """Leave the connection ready for the next letter, or drop it."""
        try:
            client.rset()
        except (OSError, smtplib.SMTPException):
            self._forget()

    def _client(self) -> Client:
        """Give the open connection, or connect, encrypt and log in."""
        if self._open is None:
            require_encryption(self._smtp, "smtp")
            client = Client(self._smtp, lambda: open_socket(self._smtp, self._clock, self._tls))
            try:
                client.ehlo_or_helo_if_needed()
                if self._smtp.security == "starttls":
                    self._start_tls(client)
                self._log_in(client)
            except BaseException:
                client.close()
                raise
            self._open = client
        return self._open

    def _start_tls(self, client: Client) -> None:
        if not client.has_extn("starttls"):
            raise trouble("no-starttls", host=self._smtp.host, port=self._smtp.port)
        code, words = client.starttls(context=self._tls())
        if code != 220:
            raise TryLater(f"smtp {self._smtp.host}: STARTTLS {code} {readable(words)}")
        if client.sock is not None:
            self._clock.watch(client.sock)
        client.ehlo_or_helo_if_needed()

    def _log_in(self, client: Client) -> None:
        """Log in when there is a user; a busy server (4xx) is not a wrong password (5xx)."""
        if not self._smtp.user:
            return
        user, password = self._smtp.user, self._smtp.password.get_secret_value()
        if not password:
            raise trouble("no-password", section="smtp", variable="MAILBOT_SMTP__PASSWORD")
        try:
            if (user + password).isascii():
                client.login(user, password)
            else:
                _log_in_plain(client, user, password)
        except smtplib.SMTPNotSupportedError as error:
            raise auth_refused("smtp-login-refused", user=user, detail=readable(error.args)) from error
        except smtplib.SMTPAuthenticationError as error:
            words = f"{error.smtp_code} {readable(error.smtp_error)}"
            if error.smtp_code < 500:
                raise TryLater(f"smtp {self._smtp.host} does not log in now: {words}") from error
            raise auth_refused("smtp-login-refused", user=user, detail=words) from error

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = tls_context(self._smtp)
        return self._context

    @contextmanager
    def _bounded(self, seconds: float) -> Iterator[None]:
        """Bound what happens inside by the clock, and say in our words what broke."""
        try:
            with self._clock.limit(seconds):
                yield
        except ssl.SSLCertVerificationError as error:
            raise bad_certificate(self._smtp, error) from error
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            why = f"no end after {seconds:.0f} s" if self._clock.struck else readable(error.args) or type(error).__name__
            raise TryLater(f"smtp {self._smtp.host}:{self._smtp.port}: {why}") from error

    def _forget(self) -> None:
        client, self._open = self._open, None
        if client is not None:
            client.close()


def _dotted(content: bytes) -> bytes:
    """Prepare a letter for DATA: CRLF everywhere, a dot doubled at the head of a line, CRLF at the end."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)


def _log_in_plain(client: Client, user: str, password: str) -> None:
    """Log in with words that smtplib cannot encode (RFC 4616: UTF-8)."""
    code, words = client.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii"))
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def _sayable(address: str) -> bool:
    """Tell whether an address fits on a command line: nothing that ends or splits it."""
    return bool(address) and address.isprintable() and not any(sign in address for sign in " <>,;")


def _ascii_domain(address: str) -> str:
    """Write the domain of an address in ASCII (IDNA), as every server understands it."""
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address
