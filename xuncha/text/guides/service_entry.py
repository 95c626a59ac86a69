"""Whether a page leads people to services (办事服务): guides, service columns, the upper-level portal.

国办秘函〔2019〕19号 附件1, 服务不实用: a site that gives its services through the 政务服务网 of an upper level
gives them. A link counts by its words and address; whether its target opens is for the fetcher to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from xuncha.text.guides.guide_elements import ITEM_LINK, PageKind, read_guide
from xuncha.text.guides.labelled_lines import read_lines
from xuncha.text.pages.addresses import host_of, looks_like_article, resolve, same_site
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.page import Page, squeeze
from xuncha.text.pages.regions import Region, Regions


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """What one page offers of services, as absolute addresses.

    ``guides``: links to guides. ``platforms``: links to a 政务服务网, of whatever level. ``columns``: links
    to service columns of the same site. ``is_guide``: the page is a guide or a list of guides itself.
    ``dead_words``: words such as 办事服务 that are set as an entry but lead nowhere. ``unseen``: a script
    fills parts of the page.
    """

    guides: tuple[str, ...]
    platforms: tuple[str, ...]
    columns: tuple[str, ...]
    is_guide: bool = False
    dead_words: tuple[str, ...] = ()
    unseen: bool = False

    @property
    def offers(self) -> bool | None:
        """True where services are offered, None where parts were not seen, False where there are none."""
        if self.guides or self.platforms or self.columns or self.is_guide:
            return True
        return None if self.unseen or self.dead_words else False


_PLATFORM_HOST = re.compile(
    r"(?:^|\.)(?:gjzwfw|zwfw(?:w|new|dt)?|\w*zwfw\w*|zwdt|banshi|wsbs|bsdt|xzspj?|ywtb|zwww|tysfrz)\w*\.",
    re.I,
)
_PLATFORM_PATH = re.compile(r"/(?:\w*zwfw\w*|wsbsdt|bsdt|icity|ywtb)(?:/|$)", re.I)
_PLATFORM_WORDS = re.compile(
    r"政务服务(?:网|平台|大厅|门户|旗舰店|app|移动端|一体化)|一体化(?:在线)?政务服务|一网通办|一网通(?!信)|(?:网上|在线)(?:办事|审批|政务|服务)(?:服务)?(?:大厅|平台|中心|窗口|入口)?|掌上办|最多跑一次|一件事一次办|高效办成一件事"
)
_COLUMN_WORDS = re.compile(
    r"^\W*(?:我要办|要办事|办事|办事(?:服务|大厅|指南|指引|窗口|流程|事项)|政务服务|政府服务|公共服务|便民(?:服务|办事)|服务事项|服务大厅|在线(?:服务|办事|办理|申报|申请)|网上(?:服务|办理|申报|申请)|个人(?:服务|办事)|(?:法人|企业)(?:服务|办事)|部门服务|行政审批|审批服务|行政许可(?:事项)?|权责清单|事项清单|服务清单|服务指南|办理指南|表格下载|结果查询|办件查询|进度查询|主题服务|利企服务|惠企服务)\W*$"
)
_GUIDE_WORDS = re.compile(r"(?:办事|服务|办理|申请|申报|审批|业务|许可|登记|备案|证)(?:指南|须知|流程)")
_TO_GUIDE = re.compile(r"^\W*(?:查看|查阅)?(?:办事|服务|办理)?(?:指南|须知|详情|流程)\W*$")
#: A page with a guide has more words of its own (characters).
_LITTLE_TEXT = 120
_NOT_SERVICES = re.compile(
    r"信息公开|依申请|动态|新闻|要闻|通知|公告|公示|简报|会议|工作|报告|总结|解读|年报|志愿|采购|招标|报考|招生|旅游|投稿|党|信访|举报|管理局|服务中心$|办公室$|改革"
)


def read_service_entry(page: Page, home_url: str) -> ServiceEntry:
    """Looks at the links of a page for services; ``home_url`` tells the site's own columns from others."""
    regions = Regions()
    guides: dict[str, None] = {}
    platforms: dict[str, None] = {}
    columns: dict[str, None] = {}
    for anchor in page.anchors:
        words = anchor.text
        if _is_platform(anchor.url, words):
            own = same_site(anchor.url, home_url) and not _PLATFORM_HOST.search(f"{host_of(anchor.url)}.")
            (columns if own else platforms).setdefault(anchor.url)
        elif _NOT_SERVICES.search(words) or len(words) > 60:
            continue
        elif _COLUMN_WORDS.match(words):
            (columns if same_site(anchor.url, home_url) else platforms).setdefault(anchor.url)
        elif _GUIDE_WORDS.search(words) and regions.of(anchor.node) is not Region.FOOT:
            guides.setdefault(anchor.url)
    for node in page.tree.css("iframe[src]"):
        url = resolve(page.base, node.attributes.get("src") or "")
        if url and _is_platform(url, node.attributes.get("title") or ""):
            platforms.setdefault(url)
    guide = read_guide(page)
    return ServiceEntry(
        tuple(guides),
        tuple(platforms),
        tuple(columns),
        _is_of_guides(page, guide.kind_of_page) if guide else False,
        tuple(_dead_words(page)),
        needs_script(page),
    )


def item_links(page: Page) -> tuple[str, ...]:
    """Addresses of links in the body that name an item (取水许可、户口迁移登记) or its guide."""
    regions = Regions()
    return tuple(
        dict.fromkeys(
            anchor.url
            for anchor in page.anchors
            if (ITEM_LINK.search(anchor.text) or _TO_GUIDE.match(anchor.text))
            and not _NOT_SERVICES.search(anchor.text)
            and regions.of(anchor.node) is Region.BODY
        )
    )


def has_little_text(page: Page) -> bool:
    """True when hardly anything stands in the body: a frame that a script is to fill."""
    regions = Regions()
    body = page.tree.body
    lines = read_lines(body).lines if body is not None else []
    own = (len(line.text) for line in lines if regions.of(line.block) is Region.BODY)
    return sum(own) < _LITTLE_TEXT


def site_offers(entries: Iterable[ServiceEntry]) -> bool | None:
    """Over the pages of a site: True where any offers services, None where that cannot be told."""
    said = [entry.offers for entry in entries]
    if any(said):
        return True
    return None if None in said or not said else False


def _is_platform(url: str, words: str) -> bool:
    """True for a link to a service portal, by its host, or by its words unless it is an article."""
    if _PLATFORM_HOST.search(f"{host_of(url)}."):
        return not _NOT_SERVICES.search(words)
    if _NOT_SERVICES.search(words):
        return False
    if _PLATFORM_PATH.search(urlsplit(url).path):
        return True
    return len(words) <= 20 and bool(_PLATFORM_WORDS.search(words)) and not looks_like_article(url)


def _is_of_guides(page: Page, kind: PageKind) -> bool:
    """True for a guide; for a list of items only where the page calls itself one of services."""
    if kind is PageKind.GUIDE:
        return True
    named = f"{page.title} {page.meta.get('columnname', '')} {page.meta.get('columntype', '')}"
    return kind is PageKind.LIST and bool(re.search(r"办事|服务|事项|指南|审批", named))


def _dead_words(page: Page) -> list[str]:
    """Words of entries whose link leads nowhere (#, javascript:), so that it cannot be told where."""
    found = []
    for node in page.tree.css("a"):
        href = (node.attributes.get("href") or "").strip().lower()
        words = squeeze(node.text())
        if (not href or href.startswith(("#", "javascript:"))) and _is_entry(words):
            found.append(words)
    return found


def _is_entry(words: str) -> bool:
    return len(words) <= 20 and bool(_COLUMN_WORDS.match(words) or _PLATFORM_WORDS.search(words))
