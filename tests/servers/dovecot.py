"""A real Dovecot on free loopback ports, from one short temporary folder, for 2.3 and 2.4.

Every user name exists and logs in with ``PASSWORD``. Only the process started here is stopped.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers.certificates import Certificate, make_certificate
from tests.servers.required import unavailable

PASSWORD = "secret"
START_ATTEMPTS = 500
PAUSE_SECONDS = 0.02

COMMON = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
listen = 127.0.0.1
ssl = yes
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 200
hostname = mail.test
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
submission_relay_ssl = no
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service submission-login {{
  {chroot}
  inet_listener submission {{
    port = {submission}
  }}
  inet_listener submissions {{
    port = {submissions}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service anvil {{
  {chroot}
}}
service stats {{
  {chroot}
}}
"""

V23 = """
protocols = imap submission lmtp
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
mail_location = maildir:{root}/mail/%Lu
service dns-client {{
  {chroot}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%Lu allow_all_users=yes
}}
"""

V24 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols {{
  imap = yes
  submission = yes
  lmtp = yes
}}
ssl_server_cert_file = {cert}
ssl_server_key_file = {key}
auth_allow_cleartext = yes
mail_driver = maildir
mail_home = {root}/mail/%{{user | lower}}
mail_path = {root}/mail/%{{user | lower}}
passdb static {{
  password = {password}
}}
userdb static {{
  userdb_static_allow_all_users = yes
  fields {{
    uid = {uid}
    gid = {gid}
    home = {root}/mail/%{{user | lower}}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Ports:
    """The loopback ports of one Dovecot."""

    imap: int
    imaps: int
    submission: int
    submissions: int
    lmtp: int


class Dovecot:
    """A Dovecot to use in a ``with``; ``relay_port`` is the SMTP server that its submission hands letters to."""

    def __init__(self, relay_port: int) -> None:
        binary = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        if binary is None:
            unavailable("dovecot is not installed")
        self._binary = binary
        self._relay_port = relay_port
        # Unix sockets cap a path at 107 bytes, so not pytest's own folder.
        self._root = Path(tempfile.mkdtemp(prefix="dv"))
        self._process: subprocess.Popen[bytes] | None = None
        self.ports = Ports(*_free_ports(5))
        self.certificate: Certificate

    def __enter__(self) -> Self:
        self._root.chmod(0o755)
        for name in ("run", "state", "mail"):
            (self._root / name).mkdir()
        self.certificate = make_certificate(self._root, "cert")
        (self._root / "dovecot.conf").write_text(self._configuration())
        self.start()
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self._root, ignore_errors=True)

    def start(self) -> None:
        # A pipe would stay open in children that outlive the master for a moment.
        with (self._root / "stderr").open("wb") as said:
            command = [self._binary, "-F", "-c", str(self._root / "dovecot.conf")]
            self._process = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
        for _ in range(START_ATTEMPTS):
            try:
                with socket.create_connection(("127.0.0.1", self.ports.imap), 1) as sock:
                    if sock.recv(4) == b"* OK":
                        return
            except OSError:
                pass
            try:
                self._process.wait(PAUSE_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            break
        logs = [log.read_text(errors="replace")[-500:] for log in (self._root / "stderr", self._root / "dovecot.log") if log.exists()]
        self.stop()
        unavailable(f"dovecot does not start here: {' '.join(logs)}")

    def stop(self) -> None:
        """Stop the master started here, and with its process group the sessions that would outlive it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def _configuration(self) -> str:
        root = os.getuid() == 0
        version = subprocess.run([self._binary, "--version"], check=True, capture_output=True, text=True).stdout
        # 2.4 wants its version lines first.
        template = V24 + COMMON if version.startswith("2.4") else COMMON + V23
        user, group, uid, gid = ("nobody", "nogroup", 65534, 65534) if root else _self()
        if root:
            os.chown(self._root / "mail", uid, gid)
        return template.format(
            root=self._root,
            user=user,
            group=group,
            uid=uid,
            gid=gid,
            chroot="" if root else "chroot =",
            relay=self._relay_port,
            password=PASSWORD,
            cert=self.certificate.file,
            key=self.certificate.key,
            imap=self.ports.imap,
            imaps=self.ports.imaps,
            submission=self.ports.submission,
            submissions=self.ports.submissions,
            lmtp=self.ports.lmtp,
        )


def _self() -> tuple[str, str, int, int]:
    import grp
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name, os.getuid(), os.getgid()


def _free_ports(count: int) -> tuple[int, ...]:
    """Find free ports; all are held at once, so that none is given twice."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = tuple(sock.getsockname()[1] for sock in sockets)
    for sock in sockets:
        sock.close()
    return ports
