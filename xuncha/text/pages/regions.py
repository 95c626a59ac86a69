"""Which part of a page a node stands in: navigation, footer, side blocks, or the body."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from selectolax.lexbor import LexborNode

from xuncha.text.pages.page import squeeze

#: Longer names (characters) are not remembered: a hostile page could fill the memory with them.
_SHORT = 300


class Region(StrEnum):
    """Part of a page, as its tags, class names and ids tell."""

    BODY = "body"
    NAV = "nav"
    CRUMB = "crumb"
    SIDE = "side"  # hot, recommended or related lists beside the content
    PAGER = "pager"
    FOOT = "foot"


_TAGS = {"nav": Region.NAV, "footer": Region.FOOT, "aside": Region.SIDE}
_WORDS = (
    (Region.CRUMB, re.compile(r"(?:^|[-_ ])(?:bread)?crumbs?|breadcrumb|dqwz|weizhi|curr?ent-?pos|(?:^|[-_ ])(?:local|location|position|wz|path)(?:$|[-_ ])", re.I)),
    (Region.PAGER, re.compile(r"(?:^|[-_ ])(?:page[rs]?|pagination|paging|fenye|pagebar|page-?(?:box|nav|list))(?:$|[-_ ])|fanye|pagenum", re.I)),
    (Region.FOOT, re.compile(r"(?:^|[-_ ])(?:foot(?:er)?|bottom|copyright|friend-?links?|links?-?friend|yqlj|youlian)(?:\d|$|[-_ ])|footer|foot-", re.I)),
    (Region.SIDE, re.compile(r"(?:^|[-_ ])(?:hot|rank(?:ing)?|recommend(?:ed)?|related|aside|side-?bar|rmtj|rdtj|phb|tjyd|xgyd|xgxw|dianji)(?:\d|$|[-_ ])|sidebar|hot-?(?:list|news)|rank-?list", re.I)),
    (Region.NAV, re.compile(r"(?:^|[-_ ])(?:nav|navi|menu|channel|lanmu|topbar|mainnav|sub-?nav|left-?(?:nav|menu)|head(?:er)?)(?:\d|$|[-_ ])|nav(?:bar|list|menu|igation)|menu(?:list|box)?$|header", re.I)),
)  # fmt: skip
_SIDE_HEADING = re.compile(r"^(?:热点|热门|推荐|相关|猜你|点击排行|阅读排行|排行榜|浏览排行|热文|最热)")
#: A link with this many characters reads like a title (characters).
_TITLE_LENGTH = 13
#: Links of paging are shorter (characters): 上一篇：没有了.
_TITLE_IN_PAGING = 8
#: What stands in no paging; themes name the whole page ``page``.
_NOT_IN_PAGING = "h1, h2, h3, h4, nav, header, footer, main, article"
#: How many links like titles a region may hold, and what share of its links they may be.
_FEW_TITLES = {Region.PAGER: 0, Region.CRUMB: 1, Region.NAV: 3, Region.FOOT: 6, Region.SIDE: 30}
_SHARE_OF_TITLES = {Region.PAGER: 0.0, Region.CRUMB: 0.0, Region.NAV: 0.2, Region.FOOT: 0.4, Region.SIDE: 1.0}


class Regions:
    """Tells the region of nodes of one page; asks each ancestor once."""

    def __init__(self) -> None:
        self._known: dict[int, Region] = {}

    def of(self, node: LexborNode) -> Region:
        """The region of ``node``: that of its nearest ancestor that says one, else the body."""
        chain = []
        current: LexborNode | None = node
        region = Region.BODY
        while current is not None and current.tag not in ("body", "html", "-document"):
            known = self._known.get(current.mem_id)
            if known is not None:
                region = known
                break
            chain.append(current)
            own = _own_region(current)
            if own is not None:
                region = own
                break
            current = current.parent
        for passed in chain:
            self._known[passed.mem_id] = region
        return region


def _own_region(node: LexborNode) -> Region | None:
    tag = node.tag or ""
    if tag in _TAGS:
        return _TAGS[tag]
    attributes = node.attributes
    words = (
        f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}".strip()
    )
    if words:
        for region in _named(words) if len(words) <= _SHORT else _named.__wrapped__(words):
            if _is_plausible(node, region):
                return region
    return Region.SIDE if tag in ("div", "section", "dl", "td", "ul") and _headed_as_side(node) else None


@lru_cache(maxsize=4096)
def _named(words: str) -> tuple[Region, ...]:
    """The regions that names speak of, in their order; the pages of a site share few names."""
    return tuple(region for region, pattern in _WORDS if pattern.search(words))


def _is_plausible(node: LexborNode, region: Region) -> bool:
    """Whether a block named like a region can be one: class names such as ``page`` also name whole sections.

    Menus, crumbs and paging have short words; a block with many links as long as titles holds content.
    """
    if region is Region.PAGER and node.css_first(_NOT_IN_PAGING) is not None:
        return False
    least = _TITLE_IN_PAGING if region is Region.PAGER else _TITLE_LENGTH
    texts = [squeeze(link.text()) for link in node.css("a")]
    titles = sum(len(text) >= least for text in texts)
    return titles <= max(_FEW_TITLES[region], _SHARE_OF_TITLES[region] * len(texts))


def _headed_as_side(node: LexborNode) -> bool:
    """True when the block opens with a heading such as 热点推荐."""
    first = node.child
    while first is not None and first.is_text_node and not squeeze(first.text_content or ""):
        first = first.next
    if first is None:
        return False
    words = squeeze(first.text() if not first.is_text_node else first.text_content or "")
    return len(words) <= 14 and bool(_SIDE_HEADING.match(words))
