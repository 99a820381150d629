"""What a server we trust has found out about a sender (RFC 8601; pitfalls 89, 107).

Only the topmost Authentication-Results counts, and only with the configured authserv-id: all
others may have come with the mail.
"""

import re

from mailbot.reading.headers import MAX_VALUE_BYTES, Headers, first

_COMMENT = re.compile(r"\([^()]*+\)")
_VERDICT = re.compile(r"\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(smtp\.mailfrom|header\.d|header\.i)\s*=\s*\"?([^\s\";]{1,320})", re.IGNORECASE)


def authenticated(headers: Headers, sender: str, authserv_id: str) -> bool | None:
    """Tell whether From is vouched for; None where nobody we believe has said anything.

    True: DMARC passed, or SPF or DKIM passed for the domain of From. False: a check failed and none
    passed for that domain. A pass for another domain says nothing about From.
    """
    raw = first(headers, "authentication-results")[:MAX_VALUE_BYTES]
    if not authserv_id or not raw or not sender:
        return None
    text = raw.decode("latin-1")
    for _ in range(3):
        text = _COMMENT.sub(" ", text)
    server, *results = text.split(";")
    if server.split()[:1] != [authserv_id] and server.strip().lower().split()[:1] != [authserv_id.lower()]:
        return None
    domain = sender.rpartition("@")[2]
    verdicts: dict[str, bool] = {}
    for result in results:
        verdict = _VERDICT.match(result)
        if verdict is None:
            continue
        method, passed = verdict[1].lower(), verdict[2].lower() == "pass"
        if passed and (method == "dmarc" or any(_aligned(value, domain) for _, value in _PROPERTY.findall(result))):
            verdicts[method] = True
        elif verdict[2].lower() in ("fail", "softfail", "permerror"):
            verdicts.setdefault(method, False)
    if not verdicts:
        return None
    return verdicts.get("dmarc", any(verdicts.values()))


def _aligned(value: str, domain: str) -> bool:
    """Tell whether a checked domain is the one of From, above it or below it (RFC 7489, 3.1, relaxed)."""
    checked = value.rpartition("@")[2].lower().strip(".")
    return "." in checked and (checked == domain or domain.endswith(f".{checked}") or checked.endswith(f".{domain}"))
