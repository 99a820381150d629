import time

import pytest

from mailbot.reading.addresses import addresses_in, bare_address, only_mailbox


@pytest.mark.parametrize(
    ("field", "address", "name"),
    [
        ("zhao@Example.CN", "zhao@example.cn", ""),
        ("Zhao.Yi@example.cn", "Zhao.Yi@example.cn", ""),
        ("<zhao@example.cn>", "zhao@example.cn", ""),
        ("< zhao@example.cn >", "zhao@example.cn", ""),
        ("Zhao Yi <zhao@example.cn>", "zhao@example.cn", "Zhao Yi"),
        ('"Zhao, Yi" <zhao@example.cn>', "zhao@example.cn", "Zhao, Yi"),
        (r'"Zhao \"Yi\"" <zhao@example.cn>', "zhao@example.cn", 'Zhao "Yi'),
        ("zhao@example.cn (Zhao Yi)", "zhao@example.cn", "Zhao Yi"),
        ("zhao@example.cn (Zhao (the one) Yi)", "zhao@example.cn", "Zhao (the one) Yi"),
        ("=?gb2312?B?1dTSuw==?= <zhao@example.cn>", "zhao@example.cn", "赵一"),
        ("x@xn--fiqs8s", "x@中国", ""),
        ("x@XN--FIQS8S", "x@中国", ""),
        ("root@localhost", "root@localhost", ""),
    ],
)
def test_one_mailbox_is_taken(field: str, address: str, name: str) -> None:
    assert only_mailbox([field.encode()]) == ((address, name), ())


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ('"caiju@x.gov.cn" <evil@y.com>', "evil@y.com"),
        ("caiju@x.gov.cn <evil@y.com>", "evil@y.com"),
        ("=?utf-8?Q?caiju=40x.gov.cn?= <evil@y.com>", "evil@y.com"),
        ("=?utf-8?Q?caiju=40x.gov.cn_=3Ccaiju=40x.gov.cn=3E?= <evil@y.com>", "evil@y.com"),
        ('"<caiju@x.gov.cn>" <evil@y.com>', "evil@y.com"),
        (r'"x\"<caiju@x.gov.cn>" <evil@y.com>', "evil@y.com"),
        ("(caiju@x.gov.cn) <evil@y.com>", "evil@y.com"),
        ("evil@y.com (<caiju@x.gov.cn>)", "evil@y.com"),
        ("evil@y.com (caiju@x.gov.cn)", "evil@y.com"),
        ("(a (caiju@x.gov.cn,) b) evil@y.com", "evil@y.com"),
    ],
)
def test_no_other_address_can_be_smuggled_in(field: str, address: str) -> None:
    assert only_mailbox([field.encode()])[0].address == address


@pytest.mark.parametrize(
    ("fields", "defect"),
    [
        ([], "no-sender"),
        (["", ""], "several-senders"),
        (["  "], "no-sender"),
        (["<>"], "no-sender"),
        (["Zhao Yi"], "no-sender"),
        (["undisclosed-recipients:;"], "no-sender"),
        (["a@b.cn", "c@d.cn"], "several-senders"),
        (["a@b.cn, c@d.cn"], "several-senders"),
        (["a@b.cn; c@d.cn"], "several-senders"),
        (["caiju@x.gov.cn,<evil@y>"], "several-senders"),
        (["<a@b.cn> <c@d.cn>"], "several-senders"),
        (["<a@b.cn> c@d.cn"], "several-senders"),
        (["<@relay.cn,@other.cn:a@b.cn>"], "several-senders"),
        (["a@b@c.cn"], "several-senders"),
        (["office: a@b.cn, c@d.cn;"], "several-senders"),
        (["office: a@b.cn;"], "no-sender"),
        (["=?utf-8?Q?caiju=40x.gov.cn?="], "no-sender"),
        (["=?utf-8?Q?caiju=40x.gov.cn?=@evil.com"], "no-sender"),
        (["a b@c.cn"], "no-sender"),
        (["<a@b.cn"], "no-sender"),
        (["a@[192.0.2.1]"], "no-sender"),
        (["<mailto:a@b.cn>"], "no-sender"),
        (["\u202ea@b.cn\u202c"], "no-sender"),
        (["a@b.cn," * 5_000], "several-senders"),
    ],
)
def test_anything_but_one_mailbox_is_nobody_with_a_defect(fields: list[str], defect: str) -> None:
    mailbox, defects = only_mailbox([field.encode() for field in fields])
    assert mailbox == ("", "")
    assert defect in defects


@pytest.mark.parametrize(
    "field", ["Zhao, Yi <a@b.cn>", "<a@b.cn>,", "a@b.cn;", '"unclosed <a@b.cn>', "(unclosed <a@b.cn>", "c@d.cn <a@b.cn>", "x: y <a@b.cn>"]
)
def test_one_mailbox_in_odd_writing_is_taken_with_a_defect(field: str) -> None:
    mailbox, defects = only_mailbox([field.encode()])
    assert mailbox.address == "a@b.cn"
    assert defects == ("sender-odd",)


def test_a_raw_name_whose_bytes_look_like_signs_hides_nothing() -> None:
    name = "丂乗侤"
    assert b"@" in name.encode("gbk")
    mailbox, defects = only_mailbox([name.encode("gbk") + b" <zhao@example.cn>"])
    assert mailbox == ("zhao@example.cn", name)
    assert "header-8bit" in defects


@pytest.mark.parametrize("text", ["a@b..cn", "a@-b.cn", "@b.cn", "a@", "a", "a b@c.cn", "a@b.cn\nBcc: c@d.cn", f"{'a' * 65}@b.cn"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert bare_address(text) == ""


def test_addresses_of_a_text_are_listed_once() -> None:
    assert addresses_in("<zhao@example.cn>: 不存在 (zhao@Example.cn), 收件人：qian@example.cn。") == ("zhao@example.cn", "qian@example.cn")


@pytest.mark.parametrize(
    "content", [b"(" * 8000, b'"' * 8000, b"<" * 8000, b"()" * 4000, b"\\" * 8000, b'("' * 4000, b"(" * 4000 + b")" * 4000]
)
def test_hostile_fields_take_no_time(content: bytes) -> None:
    begin = time.process_time()
    only_mailbox([content])
    addresses_in((content * 10).decode())
    assert time.process_time() - begin < 2
