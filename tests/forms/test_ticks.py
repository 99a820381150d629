import pytest

from mailbot.forms.items import read_levels
from mailbot.forms.lexicon import lexicon
from mailbot.forms.ticks import OFF, ON, Tick, marked_words, tick
from tests.forms.grids import shipped


@pytest.mark.parametrize(
    "text", ["√", " √ ", "✓", "✔", "☑", "☒", "■", "●", "是", "有", "1", "1.0", "Y", "v", "V", "R", "P", "þ", "ü", "√√", "TRUE"]
)
def test_any_kind_of_tick_is_a_tick(text: str) -> None:
    assert tick(text) == ON


@pytest.mark.parametrize(
    "text", ["", " ", "\xa0", "\u3000", "?", "_", "□", "☐", "○", "×", "口", "否", "无", "/", "—", "£", "¨", "0", "0.0"]
)
def test_an_empty_box_or_a_stray_sign_is_none(text: str) -> None:
    assert tick(text) == OFF


@pytest.mark.parametrize(("text", "words"), [("申请人", "申请人"), ("√县级", "县级"), ("面向本集体成员", "面向本集体成员")])
def test_words_tick_and_say_more(text: str, words: str) -> None:
    assert tick(text) == Tick(on=True, text=words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("全社会", ("全社会",)),
        ("■全社会 □特定群体", ("全社会",)),
        ("全社会、特定群体", ("全社会", "特定群体")),
        ("全社会√ 特定群体×", ("全社会",)),
        ("■主动□依申请", ("主动",)),
        ("□主动 □依申请", ()),
        ("特定群体（低保、特困人员）", ("特定群体（低保、特困人员）",)),
        ("全社会、申请人(个人/企业)", ("全社会", "申请人(个人/企业)")),
        ("县（市、区）级、乡镇级", ("县（市、区）级", "乡镇级")),
        ("申请人（个人、企业", ("申请人（个人、企业",)),
    ],
)
def test_a_cell_in_words_names_its_choices(text: str, words: tuple[str, ...]) -> None:
    assert marked_words(text) == words


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("县级、乡、村级", ("县级", "乡、村级")),
        ("县级 乡级", ("县级", "乡级")),
        ("县（市、区）级、乡镇（街道）级", ("县（市、区）级", "乡镇（街道）级")),
        ("■县级□乡、村级", ("县级",)),
        ("", ()),
    ],
)
def test_levels_in_words_are_those_the_form_knows(text: str, levels: tuple[str, ...]) -> None:
    assert read_levels((), text, lexicon(shipped(), "catalogue")) == levels
