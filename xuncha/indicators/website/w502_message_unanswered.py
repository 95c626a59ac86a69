"""W502 留言超期未回应

检查什么  政务咨询类栏目公开的留言中，前 1 年内的有效留言有没有超过 3 个月未回应的。
怎样判定  写明未回复、办理中的有效留言，从留言到监测时间点超过 3 个月，有一条即命中。在线访谈、调查征集、网上信访、
          纪检举报类栏目除外；测试、广告、重复等无效留言不算。
看不到时  没有公开的留言看不到；是否有效、是否回应不能断定的，以及 3 个月后才答复的，判为待核。
怎样整改  立即答复超期留言，完善受理、转办和督办机制。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.services import BoardSeen, LetterSeen
from xuncha.indicators.freshness import months_before
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W502", "留言超期未回应")
def message_unanswered(
    boards: tuple[BoardSeen, ...], asof: datetime, *, answer_months: int = 3, window_months: int = 12
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W5 ②."""
    overdue, opens = months_before(asof, answer_months), months_before(asof, window_months)
    for board in boards:
        if board.special:
            continue
        if board.unseen:
            cited = (board.evidence,) if board.evidence else ()
            yield Doubt(
                f"栏目“{board.name}”的留言未能读取：{board.unseen}", {}, (board.url,), cited, key=board.url
            )
        for letter in board.letters:
            if letter.asked is None or letter.asked.is_before(opens) or letter.valid is False:
                continue
            if letter.asked.is_before(overdue):
                yield from _of(board, letter, asof, answer_months)


def _of(board: BoardSeen, letter: LetterSeen, asof: datetime, answer_months: int) -> Iterator[Hit]:
    """What one letter older than the limit says."""
    assert letter.asked is not None
    days = (asof.date() - letter.asked.day).days
    observed: dict[str, int | float | str | None] = {
        "asked": letter.asked.day.isoformat(),
        "days": days,
        "answer_months": answer_months,
    }
    cited = (letter.evidence,) if letter.evidence else ()
    name = f"栏目“{board.name}”的留言《{letter.title}》（{letter.asked.day.isoformat()}）"
    urls = (letter.url or board.url, board.url)
    key = letter.url or letter.title
    if letter.is_answered is False and letter.valid:
        yield Hit(f"{name}已 {days} 天未回应", observed, urls, cited, letter.title, key)
    elif letter.is_answered is False:
        yield Doubt(
            f"{name}已 {days} 天未回应，是否为有效留言待人工判断", observed, urls, cited, letter.title, key
        )
    elif letter.is_answered is None:
        yield Doubt(f"{name}是否已回应未能看到", observed, urls, cited, letter.title, key)
    elif _answered_late(letter, answer_months):
        yield Doubt(
            f"{name}超过 {answer_months} 个月才答复，是否计入待人工判断",
            observed,
            urls,
            cited,
            letter.title,
            key,
        )


def _answered_late(letter: LetterSeen, answer_months: int) -> bool:
    if letter.asked is None or letter.answered is None:
        return False
    answered = datetime.combine(letter.answered.day, datetime.min.time())
    return letter.asked.day < months_before(answered, answer_months).date()
