"""Lines about the standard, and the orders they are."""

import pytest

from mailbot.office.by_mail_standards import standard_order


@pytest.mark.parametrize(
    ("line", "kind", "args"),
    [
        ("下发标准", "send-standard", ()),
        ("标准 定稿", "import-standard", ()),
        ("放弃改稿", "drop-standard", ()),
        ("答复 社会救助!7 新增", "answer-standard", ("社会救助!7", "新增")),
        ("社会救助!7 i12", "answer-standard", ("社会救助!7", "i12")),
        ("社会救助!7=i12", "answer-standard", ("社会救助!7", "i12")),
        ("答复:社会救助 (2)!12 = n2-1", "answer-standard", ("社会救助(2)!12", "n2-1")),
        ("答复 养老服务 删除", "answer-standard", ("养老服务", "删除")),
        ("答复 6 删除", "answer-standard", ("6", "删除")),
    ],
)
def test_a_line_is_an_order(line: str, kind: str, args: tuple[str, ...]) -> None:
    order = standard_order(line)
    assert order is not None
    assert (order.kind, order.args, order.problem) == (kind, args, "")


@pytest.mark.parametrize("line", ["下发标准前请再核对", "标准定稿见附件，请存档", "已答复民政局", "答复单位", "见社会救助!7"])
def test_courtesy_is_no_order(line: str) -> None:
    assert standard_order(line) is None
