"""W601 未提供办事服务

检查什么  网站有没有办事服务：办事指南、服务事项，或通往政务服务网的入口。
怎样判定  首页和栏目都读到了，既没有办事栏目、办事指南，也没有政务服务网入口，即为未提供办事服务。通过上级政务服务网提供的，
          视为已提供。名录写明没有对外服务职能的单位不适用。
看不到时  页面由脚本加载、首页只有图片、栏目打不开、入口打不开或没有内容的，判为待核；部门网站名录没有写明有无对外服务职能的，由人工确认。
怎样整改  提供办事服务栏目，或在显著位置链接到政务服务网的相应事项。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.seen import FetchStatus
from xuncha.facts.services import ServicesSeen
from xuncha.facts.targets import ColumnKind, Site, SiteKind
from xuncha.facts.website import ColumnSeen, Content, Coverage, HomepageSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator

#: A column of these kinds, unread, cannot be the one of services.
_OTHER_KINDS = frozenset(
    {ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.PICTURE_NEWS, ColumnKind.CONSULTATION}
)


@indicator("W601", "未提供办事服务")
def no_services(
    services: ServicesSeen,
    homepage: HomepageSeen,
    columns: tuple[ColumnSeen, ...],
    coverage: Coverage,
    site: Site,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W6 ①."""
    if services.offered or services.guides or site.serves_public is False:
        return
    pages = (homepage.evidence, services.evidence)
    cited = tuple(dict.fromkeys(one for one in pages if one is not None))
    observed = {"guides": 0}
    urls = (homepage.url,)
    why = _why_open(services, homepage, columns, coverage)
    if why:
        yield Doubt(f"未见可用的办事服务，但{why}，不能断定", observed, urls, cited)
    elif site.kind is SiteKind.DEPARTMENT and site.serves_public is None:
        yield Doubt("未见办事服务入口；该部门有无对外服务职能待人工确认", observed, urls, cited)
    else:
        yield Hit("首页和各栏目均未提供办事服务，也没有政务服务网入口", observed, urls, cited)


def _why_open(
    services: ServicesSeen, homepage: HomepageSeen, columns: tuple[ColumnSeen, ...], coverage: Coverage
) -> str:
    """Where services may be that we have not seen, empty where nowhere."""
    if homepage.status is not FetchStatus.OK:
        return f"首页未能打开（{homepage.why}）"
    if homepage.needs_script:
        return "首页由脚本加载"
    if homepage.picture_only:
        return "首页只有图片，没有可读的文字和链接"
    if services.offered is None:
        return services.unseen or "页面未能读全"
    if not any(column.is_seen or _leads_out(column) for column in columns):
        return "没有读到任何栏目"
    unread = [c.name for c in columns if not c.is_seen and c.kind not in _OTHER_KINDS and not _leads_out(c)]
    if unread:
        return f"{len(unread)} 个栏目未能读全（{'、'.join(unread[:5])}）"
    return coverage.stop_reason


def _leads_out(column: ColumnSeen) -> bool:
    """A column on another site: its link was looked at on the home page."""
    return column.status is FetchStatus.OK and column.content is Content.FRAME
