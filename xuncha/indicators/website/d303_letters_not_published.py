"""D303 留言公开

检查什么  监测时间点前 2 个月内有没有公开新的留言和答复（信访、举报等专门渠道不算）。
怎样判定  读到的公开留言中，最近一条的答复时间（没有写答复时间的，用公开或留言时间）早于 2 个月的，为一处。
看不到时  没有找到公开留言、留言由脚本加载、没有日期或没有按时间排列的，判为待核，由人工查看后录入。
怎样整改  及时选登网民留言和答复，注明留言时间、答复单位和答复时间。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from xuncha.facts.seen import Published
from xuncha.facts.services import BoardSeen, LetterSeen
from xuncha.indicators.freshness import beginning_of, months_before
from xuncha.indicators.kernel import Doubt, Hit, indicator

#: A list of more letters than this may go on; the newest must then stand at its head.
_ONE_PAGE = 8


@indicator("D303", "留言公开")
def letters_not_published(boards: tuple[BoardSeen, ...], asof: datetime, *, months: int = 2) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 互动交流."""
    limit = beginning_of(months_before(asof, months))
    counted = [board for board in boards if not board.special]
    dated = [day for board in counted for letter in board.letters if (day := _day(letter))]
    past = [day for day in dated if not day.is_after(asof)]
    if any(not day.is_before(limit) for day in past):
        return
    newest = max(past, key=lambda day: day.sort_key, default=None)
    observed = {
        "newest": newest.day.isoformat() if newest else None,
        "limit": limit.date().isoformat(),
        "letters": len(dated),
    }
    urls = tuple(board.url for board in counted)
    cited = tuple(board.evidence for board in counted if board.evidence)
    why = _why_open(counted, newest)
    if newest is None or why:
        yield Doubt(f"{months} 个月内有没有公开新的留言未能看清：{why}", observed, urls, cited, key="unseen")
        return
    detail = f"{months} 个月内没有公开新的留言和答复（所见最近一条为 {newest.day.isoformat()}）"
    yield Hit(detail, observed, urls, cited, key="stale")


def _day(letter: LetterSeen) -> Published | None:
    return letter.answered or letter.newest or letter.asked


def _why_open(boards: Sequence[BoardSeen], newest: Published | None) -> str:
    """Why a newer letter than those read may be there, empty where none can."""
    unseen = [board.unseen for board in boards if board.unseen]
    if unseen:
        return unseen[0]
    if newest is None:
        return "没有读到注明日期的公开留言"
    if any(_day(letter) is None for board in boards for letter in board.letters):
        return "部分留言没有读到日期"
    if not all(_is_newest_first(board.letters) for board in boards):
        return "留言没有按时间排列，可能有更新的没有读到"
    return ""


def _is_newest_first(letters: Sequence[LetterSeen]) -> bool:
    days = [day.sort_key for letter in letters if (day := _day(letter))]
    return len(days) <= _ONE_PAGE or days[0] >= max(days[len(days) // 2 :])
