"""Certificates made with openssl, for servers that live as long as a test."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.required import unavailable


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate; ``file`` is also the root to trust it by."""

    file: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


def make_certificate(folder: Path, name: str, names: str = "DNS:localhost,IP:127.0.0.1") -> Certificate:
    """Make a certificate for the subject alternative names given."""
    if shutil.which("openssl") is None:
        unavailable("openssl is not installed")
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost"]
    command += ["-addext", f"subjectAltName={names}"]
    command += ["-addext", "keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign"]
    subprocess.run([*command, "-keyout", made.key, "-out", made.file], check=True, capture_output=True)
    return made


def make_expired(folder: Path) -> Certificate:
    """Make a certificate for this machine that ended yesterday."""
    if shutil.which("openssl") is None:
        unavailable("openssl is not installed")
    made = Certificate(folder / "expired.pem", folder / "expired.key")
    request, extensions = folder / "expired.csr", folder / "expired.ext"
    extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    new = [
        "openssl",
        "req",
        "-new",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-keyout",
        str(made.key),
        "-out",
        str(request),
    ]
    subprocess.run(new, check=True, capture_output=True)
    sign = ["openssl", "x509", "-req", "-in", str(request), "-signkey", str(made.key), "-days", "-1"]
    subprocess.run([*sign, "-extfile", str(extensions), "-out", str(made.file)], check=True, capture_output=True)
    return made
