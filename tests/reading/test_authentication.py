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
        (b"spf=none; dkim=none", None),
        (b"none", None),
    ],
)
def test_what_our_server_found_counts_for_the_domain_of_from(result: bytes, expected: bool | None) -> None:
    assert verdict(OURS.encode() + b"; " + result) is expected


def test_a_pass_inside_a_comment_does_not_count() -> None:
    assert verdict(OURS.encode() + b"; (dmarc=pass; spf=pass smtp.mailfrom=example.cn) spf=none") is None


def test_results_of_another_server_are_not_believed() -> None:
    assert verdict(b"mx.evil.com; dmarc=pass") is None
    assert verdict(OURS.encode() + b".evil.com; dmarc=pass") is None


def test_only_the_topmost_results_are_believed() -> None:
    assert verdict(b"mx.other.cn; spf=none", OURS.encode() + b"; dmarc=pass") is None


def test_nobody_is_believed_unless_configured() -> None:
    assert verdict(OURS.encode() + b"; dmarc=pass", trusted="") is None
    assert verdict(OURS.encode() + b"; dmarc=pass", sender="") is None
    assert verdict() is None
