"""W601 未提供办事服务

检查什么  网站有没有办事服务：办事指南、服务事项，或通往政务服务网的入口。
怎样判定  门户网站的首页和栏目都读到了，既没有办事栏目、办事指南，也没有政务服务网入口，即为未提供办事服务。
看不到时  页面由脚本加载、栏目打不开的，判为待核；部门网站可能没有对外服务职能，一律由人工确认。
怎样整改  提供办事服务栏目，或在显著位置链接到政务服务网的相应事项。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.seen import FetchStatus
from xuncha.facts.services import ServicesSeen
from xuncha.facts.targets import Site, SiteKind
from xuncha.facts.website import HomepageSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W601", "未提供办事服务")
def no_services(services: ServicesSeen, homepage: HomepageSeen, site: Site) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W6 ①."""
    if services.offered or services.guides:
        return
    cited = (services.evidence,) if services.evidence else ()
    observed = {"guides": len(services.guides)}
    unread = homepage.status is not FetchStatus.OK or homepage.needs_script
    if services.offered is None or unread:
        yield Doubt("未见办事服务入口，但页面未能读全，不能断定", observed, (homepage.url,), cited)
    elif site.kind is SiteKind.DEPARTMENT:
        yield Doubt("未见办事服务入口；该部门有无对外服务职能待人工确认", observed, (homepage.url,), cited)
    else:
        yield Hit("首页和各栏目均未提供办事服务，也没有政务服务网入口", observed, (homepage.url,), cited)
