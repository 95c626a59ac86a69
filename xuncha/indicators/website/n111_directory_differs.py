"""N111 名录与实际不符

检查什么  首页标签和页脚写明的网站名称、网址、标识码、主办单位与名录是否一致；名录里已关停的网站是否还在运行；首页有没有
          指向本域名下未登记网站的链接。
怎样判定  写明的标识码、域名与名录不同，或已关停的网站仍在原网址运行，即为不符。
看不到时  首页打不开、没有写明的不作结论；名称可能是简称的、写有多个值的、链接到未登记网站的，判为待核。
怎样整改  按规定变更备案信息，更正页面；停止运行的网站应注销域名并公告。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from xuncha.facts.targets import RunState, Site
from xuncha.facts.traces import IdentitySeen
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.pages.addresses import host_of
from xuncha.text.pages.site_identity import Field, Mismatch, StatedIdentity, compare_identity

_OURS = ("closing", "unregistered", "evidence")
_HOSTS_IN_DETAIL = 5


@indicator("N111", "名录与实际不符")
def directory_differs(identity: IdentitySeen, site: Site) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy F2, F3)."""
    cited = (identity.evidence,) if identity.evidence else ()
    urls = (identity.address,)
    if site.state is RunState.CLOSED:
        yield from _alive(identity, site)
        return
    stated = StatedIdentity(**{k: v for k, v in asdict(identity).items() if k not in _OURS})
    for difference in compare_identity(site, stated):
        shape = Hit if difference.certain else Doubt
        detail = (
            f"{difference.where}的{difference.field.value}为“{difference.stated}”，"
            f"名录登记为“{difference.registered}”"
        )
        observed = {"registered": difference.registered, "stated": difference.stated}
        yield shape(detail, observed, urls, cited, difference.stated, _key(difference))
    if identity.closing:
        detail = f"名录登记为正常运行，首页称“{identity.closing}”"
        yield Doubt(detail, {"state": site.state.value}, urls, cited, identity.closing, "closing")
    if identity.unregistered:
        hosts = identity.unregistered
        named = "、".join(hosts[:_HOSTS_IN_DETAIL])
        more = "等" if len(hosts) > _HOSTS_IN_DETAIL else ""
        detail = f"首页链接到本域名下名录中没有的网站 {len(hosts)} 个：{named}{more}"
        yield Doubt(detail, {"hosts": len(hosts)}, urls, cited, "、".join(hosts), "hosts")


def _alive(identity: IdentitySeen, site: Site) -> Iterator[Hit]:
    """A closed site whose address opens. Its own farewell is no sign of life, another host no proof of it."""
    if identity.closing:
        return
    cited = (identity.evidence,) if identity.evidence else ()
    observed = {"state": site.state.value}
    codes = {code.lower() for code in (identity.meta_code, *identity.foot_codes)}
    names_itself = site.site_code.lower() in codes or identity.meta_name == site.name
    if names_itself and _host(identity.address) == _host(site.url):
        yield Hit("名录登记为关停，但网站仍在运行", observed, (identity.address,), cited, key="alive")
        return
    detail = "名录登记为关停，但网址仍能打开，是否为原网站待人工确认"
    yield Doubt(detail, observed, (identity.address,), cited, key="alive")


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def _key(difference: Mismatch) -> str:
    """A foot may print several codes, each a difference of its own."""
    code = f"|{difference.stated}" if difference.field is Field.CODE else ""
    return f"{difference.field.value}|{difference.where}{code}"
