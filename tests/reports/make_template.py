"""Make ``templates/assessment.docx`` anew: ``python -m tests.reports.make_template``. An office changes the file in Word.

The layout is that of an official document (GB/T 9704-2012): margins, 28-point lines, Songti title, Fangsong text.
"""

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from mailbot.letters.packing import packed_alike

TARGET = Path(__file__).parents[2] / "templates" / "assessment.docx"
TITLE, HEI, FANG = "方正小标宋简体", "黑体", "仿宋_GB2312"

BODY = """
text {{ to }}：
para 按照《{{ notice }}》要求，我办从目录编制质量、事项梳理数量、时间进度以及工作成效等方面，\
对{{ units }}个责任单位、{{ areas }}个试点领域的工作进行了汇总。现将截至{{ until }}的情况报告如下。
head 一、时间进度
para 应报送分管负责人及联络人名单{{ lists }}份，已收到{{ lists_here }}份；应报送领域目录{{ areas }}个，已收到{{ areas_here }}个\
{% if exempt %}，另有{{ exempt }}项经核不涉及{% endif %}。\
{% if late %}晚于规定时间报送的单位有：{{ late }}。{% else %}各单位均按规定时间报送。{% endif %}\
{% if missing %}尚未收到材料的单位有：{{ missing }}。{% endif %}
head 二、目录编制质量
para 各单位首次报送的目录中，须补正的问题{{ first_to_mend }}处；经补正，现行版本中须补正的问题{{ last_to_mend }}处。\
各单位的须补正率和建议采纳情况见附表。
head 三、事项梳理数量
para 现行目录共有公开事项{{ items }}条。对照国务院部门标准指引中已核实的事项名称{{ guide }}个，目录中列有{{ covered }}个。\
各领域业务不同，事项数只列数据，不作比较。
head 四、工作成效
para {% if registered %}已有{{ registered }}个领域报送公开情况登记表，登记为已发布的事项{{ published }}条。\
{% else %}各单位的公开情况登记表尚未报送。{% endif %}\
{% if corrections %}对公开不及时、不全面、不规范、不准确的信息提出补正{{ corrections }}件，已办结{{ closed }}件。{% endif %}
para 以上数据由来信和报送记录汇总得出，评分由考核单位确定。
text
right {{ office }}
right {{ day }}
"""


def make() -> bytes:
    document = Document()
    document.core_properties.author = ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    _line(document, "关于{{ title }}情况的报告", TITLE, 22, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=36)
    _line(document, "", FANG, 16)
    for line in BODY.strip().splitlines():
        kind, _, text = line.partition(" ")
        align = WD_ALIGN_PARAGRAPH.RIGHT if kind == "right" else WD_ALIGN_PARAGRAPH.JUSTIFY
        _line(document, text, HEI if kind == "head" else FANG, 16, align=align, indent=kind in ("para", "head"))
    annex = document.add_section(WD_SECTION.NEW_PAGE)
    annex.orientation, annex.page_width, annex.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    annex.top_margin = annex.bottom_margin = annex.left_margin = annex.right_margin = Cm(2)
    _line(document, "附表", HEI, 16)
    _line(document, "各责任单位情况表", TITLE, 18, align=WD_ALIGN_PARAGRAPH.CENTER)
    _table(document)
    loose = io.BytesIO()
    document.save(loose)
    return packed_alike(loose)


def _line(
    document: Any, text: str, font: str, size: int, *, align: Any = WD_ALIGN_PARAGRAPH.LEFT, indent: bool = False, spacing: int = 28
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    form.keep_with_next = font == HEI
    if indent:
        form.first_line_indent = Pt(2 * size)
    _font(paragraph.add_run(text), font, size)


def _font(run: Any, font: str, size: float) -> None:
    run.font.name, run.font.size = font, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _table(document: Any) -> None:
    """A row for the headings, and one that is repeated for every unit; columns repeat for every measure."""
    table = document.add_table(rows=4, cols=5)
    table.style = "Table Grid"
    rows = (
        ("序号", "责任单位", "{%tc for one in measures %}", "{{ one }}", "{%tc endfor %}"),
        ("{%tr for row in rows %}", "", "", "", ""),
        ("{{ row.number }}", "{{ row.name }}", "{%tc for figure in row.figures %}", "{{ figure }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", "", "", ""),
    )
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _font(paragraph.add_run(text), HEI if line is table.rows[0] else FANG, 9)


if __name__ == "__main__":
    TARGET.write_bytes(make())
