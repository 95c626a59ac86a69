"""D106 政策解读

检查什么  有没有政策解读栏目，监测时间点前 6 个月内有没有更新；读到的文件与其解读是否互相链接。
怎样判定  解读类栏目全部到期没有更新，为一处；文件与解读按标题配对，一方没有链接到另一方的列为待核，由人工抽查后录入。
看不到时  没有找到解读栏目，或栏目打不开、由脚本加载、读不全而又没有见到更新的，判为待核。
怎样整改  解读材料与文件同步发布，文件页和解读页互相链接。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from xuncha.facts.portal import InterpretationSeen
from xuncha.facts.website import ColumnSeen
from xuncha.indicators.freshness import (
    Freshness,
    beginning_of,
    column_evidence,
    column_freshness,
    months_before,
    named,
    why_open,
)
from xuncha.indicators.kernel import Doubt, Hit, Observed, indicator
from xuncha.indicators.portal_columns import INTERPRETATION, named_like


@indicator("D106", "政策解读")
def interpretation_lacking(
    columns: tuple[ColumnSeen, ...],
    interpretations: tuple[InterpretationSeen, ...],
    asof: datetime,
    *,
    months: int = 6,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 发布解读; linking: problem_taxonomy D2."""
    found = named_like(columns, INTERPRETATION)
    yield from _not_updated(found, beginning_of(months_before(asof, months)), months)
    for pair in interpretations:
        missing = [
            words
            for words, linked in (
                ("文件页没有链接到解读", pair.from_document),
                ("解读页没有链接到文件", pair.to_document),
            )
            if not linked
        ]
        if missing:
            detail = f"{'，'.join(missing)}：{pair.document_title}"
            observed = {"from_document": int(pair.from_document), "to_document": int(pair.to_document)}
            urls = (pair.document_url, pair.interpretation_url)
            yield Doubt(
                detail,
                observed,
                urls,
                pair.evidence,
                pair.interpretation_title,
                f"link|{pair.document_url}|{pair.interpretation_url}",
            )


def _not_updated(found: Sequence[ColumnSeen], limit: datetime, months: int) -> Iterator[Hit]:
    if not found:
        yield Doubt("未发现政策解读栏目，可能用了别的名称，请人工查找", {"columns": 0}, key="absent")
        return
    states = [column_freshness(column, limit) for column in found]
    if Freshness.FRESH in states:
        return
    urls = tuple(column.url for column in found)
    cited = tuple(one for column in found for one in column_evidence(column))
    observed: Observed = {"columns": len(found), "limit": limit.date().isoformat()}
    if Freshness.UNSEEN not in states:
        yield Hit(
            f"政策解读栏目 {months} 个月内没有更新：{named(list(found))}", observed, urls, cited, key="stale"
        )
        return
    unseen = [column for column, state in zip(found, states, strict=True) if state is Freshness.UNSEEN]
    detail = f"政策解读栏目 {months} 个月内有没有更新未能看清：{named(unseen, 'unseen')}"
    yield Doubt(detail, observed, urls, cited, key="unseen", state=why_open(unseen))
