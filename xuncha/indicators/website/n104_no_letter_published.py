"""N104 超6个月未选登留言

检查什么  政务咨询类栏目最近一次公开选登留言是什么时候。
怎样判定  各咨询栏目公开的留言中，最新的日期距监测时间点超过 6 个月（按日计，到期当日不算超过），或栏目里没有任何公开的
          留言。测试留言、没有实际内容的和广告不算选登。
看不到时  栏目打不开、留言由脚本加载、留言没有日期、须登录查看、版式未能识别、公开在其他网站，或栏目说明暂无来信的，判为待核；已答复的留言只写明来信
          时间，而来信在 7 个月以内的，公开时间可能较晚，判为待核。
怎样整改  及时选登有代表性的留言和答复；确无来信的，应保存后台记录备查并在栏目说明。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.seen import DateSource
from xuncha.facts.services import BoardSeen, LetterSeen
from xuncha.facts.website import ColumnSeen, Content
from xuncha.indicators.freshness import beginning_of, months_before
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.dating.working_days import working_days_between

#: What stands in a column of letters and is none: published, it shows no answer to anybody.
_NO_LETTERS = frozenset({"没有内容", "没有实际内容", "测试留言", "广告推销"})
#: An answer of unknown day may have come so long after its question (months).
_ANSWERED_WITHIN = 1


@indicator("N104", "超6个月未选登留言")
def no_letter_published(
    boards: tuple[BoardSeen, ...], columns: tuple[ColumnSeen, ...], asof: datetime, *, months: int = 6
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy C1)."""
    ordinary = [board for board in boards if not board.special]
    chosen = [board for board in ordinary if not board.entrance]
    shown = [letter for board in chosen for letter in board.letters]
    letters = [letter for letter in shown if letter.reason not in _NO_LETTERS]
    dated = [letter for letter in letters if letter.newest is not None and not letter.newest.is_after(asof)]
    newest = max(dated, key=lambda letter: letter.newest.sort_key if letter.newest else "", default=None)
    day = newest.newest if newest else None
    if not ordinary or (day is not None and not day.is_before(beginning_of(months_before(asof, months)))):
        return
    named = [board for board in chosen if board.letters] or chosen or ordinary
    names = "、".join(board.name for board in named)
    urls = tuple(dict.fromkeys(board.url for board in named))
    pages = (newest.evidence if newest else None, *(board.evidence for board in named))
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
    if not why and any(_may_be_younger(letter, asof, months) for letter in dated):
        why = "已答复的留言只写明来信时间，没有答复和公开时间"
    others = (
        f"（另有 {len(shown) - len(letters)} 条测试等无效留言，不算选登）"
        if len(shown) > len(letters)
        else ""
    )
    if why:
        yield Doubt(f"“{names}”最近的选登时间不能断定：{why}", observed, urls, cited)
    elif day is None:
        yield Hit(f"栏目“{names}”没有选登任何留言{others}", observed, urls, cited)
    else:
        said = f"最近一次选登留言为 {day.day.isoformat()}，超过 {months} 个月{f'（{since.in_words}）' if since else ''}"
        yield Hit(f"栏目“{names}”{said}{others}", observed, urls, cited, newest.title if newest else "")


def _may_be_younger(letter: LetterSeen, asof: datetime, months: int) -> bool:
    """True for an answered letter that tells the day of asking alone, which is not long over the limit."""
    if not letter.is_answered or letter.answered is not None or letter.asked is None:
        return False
    return letter.newest == letter.asked and not letter.asked.is_before(
        beginning_of(months_before(asof, months + _ANSWERED_WITHIN))
    )


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
