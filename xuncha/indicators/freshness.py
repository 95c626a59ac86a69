"""When a column or a list of items counts as updated: fresh, stale, or not seen well enough to say."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.facts.website import ColumnSeen, Content, EntrySeen, newest_of
from xuncha.indicators.kernel import State
from xuncha.text.pages.addresses import folder_of, page_key


class Freshness(StrEnum):
    """Whether something was updated since a given time."""

    FRESH = "fresh"
    STALE = "stale"
    UNSEEN = "unseen"


def days_before(asof: datetime, days: int) -> datetime:
    """The time ``days`` × 24 hours before ``asof``."""
    return asof - timedelta(days=days)


def months_before(asof: datetime, months: int) -> datetime:
    """The same day ``months`` calendar months before ``asof`` (the month's last day where it is shorter)."""
    return asof - relativedelta(months=months)


def beginning_of(moment: datetime) -> datetime:
    """The beginning of its day: a period of months ends with its last day, whatever the time of day."""
    return datetime.combine(moment.date(), time.min, moment.tzinfo)


def freshness_of(entries: tuple[EntrySeen, ...], limit: datetime, *, conclusive: bool) -> Freshness:
    """Whether any item is as new as ``limit``.

    An item without a publication date counts as not updated (rules.md W3.n) once its page was read;
    an item that may still have a date, or a list not read far enough, leaves the answer open.
    """
    newest = newest_of(entries)
    if newest is not None and newest.published is not None and not newest.published.is_before(limit):
        return Freshness.FRESH
    if not conclusive or any(entry.is_unseen for entry in entries):
        return Freshness.UNSEEN
    return Freshness.STALE


def column_freshness(column: ColumnSeen, limit: datetime, columns: tuple[ColumnSeen, ...] = ()) -> Freshness:
    """Whether a column was updated since ``limit``.

    A blank column was not updated. One that says why it is empty, shows a text instead of a list, or
    could not be read is left to a person; but where it only leads on to the ``columns`` below it, what is
    new in one of them is new in it.
    """
    if column.is_seen and column.content is Content.TEXT and _is_updated_below(column, limit, columns):
        return Freshness.FRESH
    if not column.is_seen or column.content in (Content.TEXT, Content.EXPLAINED):
        return Freshness.UNSEEN
    if column.is_blank:
        return Freshness.STALE
    return freshness_of(column.entries, limit, conclusive=column.conclusive)


def _is_updated_below(column: ColumnSeen, limit: datetime, columns: tuple[ColumnSeen, ...]) -> bool:
    folder = page_key(folder_of(column.url))
    if folder.count("/") < 2:  # the host's own folder, below which everything lies
        return False
    below = (one for one in columns if one is not column and page_key(one.url).startswith(folder))
    return any(column_freshness(one, limit) is Freshness.FRESH for one in below)


def last_update(column: ColumnSeen) -> str:
    """The newest date of a column in words, for a finding."""
    if column.is_blank:
        return "栏目为空"
    newest = column.newest
    if newest is None or newest.published is None:
        return "所见信息均未注明发布时间"
    return f"最新 {newest.published.day.isoformat()}"


def why_unseen(column: ColumnSeen) -> str:
    """Why nothing can be said of a column, in words, for a doubt."""
    if column.status.value != "ok":
        code = f"，HTTP {column.http_status}" if column.http_status else ""
        return f"{column.stop_reason or column.status.label}{code}"
    by_content = {
        Content.SCRIPT: "列表由脚本加载，未能读取",
        Content.FRAME: "内容在其他网站的框架内",
        Content.TEXT: "未识别出信息列表",
        Content.EXPLAINED: "栏目说明了暂无信息的原因",
    }
    return by_content.get(column.content) or column.stop_reason or "部分信息未能读取日期"


def column_evidence(column: ColumnSeen) -> tuple[Evidence, ...]:
    """The column's page and the page of its newest item, where they were kept."""
    newest = column.newest
    cited = (column.evidence, newest.evidence if newest else None)
    return tuple(dict.fromkeys(one for one in cited if one is not None))


def why_open(columns: list[ColumnSeen]) -> State:
    """The state of a doubt that rests on columns, also on those at fault for certain: blocked when most of them were.

    One that rests on faults more than on what could not be seen is for a person to weigh.
    """
    blocked = sum(column.status is FetchStatus.BLOCKED for column in columns)
    failed = sum(column.status is not FetchStatus.OK for column in columns)
    if 2 * blocked > len(columns):
        return State.BLOCKED
    return State.NOT_ASSESSED if 2 * failed > len(columns) else State.DOUBT


def named(columns: list[ColumnSeen], say: str = "update") -> str:
    """Columns with the reason each counts, for a finding's detail: 名称（原因）."""
    words = last_update if say == "update" else why_unseen
    listed = "、".join(f"{column.name}（{words(column)}）" for column in columns)
    return listed if say == "update" else f"{listed}{how_unseen(columns)}"


def how_unseen(columns: list[ColumnSeen]) -> str:
    """What kept a browser from showing columns that need one, each reason once, as an addition to a detail."""
    needing = (column.stop_reason for column in columns if column.content in (Content.SCRIPT, Content.FRAME))
    reasons = dict.fromkeys(reason for reason in needing if reason)
    return f"。{'；'.join(reasons)}" if reasons else ""
