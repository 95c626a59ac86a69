"""What a home page says of itself, and where that differs from the directory (名录)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from xuncha.facts.targets import Site
from xuncha.text.pages.addresses import host_of, resolve, same_site
from xuncha.text.pages.closing_notice import ClosingKind, ClosingNotice, says_closed
from xuncha.text.pages.organ_names import is_same_organ, names_another_organ
from xuncha.text.pages.page import Page, squeeze, text_pieces
from xuncha.text.tampering.link_targets import is_under, registered_domain

__all__ = [
    "ClosingKind",
    "ClosingNotice",
    "Field",
    "Mismatch",
    "StatedIdentity",
    "compare_identity",
    "outward_government_hosts",
    "says_closed",
    "sibling_hosts",
    "stated_identity",
]


class Field(StrEnum):
    """What differs; the value is the column of the directory, or the item of the page."""

    NAME = "网站名称"
    CODE = "网站标识码"
    ADDRESS = "网址"
    SPONSOR = "主办单位"


@dataclass(frozen=True, slots=True)
class StatedIdentity:
    """What a home page says of itself. An item it does not state is "" or empty.

    ``address`` is where the page was finally served; ``meta_…`` come from the meta tags, ``foot_codes`` and
    the rest from the visible text; ``report_link`` is the way to 我为政府网站找错, ``report_code`` the code in it.
    """

    address: str
    meta_name: str = ""
    meta_domains: tuple[str, ...] = ()
    meta_code: str = ""
    foot_codes: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    undertakers: tuple[str, ...] = ()
    icp_numbers: tuple[str, ...] = ()
    police_numbers: tuple[str, ...] = ()
    report_link: str = ""
    report_code: str = ""
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A difference between directory and page. ``where`` says in Chinese where the page states it.

    ``certain`` is False where the two may be names of one body, or the page states more than one value.
    """

    field: Field
    registered: str
    stated: str
    where: str
    certain: bool


_CODE = re.compile(r"(?:网站)?标识(?:编?码|号)\s*[:：]?\s*(?P<code>bm\d{6,12}|\d{6,16})(?![\d-])", re.I)
_VALID_CODE = re.compile(r"(?:bm\d{8}|\d{10})", re.I)
#: Han characters have no case: told to mind none, the compiler would look for that of each of 20,992.
_ORGAN_END = r"(?=承办|协办|运行|管理单位|技术|维护|运维|版权|地址|电话|联系|邮编|邮箱|备案|网站|政府网站|[A-Z]{2,}|(?-i:[\u4e00-\u9fff])ICP|(?-i:[\u4e00-\u9fff])公网|©|copyright|$)"
_SPONSOR = re.compile(
    r"(?:主办单位|主办方|主办|主管主办)\s*[:：]\s*(?P<name>(?-i:[\u4e00-\u9fff（）()、·\s]){3,60}?)\s*(?:[|｜;；,，。.\u00a0©]|"
    + _ORGAN_END
    + ")",
    re.I,
)
_UNDERTAKER = re.compile(
    r"(?:承办单位|承办|运行维护单位|管理单位)\s*[:：]\s*(?P<name>(?-i:[\u4e00-\u9fff（）()、·\s]){3,60}?)\s*(?:[|｜;；,，。.\u00a0©]|"
    + _ORGAN_END
    + ")",
    re.I,
)
_ICP = re.compile(r"(?P<number>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s*ICP\s*[备证]\s*\d{6,10}\s*号?(?:\s*-\s*\d{1,3})?)", re.I)  # fmt: skip
_POLICE = re.compile(
    r"(?P<number>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?\s*公网安备\s*\d{11,14}\s*号?)"
)
_PHONE = re.compile(
    r"(?:联系电话|联系方式|电话|热线|传真)\s*[:：]?\s*(?P<number>(?:\(?0\d{2,3}\)?[-—\s]?)?\d{7,8}(?!\d)|1[3-9]\d{9}(?!\d)|12345)"
)
_REPORT_HOSTS = ("pucha.kaipuyun.cn", "zfwzgl.www.gov.cn", "zhaocuo.gov.cn")
_REPORT_CODE = re.compile(r"(?:site_?code|sitecode|siteid|id)=(bm\d{8}|\d{10})", re.I)
_RUNS_SITES = re.compile(r"人民政府|政府办|办公[室厅]|中心|数据|电子政务|政务服务")
_TAIL = 12_000


def stated_identity(page: Page) -> StatedIdentity:
    """Reads the meta tags and the foot of a home page."""
    body = page.tree.body
    text = squeeze(" ".join(text_pieces(body))) if body else ""
    foot = text[-_TAIL:]
    report_link, report_code = _report(page)
    return StatedIdentity(
        address=page.url,
        meta_name=page.meta.get("sitename", ""),
        meta_domains=_domains(page.meta.get("sitedomain", "")),
        meta_code=page.meta.get("siteidcode", "").strip(),
        foot_codes=_each(_CODE, foot, "code"),
        sponsors=_each(_SPONSOR, foot, "name"),
        undertakers=_each(_UNDERTAKER, foot, "name"),
        icp_numbers=_each(_ICP, foot, "number"),
        police_numbers=_each(_POLICE, foot, "number"),
        report_link=report_link,
        report_code=report_code,
        phones=_each(_PHONE, foot, "number"),
    )


def compare_identity(site: Site, found: StatedIdentity) -> tuple[Mismatch, ...]:
    """Where the page states something other than the directory. What it does not state is no difference.

    Codes must be equal to the letter; addresses are compared by host; names may be short (简称) or carry
    网站, 门户网站 and the like.
    """
    return (*_codes(site, found), *_addresses(site, found), *_names(site, found))


def outward_government_hosts(page: Page) -> tuple[str, ...]:
    """Hosts of other government sites the page links to, in order of first mention, each once."""
    hosts = (host_of(anchor.url) for anchor in page.anchors if not same_site(anchor.url, page.url))
    return tuple(dict.fromkeys(host for host in hosts if _is_government(host)))


def sibling_hosts(page: Page, home: str) -> tuple[str, ...]:
    """Other government hosts under the domain of ``home`` that the page links to, each once, in order."""
    own = host_of(home)
    hosts = (host_of(anchor.url) for anchor in page.anchors if not _same_host(anchor.url, home))
    siblings = (host for host in hosts if registered_domain(host) == registered_domain(own))
    return tuple(dict.fromkeys(host for host in siblings if _is_government(host)))


def _is_government(host: str) -> bool:
    return any(is_under(host, suffix) for suffix in ("gov.cn", "政务", "xn--zfr164b"))


def _codes(site: Site, found: StatedIdentity) -> list[Mismatch]:
    registered = site.site_code.strip().lower()
    differences = []
    stated = [("网页标签 SiteIDCode", found.meta_code, True)]
    # Portals print the codes of sites they carry; a single code in the foot is the page's own.
    stated += [("页面底部", code, len(found.foot_codes) == 1) for code in found.foot_codes]
    stated += [("找错入口", found.report_code, True)]
    if any(code.lower() == registered for code in found.foot_codes):
        stated = [item for item in stated if item[0] != "页面底部"]
    for where, code, certain in stated:
        if code and code.lower() != registered:
            odd = "" if _VALID_CODE.fullmatch(code) else "（不是 10 位）"
            differences.append(Mismatch(Field.CODE, site.site_code, code, where + odd, certain))
    return differences


def _addresses(site: Site, found: StatedIdentity) -> list[Mismatch]:
    differences = []
    if not _same_host(found.address, site.url):
        differences.append(Mismatch(Field.ADDRESS, site.url, found.address, "首页实际地址", True))
    if found.meta_domains and not any(
        _same_host(f"http://{domain}", site.url) for domain in found.meta_domains
    ):
        stated = "、".join(found.meta_domains)
        certain = all("." in domain and _is_government(domain) for domain in found.meta_domains)
        differences.append(Mismatch(Field.ADDRESS, site.url, stated, "网页标签 SiteDomain", certain))
    return differences


def _same_host(first: str, second: str) -> bool:
    host, other = host_of(first).removeprefix("www."), host_of(second).removeprefix("www.")
    return not host or not other or host == other


def _names(site: Site, found: StatedIdentity) -> list[Mismatch]:
    differences = []
    if found.meta_name and not _is_one_of(found.meta_name, site):
        certain = names_another_organ(found.meta_name, site.name, site.region)
        differences.append(Mismatch(Field.NAME, site.name, found.meta_name, "网页标签 SiteName", certain))
    organs = (*found.sponsors, *found.undertakers)
    if site.sponsor and found.sponsors and not any(_is_one_of(organ, site) for organ in organs):
        # Governments have their offices and data centres run their sites, and name now one, now the other.
        certain = not any(_RUNS_SITES.search(organ) for organ in (*organs, site.sponsor)) and all(
            names_another_organ(organ, site.sponsor, site.region) for organ in found.sponsors
        )
        differences.append(
            Mismatch(Field.SPONSOR, site.sponsor, "、".join(found.sponsors), "页面底部", certain)
        )
    return differences


def _is_one_of(name: str, site: Site) -> bool:
    return any(is_same_organ(name, known, site.region) for known in (site.name, site.sponsor) if known)


def _domains(content: str) -> tuple[str, ...]:
    """Hosts of a SiteDomain tag, which may hold several, or whole addresses."""
    found = []
    for part in re.split(r"[,，;；、|\s]+", content.strip().lower()):
        host = re.sub(r"^[a-z]+://", "", part).split("/")[0].split(":")[0].strip(".")
        if host:
            found.append(host)
    return tuple(dict.fromkeys(found))


def _each(pattern: re.Pattern[str], text: str, group: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(squeeze(match[group]) for match in pattern.finditer(text)))


def _report(page: Page) -> tuple[str, str]:
    """The link to the national platform for reporting errors, and the site code it carries."""
    candidates = [anchor.url for anchor in page.anchors if "找错" in anchor.text or _is_report(anchor.url)]
    link = next((url for url in candidates if _is_report(url)), candidates[0] if candidates else "")
    if not link:
        sources = (node.attributes.get("src") or "" for node in page.tree.css("script[src]"))
        script = next((source for source in sources if "jiucuo" in source.lower()), "")
        link = resolve(page.base, script) or "" if script else ""
    code = _REPORT_CODE.search(link)
    return link, code[1] if code else ""


def _is_report(url: str) -> bool:
    return any(is_under(host_of(url), host) for host in _REPORT_HOSTS) or "jiucuo" in url.lower()
