"""N111 名录与实际不符

检查什么  首页标签和页脚写明的网站名称、网址、标识码、主办单位与名录是否一致；名录里已关停的网站是否还在运行；首页有没有
          指向本域名下未登记网站的链接。
怎样判定  写明的标识码、域名与名录不同，或已关停的网站仍能打开，即为不符。
看不到时  首页打不开、没有写明的不作结论；名称可能是简称的、写有多个值的、链接到未登记网站的，判为待核。
怎样整改  按规定变更备案信息，更正页面；停止运行的网站应注销域名并公告。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from xuncha.facts.targets import RunState, Site
from xuncha.facts.traces import IdentitySeen
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.site_identity import StatedIdentity, compare_identity

_OURS = ("closing", "unregistered", "evidence")


@indicator("N111", "名录与实际不符")
def directory_differs(identity: IdentitySeen, site: Site) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy F2, F3)."""
    cited = (identity.evidence,) if identity.evidence else ()
    urls = (identity.address,)
    if site.state is RunState.CLOSED:
        if identity.closing:
            return
        same = (
            site.site_code in (identity.meta_code.lower(), *identity.foot_codes)
            or identity.meta_name == site.name
        )
        shape = Hit if same else Doubt
        detail = (
            "名录登记为关停，但网站仍在运行"
            if same
            else "名录登记为关停，但网址仍能打开，是否为原网站待人工确认"
        )
        yield shape(detail, {"state": site.state.value}, urls, cited, key="alive")
        return
    stated = StatedIdentity(**{k: v for k, v in asdict(identity).items() if k not in _OURS})
    for difference in compare_identity(site, stated):
        shape = Hit if difference.certain else Doubt
        detail = (
            f"{difference.where}的{difference.field.value}为“{difference.stated}”，"
            f"名录登记为“{difference.registered}”"
        )
        observed = {"registered": difference.registered, "stated": difference.stated}
        yield shape(
            detail, observed, urls, cited, difference.stated, f"{difference.field.value}|{difference.where}"
        )
    if identity.closing:
        detail = f"名录登记为正常运行，首页称“{identity.closing}”"
        yield Doubt(detail, {"state": site.state.value}, urls, cited, identity.closing, "closing")
    for host in identity.unregistered:
        yield Doubt(f"首页链接到名录中没有的网站 {host}", {"host": host}, urls, cited, host, f"host|{host}")
