"""Columns that the scored indicators of a portal ask for by name, and the judgements they share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen
from xuncha.indicators.freshness import (
    Freshness,
    column_evidence,
    column_freshness,
    last_update,
    why_open,
    why_unseen,
)
from xuncha.indicators.kernel import Doubt, Hit

_NOT_ABOUT_LEADERS = re.compile(r"信箱|留言|活动|讲话|接访|关注|批示|致辞|动态|论述")
OVERVIEW = re.compile(r"概况|(?:市|县|区|省|州|旗|镇)情|^走进.{2,6}$|基本情况")
FUNCTIONS = re.compile(
    r"机构(?:职能|设置|职责|概况|信息|简介|介绍)|^(?:主要|工作|部门|法定)?(?:职能|职责)$|组织机构|内设机构|政府机构|三定"
)
LEADERS = re.compile(r"领导|负责人信息|(?:市|县|区|省|州|旗)长(?:之窗|简介|信息|介绍)")
INTERPRETATION = re.compile(r"解读|图解")
SERVICE_FIGURES = re.compile(
    r"(?:办件|办事|办理|服务|受理|业务)(?:数据|情况)?(?:统计|公示|公开|量)|(?:办件|办事)(?:数据|情况)"
)
SURVEYS = re.compile(r"征集|调查|问卷|听证")


def named_like(columns: Sequence[ColumnSeen], pattern: re.Pattern[str]) -> list[ColumnSeen]:
    """The columns with a name that fits; columns of the leaders' letters, speeches and doings are none of theirs."""
    return [
        column
        for column in columns
        if pattern.search(column.name) and not (pattern is LEADERS and _NOT_ABOUT_LEADERS.search(column.name))
    ]


def is_first_level_policy(column: ColumnSeen) -> bool:
    """True for the columns that 政策文件 is about: those of the first level."""
    return column.kind is ColumnKind.POLICY and column.level == 1


def presence(columns: Sequence[ColumnSeen], pattern: re.Pattern[str], what: str) -> Iterator[Hit]:
    """Whether a column is there and has something in it.

    A blank one is proof. That none was met is none: it may have another name, or stand where nobody looked.
    """
    found = named_like(columns, pattern)
    filled = [column for column in found if column.is_seen and not column.is_blank]
    unseen = [column for column in found if not column.is_seen]
    if not found:
        yield Doubt(f"未发现{what}栏目，可能用了别的名称，请人工查找", {"columns": 0}, key="absent")
    elif not filled and unseen:
        reasons = "、".join(f"{column.name}（{why_unseen(column)}）" for column in unseen)
        urls = tuple(column.url for column in unseen)
        observed = {"columns": len(found)}
        detail = f"{what}栏目未能看清：{reasons}"
        yield Doubt(detail, observed, urls, key="unseen", state=why_open(unseen))
    elif not filled:
        for column in found:
            detail = f"“{column.name}”栏目为空白"
            yield Hit(detail, {"columns": len(found)}, (column.url,), column_evidence(column), key=column.url)


def overdue(columns: Sequence[ColumnSeen], limit: datetime, what: str, period: str) -> Iterator[Hit]:
    """Each of the columns that was not updated since ``limit``; ``period`` says in Chinese how long that is."""
    if not columns:
        yield Doubt(f"未发现{what}栏目，可能用了别的名称，请人工查找", {"columns": 0}, key="absent")
    for column in columns:
        freshness = column_freshness(column, limit)
        newest = column.newest.published if column.newest else None
        observed = {
            "newest": newest.day.isoformat() if newest else None,
            "limit": limit.date().isoformat(),
        }
        shown = (observed, (column.url,), column_evidence(column))
        if freshness is Freshness.STALE:
            detail = f"“{column.name}”栏目{period}内没有更新（{last_update(column)}）"
            yield Hit(detail, *shown, key=column.url)
        elif freshness is Freshness.UNSEEN:
            detail = f"“{column.name}”栏目{period}内有没有更新未能看清（{why_unseen(column)}）"
            yield Doubt(detail, *shown, key=column.url, state=why_open([column]))
