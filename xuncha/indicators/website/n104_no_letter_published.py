"""N104 超6个月未选登留言

检查什么  政务咨询类栏目最近一次公开选登留言是什么时候。
怎样判定  各咨询栏目公开的留言中，最新的日期距监测时间点超过 6 个月，或栏目里没有任何公开的留言。
看不到时  栏目打不开、留言由脚本加载、留言没有日期、公开在其他网站，或栏目说明暂无来信的，判为待核。
怎样整改  及时选登有代表性的留言和答复；确无来信的，应保存后台记录备查并在栏目说明。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.seen import DateSource
from xuncha.facts.services import BoardSeen
from xuncha.facts.website import ColumnSeen, Content
from xuncha.indicators.freshness import months_before
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.dating.working_days import working_days_between


@indicator("N104", "超6个月未选登留言")
def no_letter_published(
    boards: tuple[BoardSeen, ...], columns: tuple[ColumnSeen, ...], asof: datetime, *, months: int = 6
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy C1)."""
    ordinary = [board for board in boards if not board.special]
    chosen = [board for board in ordinary if not board.entrance]
    letters = [letter for board in chosen for letter in board.letters]
    dated = [letter for letter in letters if letter.newest is not None and not letter.newest.is_after(asof)]
    newest = max(dated, key=lambda letter: letter.newest.sort_key if letter.newest else "", default=None)
    day = newest.newest if newest else None
    if not ordinary or (day is not None and not day.is_before(months_before(asof, months))):
        return
    names = "、".join(board.name for board in chosen or ordinary)
    urls = tuple(dict.fromkeys(board.url for board in chosen or ordinary))
    pages = (newest.evidence if newest else None, *(board.evidence for board in chosen or ordinary))
    cited = tuple(dict.fromkeys(one for one in pages if one is not None))
    observed: dict[str, int | float | str | None] = {
        "newest": day.day.isoformat() if day else None,
        "months": months,
        "letters": len(letters),
    }
    since = working_days_between(day.day, asof.date()) if day else None
    if since is not None:
        observed["working_days"] = since.count
    why = _why_open(chosen, columns)
    if not why and len(dated) < len(letters):
        why = f"{len(letters) - len(dated)} 条留言没有可用的日期"
    if not why and day is not None and day.source is DateSource.LIST_NO_YEAR:
        why = f"最近的留言只写 {day.day.month} 月 {day.day.day} 日，没有年份"
    if why:
        yield Doubt(f"“{names}”最近的选登时间不能断定：{why}", observed, urls, cited)
    elif day is None:
        yield Hit(f"栏目“{names}”没有选登任何留言", observed, urls, cited)
    else:
        said = f"最近一次选登留言为 {day.day.isoformat()}，超过 {months} 个月{f'（{since.in_words}）' if since else ''}"
        yield Hit(f"栏目“{names}”{said}", observed, urls, cited, newest.title if newest else "")


def _why_open(chosen: list[BoardSeen], columns: tuple[ColumnSeen, ...]) -> str:
    """Where letters may stand that were not read, or why there need be none; empty for neither."""
    if not chosen:
        return "没有公开留言的栏目，留言可能公开在其他网站"
    unseen = next((board.unseen for board in chosen if board.unseen), "")
    if unseen:
        return unseen
    excused = {column.url for column in columns if column.content is Content.EXPLAINED}
    empty = [board for board in chosen if not board.letters]
    return "栏目说明了暂无来信的原因" if empty and any(board.url in excused for board in empty) else ""
