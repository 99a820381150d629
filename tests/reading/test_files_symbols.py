import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from mailbot.model.table import Table
from mailbot.reading.symbols import in_symbol_font, private_signs
from tests.reading.workbooks import read, xlsx


def table_of(rows: list[list[object]], font_at: dict[str, str] | None = None) -> Table:
    def touch(book: object) -> None:
        for place, font in (font_at or {}).items():
            book.worksheets[0][place].font = Font(name=font)  # type: ignore[attr-defined]

    (file,) = read("a.xlsx", xlsx({"目录": rows}, touch=touch))
    return file.tables[0]


def rich(*runs: tuple[str, str]) -> CellRichText:
    return CellRichText(*(TextBlock(InlineFont(rFont=font), text) for font, text in runs))


def test_letters_in_wingdings_2_runs_become_ticks_and_boxes() -> None:
    value = rich(("Wingdings 2", "R"), ("宋体", "政府网站 "), ("Wingdings 2", "£"), ("宋体", "政府公报"))
    table = table_of([["公开渠道", value]])
    assert table.text(0, 1) == "☑政府网站 □政府公报"
    assert table.flags[0, 1] == "symbol"


def test_letters_in_wingdings_runs_become_boxes() -> None:
    value = rich(("Wingdings", "þ"), ("宋体", "政府网站"), ("Wingdings", "¨"), ("宋体", "政府公报"), ("Wingdings", "n"), ("宋体", "其他"))
    assert table_of([["渠道", value]]).text(0, 1) == "☑政府网站□政府公报■其他"


def test_a_cell_whose_own_font_is_a_symbol_font_is_a_tick() -> None:
    table = table_of([["全社会", "P", "ü"]], {"B1": "Wingdings 2", "C1": "Wingdings"})
    assert table.rows[0] == ("全社会", "✓", "✓")


def test_letters_in_ordinary_fonts_stay_letters() -> None:
    table = table_of([["R政府网站", "P", "PDF文件", rich(("宋体", "R"), ("宋体", "级"))]], {"B1": "Arial"})
    assert table.rows[0] == ("R政府网站", "P", "PDF文件", "R级")
    assert not table.flags


def test_only_the_runs_in_the_symbol_font_change() -> None:
    value = rich(("Wingdings 2", "R"), ("宋体", "政府网站"), ("宋体", "R类"))
    assert table_of([["渠道", value]]).text(0, 1) == "☑政府网站R类"


def test_private_characters_are_read_without_a_font() -> None:
    assert table_of([["渠道", "\uf0fe政府网站\uf0a8政府公报"]]).text(0, 1) == "☑政府网站□政府公报"


@pytest.mark.parametrize(
    ("font", "letters", "signs"),
    [
        ("Wingdings", "þý¨onlüû", "☑☒□□■●✓✗"),
        ("Wingdings 2", "RSP£O", "☑☒✓□✗"),
        ("WINGDINGS2", "R", "☑"),
        ("Symbol", "Ö", "√"),
        ("宋体", "RnP", "RnP"),
        ("Wingdings", "\uf0fe", "☑"),
    ],
)
def test_a_letter_shows_the_sign_of_its_font(font: str, letters: str, signs: str) -> None:
    assert in_symbol_font(letters, font) == signs


def test_private_signs_of_either_wingdings_are_known() -> None:
    assert private_signs("\uf052\uf0a3\uf0fe\uf0a8") == "☑□☑□"
