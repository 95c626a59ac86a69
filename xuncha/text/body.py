"""What the body of a column page holds: items, a text of its own, an excuse, a script's work, or nothing."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from xuncha.facts.website import Content
from xuncha.text.addresses import page_key, resolve, same_site
from xuncha.text.frame import SiteFrame
from xuncha.text.listing import Row
from xuncha.text.page import Page, squeeze
from xuncha.text.regions import Region, Regions

#: Words a template prints where a list has no items. They are no explanation.
_PLACEHOLDER = re.compile(
    r"^\W*(?:对不起|抱歉|很抱歉)?\W*(?:当前|该|本|此)?(?:栏目|列表|频道|页面)?(?:下|中)?\W*(?:暂时?|目前)?(?:还)?(?:没有|无|未找到|没有找到|未查询到)"
    r"(?:任何|相关|更多|符合条件的|要显示的|可显示的)?(?:数据|内容|信息|记录|文章|结果|资料|稿件|新闻)?(?:哦|呢|！|!)?\W*$"
    r"|^\W*(?:no\s+(?:data|record|content|result)s?|empty)\W*$|^\W*(?:栏目|网站|页面)?(?:正在)?建设中\W*$|^\W*敬请期待\W*$",
    re.I,
)
#: A sentence that says why there is nothing.
_NOTHING_NOW = re.compile(
    r"暂无|尚无|暂未|尚未|目前(?:没有|无|未)|无此类|没有(?:发生|开展|制定|发布|产生|此类|相关)|未(?:发生|开展|产生)"
)
_EXPLAINS = re.compile(
    r"因|由于|待|将|如有|如需|请|欢迎|时公布|及时|后续|本年度|今年|年以来|截至|不涉及|无此项|职能|职责|期间"
)
_LEAST_EXPLANATION = 12
#: Words of paging, search forms and crumbs, which are no content.
_FURNITURE = re.compile(
    r"^[\W\d]*$|当前位置|您的位置|您现在的位置|所在位置|^[\W\d]*(?:共|第|到|跳转|转到|确定|条|页|每页|总|记录|首页|上一?页|下一?页|尾页|末页|go|/)+[\W\d]*(?:条|页|记录|数据|信息)*\W*$"
    r"|^\W*(?:搜索|检索|查询|请输入.{0,8}|标题|发布时间|发布日期|日期|时间|序号|名称|栏目导航|字号.*|打印|关闭|分享.{0,6}|浏览次数\W*\d*|>+)\W*$",
    re.I,
)
#: Less text of its own than this does not count as content (characters).
_LEAST_TEXT = 25

_LOADS = re.compile(
    r"\$\.(?:ajax|get|post|getjson)|\.getjson|\bfetch\s*\(|xmlhttprequest|axios|\.load\s*\(|new\s+vue|createapp|reactdom|angular\.module"
    r"|layui\.use|\.innerhtml|\.html\s*\(|\.append(?:child)?\s*\(|insertadjacenthtml|document\.write",
    re.I,
)
_TEMPLATE = re.compile(
    r"\{\{[^}]{1,80}\}\}|v-for=|ng-repeat=|:data=|v-html=|\bdata-bind=|#\{[^}]{1,60}\}|<%="
)
_LOADING = re.compile(r"^\W*(?:正在|努力|拼命)?(?:加载|载入|读取|loading)(?:中|数据|ing)*\W*$", re.I)
_EMPTY_CANDIDATES = "ul, ol, div, tbody, table, dl, section"
#: Small things scripts fill on every site: clocks, weather, counters, pictures on top.
_GADGETS = re.compile(
    r"time|date|clock|week|weather|tianqi|count|hits|visit|search|banner|login|qrcode|share|player|page", re.I
)


def content_of(page: Page, rows: tuple[Row, ...], frame: SiteFrame, name: str) -> Content:
    """What a column page holds, given its rows and what all pages of the site share.

    Only a page that was read, shows no item, no text, picture, document or frame of its own, and has
    no script that could fill it, is ``NOTHING``.
    """
    if own_rows(rows, frame):
        return Content.ENTRIES
    if needs_script(page):
        return Content.SCRIPT
    if _foreign_frame(page):
        return Content.FRAME
    words = _own_words(page, frame, name)
    if _explanation(words):
        return Content.EXPLAINED
    if sum(len(piece) for piece in words) >= _LEAST_TEXT or _own_media(page, frame):
        return Content.TEXT
    return Content.NOTHING


def own_rows(rows: tuple[Row, ...], frame: SiteFrame) -> tuple[Row, ...]:
    """The rows that are this column's: not of navigation, of side blocks that other pages repeat, or common."""
    kept = []
    for row in rows:
        beside = row.region is Region.SIDE and not frame.is_unique_link(row.url)
        beside = beside or (row.region is Region.NAV and row.published is None)
        if not beside and not frame.is_common_link(row.url):
            kept.append(row)
    return tuple(kept)


def own_frames(page: Page) -> tuple[str, ...]:
    """Addresses of frames of the same site, which may hold the column's list."""
    urls = _frames(page)
    return tuple(url for url in urls if same_site(url, page.url) and page_key(url) != page_key(page.url))


def needs_script(page: Page) -> bool:
    """True when a script of the page fills an element that is empty as delivered.

    A script counts when it names the id or class of an empty element and has a way to fill it; so do
    marks of a client-side template in the markup, a sign "loading", and a page that is only a shell.
    """
    body = page.tree.body
    if body is None:
        return False
    regions = Regions()
    empty = _empty_elements(body, regions)
    markup_templates = any(_TEMPLATE.search(piece) for piece in page.segments) or _has_template_attributes(
        body
    )
    if markup_templates or any(_LOADING.match(piece) for piece in page.segments):
        return True
    if page.text_length < 60 and page.tree.css_first("script") is not None and empty:
        return True
    for script in page.scripts:
        if _LOADS.search(script) and any(_names(script, word) for word in empty):
            return True
    return _writes_in_body(body, regions)


def filled_by(script: str, page: Page) -> bool:
    """True when a script file of the site fills an element of the page that is empty as delivered."""
    body = page.tree.body
    if body is None or not _LOADS.search(script):
        return False
    return any(_names(script, word) for word in _empty_elements(body, Regions()))


def _names(script: str, word: str) -> bool:
    return re.search(rf"[\"'#.]{re.escape(word)}[\"'\s.>)]", script) is not None


def _empty_elements(body: LexborNode, regions: Regions) -> list[str]:
    """Ids and classes of elements of the body without text, picture or children that hold any."""
    words: dict[str, None] = {}
    for node in body.css(_EMPTY_CANDIDATES):
        identity = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}".split()
        if not identity or node.css_first("img, iframe, input, a[href], video, object") is not None:
            continue
        text = squeeze(node.text())
        if text and not _LOADING.match(text) and not _PLACEHOLDER.match(text):
            continue
        if regions.of(node) in (Region.BODY, Region.SIDE):
            words.update(dict.fromkeys(w for w in identity if len(w) > 1 and not _GADGETS.search(w)))
    return list(words)


def _has_template_attributes(body: LexborNode) -> bool:
    return (
        body.css_first("[v-for], [ng-repeat], [v-html], [v-text], [data-bind], [ms-for], [wx\\:for]")
        is not None
    )


def _writes_in_body(body: LexborNode, regions: Regions) -> bool:
    """True for document.write where the list would stand: in the body, not in head, menu or foot."""
    for node in body.css("script"):
        source = node.text(deep=True)
        if (
            "document.write" in source
            and re.search(r"<(?:li|tr|a|div|dl)\b", source)
            and node.parent is not None
        ):
            inside = node.parent
            if inside.tag not in ("body", "html") and regions.of(inside) is Region.BODY:
                return True
    return False


def _frames(page: Page) -> tuple[str, ...]:
    found = []
    regions = Regions()
    for node in page.tree.css("iframe[src], frame[src]"):
        url = resolve(page.base, node.attributes.get("src") or "")
        hidden = (node.attributes.get("style") or "").replace(" ", "").find("display:none") >= 0
        small = (node.attributes.get("height") or "").strip() in ("0", "1")
        if url and not hidden and not small and regions.of(node) is Region.BODY:
            found.append(url)
    return tuple(found)


def _foreign_frame(page: Page) -> bool:
    return any(not same_site(url, page.url) for url in _frames(page))


def _own_words(page: Page, frame: SiteFrame, name: str) -> list[str]:
    """Pieces of text that only this page has, without furniture and the column's own name."""
    body = page.tree.body
    if body is None:
        return []
    regions = Regions()
    words = []
    for piece, node in _pieces_with_parent(body):
        if frame.is_common_text(piece) or _FURNITURE.search(piece) or _PLACEHOLDER.match(piece):
            continue
        if piece.strip("|>-—·:： ") in (name, page.title) or (len(piece) <= len(name) + 4 and name in piece):
            continue
        if regions.of(node) in (Region.BODY,):
            words.append(piece)
    return words


def _pieces_with_parent(body: LexborNode) -> list[tuple[str, LexborNode]]:
    found = []
    for node in body.traverse(include_text=True):
        if not node.is_text_node or node.parent is None:
            continue
        piece = squeeze(node.text_content or "")
        if piece and not _inside(
            node, frozenset({"a", "script", "style", "noscript", "template", "option", "select", "textarea"})
        ):
            found.append((piece, node.parent))
    return found


def _inside(node: LexborNode, tags: frozenset[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def _explanation(words: list[str]) -> bool:
    text = "".join(words)
    if len(text) < _LEAST_EXPLANATION or len(text) > 300:
        return False
    return bool(_NOTHING_NOW.search(text) and _EXPLAINS.search(text))


def _own_media(page: Page, frame: SiteFrame) -> bool:
    """A picture, video or document that stands in the body and is linked from this page alone."""
    regions = Regions()
    for node in page.tree.css("img[src], video, object, embed"):
        source = resolve(page.base, node.attributes.get("src") or node.attributes.get("data") or "")
        size = node.attributes.get("width") or ""
        decoration = size.isdigit() and int(size) <= 100
        if not decoration and regions.of(node) is Region.BODY and not (source and _is_decoration(source)):
            return True
    for anchor in page.anchors:
        if (
            regions.of(anchor.node) is Region.BODY
            and not frame.is_common_link(anchor.url)
            and _is_document(anchor.url)
        ):
            return True
    return False


def _is_decoration(url: str) -> bool:
    return (
        re.search(
            r"/(?:images?|img|skin|style|css|theme|template|static|assets)/[^?]*(?:logo|icon|bg|line|arrow|dot|nav|banner|top|btn|no-?data|empty|none|head)",
            url,
            re.I,
        )
        is not None
    )


def _is_document(url: str) -> bool:
    return re.search(r"\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar)(?:$|\?)", url, re.I) is not None
