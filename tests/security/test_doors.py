"""Nothing listens, and nothing but the two mail servers and the alarm's address is spoken to."""

import ast
import re
from functools import cache
from pathlib import Path

import mailbot

WIRES = {"socket", "ssl", "smtplib", "imaplib", "imap_tools", "ftplib", "telnetlib", "xmlrpc", "asyncio", "selectors", "socketserver"}
WIRES |= {"http", "urllib.request", "urllib.error", "requests", "httpx", "aiohttp", "websockets", "webbrowser"}
OPENS = {"listen", "bind", "create_server", "start_server", "serve_forever"}
WORDS = re.compile("|".join(re.escape(word) for word in sorted(WIRES | OPENS)))


@cache
def called_and_imported() -> tuple[dict[str, set[str]], set[tuple[str, str]]]:
    """Give the wires that each of the product's modules imports, and calls that open a port; the demonstration's servers are left out."""
    package = Path(mailbot.__file__).parent
    wires: dict[str, set[str]] = {}
    opened = set()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        text = path.read_text("utf-8")
        if name.startswith("demo/") or not WORDS.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OPENS:
                opened.add((name, ast.unparse(node.func)))
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for one in imported:
                if one in WIRES or one.partition(".")[0] in WIRES:
                    wires.setdefault(name, set()).add(one)
    return wires, opened


def test_only_the_wires_know_a_network() -> None:
    found = dict(called_and_imported()[0])
    # The service manager is told over a local socket that it gave us.
    assert found.pop("jobs/notify.py") == {"socket"}
    assert {name.partition("/")[0] for name in found} == {"mail"}
    assert [name for name, wires in found.items() if "urllib.request" in wires] == ["mail/webhook.py"]


def test_nothing_of_ours_opens_a_port() -> None:
    assert called_and_imported()[1] == set()
