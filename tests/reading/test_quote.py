import pytest

from mailbot.reading.quote import brought_words, inline_senders, own_words, subject_parts
from tests.reading.mails import read_mail, simple


def words_of(text: str, subject: str = "回复: 提醒") -> str:
    return own_words(read_mail(simple(f"Subject: {subject}".encode(), b"Content-Type: text/plain; charset=utf-8", body=text.encode())))


@pytest.mark.parametrize(
    "original",
    [
        '------------------ 原始邮件 ------------------\n发件人: "办公室" <zwgk@example.cn>;\n原文',
        "---原始邮件---\n发件人: 办公室\n原文",
        "------------------ Original ------------------\nFrom: office\n原文",
        "-----Original Message-----\nFrom: office\n原文",
        "-----邮件原件-----\n原文",
        '在 2020-09-25 09:00:00，"办公室" <zwgk@example.cn> 写道：\n> 原文',
        "在 2020年9月25日，上午9:00，办公室 <zwgk@example.cn> 写道：\n原文",
        "办公室 <zwgk@example.cn> 于2020年9月25日周五 上午9:00写道：\n原文",
        "On Fri, Sep 25, 2020 at 9:00 AM office <zwgk@example.cn> wrote:\n> 原文",
        'At 2020-09-25 09:00:00, "office" <zwgk@example.cn> wrote:\n原文',
        "发件人： 办公室\n发送时间： 2020-09-25 09:00\n收件人： 民政局\n主题： 提醒\n原文",
        "From: office\nSent: Friday\nTo: x\nSubject: y\n原文",
        "________________________________\n发件人: 办公室\n原文",
        "> 原文\n> 再一行",
        "---------- Forwarded message ---------\nFrom: office\n原文",
        "-------- 转发邮件信息 --------\n发件人：办公室\n原文",
        "-- \n赵一\n原文",
        "——\n赵一 原文",
        "------------------\n赵一\n原文",
        "发自我的iPhone",
        "发送自 Windows 10 版邮件应用",
        "来自我的华为手机",
        "Sent from Mail Master",
    ],
)
def test_own_words_end_where_the_original_or_the_signature_begins(original: str) -> None:
    assert words_of(f"收到，谢谢！\n\n{original}\n") == "收到，谢谢！"


@pytest.mark.parametrize(
    "text", ["发件人请注意：\n谢谢", "我局在2020年写道路维护的材料\n谢谢", "From now on\nTo be clear", "1-2-3\n--- 目录 ---\n谢谢"]
)
def test_own_words_that_look_a_little_like_an_original_are_kept(text: str) -> None:
    assert words_of(text) == text


def test_quoted_lines_between_own_words_are_left_out() -> None:
    assert words_of("> 何时报？\n明天报\n> 谁报？\n赵一报") == "明天报\n赵一报"


@pytest.mark.parametrize(
    ("subject", "core", "reply", "forward"),
    [
        ("目录", "目录", False, False),
        ("Re: 目录", "目录", True, False),
        ("Re:Re:目录", "目录", True, False),
        ("回复：转发: RE[2]: 目录", "目录", True, False),
        ("转发：目录", "目录", False, True),
        ("Fw: Re: 目录", "目录", False, True),
        ("FWD:目录", "目录", False, True),
        ("答复: 答复: 目录", "目录", True, False),
        ("Report: x", "Report: x", False, False),
        ("", "", False, False),
    ],
)
def test_a_subject_loses_its_prefixes(subject: str, core: str, reply: bool, forward: bool) -> None:
    assert subject_parts(subject) == (core, reply, forward)


FORWARD = (
    '见下。\n-------- 转发邮件信息 --------\n发件人："民政局" <mzj@example.cn>\n发送日期：2020-09-25\n主题：目录\n\n从QQ邮箱发来的超大附件'
)


def test_what_is_forwarded_is_brought_and_what_is_answered_is_not() -> None:
    forward = read_mail(simple("Subject: 目录".encode(), b"Content-Type: text/plain; charset=utf-8", body=FORWARD.encode()))
    assert "超大附件" in brought_words(forward)
    answer = FORWARD.replace("转发邮件信息", "原始邮件")
    answered = read_mail(simple("Subject: Re: 目录".encode(), b"Content-Type: text/plain; charset=utf-8", body=answer.encode()))
    assert brought_words(answered).strip() == "见下。"


def test_senders_of_inline_forwards_are_listed() -> None:
    assert inline_senders("目录", FORWARD) == ("mzj@example.cn",)
    assert inline_senders("Fw: 目录", "From: x <a@example.cn>\nTo: b@example.cn\n\n> From: y <c@example.cn>") == (
        "a@example.cn",
        "c@example.cn",
    )
    assert inline_senders("目录", "发件人：<a@example.cn>") == ()
