"""W403 空白栏目

检查什么  栏目打开后有没有内容。
怎样判定  栏目页能够打开、没有任何信息，也没有说明原因的，为空白栏目；达到 5 个（含）以上即命中。
看不到时  打不开、被拦截或列表由脚本加载的栏目绝不算空白；足以改变结论的，判为待核。
怎样整改  补充内容，或归并、下线空白栏目；暂无信息的，应在栏目内说明原因。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.website import ColumnSeen
from xuncha.indicators.freshness import column_evidence, named, why_open
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W403", "空白栏目")
def blank_columns(columns: tuple[ColumnSeen, ...], *, max_blank: int = 5) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W4 ③."""
    blank = [column for column in columns if column.is_blank]
    unseen = [column for column in columns if not column.is_seen]
    observed = {"blank": len(blank), "unseen": len(unseen), "max_blank": max_blank}
    urls = tuple(column.url for column in blank)
    evidence = tuple(one for column in blank for one in column_evidence(column))
    names = "、".join(column.name for column in blank)
    if len(blank) >= max_blank:
        yield Hit(f"{len(blank)} 个空白栏目：{names}", observed, urls, evidence)
    elif len(blank) + len(unseen) >= max_blank:
        known = f"{len(blank)} 个空白栏目（{names}）" if blank else "未见空白栏目"
        detail = f"{known}，另有 {len(unseen)} 个栏目未能看清，不能断定：{named(unseen, 'unseen')}"
        yield Doubt(
            detail,
            observed,
            urls + tuple(column.url for column in unseen),
            evidence,
            state=why_open([*blank, *unseen]),
        )
