"""Forms that are all some columns hold: to write a letter, to log in, to look something up (成绩查询、办件进度)."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from xuncha.text.expressions import expression
from xuncha.text.pages.page import Page, squeeze
from xuncha.text.pages.regions import Region, Regions

_LOOKS_UP = expression(r"查询|查验|核验|查看结果|验证")
#: What is asked for; the search of the whole site asks for words (关键字) alone.
_ASKS_FOR = expression(
    r"姓名|身份证|证件|证书|证号|准考证|编号|单号|号码|受理号|流水号|企业|单位|车牌|手机|验证码|统一社会信用代码|进度|地址"
)
_LONGEST = 100


def has_form(page: Page) -> bool:
    """True for a form in the body to write with, to log in by before anything is shown, or to look up something."""
    regions = Regions()
    fields = page.tree.css("form textarea, input[type=password]")
    looked_up = [form for form in page.tree.css("form") if _looks_up(form)]
    return any(regions.of(node) is Region.BODY for node in [*fields, *looked_up])


def _looks_up(form: LexborNode) -> bool:
    """True for a form with a field to fill in whose words, or those beside it, say what is looked up by what."""
    if form.css_first("input:not([type=hidden]):not([type=submit]):not([type=button]), select") is None:
        return False
    words = " ".join((_words(form), _beside(form, forward=False), _beside(form, forward=True)))
    return bool(_LOOKS_UP.search(words) and _ASKS_FOR.search(words))


def _beside(form: LexborNode, *, forward: bool) -> str:
    """The words of the element next to a form, as far as they are short."""
    node = form.next if forward else form.prev
    while node is not None and (node.is_text_node or node.tag == "-comment"):
        node = node.next if forward else node.prev
    words = squeeze(node.text(separator=" ")) if node is not None else ""
    return words if len(words) <= _LONGEST else ""


def _words(form: LexborNode) -> str:
    said = [
        node.attributes.get(name) or ""
        for node in form.css("input, select, button")
        for name in ("value", "placeholder", "title")
    ]
    return squeeze(f"{form.text(separator=' ')} {' '.join(said)}")
