"""D305 征集调查

检查什么  监测时间点前 1 年内开展的在线征集、调查有没有达到 6 次。
怎样判定  征集调查类栏目读到了满 1 年的信息，扣除“结果反馈”后不足 6 次的，为一处；结果是否公布由人工查看后录入。
看不到时  没有找到这类栏目、栏目打不开、没有读满 1 年，或有没有日期的信息足以改变结论的，判为待核。
怎样整改  通过网站开展意见征集和网上调查，结束后公布结果；仅留电子邮箱的不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from xuncha.facts.website import ColumnSeen, Content, EntrySeen
from xuncha.indicators.freshness import column_evidence, months_before
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.indicators.portal_columns import SURVEYS, named_like

_OUTCOME = re.compile(r"结果|反馈|采纳|公布|答复|情况(?:的)?(?:说明|通报|报告)")


@indicator("D305", "征集调查")
def too_few_surveys(
    columns: tuple[ColumnSeen, ...], asof: datetime, *, months: int = 12, min_surveys: int = 6
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 互动交流."""
    limit = months_before(asof, months)
    found = named_like(columns, SURVEYS)
    if not found:
        yield Doubt("未发现征集调查栏目，可能用了别的名称，请人工查找", {"columns": 0}, key="absent")
        return
    entries = list({entry.url: entry for column in found for entry in column.entries}.values())
    inside = [entry for entry in entries if _is_inside(entry, limit)]
    certain = [entry for entry in inside if not _OUTCOME.search(entry.title)]
    possible = len(inside) + sum(entry.published is None for entry in entries)
    if len(certain) >= min_surveys:
        return
    observed = {"surveys": len(certain), "possible": possible, "min_surveys": min_surveys}
    urls = tuple(column.url for column in found)
    cited = tuple(one for column in found for one in column_evidence(column))
    unread = [column.name for column in found if not _reaches(column, limit)]
    if unread or possible >= min_surveys:
        why = f"“{'、'.join(unread)}”没有读满期限" if unread else "部分信息没有日期或可能是结果反馈"
        detail = f"{months} 个月内见到征集调查 {len(certain)} 次，不能断定不足 {min_surveys} 次：{why}"
        yield Doubt(detail, observed, urls, cited, key="unseen")
        return
    detail = f"{months} 个月内开展征集调查 {len(certain)} 次，不足 {min_surveys} 次"
    yield Hit(detail, observed, urls, cited, key="few")


def _is_inside(entry: EntrySeen, limit: datetime) -> bool:
    return entry.published is not None and not entry.published.is_before(limit) and not entry.future


def _reaches(column: ColumnSeen, limit: datetime) -> bool:
    """True when every item of the column since ``limit`` was read."""
    if not column.is_seen or column.content in (Content.TEXT, Content.EXPLAINED):
        return False
    if column.is_blank or column.complete:
        return True
    return column.conclusive and _goes_back(column.entries, limit)


def _goes_back(entries: Sequence[EntrySeen], limit: datetime) -> bool:
    return any(entry.published and entry.published.is_before(limit) and not entry.pinned for entry in entries)
