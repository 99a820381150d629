import time

import pytest

from mailbot.reading.html import html_to_text, links_of, meta_charset, shown_parts


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>您好</p><p>请查收</p>", "您好\n\n请查收"),
        ("<div>您好</div><div>请查收</div>", "您好\n\n请查收"),
        ("您好<br>请查收<BR/>谢谢", "您好\n请查收\n谢谢"),
        ("您好，\r\n   请查收", "您好， 请查收"),
        ("a&nbsp;&lt;b&gt; &amp; &#36196;&#x58c1; &middot;", "a <b> & 赤壁 ·"),
        ("<head><title>t</title><style>p{a:b}</style></head><script>if (a<b) x()</script>x", "x"),
        ("a<!-- b <p> -- c -->d<!--[if mso]>e<![endif]-->f", "adf"),
        ("1 < 2 且 3<4，<赵一>", "1 < 2 且 3<4，<赵一>"),
        ("赵一 <zhao@example.cn>", "赵一 <zhao@example.cn>"),
        ("<a title=\"a>b\" href='x'>c</a>", "c"),
        ("<p>a<p>b", "a\nb"),
        ("x <b>y", "x y"),
        ("a</p b", "a"),
        ("", ""),
    ],
)
def test_a_page_is_laid_out_as_a_reader_sees_it(page: str, text: str) -> None:
    assert html_to_text(page) == text


def test_the_cells_of_a_row_stand_on_one_line_with_tabs() -> None:
    page = "<table><tr><td><p>角色</p></td><td><div>姓名</div></td></tr>\n<tr><td></td><td>赵<br>一</td><th>a</th></tr></table>尾"
    assert [line for line in html_to_text(page).split("\n") if line] == ["角色\t姓名", "\t赵 一\ta", "尾"]


def test_a_table_that_lays_out_a_page_keeps_its_lines() -> None:
    assert html_to_text("<table><tr><td><p>您好</p><p>请查收</p></td></tr></table>") == "您好\n\n请查收"


def test_what_is_quoted_is_marked() -> None:
    page = "<div>收到</div><blockquote><p>原文</p><blockquote>更早</blockquote></blockquote><p>赵一</p>"
    assert [line for line in html_to_text(page).split("\n") if line] == ["收到", "> 原文", "> > 更早", "赵一"]


def test_a_page_names_its_charset_and_where_it_leads() -> None:
    assert meta_charset(b'<html><head><META http-equiv=Content-Type content="text/html; charset=GB2312">') == "GB2312"
    assert meta_charset(b'<?xml version="1.0" encoding="utf-8"?>') == "utf-8"
    assert meta_charset(b"<p>charset=gbk</p>") == ""
    assert links_of('<a href="https://a.cn/x?a=1&amp;b=2">x</a><a href=\'http://b.cn\'><img src="http://c.cn"><a href=http://b.cn>') == (
        "https://a.cn/x?a=1&b=2",
        "http://b.cn",
    )
    assert shown_parts('<img src="cid:Logo@x"><td background=cid:b@x>') == {"logo@x", "b@x"}


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "</",
        "<a ",
        '<a b="',
        "&#",
        "<td>",
        "<tr><td><td>",
        "<script>",
        "<blockquote>",
        "href=",
        "cid:",
        "\t ",
        "<a '\"",
        "http://",
    ],
)
def test_malformed_pages_of_half_a_megabyte_take_no_time(piece: str) -> None:
    page = piece * (500_000 // len(piece))
    begin = time.process_time()
    html_to_text(page)
    links_of(page)
    shown_parts(page)
    assert time.process_time() - begin < 8


def test_a_number_too_long_for_a_character_is_left_alone() -> None:
    assert html_to_text("a&#" + "9" * 10_000 + ";").startswith("a&#999")
