"""N106 过期活动信息未清理

检查什么  首页或置顶位置（含首页的图片和飘窗）仍在展示的报名、征集、申报等活动，截止日期是否已过。
怎样判定  页面仍在邀请参加，而写明的最后截止日期早于监测时间点，即命中；写明截止钟点的，当日过了钟点即算。已注明结束、
          公布结果的，以及栏目里按时间存档的旧信息不算。
看不到时  没有写明年份且无法推断、或未能打开的，不作结论；期限须推算的，正文写有尚未到来的日期的，载于动态要闻栏目的，
          仅凭标题判断仍在邀请的，资格复审一类只对名单上的人的，判为待核。
怎样整改  撤下首页和置顶位置的过期活动，或注明“已结束”并公布结果。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import BEIJING, Evidence
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, HomepageSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.deadlines.calls import Expired, is_expired_invitation
from xuncha.text.pages.addresses import page_key


@indicator("N106", "过期活动信息未清理")
def expired_activity_shown(
    texts: tuple[TextSeen, ...], homepage: HomepageSeen, columns: tuple[ColumnSeen, ...], asof: datetime
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy B7)."""
    shown = {page_key(url): "首页" for url in homepage.offers}
    shown.update({page_key(entry.url): "首页" for entry in homepage.entries})
    for column in columns:
        shown.update({page_key(e.url): f"栏目“{column.name}”的置顶位置" for e in column.entries if e.pinned})
    news = {column.url for column in columns if column.kind is ColumnKind.NEWS}
    read = set()
    for text in texts:
        read.add(page_key(text.url))
        where = shown.get(page_key(text.url))
        if where is None or text.role is not TextRole.ARTICLE or text.lossy:
            continue
        published = text.published.day if text.published else None
        expired = _expired(text.title, text.text, published, asof)
        if expired is not None:
            told = text.column_url in news and not expired.invitation.control  # news of a call
            shape = Hit if expired.plain and not told else Doubt
            cited = tuple(one for one in (text.evidence, homepage.evidence) if one)
            yield _finding(shape, expired, where, text.title, text.url, cited)
    for entry in homepage.entries:
        if page_key(entry.url) in read:
            continue
        expired = _expired(entry.title, "", entry.published.day if entry.published else None, asof)
        if expired is not None:  # its page was not read, and may say that it is over
            cited = (homepage.evidence,) if homepage.evidence else ()
            yield _finding(Doubt, expired, "首页", entry.title, entry.url, cited)


def _expired(title: str, text: str, published: date | None, asof: datetime) -> Expired | None:
    at = asof.astimezone(BEIJING)
    return is_expired_invitation(title, text, published, at.date(), at.time())


def _finding(
    shape: type[Hit], expired: Expired, where: str, title: str, url: str, cited: tuple[Evidence, ...]
) -> Hit:
    day = expired.deadline.day.isoformat()
    observed: dict[str, int | float | str | None] = {"deadline": day, "days_over": expired.days_over}
    detail = f"{where}仍在展示已于 {day} 截止的活动《{title}》"
    quote = f"{expired.invitation.words} …… {expired.deadline.quote}"
    return shape(detail, observed, (url,), cited, quote=quote, key=url)
