"""N104 超6个月未选登留言

检查什么  政务咨询类栏目最近一次公开选登留言是什么时候。
怎样判定  各咨询栏目公开的留言中，最新的日期距监测时间点超过 6 个月，或栏目里没有任何公开的留言。
看不到时  栏目打不开、留言由脚本加载或没有日期的，判为待核。
怎样整改  及时选登有代表性的留言和答复；确无来信的，应保存后台记录备查并在栏目说明。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.services import BoardSeen
from xuncha.indicators.freshness import months_before
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("N104", "超6个月未选登留言")
def no_letter_published(boards: tuple[BoardSeen, ...], asof: datetime, *, months: int = 6) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy C1)."""
    chosen = [board for board in boards if not board.special and board.name != "首页"]
    dates = [letter.newest for board in chosen for letter in board.letters if letter.newest is not None]
    past = [day for day in dates if not day.is_after(asof)]
    newest = max(past, key=lambda day: day.sort_key, default=None)
    if not chosen or (newest is not None and not newest.is_before(months_before(asof, months))):
        return
    names = "、".join(board.name for board in chosen)
    urls = tuple(board.url for board in chosen)
    cited = tuple(board.evidence for board in chosen if board.evidence)
    observed = {"newest": newest.day.isoformat() if newest else None, "months": months}
    unseen = [board for board in chosen if board.unseen]
    undated = any(letter.newest is None for board in chosen for letter in board.letters)
    if unseen or (undated and newest is None):
        why = unseen[0].unseen if unseen else "留言没有日期"
        yield Doubt(f"栏目“{names}”最近的选登时间不能断定：{why}", observed, urls, cited)
    elif newest is None:
        yield Hit(f"栏目“{names}”没有选登任何留言", observed, urls, cited)
    else:
        yield Hit(
            f"栏目“{names}”最近一次选登留言为 {newest.day.isoformat()}，超过 {months} 个月",
            observed,
            urls,
            cited,
        )
