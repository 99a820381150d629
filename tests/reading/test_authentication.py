import pytest

from mailbot.reading.authentication import authenticated

OURS = "mx.chibi.example.cn"


def verdict(*results: bytes, sender: str = "mzj@example.cn", trusted: str = OURS) -> bool | None:
    return authenticated({"authentication-results": list(results)}, sender, trusted)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (b"dmarc=pass header.from=example.cn", True),
        (b"spf=pass smtp.mailfrom=mzj@example.cn", True),
        (b"dkim=pass (good signature) header.d=example.cn", True),
        (b"dkim=pass header.i=@mail.example.cn", True),
        (b"spf=fail smtp.mailfrom=example.cn; dkim=pass header.d=example.cn", True),
        (b"spf=fail smtp.mailfrom=example.cn", False),
        (b"spf=softfail smtp.mailfrom=mzj@example.cn; dkim=none", False),
        (b"spf=pass smtp.mailfrom=example.cn; dmarc=fail header.from=example.cn", False),
        (b"spf=pass smtp.mailfrom=evil.com", None),
        (b"dkim=pass header.d=notexample.cn", None),
        (b"dkim=pass header.d=cn", None),
        (b'dkim=pass header.i="@example.cn" header.d="example.cn"', True),
        (b'spf=pass smtp.mailfrom="zhao 1"@example.cn', True),
        (b"dkim=pass header.d=evil.com header.from=example.cn", None),
        (b"dmarc=pass header.from=evil.com", None),
        (b"spf=none; dkim=none", None),
        (b"none", None),
    ],
)
def test_what_our_server_found_counts_for_the_domain_of_from(result: bytes, expected: bool | None) -> None:
    assert verdict(OURS.encode() + b"; " + result) is expected


def test_a_pass_inside_a_comment_does_not_count() -> None:
    assert verdict(OURS.encode() + b"; (dmarc=pass; spf=pass smtp.mailfrom=example.cn) spf=none") is None


@pytest.mark.parametrize(
    "result",
    [
        b'spf=pass smtp.mailfrom="x.example.cn"@evil.com',
        b'spf=pass smtp.mailfrom="x header.d=example.cn y"@evil.com',
        b'spf=pass smtp.mailfrom="x; dmarc=pass y"@evil.com',
        b'spf=pass smtp.mailfrom="x\\"; dmarc=pass; \\"y"@evil.com',
        b'spf=pass (domain of ")dkim=pass header.d=example.cn("@evil.com) smtp.mailfrom=evil.com',
        b'spf=pass (domain of "); dmarc=pass ("@evil.com) smtp.mailfrom=evil.com',
        b"spf=pass ((nested; dmarc=pass) ; dmarc=pass) smtp.mailfrom=evil.com",
        b'spf=pass smtp.mailfrom="not closed; dmarc=pass',
        b"spf=pass (not closed; dmarc=pass",
        b"spf=pass smtp.mailfrom=a@example.cn@evil.com",
        b"spf=pass smtp.mailfrom=header.d=example.cn/x@evil.com",
    ],
)
def test_what_the_sender_says_of_himself_in_the_results_is_no_result(result: bytes) -> None:
    assert verdict(OURS.encode() + b"; " + result) is None


def test_results_of_another_server_are_not_believed() -> None:
    assert verdict(b"mx.evil.com; dmarc=pass") is None
    assert verdict(OURS.encode() + b".evil.com; dmarc=pass") is None


def test_only_the_topmost_results_are_believed() -> None:
    assert verdict(b"mx.other.cn; spf=none", OURS.encode() + b"; dmarc=pass") is None


def test_nobody_is_believed_unless_configured() -> None:
    assert verdict(OURS.encode() + b"; dmarc=pass", trusted="") is None
    assert verdict(OURS.encode() + b"; dmarc=pass", sender="") is None
    assert verdict() is None
