"""Reads a service guide (办事指南): which of the eight element classes it gives, and with what value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborNode

from xuncha.text.guides.guide_labels import GuideElement, guide_label
from xuncha.text.guides.guide_values import is_value
from xuncha.text.guides.labelled_grids import (
    Grid,
    column_values,
    grids,
    headed_table,
    stacked_values,
    tab_bars,
)
from xuncha.text.guides.labelled_lines import Lines, TextLine, is_content_picture, read_lines
from xuncha.text.guides.labelled_values import Labelled, LabelReader, bare_label
from xuncha.text.pages.addresses import is_file, resolve
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.page import Page, squeeze
from xuncha.text.pages.regions import Region, Regions

Elements = frozenset[GuideElement]


class PageKind(StrEnum):
    """What sort of page carries labels of guides."""

    GUIDE = "guide"  # one item
    LIST = "list"  # several items, each with its own guide
    OTHER = "other"  # a notice, a contact page …


@dataclass(frozen=True, slots=True)
class ElementValue:
    """One element class of a guide. ``value`` is None where it is missing; ``label`` as printed."""

    element: GuideElement
    value: str | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A service guide as a page shows it.

    ``elements`` holds all eight classes in the order of the rule. ``unseen`` names what may hold the
    elements that are missing here (a script, a frame, an attached file, a picture): then *missing* only
    means not read, and proves nothing. It is empty where the page was read whole.
    """

    kind_of_page: PageKind
    elements: tuple[ElementValue, ...]
    unseen: str = ""

    @property
    def missing(self) -> tuple[GuideElement, ...]:
        """The element classes without a value; a fault only where ``unseen`` is empty."""
        return tuple(item.element for item in self.elements if item.value is None)

    def value_of(self, element: GuideElement) -> str | None:
        """The value of one element class, None where it is missing."""
        return next(item.value for item in self.elements if item.element is element)


#: A page with fewer labels of different classes is no guide, unless its title says so.
_LEAST_LABELS = 3
_LEAST_LINKED_ITEMS = 4
_SHORTEST_ITEM = 4
_OF_GUIDES = frozenset(
    {GuideElement.BASIS, GuideElement.CONDITIONS, GuideElement.MATERIALS, GuideElement.PROCESS}
)
_LONG_LABEL = re.compile(r"(?:办理|受理|办事|事项|窗口|许可|审批|服务|业务)..")
_GUIDE_TITLE = re.compile(
    r"(?:办事|服务|办理|申请|申报|申领|办证|业务|审批|许可|登记|备案|政务服务)?指南|办事(?:须知|流程|说明)|办理(?:须知|流程|规程)"
)
_SERVICE_TITLE = re.compile(
    r"(?:办事|服务|办理|申请|申报|申领|办证|业务|审批|许可|登记|备案)(?:指南|须知|流程|说明|规程)"
)
_ITEM_LABEL = re.compile(r"(?:办理|服务|许可|审批|权力|政务)?(?:事项|业务)")
_PUBLIC_GUIDE = re.compile(r"信息公开指南|依申请公开|报考指南|招生指南|旅游指南|项目申报指南|填报指南")
_NOTICE_TITLE = re.compile(
    r"公告|通知|通告|公示|启事|招聘|招录|招标|采购|简章|动态|新闻|答复|预告|联系我们|机构(?:职能|概况)"
)
#: Words of a link that name an item of service.
ITEM_LINK = re.compile(
    r"(?:许可|登记|申请|审批|备案|核发|认定|核准|审核|审查|确认|给付|补助|补贴|办理|变更|注销|换发|补发|发放|报销|年检|鉴定|证明?|指南)(?:[）)》”]|$)"
)
_GENERIC_NAME = re.compile(
    r"(?:网上)?(?:办事|服务|办理|申请|便民|公共|政务){0,6}(?:指南|大厅|事项|服务|公开|须知|流程|详情|信息|说明|首页){0,6}|.*(?:政府|网|局|委员会|厅|平台|中心|栏目)"
)
_NAME_TAIL = re.compile(
    r"(?:[-—_|（(]*(?:办事|服务|办理|申请|申报|业务|审批|政务服务)?(?:指南|须知|流程)(?:详情)?[)）]*)+$"
)
_TITLE_PARTS = re.compile(r"\s*[-–—|_·]{1,2}\s*|\s{2,}")
_OWNER_LINE = re.compile(r"ICP备|备\s*\d{8}|版权所有|网站标识码|公网安备|Copyright|©|主办单位|技术支持", re.I)
_FURNITURE = re.compile(
    r"^\W*(?:分享到?|打印|关闭|收藏|返回|上一?篇|下一?篇|相关(?:链接|事项|推荐|阅读)|扫一扫|责任编辑|编辑|我要(?:办理|评价|咨询|收藏|纠错)|在线办理|立即办理|网上申请|浏览(?:次数|量)|附件下载$)[:：]?"
)
_GUIDE_FILE = re.compile(r"指南|办事|服务|须知|流程|办理")
_WEAK = 3
_FOOT_TEXT = 600
#: Text without labels of this length may tell the elements in sentences (characters).
_MUCH_TEXT = 200


def read_guide(page: Page) -> Guide | None:
    """Reads the guide on a page; None when nothing on it speaks of a service guide.

    Labels are known by their words (guide_labels), whatever the markup: tables with labels left or top,
    definition lists, headings, bold words, lines, tabs with hidden panels.
    """
    body = page.tree.body
    if body is None:
        return None
    lines = read_lines(body)
    heads = _headings(page)
    titled = any(_GUIDE_TITLE.search(head) and not _PUBLIC_GUIDE.search(head) for head in heads)
    found, many = _labels(lines)
    classes = {element for item in found for element in item.meaning}
    if _is_list(page, many, classes):
        return Guide(PageKind.LIST, tuple(ElementValue(element, None) for element in GuideElement))
    if not titled and (len(classes) < _LEAST_LABELS or not _speaks_of_items(found)):
        return None
    elements = _elements(found, heads, page)
    noticed = any(_NOTICE_TITLE.search(head) for head in heads[:2]) and not titled
    of_service = (classes or titled) and _is_of_service(found, heads)
    kind = PageKind.OTHER if noticed or not of_service else PageKind.GUIDE
    if (
        len(classes) < _LEAST_LABELS
        and _name_in([head for head in heads if _GUIDE_TITLE.search(head)]) is None
    ):
        kind = PageKind.LIST if _item_addresses(page) else PageKind.OTHER  # a column, named like one guide
    return Guide(kind, elements, _unseen(page, lines, found, len(classes)))


def _is_of_service(found: list[Labelled[Elements]], heads: list[str]) -> bool:
    """False for opening hours and telephones of a place, and for guides to travel or to safety."""
    if any(item.meaning & _OF_GUIDES or _ITEM_LABEL.match(item.label) for item in found):
        return True
    titles = [head for head in heads if _GUIDE_TITLE.search(head)]
    return any(_SERVICE_TITLE.search(head) or ITEM_LINK.search(_NAME_TAIL.sub("", head)) for head in titles)


def _speaks_of_items(found: list[Labelled[Elements]]) -> bool:
    """True when a label is one that only guides have: 时间, 地点 and 电话 stand in any notice of a meeting."""
    return any(item.meaning & _OF_GUIDES or _LONG_LABEL.match(item.label) for item in found)


def _labels(lines: Lines) -> tuple[list[Labelled[Elements]], bool]:
    """Every label of a guide with its value, and whether a table lists several items."""
    ignored = _outside(lines)
    found: list[Labelled[Elements]] = []
    many = False
    for bar in tab_bars(lines, guide_label):
        if not bar.lines & ignored:
            found += bar.found
            ignored |= bar.lines
    for grid in grids(lines.root):
        stacked = stacked_values(grid, lines, guide_label)
        if stacked and lines.spans[grid.table.mem_id][0] not in ignored:
            found += stacked
            ignored |= frozenset(range(*lines.spans[grid.table.mem_id]))
            continue
        table = headed_table(grid, lines, guide_label)
        if table is not None and _is_of_guide(grid, lines, ignored):
            found += column_values(table, lines)
            many = many or _lists_items(table.meanings, len(table.rows))
            ignored |= frozenset(range(*lines.spans[grid.table.mem_id]))
    found += LabelReader(lines, guide_label, frozenset(ignored)).read()
    return [item for item in found if item.meaning], many


def _is_of_guide(grid: Grid, lines: Lines, ignored: frozenset[int]) -> bool:
    """False for a table outside the content, and for a list of materials below a label of its own."""
    start, end = lines.spans.get(grid.table.mem_id, (0, 0))
    if start == end or start in ignored:
        return False
    head = grid.rows[0] if grid.rows else ()
    meanings = {guide_label("".join(line.text for line in lines.below(cell))) for cell in head}
    return any(meaning and meaning != {GuideElement.MATERIALS} for meaning in meanings)


def _lists_items(meanings: tuple[Elements | None, ...], rows: int) -> bool:
    return rows >= 2 and any(meaning and GuideElement.NAME in meaning for meaning in meanings)


def _outside(lines: Lines) -> frozenset[int]:
    """Lines of footers, paging, menus and furniture, which say nothing of the item."""
    regions = Regions()
    outside = set()
    for index, line in enumerate(lines.lines):
        region = regions.of(line.block)
        weak = region is Region.SIDE and len(re.split("[:：]", line.text)[0]) <= _WEAK
        if region in (Region.FOOT, Region.PAGER) or weak or _FURNITURE.match(line.text):
            outside.add(index)
    for index, line in enumerate(lines.lines):
        if index not in outside and _OWNER_LINE.search(line.text):
            outside |= set(range(*_foot_of(line, lines, index)))
    return frozenset(outside)


def _foot_of(line: TextLine, lines: Lines, index: int) -> tuple[int, int]:
    """The lines of the footer around a line such as ICP备…号: the largest block that is still short."""
    span = (index, index + 1)
    node: LexborNode | None = line.block
    while node is not None and node.mem_id != lines.root.mem_id:
        own = lines.spans.get(node.mem_id)
        if own is not None:
            length = sum(len(item.text) for item in lines.lines[own[0] : own[1]])
            if length > _FOOT_TEXT or _has_strong_label(lines, own):
                break
            span = own
        node = node.parent
    return span


def _has_strong_label(lines: Lines, span: tuple[int, int]) -> bool:
    """True when a block holds labels only guides have, so that it is not a footer."""
    reader = LabelReader(Lines(lines.root, lines.lines[span[0] : span[1]], {}), guide_label)
    return any(mark.meaning & _OF_GUIDES for marks in reader.marks.values() for mark in marks)


def _elements(found: list[Labelled[Elements]], heads: list[str], page: Page) -> tuple[ElementValue, ...]:
    result = []
    for element in GuideElement:
        own = [item for item in found if element in item.meaning]
        filled = [item for item in own if _holds(element, item, page)]
        if filled:
            value = filled[0].text or "（链接或图片）"
            result.append(ElementValue(element, value, filled[0].label))
        elif element is GuideElement.NAME and not own:
            result.append(ElementValue(element, _name_in(heads)))
        else:
            result.append(ElementValue(element, None, own[0].label if own else ""))
    return tuple(result)


def _holds(element: GuideElement, item: Labelled[Elements], page: Page) -> bool:
    links = tuple(link for link in item.links if _leads_somewhere(link, page))
    return is_value(element, item.text, links, item.pictures, shared=len(item.meaning) > 1)


def _leads_somewhere(link: str, page: Page) -> bool:
    """True for a link to a page, a file, or a dialogue a script opens; not for an empty one."""
    plain = link.strip().lower()
    if plain.startswith("javascript:"):
        return not re.fullmatch(r"javascript:\s*(?:void\(0?\)|;)?;?", plain)
    return resolve(page.base, link) is not None and plain not in ("", "#")


def _headings(page: Page) -> list[str]:
    """What the page calls itself: its ArticleTitle tag, main headings, then the parts of its title tag."""
    regions = Regions()
    heads = [page.meta.get("articletitle", "")]
    for node in page.tree.css("h1, h2"):
        if regions.of(node) not in (Region.FOOT, Region.SIDE):
            heads.append(squeeze(node.text()))
    heads += _titles_by_class(page)
    heads += _TITLE_PARTS.split(page.title)
    words = [head for head in dict.fromkeys(heads) if 2 <= len(head) <= 80]
    return [head for head in words if guide_label(bare_label(head)) is None]


def _titles_by_class(page: Page) -> Iterator[str]:
    stated = re.sub(r"\s", "", page.title)
    for node in page.tree.css("[class*='title' i], [class*='tit' i], [id*='title' i], h3, h4, caption"):
        words = squeeze(node.text())
        if 4 <= len(words) <= 60 and re.sub(r"\s", "", words) in stated:
            yield words


def _name_in(heads: list[str]) -> str | None:
    """The item's name where only the title of the page gives it."""
    for head in heads:
        name = _NAME_TAIL.sub("", head).strip(" -—_|：:《》“”")
        if len(name) >= 2 and not _GENERIC_NAME.fullmatch(name):
            return name
    return None


def _is_list(page: Page, many: bool, classes: set[GuideElement]) -> bool:
    if many:
        return True
    return len(classes) < _LEAST_LABELS and len(_item_addresses(page)) >= _LEAST_LINKED_ITEMS


def _item_addresses(page: Page) -> set[str]:
    """Addresses of the links in the body that name items of service."""
    regions = Regions()
    return {
        anchor.url
        for anchor in page.anchors
        if ITEM_LINK.search(anchor.text)
        and len(anchor.text) >= _SHORTEST_ITEM
        and not is_file(anchor.url)
        and regions.of(anchor.node) is Region.BODY
    }


def _unseen(page: Page, lines: Lines, found: list[Labelled[Elements]], classes: int) -> str:
    """What of the page was not read and may hold elements; empty when nothing."""
    if needs_script(page):
        return "部分内容由脚本填充，未执行脚本"
    regions = Regions()
    frames = page.tree.css("iframe[src]")
    if any(regions.of(node) is Region.BODY and (node.attributes.get("src") or "").strip() for node in frames):
        return "部分内容在内嵌框架中，未读取"
    for anchor in page.anchors:
        if is_file(anchor.url) and _GUIDE_FILE.search(anchor.text) and regions.of(anchor.node) is Region.BODY:
            return "部分内容在附件中，未读取"
    if classes < _LEAST_LABELS and any(
        is_content_picture(node) and regions.of(node) is Region.BODY for node in page.tree.css("img[src]")
    ):
        return "部分内容在图片中，未读取"
    if not classes:
        return "页面没有可识别的要素标签"
    own = sum(len(line.text) for line in lines.lines if regions.of(line.block) is Region.BODY)
    labelled = sum(len(item.text) + len(item.label) for item in found)
    return "正文未按要素逐项列出" if classes < _LEAST_LABELS and own - labelled > _MUCH_TEXT else ""
