"""Replies as the mail programs in use here write them: their quote marks, their charsets, their HTML.

The quoted original of each holds lines that would be orders if anybody took them for the answer.
"""

from collections.abc import Callable, Mapping
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from mailbot.model.instant import local
from tests.season.builders import OFFICE, Sent, instant

ORIGINAL = ("赤壁市政务公开领导小组办公室", "1 作废", "2 归属 财政局", "暂停提醒 民政局", "全部收下并登记")
"""What a quoted digest may look like when its lines are torn apart; the first line is cut differently by every program."""

FROM, DAY, TO = "zwgkbgs@chibi.gov.cn", "2020-09-28 16:30", OFFICE


def _block(*lines: str) -> str:
    return "".join(f"<div>{line or '<br>'}</div>" for line in lines)


def _lines(text: str) -> str:
    return _block(*map(escape, text.splitlines()))


def _qq_html(text: str, subject: str) -> str:
    return (
        f"{_lines(text)}<div><br></div><div><includetail><!--<![endif]--></includetail></div>"
        '<div style="font-size: 12px;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div>'
        f'<div style="background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;"办公室"&lt;{FROM}&gt;;</div>'
        f"<div><b>发送时间:</b>&nbsp;2020年9月28日(星期一) 下午4:30</div><div><b>收件人:</b>&nbsp;&lt;{TO}&gt;;</div>"
        f"<div><b>主题:</b>&nbsp;{subject}</div></div>{_block(*ORIGINAL)}"
    )


def _qq_new_html(text: str, subject: str) -> str:
    return (
        f'{_lines(text)}<div style="position:relative;"><hr style="width:50px;border:0;border-bottom:1px solid #E6E8EB;">'
        '<a href="https://wx.mail.qq.com/home/index">&nbsp;</a></div><div class="x">原始邮件</div><div>'
        f"<div><span>发件人：</span><span>办公室 &lt;{FROM}&gt;</span></div>"
        f"<div><span>发件时间：</span><span>2020年9月28日 16:30</span></div>"
        f"<div><span>收件人：</span>{TO}</div><div><span>主题：</span>{subject}</div></div>{_block(*ORIGINAL)}"
    )


def _foxmail_html(text: str, subject: str) -> str:
    return (
        f"<html><head><style>body {{ line-height: 1.5; }}</style></head><body>{_lines(text)}<div><br></div>"
        '<hr style="width: 210px; height: 1px;" color="#b5c4df" size="1" align="left"><div><span>赵一</span></div>'
        '<blockquote style="margin-Top: 0px; margin-Bottom: 0px; margin-Left: 0.5em"><div>&nbsp;</div>'
        '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<div><b>发件人：</b>&nbsp;<a href="mailto:{FROM}">办公室</a></div><div><b>发送时间：</b>&nbsp;{DAY}</div>'
        f"<div><b>收件人：</b>&nbsp;{TO}</div><div><b>主题：</b>&nbsp;{subject}</div></div>{_block(*ORIGINAL)}</blockquote></body></html>"
    )


def _outlook_html(text: str, subject: str) -> str:
    own = "".join(f"<p class=MsoNormal>{escape(line) or '<o:p>&nbsp;</o:p>'}<o:p></o:p></p>" for line in text.splitlines())
    quoted = "".join(f"<p class=MsoNormal><span lang=EN-US>{line}<o:p></o:p></span></p>" for line in ORIGINAL)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if !mso]><style>v\\:* {}</style><![endif]--></head>'
        f"<body lang=ZH-CN><div class=WordSection1>{own}"
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>"
        f"<b><span>发件人<span lang=EN-US>:</span></span></b><span lang=EN-US> </span>办公室 &lt;{FROM}&gt; <span lang=EN-US><br></span>"
        f"<b>发送时间<span lang=EN-US>:</span></b> 2020年9月28日 16:30<span lang=EN-US><br></span>"
        f"<b>收件人<span lang=EN-US>:</span></b> {TO}<br><b>主题<span lang=EN-US>:</span></b> {subject}"
        f"<o:p></o:p></p></div>{quoted}</div></body></html>"
    )


def _outlook_phone_html(text: str, subject: str) -> str:
    return (
        f'<body><div dir="auto">{_lines(text)}</div><div id="ms-outlook-mobile-signature">'
        '获取 <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div>'
        '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font color="#000000">'
        f"<b>发件人:</b> 办公室 &lt;{FROM}&gt;<br><b>发送时间:</b> Monday, September 28, 2020 4:30:00 PM<br><b>收件人:</b> {TO}<br>"
        f"<b>主题:</b> {subject}</font></div>{_block(*ORIGINAL)}</body>"
    )


def _netease_html(text: str, subject: str) -> str:
    return (
        f'<div style="line-height:1.7;font-size:14px">{"<br/>".join(map(escape, text.splitlines()))}<br/><br/><br/></div>'
        '<div style="position:relative;zoom:1"></div><div id="divNeteaseMailCard"></div>'
        f'<p style="margin: 0;">在 {DAY}:12，"办公室" &lt;{FROM}&gt; 写道：</p>'
        f'<blockquote id="isReplyContent" style="margin:0 0 0 0.8ex;">{_block(*ORIGINAL)}</blockquote>'
    )


def _netease_master_html(text: str, subject: str) -> str:
    rows = (("发件人", f"办公室&lt;{FROM}&gt;"), ("发送日期", "2020年09月28日 16:30"), ("收件人", TO), ("主题", subject))
    table = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    return (
        f'{_lines(text)}<div class="J-reply" style="background-color:#f2f2f2;">---- 回复的原邮件 ----</div>'
        f"<table>{table}</table><div>{'<br>'.join(ORIGINAL)}</div>"
    )


HTML: Mapping[str, Callable[[str, str], str]] = {
    "qq": _qq_html,
    "qq-new": _qq_new_html,
    "foxmail": _foxmail_html,
    "outlook": _outlook_html,
    "outlook-phone": _outlook_phone_html,
    "netease": _netease_html,
    "netease-master": _netease_master_html,
}
"""Pages of the programs, each from the words above the quote and the digest's subject."""

_QUOTED = "\n".join(ORIGINAL)
PLAIN: Mapping[str, str] = {
    "qq": (
        '\n\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人:&nbsp;"办公室"<{sender}&gt;;\n'
        "发送时间:&nbsp;2020年9月28日(星期一) 下午4:30\n收件人:&nbsp;<{to}&gt;;\n主题:&nbsp;{subject}\n\n{original}"
    ),
    "qq-phone": (
        '\n\n---原始邮件---\n发件人: "办公室"<{sender}>\n发送时间: 2020年9月28日(周一) 下午4:30\n'
        "收件人: <{to}>;\n主题: {subject}\n\n{original}"
    ),
    "foxmail": "\n\n\n\n赵一\n \n发件人： 办公室\n发送时间： 2020-09-28 16:30\n收件人： {to}\n主题： {subject}\n{original}",
    "outlook": "\n\n\n\n发件人: 办公室 <{sender}> \n发送时间: 2020年9月28日 16:30\n收件人: {to}\n主题: {subject}\n\n{original}",
    "outlook-phone": (
        "\n\n获取 Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n发件人: 办公室 <{sender}>\n{original}"
    ),
    "netease": '\n\n\n\n\n\n\n在 2020-09-28 16:30:12，"办公室" <{sender}> 写道：\n\n{original}',
    "netease-master": (
        "\n\n\n---- 回复的原邮件 ----\n| 发件人 | 办公室<{sender}> |\n| 发送日期 | 2020年09月28日 16:30 |\n"
        "| 收件人 | {to} |\n| 主题 | {subject} |\n{original}"
    ),
    "coremail": (
        '\n\n\n-----原始邮件-----\n发件人:"办公室" <{sender}>\n发送时间:2020-09-28 16:30:12 (星期一)\n'
        "收件人: {to}\n主题: {subject}\n\n{original}"
    ),
    "ios": "\n\n发自我的iPhone\n\n> 在 2020年9月28日，16:30，办公室 <{sender}> 写道：\n> \n> {marked}",
    "android": (
        "\n-------- 原始邮件 --------\n发件人： 办公室 <{sender}>\n日期： 2020年9月28日周一 16:30\n"
        "收件人： {to}\n主 题： {subject}\n{original}"
    ),
    "english": (
        "\n\n-----Original Message-----\nFrom: office <{sender}>\nSent: Monday, September 28, 2020 4:30 PM\n"
        "To: {to}\nSubject: {subject}\n\n{original}"
    ),
    "thunderbird": "\n\n在 2020/9/28 16:30, 办公室 写道:\n> {marked}",
}
"""What the programs put below a plain answer."""


def plain_reply(client: str, to: Sent, text: str, *, when: str, charset: str = "utf-8") -> bytes:
    """Write the office's plain answer to a letter as a program does."""
    quoted = PLAIN[client].format(sender=FROM, to=TO, subject=to.subject, original=_QUOTED, marked=_QUOTED.replace("\n", "\n> "))
    return reply(to, text + quoted, when=when, charset=charset)


def html_reply(client: str, to: Sent, text: str, *, when: str, charset: str = "utf-8") -> bytes:
    """Write the office's answer to a letter as a program's page, without any plain part."""
    return reply(to, HTML[client](text, to.subject), when=when, charset=charset, subtype="html")


def reply(to: Sent, body: str, *, when: str, charset: str = "utf-8", subtype: str = "plain", ident: str = "") -> bytes:
    """Write a raw mail of the office that answers a letter."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"zhao <{OFFICE}>"
    message["To"] = FROM
    message["Date"] = format_datetime(local(instant(when)))
    message["Message-ID"] = ident or f"<{sha256((body + when).encode()).hexdigest()[:24]}@example.cn>"
    message["In-Reply-To"] = to.identifier
    message["References"] = to.identifier
    message["Subject"] = "X-SUBJECT"
    message.set_content(body, subtype=subtype, charset=charset, cte="base64")
    subject = Header(f"回复：{to.subject}", charset, maxlinelen=200).encode()
    return message.as_bytes().replace(b"X-SUBJECT", subject.encode())
