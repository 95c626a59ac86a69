"""The measures and styles of GB/T 9704-2012 as a Word file carries them.

A4; margins 37 mm above and 28 mm left; a type area of 156 × 225 mm holding 22 lines of 28 characters of
3号. A grid of type ``lines`` with exact lines of 28.95 pt and characters 0.25 pt closer gives just that;
the grid that also binds characters spreads them too far apart in some word processors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

XIAOBIAOSONG = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
SONGTI = "宋体"
LATIN = "Times New Roman"

LINE_PT = 28.95
CHARACTER_SPACING_PT = -0.25
RED = "FF0000"
TYPE_AREA_MM = 156


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style. Sizes and lines in points; ``indent_chars`` is the first-line indent."""

    name: str
    font: str = FANGSONG
    size: float = 16
    line: float = LINE_PT
    align: str = "both"
    indent_chars: int = 0
    keep_next: bool = False
    outline: int | None = None
    color: str = ""
    spacing: float = 0.0


BODY = Look("公文正文", indent_chars=2, spacing=CHARACTER_SPACING_PT)
FLUSH = Look("公文主送机关", align="left", spacing=CHARACTER_SPACING_PT)
LEVEL_1 = Look(
    "公文一级标题", font=HEITI, indent_chars=2, keep_next=True, outline=0, spacing=CHARACTER_SPACING_PT
)
LEVEL_2 = Look(
    "公文二级标题", font=KAITI, indent_chars=2, keep_next=True, outline=1, spacing=CHARACTER_SPACING_PT
)
TITLE = Look("公文标题", font=XIAOBIAOSONG, size=22, line=35, align="center", keep_next=True)
HEAD = Look("发文机关标志", font=XIAOBIAOSONG, size=48, line=62, align="center", color=RED)
NUMBER = Look("发文字号", align="center")
MARK = Look("稿件标识", font=HEITI, align="left")
REASON = Look("稿件说明", font=KAITI, size=12, line=18, align="left")
SIGNATURE = Look("落款", align="right", keep_next=True)
ANNEX_LABEL = Look("附件序号", font=HEITI, align="left", keep_next=True, outline=0)
ANNEX_TITLE = Look("附件标题", font=XIAOBIAOSONG, size=22, line=35, align="center", keep_next=True)
CAPTION = Look("表题", font=HEITI, size=14, line=26, align="left", keep_next=True)
CELL_HEAD = Look("表头文字", font=HEITI, size=12, line=18, align="center")
CELL = Look("表格文字", size=12, line=18, align="center")
NOTE = Look("表注", font=KAITI, size=12, line=18, align="left")
PAGE_NUMBER = Look("页码", font=SONGTI, size=14, line=16, align="left")

LOOKS = (
    *(BODY, FLUSH, LEVEL_1, LEVEL_2, TITLE, HEAD, NUMBER, MARK, REASON, SIGNATURE),
    *(ANNEX_LABEL, ANNEX_TITLE, CAPTION, CELL_HEAD, CELL, NOTE, PAGE_NUMBER),
)


def element(tag: str, **attributes: str | int) -> Any:
    """A WordprocessingML element; attribute names get the ``w:`` prefix."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def twips(points: float) -> int:
    """Points in the twentieths that Word counts in."""
    return round(points * 20)


def set_page(word: Word) -> None:
    """Paper, margins, grid and mirrored footers of the only section."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(22)
    word.settings.odd_and_even_pages_header_footer = True
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = element("docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(twips(LINE_PT)))


def add_styles(word: Word) -> None:
    """Every style of the form, so that the office can edit the file by its styles."""
    for look in LOOKS:
        # Word's own styles have other names: to compare each with all of them takes longer than all the rest.
        style = word.styles.element.add_style_of_type(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=False)
        style.qFormat_val = True
        style.append(_paragraph_properties(look))
        style.append(run_properties(look))


def run_properties(look: Look) -> Any:
    """Fonts and size. The East Asian hint keeps curly quotes and dashes full-width in Word."""
    properties = element("rPr")
    properties.append(
        element("rFonts", hint="eastAsia", ascii=LATIN, hAnsi=LATIN, eastAsia=look.font, cs=LATIN)
    )
    if look.color:
        properties.append(element("color", val=look.color))
    if look.spacing:
        properties.append(element("spacing", val=twips(look.spacing)))
    properties.append(element("sz", val=round(look.size * 2)))
    properties.append(element("szCs", val=round(look.size * 2)))
    properties.append(element("lang", val="en-US", eastAsia="zh-CN"))
    return properties


def _paragraph_properties(look: Look) -> Any:
    properties = element("pPr")
    if look.keep_next:
        properties.append(element("keepNext"))
    properties.append(element("widowControl", val=0))
    if look.line != LINE_PT:
        properties.append(element("snapToGrid", val=0))
    properties.append(element("spacing", before=0, after=0, line=twips(look.line), lineRule="exact"))
    if look.indent_chars:
        points = look.indent_chars * (look.size + look.spacing)
        properties.append(element("ind", firstLineChars=look.indent_chars * 100, firstLine=twips(points)))
    properties.append(element("jc", val=look.align))
    if look.outline is not None:
        properties.append(element("outlineLvl", val=look.outline))
    return properties
