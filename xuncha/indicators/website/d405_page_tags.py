"""D405 网页标签

检查什么  首页、栏目页、内容页有没有规定的必选标签，取值是不是真实的：占位文字、其他网站的域名和标识码都不算。
怎样判定  同一类页面缺少或误填同一个标签算一处，不论页数。名称不分大小写；内容页缺栏目标签的不计。
看不到时  首页打不开的不作结论；只见到一个页面缺少某标签、发布时间写法不规范、域名与本网站同属一个上级域名的，判为待核。
怎样整改  修改页面模板，按《政府网站发展指引》附件填写网站、栏目和内容标签。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from xuncha.facts.portal import PageRole, TagsSeen
from xuncha.facts.targets import Site
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.pages.addresses import host_of
from xuncha.text.pages.page_tags import ARTICLE_TAGS, COLUMN_TAGS, SITE_TAGS
from xuncha.text.tampering.link_targets import registered_domain

_REQUIRED = {
    PageRole.HOME: SITE_TAGS,
    PageRole.COLUMN: (*SITE_TAGS, *COLUMN_TAGS),
    PageRole.ARTICLE: (*SITE_TAGS, *ARTICLE_TAGS),
}
_PLACEHOLDER = re.compile(
    r"\W*|null|none|undefined|nan|n/?a|test|测试|待填写?|示例|样例|请填写.*|网站名称|网站域名|网站标识码|栏目(?:名称|描述|关键词|类别)"
    r"|标题|来源|发布时间|x{2,}|0+|(?:www\.)?(?:xxx|example)\.(?:gov\.cn|com|cn)|.*(?:\{\{|\$\{|<%|\[#|%>|\}\}).*",
    re.I,
)
_DATE = re.compile(r"\d{4}[-–—/.]{1,2}\d{1,2}[-–—/.]{1,2}\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?.*)?")
_SHOWN = 5


@indicator("D405", "网页标签")
def page_tags(tags: tuple[TagsSeen, ...], site: Site, *, pages_for_hit: int = 2) -> Iterator[Hit]:
    """Clause: 国办发〔2017〕47号 附件 网页标签 (rules.md §6)."""
    for role in PageRole:
        pages = [page for page in tags if page.role is role]
        for name in _REQUIRED[role]:
            lacking = [page for page in pages if _is_empty(page.value(name))]
            if lacking:
                yield _missing(role, name, lacking, len(pages), pages_for_hit)
        yield from _wrong_values(role, pages, site)


def _is_empty(value: str | None) -> bool:
    return value is None or _PLACEHOLDER.fullmatch(value) is not None


def _missing(role: PageRole, name: str, lacking: list[TagsSeen], pages: int, pages_for_hit: int) -> Hit:
    written = [value for page in lacking if (value := page.value(name))]
    what = f"缺少标签 {name}"
    if len(written) == len(lacking):
        what = f"标签 {name} 的值是占位文字“{written[0]}”"
    elif written:
        what += f"（其中 {len(written)} 页的值是占位文字“{written[0]}”）"
    # One page out of many may be a leftover that nobody is led to; the home page is one by itself.
    certain = role is PageRole.HOME or len(lacking) >= min(pages_for_hit, pages)
    return _about(Hit if certain else Doubt, role, name, what, lacking, pages)


def _wrong_values(role: PageRole, pages: Sequence[TagsSeen], site: Site) -> Iterator[Hit]:
    wrong: defaultdict[tuple[str, str, bool], list[TagsSeen]] = defaultdict(list)
    for page in pages:
        code = page.value("SiteIDCode")
        if code and not _is_empty(code) and code.lower() != site.site_code.lower():
            wrong["SiteIDCode", code, True].append(page)
        domain = page.value("SiteDomain")
        if domain and not _is_empty(domain) and not _is_own_domain(domain, page.url, site):
            wrong["SiteDomain", domain, not _is_near(domain, site)].append(page)
        day = page.value("PubDate")
        if role is PageRole.ARTICLE and day and not _is_empty(day) and not _DATE.fullmatch(day):
            wrong["PubDate", "", False].append(page)
    for (name, value, certain), found in sorted(wrong.items(), key=lambda pair: pair[0]):
        own = {"SiteIDCode": site.site_code, "SiteDomain": host_of(site.url)}.get(name)
        what = (
            f"标签 {name} 的值为“{value}”，名录为“{own}”"
            if own
            else f"标签 {name} 的值“{found[0].value(name)}”不是规定的写法 YYYY-MM-DD HH:MM"
        )
        yield _about(Hit if certain else Doubt, role, f"{name}|{value}", what, found, len(pages))


def _hosts(domain: str) -> set[str]:
    parts = (re.sub(r"^[a-z]+://", "", part) for part in re.split(r"[,，;；、|\s]+", domain.lower()))
    return {part.split("/")[0].split(":")[0].strip(".").removeprefix("www.") for part in parts if part}


def _is_own_domain(domain: str, url: str, site: Site) -> bool:
    own = {host_of(address).removeprefix("www.") for address in (url, site.url)}
    return bool(_hosts(domain) & own)


def _is_near(domain: str, site: Site) -> bool:
    own = registered_domain(host_of(site.url))
    return any(registered_domain(host) == own for host in _hosts(domain))


def _about(shape: type[Hit], role: PageRole, key: str, what: str, pages: Sequence[TagsSeen], of: int) -> Hit:
    where = role.label if of == 1 else f"{role.label} {of} 页中有 {len(pages)} 页"
    shown = pages[:_SHOWN]
    cited = tuple(page.evidence for page in shown if page.evidence)
    observed = {"pages": of, "faulty": len(pages)}
    urls = tuple(page.url for page in shown)
    return shape(f"{where}{what}", observed, urls, cited, key=f"{role.value}|{key}")
