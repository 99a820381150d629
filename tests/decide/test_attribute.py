"""Whose mail it is: a table of what speaks for whom, and what is concluded."""

import pytest

from mailbot.model.decision import Standing
from mailbot.model.mail import File, Mail
from tests.decide.builders import BOTH, CIVIL, OFFICE, STRANGER, case, file, grid, mail

KNOWN, PROVISIONAL, SEVERAL, NONE = Standing.KNOWN, Standing.PROVISIONAL, Standing.SEVERAL, Standing.NONE
CIVIL_TITLE, FINANCE_TITLE = "赤壁市民政局社会救助领域政务公开目录", "赤壁市财政局财政预决算领域政务公开目录"
UNITS_OF_BOTH = ("civil-affairs", "finance")


@pytest.mark.parametrize(
    ("sent", "files", "candidates", "standing"),
    [
        # A registered address.
        (mail(CIVIL), (), ("civil-affairs",), KNOWN),
        (mail("MZJ@example.cn"), (), ("civil-affairs",), KNOWN),
        (mail(CIVIL), (file(grid(CIVIL_TITLE)),), ("civil-affairs",), KNOWN),
        (mail(CIVIL), (file(grid("社会救助领域目录")),), ("civil-affairs",), KNOWN),
        (mail(CIVIL, subject="转市财政局的意见"), (), ("civil-affairs",), KNOWN),
        (mail(CIVIL), (file(grid(FINANCE_TITLE)),), ("civil-affairs", "finance"), SEVERAL),
        (mail(CIVIL), (file(grid(reported_by="赤壁市财政局")),), ("civil-affairs", "finance"), SEVERAL),
        (mail(CIVIL), (file(grid(CIVIL_TITLE), path="1"), file(grid(FINANCE_TITLE), path="2")), ("civil-affairs",), KNOWN),
        (mail(BOTH), (file(grid(FINANCE_TITLE)),), UNITS_OF_BOTH, KNOWN),
        (mail(CIVIL, authenticated=False), (), ("civil-affairs",), PROVISIONAL),
        (mail(CIVIL, authenticated=True), (), ("civil-affairs",), KNOWN),
        # A stranger.
        (mail(STRANGER), (), (), NONE),
        (mail(""), (file(grid(CIVIL_TITLE)),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER), (file(grid(CIVIL_TITLE)),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER), (file(grid("社会救助领域目录")),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER), (file(grid(), name="民政局目录.xlsx"),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER), (file(grid(), sheet="民政局"),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER, subject="民政局目录"), (file(grid()),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER, sender_name="赤壁市民政局"), (file(grid()),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER, inner_senders=(CIVIL,)), (file(grid()),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER, text="请查收。\n赤壁市民政局\n2020年9月28日"), (file(grid()),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER), (file(grid()),), (), NONE),
        (mail(STRANGER, subject="民政局和财政局的目录"), (file(grid()),), ("civil-affairs", "finance"), SEVERAL),
        # What the table says weighs more than what stands around it.
        (mail(STRANGER, subject="转财政局"), (file(grid(CIVIL_TITLE)),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER, text="赤壁市财政局"), (file(grid(), name="民政局.xlsx"),), ("civil-affairs",), PROVISIONAL),
        (mail(STRANGER), (file(grid(CIVIL_TITLE), path="1"), file(grid(FINANCE_TITLE), path="2")), ("civil-affairs", "finance"), SEVERAL),
        # The office speaks for whom its mail names.
        (mail(OFFICE), (file(grid(CIVIL_TITLE)),), ("civil-affairs",), KNOWN),
        (mail(OFFICE, text="代报 财政局 9月25日收"), (file(grid()),), ("finance",), KNOWN),
        (mail(OFFICE), (file(grid()),), (), NONE),
        (mail(OFFICE, authenticated=False), (file(grid(CIVIL_TITLE)),), ("civil-affairs",), PROVISIONAL),
        # Namesakes elsewhere are nobody here.
        (mail(STRANGER), (file(grid(reported_by="咸宁市民政局")),), (), NONE),
    ],
)
def test_the_unit_of_a_mail(sent: Mail, files: tuple[File, ...], candidates: tuple[str, ...], standing: Standing) -> None:
    found = case(sent, *files).attribution
    assert (found.candidates, found.standing) == (candidates, standing)


def test_every_piece_of_evidence_is_kept_with_its_source() -> None:
    found = case(mail(CIVIL, subject="民政局目录"), file(grid(CIVIL_TITLE), name="民政局.xlsx")).attribution
    assert {(piece.kind, piece.unit) for piece in found.evidence} >= {
        ("address", "civil-affairs"),
        ("title", "civil-affairs"),
        ("area", "civil-affairs"),
        ("file", "civil-affairs"),
        ("subject", "civil-affairs"),
    }
