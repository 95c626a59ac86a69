"""Columns a page leads to: from its navigation, its section headings with 更多, and its side menu."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from xuncha.facts.targets import ColumnKind
from xuncha.text.pages.addresses import is_file, looks_like_article, looks_like_folder, page_key, same_site
from xuncha.text.pages.column_kinds import kind_by_column_type, kind_by_name
from xuncha.text.pages.page import Anchor, Page, squeeze
from xuncha.text.pages.regions import Region, Regions

#: Links of the page's furniture that lead to no column of this site.
_NOT_COLUMNS = re.compile(
    r"^\W*(?:首页|网站首页|返回首页|主页|登录|注册|退出|登陆|搜索|高级搜索|检索|无障碍.{0,6}|长者.{0,4}|适老.{0,4}|关怀版|老年版|手机版|移动版|english|en|简体|繁體?体?|繁|简|邮箱|.{0,4}邮箱"
    r"|设为首页|加入收藏|收藏|微信|微博|客户端|app|rss.*|网站地图|站点地图|关于我们|联系我们|版权.{0,4}|隐私.{0,4}|使用帮助|帮助|网站声明|法律声明|网站纠错|我为政府网站找错|返回顶部|top|打印|关闭|分享"
    r"|下载|智能问答|智能机器人|个人中心|用户中心|政务邮箱|换一换|<|>|上一?页|下一?页|尾页|末页|.*备\d+号.*)\W*$",
    re.I,
)
_MORE = re.compile(r"^\W*(?:更多|more|查看更多|查看全部|全部|进入栏目|进入)\W*(?:\+|>|》|»)*\W*$", re.I)
_TOPICS = re.compile(r"专题|专栏|历史|往期|回顾|归档")
_NAME_LENGTH = range(2, 17)
_HEADING_WORDS = range(2, 13)
_HEADING_LENGTH = 10
#: Outside menus and headings, longer words are an article's title rather than a column's name.
_PLAIN_NAME_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Lead:
    """A link that may lead to a column: its name as shown, its address, and whether a menu shows it.

    ``topical``: it stands under a heading such as 专题专栏, where finished topics are kept.
    """

    name: str
    url: str
    in_menu: bool
    topical: bool = False


def leads(page: Page, home_url: str) -> tuple[Lead, ...]:
    """Links of a page that may lead to columns of the same site, in document order, once each."""
    regions, headings = Regions(), _Headings()
    found: dict[str, Lead] = {}
    home = page_key(home_url)
    for anchor in page.anchors:
        key = page_key(anchor.url)
        if key == home or not same_site(anchor.url, home_url) or is_file(anchor.url):
            continue
        region = regions.of(anchor.node)
        if region in (Region.FOOT, Region.PAGER, Region.CRUMB):
            continue
        lead = _lead(anchor, region, headings)
        if lead is not None and (key not in found or (lead.in_menu and not found[key].in_menu)):
            found[key] = lead
    return tuple(found.values())


def _lead(anchor: Anchor, region: Region, headings: _Headings) -> Lead | None:
    if _MORE.match(anchor.text):
        name = _section_heading(anchor.node)
        return Lead(name, anchor.url, False) if name else None
    name = _column_name(anchor.text)
    if not name or looks_like_article(anchor.url):
        return None
    if region is Region.NAV:
        return Lead(name, anchor.url, True, _is_topical(anchor.node, headings))
    typed = kind_by_name(name) is not ColumnKind.UNTYPED
    short = len(name) <= _PLAIN_NAME_LENGTH and (typed or looks_like_folder(anchor.url))
    return (
        Lead(name, anchor.url, False, _is_topical(anchor.node, headings))
        if short or _is_heading(anchor.node)
        else None
    )


def _column_name(text: str) -> str:
    name = squeeze(re.sub(r"^[\W_]+|[\W_]+$", "", text))
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in name)
    if len(name) not in _NAME_LENGTH or chinese < 2 or _NOT_COLUMNS.match(name):
        return ""
    return "" if re.search(r"\d{4}[-年]\d|[，。；！？,;]", name) else name


def _is_heading(node: LexborNode) -> bool:
    parent: LexborNode | None = node
    for _ in range(3):
        parent = parent.parent if parent else None
        if parent is None:
            return False
        words = f"{parent.attributes.get('class') or ''}".lower()
        if parent.tag in ("h1", "h2", "h3", "h4", "h5") or re.search(
            r"(?:^|[-_ ])(?:tit(?:le)?|hd|tab|caption|lanmu)(?:\d|$|[-_ ])", words
        ):
            return True
    return False


class _Headings:
    """Tells the nearest heading before a node among its siblings; asks each node of a page once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def before(self, node: LexborNode) -> str:
        """Its words, empty where there is none."""
        passed, heading = [], ""
        current: LexborNode | None = node
        while current is not None and not heading:
            known = self._known.get(current.mem_id)
            if known is not None:
                heading = known
                break
            passed.append(current.mem_id)
            current = current.prev
            heading = _words_of_heading(current) if current is not None else ""
        for mem_id in passed:
            self._known[mem_id] = heading
        return heading


def _words_of_heading(node: LexborNode) -> str:
    if node.tag in ("a", "li", "p"):
        return ""
    words = squeeze(node.text_content or "" if node.is_text_node else node.text())
    return words if len(words) <= _HEADING_LENGTH else ""


def _is_topical(node: LexborNode, headings: _Headings) -> bool:
    """True when the nearest heading before the link, a few levels up, is one for topics or history."""
    current: LexborNode | None = node
    for _ in range(4):
        if current is None or current.tag in ("body", "html"):
            return False
        heading = headings.before(current)
        if heading:
            return bool(_TOPICS.search(heading))
        current = current.parent
    return False


def _section_heading(more: LexborNode) -> str:
    """The words beside a link 更多: the heading of the section it belongs to."""
    given = _column_name(more.attributes.get("title") or "")
    if given and not _MORE.match(given):
        return given
    node: LexborNode | None = more
    for _ in range(4):
        node = node.parent if node else None
        if node is None or node.tag in ("body", "html"):
            return ""
        words = [
            piece
            for piece in (
                _column_name(squeeze(child.text() if not child.is_text_node else child.text_content or ""))
                for child in node.iter(include_text=True)
            )
            if piece and not _MORE.match(piece)
        ]
        if words and len(words[0]) in _HEADING_WORDS:
            return words[0]
        if words:
            return ""
    return ""


def column_identity(page: Page, name: str) -> tuple[str, ColumnKind | None]:
    """Name and kind as the page's own ColumnName and ColumnType tags give them, else the link's name."""
    own = page.meta.get("columnname", "")
    kind = kind_by_column_type(page.meta.get("columntype", ""))
    usable = (
        own
        and own.lower() not in ("null", "none")
        and len(own) in _NAME_LENGTH
        and own != page.meta.get("sitename")
    )
    return (own if usable and not name else name), kind


def is_article_page(page: Page) -> bool:
    """True when the page's tags say that it is a single article."""
    return "articletitle" in page.meta and "pubdate" in page.meta


def picture_news_block(page: Page) -> tuple[LexborNode, tuple[Anchor, ...]] | None:
    """The block that follows a heading 图片新闻 and the links in it, None when there is no such heading."""
    body = page.tree.body
    heading = _find_heading(body) if body else None
    if heading is None:
        return None
    node = heading
    for _ in range(4):
        blocks = tuple(_blocks_after(node))
        if blocks:
            ids = {inner.mem_id for block in blocks for inner in block.css("a[href], area[href]")}
            ids |= {block.mem_id for block in blocks}
            return blocks[0], tuple(
                a for a in page.anchors if a.node.mem_id in ids and not _MORE.match(a.text)
            )
        if node.parent is None or node.parent.tag in ("body", "html"):
            return None
        node = node.parent
    return None


def _find_heading(body: LexborNode) -> LexborNode | None:
    regions = Regions()
    for node in body.css("h1, h2, h3, h4, h5, div, span, a, dt, td, th, strong, b, li, em, i, p"):
        if (
            "".join(node.text(deep=False).split()) in ("图片新闻", "图片要闻", "图片报道")
            and regions.of(node) is not Region.NAV
        ):
            return node
    return None


def _blocks_after(node: LexborNode) -> Iterable[LexborNode]:
    """Sibling elements after the heading, without a mere link 更多, up to the next heading."""
    sibling = node.next
    while sibling is not None:
        is_more = sibling.tag not in ("-text", "-comment") and _is_more(sibling)
        passed_over = is_more or _is_next_tab(node, sibling)
        if (
            not sibling.is_text_node
            and sibling.tag not in ("-comment", "script", "style")
            and not passed_over
        ):
            if sibling.tag in ("h1", "h2", "h3", "h4", "h5"):
                return
            yield sibling
            return
        sibling = sibling.next


def _is_more(node: LexborNode) -> bool:
    """True for an element that holds the link 更多 and no other; a picture's link has no words."""
    return _MORE.match(squeeze(node.text())) is not None and len(node.css("a")) <= 1


def _is_next_tab(heading: LexborNode, sibling: LexborNode) -> bool:
    """True for the tab beside a heading that is a tab itself, or the blank cell beside a heading cell."""
    if sibling.tag != heading.tag or sibling.tag not in (
        "li",
        "a",
        "span",
        "em",
        "i",
        "b",
        "strong",
        "td",
        "th",
    ):
        return False
    return (
        len(squeeze(sibling.text())) <= _PLAIN_NAME_LENGTH and sibling.css_first("img, video, iframe") is None
    )
