"""N106 过期活动信息未清理

检查什么  首页或置顶位置仍在展示的报名、征集、申报等活动，截止日期是否已过。
怎样判定  页面仍在邀请参加，而最后的截止日期早于监测时间点。已注明结束、公布结果的，以及栏目里按时间存档的旧信息不算。
看不到时  没有写明年份且无法推断、或未能打开的，不作结论；仅凭正文语气判断仍在邀请的，判为待核。
怎样整改  撤下首页和置顶位置的过期活动，或注明“已结束”并公布结果。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.website import ColumnSeen, HomepageSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.deadlines.calls import is_expired_invitation
from xuncha.text.pages.addresses import page_key


@indicator("N106", "过期活动信息未清理")
def expired_activity_shown(
    texts: tuple[TextSeen, ...], homepage: HomepageSeen, columns: tuple[ColumnSeen, ...], asof: datetime
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy B7)."""
    shown = {page_key(entry.url): "首页" for entry in homepage.entries}
    for column in columns:
        shown.update({page_key(e.url): f"栏目“{column.name}”的置顶位置" for e in column.entries if e.pinned})
    for text in texts:
        where = shown.get(page_key(text.url))
        if where is None or text.role is not TextRole.ARTICLE or text.lossy:
            continue
        published = text.published.day if text.published else None
        expired = is_expired_invitation(text.title, text.text, published, asof.date())
        if expired is None:
            continue
        observed: dict[str, int | float | str | None] = {
            "deadline": expired.deadline.day.isoformat(),
            "days_over": expired.days_over,
        }
        detail = f"{where}仍在展示已于 {expired.deadline.day.isoformat()} 截止的活动《{text.title}》"
        shape = Hit if expired.invitation.control else Doubt
        quote = f"{expired.invitation.words} …… {expired.deadline.quote}"
        cited = tuple(one for one in (text.evidence, homepage.evidence) if one)
        yield shape(detail, observed, (text.url,), cited, quote=quote, key=text.url)
