from dataclasses import replace

import pytest

from mailbot.model.mail import Mail
from mailbot.reading import screen
from mailbot.reading.screen import CloudLink
from mailbot.rulebook.model import Screen
from tests.reading.mails import RECEIVED

SCREEN = Screen(
    robot_subjects=("自动回复", "Auto-Reply", "Out of Office", "系统退信"),
    robot_texts=("这是来自QQ邮箱的自动回复邮件", "邮件已收到，谢谢", "您好，邮件已收到", "已收到，正在处理中", "我会尽快回复您"),
    robot_senders=("mailer-daemon", "postmaster", "noreply", "no-reply", "service@netease"),
    receipt_subjects=("已读:", "Read:"),
    acknowledgements=("收到", "已收到", "好的", "谢谢", "知道了", "马上补正", "收到，我们马上修改"),
    requests=("模板", "样表", "空表", "附件2", "帮助", "如何填"),
    questions=("请问", "怎么", "咨询", "？"),
    campaign_words=("政务公开", "事项目录", "联络人"),
    cloud_hosts={
        "mail.qq.com/cgi-bin/ftnExs_download": "QQ邮箱超大附件",
        "wx.mail.qq.com/ftn": "QQ邮箱超大附件",
        "u.163.com": "网易邮箱云附件",
        "kdocs.cn": "金山文档",
    },
    cloud_texts=("从QQ邮箱发来的超大附件", "超大附件"),
    fillers=("您好", "领导", "老师", "了", "的", "我们", "！"),
    attachment_words=("附件", "请查收", "现将"),
)


def mail(text: str = "", subject: str = "目录", **fields: str) -> Mail:
    plain = Mail(sha256="", message_id="", sender="mzj@example.cn", sender_name="", subject=subject, text=text, received_at=RECEIVED)
    return replace(plain, sender=fields.get("sender", plain.sender), automatic=fields.get("automatic", ""))


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        (mail("您好"), ""),
        (mail(automatic="auto-submitted"), "auto-submitted"),
        (mail(subject="自动回复: 提醒"), "robot-subject"),
        (mail(subject="自动回复：提醒"), "robot-subject"),
        (mail(subject="AUTO-REPLY: x"), "robot-subject"),
        (mail(subject="关于自动回复的说明"), ""),
        (mail(subject="已读: 提醒"), "receipt-subject"),
        (mail(sender="noreply@example.com"), "robot-sender"),
        (mail(sender="NoReply-2020@example.com"), "robot-sender"),
        (mail(sender="service@netease.com"), "robot-sender"),
        (mail(sender="norepl@example.com"), ""),
        (mail(sender="noreplying@example.com"), ""),
        (mail("这是来自QQ邮箱的自动回复邮件。\n\n您好，我最近正在休假中。"), "robot-text"),
        (mail("您好！邮件已收到,谢谢！"), "robot-text"),
        (mail("您好，我会尽快回复您。"), "robot-text"),
        (mail("邮件已收到，谢谢，现将目录报送如下，请查收附件"), ""),
        (mail("邮件已收到，谢谢。" + "我局情况说明如下。" * 60), ""),
        (mail("请查收\n\n---原始邮件---\n邮件已收到，谢谢"), ""),
    ],
)
def test_a_robot_is_known_by_subject_sender_or_text(letter: Mail, reason: str) -> None:
    assert screen.is_robot(letter, SCREEN) == reason


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        (mail("这是来自QQ邮箱的自动回复邮件"), ""),
        (mail(subject="自动回复: 目录"), ""),
        (mail(automatic="precedence-bulk"), ""),
        (mail(automatic="auto-submitted"), "auto-submitted"),
        (mail(automatic="null-return-path"), "null-return-path"),
    ],
)
def test_with_tables_only_hard_signs_make_a_robot(letter: Mail, reason: str) -> None:
    assert screen.is_robot(letter, SCREEN, has_tables=True) == reason


@pytest.mark.parametrize(
    "text",
    [
        "收到",
        "已收到。",
        "好的，谢谢！",
        "您好：\n收到了，谢谢领导！",
        "收到！我们马上补正。",
        "收到\n\n---原始邮件---\n请问何时报？",
        "谢谢\n-- \n赵一",
        "收到,我们马上修改",
    ],
)
def test_a_mail_that_only_acknowledges_is_one(text: str) -> None:
    assert screen.is_acknowledgement(mail(text), has_files=False, screen=SCREEN)


@pytest.mark.parametrize(
    "text",
    ["", "您好", "没收到", "收到没有？", "收到，请问何时报？", "收到，明天报", "好的" * 40, "收到 13800000001", "---原始邮件---\n收到"],
)
def test_a_mail_that_says_anything_else_is_no_acknowledgement(text: str) -> None:
    assert not screen.is_acknowledgement(mail(text), has_files=False, screen=SCREEN)


def test_thanks_with_a_file_are_no_mere_acknowledgement() -> None:
    assert not screen.is_acknowledgement(mail("收到"), has_files=True, screen=SCREEN)


@pytest.mark.parametrize(
    ("subject", "text", "asked"),
    [
        ("模板", "", True),
        ("请发目录模板", "谢谢", True),
        ("附件2", "", True),
        ("附件２", "", True),
        ("附件2", "联络人名单，请查收", False),
        ("Re: 请按模板报送", "好的", False),
        ("Re: 提醒", "请发一下空表", True),
        ("", "麻烦发个样表", True),
        ("报送目录", "已按模板填好", False),
        ("Re: 提醒", "已按模板填好，" + "其中第三项与你办电话沟通过，" * 5, False),
        ("", "附件2请查收附件", False),
    ],
)
def test_who_asks_for_forms_is_told_from_who_sends_them(subject: str, text: str, asked: bool) -> None:
    assert screen.is_request(mail(text, subject), SCREEN) is asked


@pytest.mark.parametrize(
    ("subject", "text", "asks"),
    [
        ("请问何时报", "", True),
        ("目录", "公开时限怎么写", True),
        ("目录", "何时报?", True),
        ("目录", "请查收", False),
        ("Re: 请问何时报", "明天报", False),
        ("Re: 提醒", "好的\n\n---原始邮件---\n有疑问请咨询", False),
    ],
)
def test_a_question_is_known_by_the_senders_own_words(subject: str, text: str, asks: bool) -> None:
    assert screen.is_question(mail(text, subject), SCREEN) is asks


@pytest.mark.parametrize(
    ("subject", "text", "promised"),
    [("目录", "请 查收", True), ("目录见附件", "", True), ("Re: 见附件", "好", False), ("目录", "好", False)],
)
def test_a_promised_file_is_noticed(subject: str, text: str, promised: bool) -> None:
    assert screen.promises_attachment(mail(text, subject), SCREEN) is promised


def test_the_campaign_is_named_in_subject_text_or_file_name() -> None:
    assert screen.names_campaign(mail(subject="政 务 公 开 目录"), SCREEN)
    assert screen.names_campaign(mail("联络人名单"), SCREEN)
    assert screen.names_campaign(mail(), SCREEN, file_names=("民政局事项目录.pdf",))
    assert not screen.names_campaign(mail("会议通知"), SCREEN, file_names=("a.pdf",))


QQ = """从QQ邮箱发来的超大附件

目录.zip (128.03M, 2020年11月27日 21:59 到期)进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=0a&t=exs_ftn_download&code=1"""


@pytest.mark.parametrize(
    ("text", "links", "expected"),
    [
        (QQ, (), (CloudLink("QQ邮箱超大附件", "2020年11月27日 21:59"),)),
        ("目录", ("https://wx.mail.qq.com/ftn/download?func=3&k=1",), (CloudLink("QQ邮箱超大附件", ""),)),
        ("从QQ邮箱发来的超大附件\n目录.zip (80.96M, 2020-10-30 到期)", (), (CloudLink("从QQ邮箱发来的超大附件", "2020-10-30"),)),
        ("https://www.kdocs.cn/l/abc 有效期：7天", (), (CloudLink("金山文档", "7天"),)),
        ("http://edu.163.com/x", (), ()),
        ("http://u.163.com/x\nHTTPS://KDOCS.CN/y", (), (CloudLink("网易邮箱云附件", ""), CloudLink("金山文档", ""))),
        ("您好，请查收", ("http://mail.qq.com/help",), ()),
        (f"收到\n\n---原始邮件---\n{QQ}", (), ()),
        (f"见下\n-------- 转发邮件信息 --------\n发件人：x\n主题：y\n{QQ}", (), (CloudLink("QQ邮箱超大附件", "2020年11月27日 21:59"),)),
    ],
)
def test_files_left_in_a_cloud_are_found_with_their_expiry(text: str, links: tuple[str, ...], expected: tuple[CloudLink, ...]) -> None:
    assert screen.cloud_links(replace(mail(text), links=links), SCREEN) == expected
