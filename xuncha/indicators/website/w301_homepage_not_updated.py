"""W301 首页不更新

检查什么  监测时间点前 2 周内，网站首页有没有发布新的信息。
怎样判定  首页显示的信息全部早于 2 周前，即为首页不更新；首页仅为栏目导航入口的，所有二级页面均无更新才算。
          未注明发布时间的信息视为不更新。
看不到时  首页打不开、内容由脚本加载，或有信息未能读到发布时间，且已读到的都不够新，判为待核。
怎样整改  及时在首页发布本地区、本部门的重要信息，并在列表和稿件页注明发布时间。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.facts.website import ColumnSeen, HomepageSeen
from xuncha.indicators.freshness import Freshness, column_freshness, days_before, freshness_of
from xuncha.indicators.kernel import Doubt, Hit, indicator, state_of


@indicator("W301", "首页不更新")
def homepage_not_updated(
    homepage: HomepageSeen, columns: tuple[ColumnSeen, ...], asof: datetime, *, days: int = 14
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W3."""
    limit = days_before(asof, days)
    cited = (homepage.evidence,) if homepage.evidence else ()
    if homepage.status is not FetchStatus.OK:
        code = f"，HTTP {homepage.http_status}" if homepage.http_status else ""
        detail = f"首页未能打开：{homepage.why}{code}"
        yield Doubt(detail, {"days": days}, (homepage.url,), cited, state=state_of(homepage.status))
    elif homepage.navigation_only:
        yield from _second_level(homepage, columns, limit, days, cited)
    else:
        yield from _items(homepage, limit, days, cited)


def _items(homepage: HomepageSeen, limit: datetime, days: int, cited: tuple[Evidence, ...]) -> Iterator[Hit]:
    freshness = freshness_of(homepage.entries, limit, conclusive=homepage.conclusive)
    newest = homepage.newest
    day = newest.published.day.isoformat() if newest and newest.published else None
    observed = {
        "newest": day,
        "limit": limit.date().isoformat(),
        "days": days,
        "items": len(homepage.entries),
    }
    urls = (homepage.url, *((newest.url,) if newest else ()))
    shown = f"所见最新信息发布于 {day}" if day else "所见信息均未注明发布时间"
    if freshness is Freshness.STALE and homepage.entries:
        evidence = cited + ((newest.evidence,) if newest and newest.evidence else ())
        quote = newest.title if newest else homepage.entries[0].title
        yield Hit(f"首页 {days} 天内没有信息更新，{shown}", observed, urls, evidence, quote)
    elif freshness is not Freshness.FRESH:
        why = homepage.stop_reason or (
            "首页未识别出信息条目" if not homepage.entries else "有信息未能读到发布时间"
        )
        yield Doubt(f"不能断定首页是否更新：{why}；{shown}", observed, urls, cited)


def _second_level(
    homepage: HomepageSeen,
    columns: tuple[ColumnSeen, ...],
    limit: datetime,
    days: int,
    cited: tuple[Evidence, ...],
) -> Iterator[Hit]:
    states = [column_freshness(column, limit) for column in columns if column.level == 1]
    observed = {"second_level_pages": len(states), "days": days, "unseen": states.count(Freshness.UNSEEN)}
    if Freshness.FRESH in states:
        return
    if not states or Freshness.UNSEEN in states:
        yield Doubt(
            "首页仅为栏目导航入口，部分二级页面未能看清，不能断定是否更新", observed, (homepage.url,), cited
        )
    else:
        evidence = cited + tuple(c.evidence for c in columns if c.level == 1 and c.evidence)
        yield Hit(
            f"首页仅为栏目导航入口，全部 {len(states)} 个二级页面 {days} 天内均无更新",
            observed,
            (homepage.url,),
            evidence,
        )
