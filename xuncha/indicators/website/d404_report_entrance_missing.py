"""D404 “我为政府网站找错”入口

检查什么  首页有没有“我为政府网站找错”入口，入口携带的网站标识码是不是本网站的。
怎样判定  整页读完没有入口的，或入口携带其他网站标识码的，为一处。
看不到时  首页部分内容由脚本加载，或只见到“找错”字样没有见到链接的，判为待核。
怎样整改  在首页添加指向全国统一平台的入口，参数使用本网站标识码。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.portal import MarksSeen
from xuncha.facts.targets import Site
from xuncha.facts.traces import IdentitySeen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("D404", "“我为政府网站找错”入口")
def report_entrance_missing(identity: IdentitySeen, marks: MarksSeen, site: Site) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 功能设计; rules.md G16."""
    cited = (marks.evidence,) if marks.evidence else ()
    code = identity.report_code
    observed = {"entrance": identity.report_link or None, "code": code or None}
    shown = (observed, (marks.url,), cited)
    if identity.report_link:
        if code and code.lower() != site.site_code.lower():
            detail = f"找错入口携带的网站标识码为 {code}，不是本网站的 {site.site_code}"
            yield Hit(detail, *shown, identity.report_link, "code")
    elif marks.report:
        yield Doubt("首页提到“找错”，但没有见到入口链接", *shown, key="unseen")
    elif marks.unseen:
        yield Doubt(f"没有见到“我为政府网站找错”入口，但{marks.unseen}", *shown, key="unseen")
    else:
        yield Hit("首页没有“我为政府网站找错”入口", *shown, key="absent")
