"""W502 留言超期未回应

检查什么  政务咨询类栏目公开的留言中，前 1 年内的有效留言有没有超过 3 个月未回应的。
怎样判定  写明未回复、办理中的有效留言，从留言到监测时间点超过 3 个月，有一条即命中。3 个月以后才答复的，按标准中的
          late_answer_counts 计入（1）或不计（0），计入的在结论中注明。结论写明历时的天数和工作日（按国务院放假调休安排）。在线访谈、调查征集、网上信访、纪检举报类栏目除外；
          测试、广告、重复等无效留言不算。
看不到时  没有公开的留言看不到；列表未读全，留言日期、是否有效、是否回应不能断定的，判为待核。
怎样整改  立即答复超期留言，完善受理、转办和督办机制。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from xuncha.facts.seen import DateSource, Published
from xuncha.facts.services import BoardSeen, LetterSeen
from xuncha.indicators.freshness import beginning_of, months_before
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.dating.working_days import working_days_between

_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Terms:
    """The limits as moments: answered by ``overdue``, asked since ``opens``.

    A period of months ends with its last day, so ``overdue`` is the beginning of a day.
    """

    asof: datetime
    overdue: datetime
    opens: datetime
    answer_months: int
    late_counts: bool

    def is_asked_for(self, day: Published | None) -> bool:
        """True for a day within the year before, longer ago than an answer may take."""
        return day is not None and not day.is_before(self.opens) and day.is_before(self.overdue)


@indicator("W502", "留言超期未回应")
def message_unanswered(
    boards: tuple[BoardSeen, ...],
    asof: datetime,
    *,
    answer_months: int = 3,
    window_months: int = 12,
    late_answer_counts: int = 1,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W5 ②."""
    terms = _Terms(
        asof,
        beginning_of(months_before(asof, answer_months)),
        months_before(asof, window_months),
        answer_months,
        bool(late_answer_counts),
    )
    ordinary = [board for board in boards if not board.special]
    own = [board for board in ordinary if not board.entrance]
    for board in own:
        yield from _of_board(board, terms)
    elsewhere = [board for board in ordinary if board.entrance and board.unseen]
    if elsewhere and not own:
        names = "、".join(dict.fromkeys(board.name for board in elsewhere))
        urls = tuple(dict.fromkeys(board.url for board in elsewhere))
        cited = tuple(dict.fromkeys(board.evidence for board in elsewhere if board.evidence))
        yield Doubt(f"咨询渠道（{names}）在其他网站，公开的留言未读取", {}, urls, cited, key="elsewhere")


def _of_board(board: BoardSeen, terms: _Terms) -> Iterator[Hit]:
    """The letters of one board; those of which too little is told are one doubt together."""
    cited = (board.evidence,) if board.evidence else ()
    if board.unseen:
        detail = f"栏目“{board.name}”的留言未能读全：{board.unseen}"
        yield Doubt(detail, {}, (board.url,), cited, key=f"{board.url}|unseen")
    untold = []
    for letter in board.letters:
        if letter.valid is False:
            continue
        if terms.is_asked_for(letter.asked):
            if letter.is_answered is None:
                untold.append(letter)
            else:
                yield from _of_letter(board, letter, terms)
        elif letter.asked is None and letter.is_answered is not True and _may_be_overdue(letter, terms):
            untold.append(letter)
    if untold:
        names = "、".join(f"《{letter.title}》" for letter in untold[:_NAMED])
        more = "等" if len(untold) > _NAMED else ""
        urls = tuple(dict.fromkeys(letter.url or board.url for letter in untold))
        pages = dict.fromkeys(letter.evidence for letter in untold if letter.evidence)
        detail = f"栏目“{board.name}”有 {len(untold)} 条留言的日期或是否回应未能看到：{names}{more}"
        yield Doubt(detail, {"letters": len(untold)}, urls, tuple(pages), key=f"{board.url}|untold")


def _may_be_overdue(letter: LetterSeen, terms: _Terms) -> bool:
    """An undated letter, or one whose only date is of its publication, which came after the asking."""
    return letter.newest is None or not letter.newest.is_before(terms.opens)


def _of_letter(board: BoardSeen, letter: LetterSeen, terms: _Terms) -> Iterator[Hit]:
    """What one letter asked longer ago than the limit says."""
    assert letter.asked is not None
    day = letter.asked.day.isoformat()
    name = f"栏目“{board.name}”的留言《{letter.title}》（{day}）"
    observed: dict[str, int | float | str | None] = {"asked": day, "answer_months": terms.answer_months}
    if letter.is_answered:
        if letter.answered is None or not _is_late(letter.asked, letter.answered, terms):
            return
        ends = letter.answered.day
        worked = working_days_between(letter.asked.day, ends)
        said = f"超过 {terms.answer_months} 个月，到 {ends.isoformat()} 才答复，历时 {worked.in_words}（迟到的答复是否计入以官方解释为准）"
        observed["answered"] = ends.isoformat()
    else:
        ends = terms.asof.date()
        worked = working_days_between(letter.asked.day, ends)
        said = f"已 {(ends - letter.asked.day).days} 天（{worked.in_words}）未回应"
        observed["answered"] = None
    observed |= {"days": (ends - letter.asked.day).days, "working_days": worked.count}
    why = _why_doubtful(letter)
    shape = Doubt if why else Hit
    urls = tuple(dict.fromkeys((letter.url or board.url, board.url)))
    cited = tuple(dict.fromkeys(one for one in (letter.evidence, board.evidence) if one is not None))
    key = letter.url if letter.url not in ("", board.url) else f"{board.url}|{letter.title}"
    yield shape(f"{name}{said}{why}", observed, urls, cited, letter.title, key)


def _is_late(asked: Published, answered: Published, terms: _Terms) -> bool:
    """True when the answer certainly came later than allowed, and the standard counts such."""
    if not terms.late_counts:
        return False
    end = datetime.combine(answered.day, time.min, terms.asof.tzinfo)
    return asked.is_before(months_before(end, terms.answer_months))


def _why_doubtful(letter: LetterSeen) -> str:
    """What keeps a late letter from being a proved fault, in words; empty where nothing does."""
    if letter.valid is None:
        return "，是否为有效留言待人工判断"
    if any(day and day.source is DateSource.LIST_NO_YEAR for day in (letter.asked, letter.answered)):
        return "，列表没有写明年份"
    return ""
