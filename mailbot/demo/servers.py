"""A whole mail world in one thread: IMAP (pymap) and SMTP (aiosmtpd) on free loopback ports.

Both are real servers spoken to over sockets, kept in memory, without root and without files. Every
user name exists and logs in with ``PASSWORD``. The demonstration runs on them, and so do the tests;
pymap and aiosmtpd come with the extra ``demo`` and are imported when a world starts.
"""

import asyncio
import logging
import re
import socket
from argparse import Namespace
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from threading import Thread
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

PASSWORD = "secret"  # noqa: S105 - of servers that exist for seconds, on loopback
MAX_LETTER_BYTES = 50 << 20


@dataclass(frozen=True, slots=True)
class Accepted:
    """A letter that the SMTP server took, with its envelope."""

    content: bytes
    sender: str
    recipients: tuple[str, ...]


class MailWorld:
    """Two servers in a thread of their own; use it in a ``with``.

    ``letters`` are what SMTP accepted. ``script`` makes it fail: replies for "MAIL", "DATA" or
    "RCPT address", each used once, then all is well again.
    """

    def __init__(self) -> None:
        self.imap_port = 0
        self.smtp_port = 0
        self.letters: list[Accepted] = []
        self.script: dict[str, list[str]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._end: asyncio.Event | None = None
        self._identity: Callable[[str], Awaitable[Any]] | None = None
        self._connections: set[asyncio.BaseTransport] = set()

    def __enter__(self) -> Self:
        ready: Future[None] = Future()
        self._thread = Thread(target=lambda: asyncio.run(self._live(ready)), name="mail-world", daemon=True)
        self._thread.start()
        ready.result()
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if self._loop is not None and self._end is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join()

    def deliver(self, user: str, content: bytes, received_at: datetime) -> None:
        """Put a mail into a user's INBOX with the INTERNALDATE given."""
        self._run(self._deliver(user, content, received_at))

    def drop_connections(self) -> None:
        """Cut all connections, as a server does that is started again; the mail stays."""
        self._run(self._drop())

    def _run(self, work: Awaitable[None]) -> None:
        if self._loop is None:
            raise RuntimeError("the world is not running")
        asyncio.run_coroutine_threadsafe(_settled(work), self._loop).result()

    async def _live(self, ready: "Future[None]") -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        async with AsyncExitStack() as stack:
            try:
                self.imap_port = await self._start_imap(stack)
                self.smtp_port = await self._start_smtp(stack)
            except BaseException as error:
                ready.set_exception(error)
                raise
            ready.set_result(None)
            await self._end.wait()
            await self._drop()

    async def _start_imap(self, stack: AsyncExitStack) -> int:
        from proxyprotocol.sock import SocketInfo
        from pymap.backend.dict import DictBackend, Identity
        from pymap.exceptions import UserNotFound
        from pymap.imap import IMAPServer
        from pymap.user import Passwords, UserMetadata

        options = Namespace(
            host=["127.0.0.1"], port="0", cert=None, key=None, tls=False, debug=False, proxy_protocol=None, inherited_sockets=None,
            demo_data=False, demo_user="office", demo_password=PASSWORD, passlib_cfg=None, skip_services=[],
        )  # fmt: skip
        backend, config = await DictBackend.init(options, invalid_user_sleep=0.0)
        config.apply_context()
        password = await Passwords(config).hash_password(PASSWORD)

        async def identity(name: str) -> Any:
            found = Identity(name, backend.login, None, frozenset())
            try:
                await found.get()
            except UserNotFound:
                await found.set(UserMetadata(config, name, password=password))
            return found

        authenticate = backend.login.authenticate

        async def anybody(credentials: Any) -> Any:
            await identity(credentials.authcid)
            return await authenticate(credentials)

        backend.login.authenticate = anybody  # type: ignore[method-assign]
        self._identity = identity
        await backend.start(stack)
        serve = IMAPServer(backend.login, config)

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # pymap's own service starts a task a connection and keeps no hold of it: some are collected alive.
            self._connections.add(writer.transport)
            try:
                await serve(reader, writer, SocketInfo.get(writer, None, unique_id=uuid4().bytes))
            except ConnectionError:
                writer.close()
            finally:
                self._connections.discard(writer.transport)

        port, listener = _listener()
        stack.push_async_callback(_close, await asyncio.start_server(connected, sock=listener))
        return port

    async def _start_smtp(self, stack: AsyncExitStack) -> int:
        from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

        # aiosmtpd warns of its own use of an attribute it has given up.
        logging.getLogger("mail.log").setLevel(logging.ERROR)

        def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> Any:
            right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
            # "Not handled" makes aiosmtpd write the refusal itself.
            return AuthResult(success=right, handled=False)

        world = self

        class Connection(SMTP):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                world._connections.add(transport)
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                world._connections.discard(self.transport)
                super().connection_lost(error)

            async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
                # A server that offers AUTH must take this parameter (RFC 4954, 5); aiosmtpd does not.
                await super().smtp_MAIL(None if arg is None else re.sub(r"\s+AUTH=\S+", "", arg))

        loop = asyncio.get_running_loop()
        port, listener = _listener()
        server = await loop.create_server(
            lambda: Connection(
                self, hostname="mail.test", loop=loop, enable_SMTPUTF8=True, data_size_limit=MAX_LETTER_BYTES,
                authenticator=authenticate, auth_require_tls=False,
            ),
            sock=listener,
        )  # fmt: skip
        stack.push_async_callback(_close, server)
        return port

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer MAIL FROM."""
        answer = self._scripted("MAIL")
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer RCPT TO."""
        answer = self._scripted(f"RCPT {address}")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer the final dot."""
        answer = self._scripted("DATA")
        if answer.startswith("250"):
            self.letters.append(Accepted(envelope.original_content, envelope.mail_from, tuple(envelope.rcpt_tos)))
        return answer

    def _scripted(self, step: str) -> str:
        answers = self.script.get(step)
        return answers.pop(0) if answers else "250 2.0.0 OK"

    async def _deliver(self, user: str, content: bytes, received_at: datetime) -> None:
        from pymap.parsing.message import AppendMessage

        if self._identity is None:
            raise RuntimeError("the world is not running")
        identity = await self._identity(user)
        async with identity.new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(content, received_at)])

    async def _drop(self) -> None:
        for transport in tuple(self._connections):
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()


async def _settled(work: Awaitable[None]) -> None:
    await work


async def _close(server: asyncio.Server) -> None:
    server.close()


def _listener() -> tuple[int, socket.socket]:
    """Bind a free loopback port; bound here, so that nobody takes it in between."""
    # asyncio switches Nagle's delay off only where a socket says that it is TCP; that is 40 ms a FETCH.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener.getsockname()[1], listener
