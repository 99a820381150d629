"""What a server we trust has found out about a sender (RFC 8601; pitfalls 89, 107).

Only the topmost Authentication-Results counts, and only with the configured authserv-id: all
others may have come with the mail. A server also repeats there what the sender said of himself:
a local part in quotes may hold a semicolon or a whole result, and is no syntax.
"""

import re

from mailbot.reading.headers import MAX_VALUE_BYTES, Headers, first

_TOKEN = re.compile(r"""\\.|"[^"\\]*+(?:\\.[^"\\]*+)*"|[()"\\]|[^()"\\]++""", re.DOTALL)
_WORD = re.compile(r"[^\s;=\"()\\]*")
_VERDICT = re.compile(r"\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(smtp\.mailfrom|header\.(?:d|i|from))\s*=\s*([^\s;]{1,320})", re.IGNORECASE)


def authenticated(headers: Headers, sender: str, authserv_id: str) -> bool | None:
    """Tell whether From is vouched for; None where nobody we believe has said anything.

    True: DMARC passed, or SPF or DKIM passed for the domain of From. False: a check failed and none
    passed for that domain. A pass for another domain says nothing about From.
    """
    raw = first(headers, "authentication-results")[:MAX_VALUE_BYTES]
    if not authserv_id or not raw or not sender:
        return None
    server, *results = _bare(raw.decode("latin-1")).split(";")
    if server.split()[:1] != [authserv_id] and server.strip().lower().split()[:1] != [authserv_id.lower()]:
        return None
    domain = sender.rpartition("@")[2]
    verdicts: dict[str, bool] = {}
    for result in results:
        verdict = _VERDICT.match(result)
        if verdict is None:
            continue
        method, passed = verdict[1].lower(), verdict[2].lower() == "pass"
        if passed and _speaks_of(domain, method, result):
            verdicts[method] = True
        elif verdict[2].lower() in ("fail", "softfail", "permerror"):
            verdicts.setdefault(method, False)
    if not verdicts:
        return None
    return verdicts.get("dmarc", any(verdicts.values()))


def _speaks_of(domain: str, method: str, result: str) -> bool:
    """Tell whether a pass is about the domain of From; DMARC's always is, unless it names another."""
    found = [(name.lower() == "header.from", _aligned(value, domain)) for name, value in _PROPERTY.findall(result)]
    if method == "dmarc":
        return all(aligned for of_from, aligned in found if of_from)
    return any(aligned for of_from, aligned in found if not of_from)


def _bare(text: str) -> str:
    """Take comments out, and out of quoted strings all that could be taken for syntax; what is not closed ends the field.

    Quotes count in comments too: a closing bracket in a sender's local part then closes nothing.
    """
    depth, kept = 0, []
    for token in _TOKEN.finditer(text):
        said = token[0]
        if said in "()":
            depth = max(0, depth + (1 if said == "(" else -1))
            kept.append(" ")
        elif depth:
            continue
        elif said == '"':
            break
        elif said.startswith('"'):
            local_part = text.startswith("@", token.end())
            kept.append("quoted" if local_part or _WORD.fullmatch(said[1:-1]) is None else said[1:-1])
        else:
            kept.append(said)
    return "".join(kept)


def _aligned(value: str, domain: str) -> bool:
    """Tell whether a checked domain is the one of From, above it or below it (RFC 7489, 3.1, relaxed)."""
    checked = value.rpartition("@")[2].lower().strip(".")
    return "." in checked and (checked == domain or domain.endswith(f".{checked}") or checked.endswith(f".{domain}"))
