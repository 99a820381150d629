"""Rings at a web address when mail itself fails: the second channel (pitfalls, 20 and 85).

One small POST with the standard library. The body speaks the dialects of WeCom, DingTalk and Feishu
robots at once, and has a part of its own for anything else.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from urllib.parse import urlsplit

from mailbot.errors import TryLater

SECONDS = 10.0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A ring goes where the settings say and nowhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """Follow nothing."""
        return


def ring(address: str, text: str, facts: Mapping[str, str], *, seconds: float = SECONDS) -> None:
    """Post one sentence. Raises TryLater when nobody took it; the words hold no address, which may be a secret."""
    if urlsplit(address).scheme not in {"http", "https"}:
        raise TryLater("webhook: not an http address")
    body = {"msgtype": "text", "text": {"content": text}, "msg_type": "text", "content": {"text": text}, "mailbot": dict(facts)}
    content = json.dumps(body, ensure_ascii=False).encode("utf-8")
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
        address, content, {"Content-Type": "application/json; charset=utf-8", "User-Agent": "mailbot"}, method="POST"
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=seconds):
            return
    except urllib.error.HTTPError as error:
        error.close()
        raise TryLater(f"webhook: HTTP {error.code}") from None
    except (OSError, HTTPException, ValueError) as error:
        raise TryLater(f"webhook: {type(error).__name__}") from None
