"""Elements by their offsets: found whatever the quoting, changed without touching the rest."""

import pytest

from mailbot.letters.patching.package import Unpatchable
from mailbot.letters.patching.splice import parse, quoted, retagged

XML = b"<?xml version='1.0'?><a xmlns:m='u'><!-- <b/> --><b x='1>2' y=\"&lt;\"/><m:b>\xe7\x9b\xae<c/></m:b ><![CDATA[<b/>]]></a>"


def test_elements_are_found_by_local_name_with_their_tags() -> None:
    part = parse(XML, ("b",))
    assert [(node.name, part.tag(node), part.xml[node.start : node.end]) for node in part.nodes] == [
        ("b", b"<b x='1>2' y=\"&lt;\"/>", b"<b x='1>2' y=\"&lt;\"/>"),
        ("b", b"<m:b>", b"<m:b>\xe7\x9b\xae<c/></m:b >"),
    ]
    assert [node.empty for node in part.nodes] == [True, False]


def test_shallow_finds_all_right_under_the_root() -> None:
    assert [node.name for node in parse(b"<a><b><c/></b><d/></a>", (), shallow=True).nodes] == ["b", "d"]


def test_changes_leave_every_other_byte() -> None:
    part = parse(XML, ("b", "c"))
    first, second, third = part.nodes
    part.change(first, x="3", z="4")
    part.append(third, b"!")
    part.append(second, b"?")
    assert part.content() == XML.replace(b"x='1>2' y=\"&lt;\"/>", b'x="3" y="&lt;" z="4"/>').replace(b"<c/>", b"<c>!</c>?")


def test_overlapping_changes_are_refused() -> None:
    part = parse(b"<a><b><c/></b></a>", ("b", "c"))
    part.remove(part.nodes[0])
    part.remove(part.nodes[1])
    with pytest.raises(Unpatchable):
        part.content()


@pytest.mark.parametrize("xml", [b"", b"<a>", b"<!DOCTYPE a><a/>", b"<?xml version='1.0' encoding='gbk'?><a/>", "<a/>".encode("utf-16")])
def test_parts_that_are_not_plain_utf_8_are_refused(xml: bytes) -> None:
    with pytest.raises(Unpatchable):
        parse(xml, ("a",))


@pytest.mark.parametrize(
    ("tag", "changes", "expected"),
    [
        (b"<c r='A1'/>", {"s": "3"}, b"<c r='A1' s=\"3\"/>"),
        (b'<c s="1" r="A1">', {"s": "3"}, b'<c s="3" r="A1">'),
        (b'<c s="1" ss="2">', {"s": None}, b'<c ss="2">'),
        (b"<c>", {"s": None}, b"<c>"),
        (b'<c a="\\1">', {"a": "\\2"}, b'<c a="\\2">'),
    ],
)
def test_start_tags_are_changed_attribute_by_attribute(tag: bytes, changes: dict[str, str | None], expected: bytes) -> None:
    assert retagged(tag, **changes) == expected


def test_texts_are_quoted_for_elements_and_attributes() -> None:
    assert quoted('<&">\n') == b"&lt;&amp;&quot;&gt;&#10;"
