"""Dates of publication in the row of a list and in an address, and the search for dates in any text.

Nothing here knows the present: whoever asks passes the time the page was seen as ``asof``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from xuncha.facts.seen import BEIJING, DateSource, Published
from xuncha.text.dating.found_dates import PLAIN, FoundDate, calendar_day, find_dates, read_clock
from xuncha.text.expressions import expression

__all__ = [
    "FIRST_YEAR",
    "FoundDate",
    "as_published",
    "date_in_url",
    "find_dates",
    "parse_row_date",
    "resolve_year",
]

#: The earliest year a web page can have been published in; an older date is something else.
FIRST_YEAR = 1995


def resolve_year(month: int, day_of_month: int, asof: date, *, not_after: date | None = None) -> date:
    """The latest such date not later than ``asof``, nor than ``not_after`` where given.

    ``[12-28]`` seen on 3 January belongs to last year; 02-29 to the last leap year. Raises ValueError
    when no year has such a day.
    """
    limit = asof if not_after is None else min(asof, not_after)
    # Two leap years lie at most eight years apart (1896, 1904).
    for year in range(limit.year, max(limit.year - 9, 0), -1):
        day = calendar_day(year, month, day_of_month)
        if day is not None and day <= limit:
            return day
    raise ValueError(f"没有这样的日期：{month} 月 {day_of_month} 日")


_URL_DAY: tuple[re.Pattern[str], ...] = (
    expression(r"/t(\d{4})(\d\d)(\d\d)_\d"),
    expression(r"/(\d{4})/(\d{1,2})/(\d{1,2})/"),
    expression(r"/(\d{4})-(\d{1,2})[-/](\d{1,2})(?:[/_]|\.\w|$)"),
    expression(r"/(\d{4})/(\d\d)-?(\d\d)/"),
    expression(r"/(\d{4})(\d\d)/(\d\d)/"),
    expression(r"/(\d{4})(\d\d)(\d\d)/"),
)


def _days_in_path(path: str) -> Iterator[date]:
    for pattern in _URL_DAY:
        for match in pattern.finditer(path):
            day = calendar_day(int(match[1]), int(match[2]), int(match[3]))
            if day is not None and FIRST_YEAR <= day.year < 2100:
                yield day


def date_in_url(url: str) -> date | None:
    """The day written into the path of an address, None where there is none or only a month.

    Numbers of documents (``post_20251345``, ``content_20250612``) are not dates.
    """
    path = re.split(r"[?#]", url, maxsplit=1)[0].partition("://")[2] or url
    return next(_days_in_path(path), None)


# --- the row of a list ---------------------------------------------------------------------------------

_PUBLISHED_LABEL = expression(
    r"(?:发布|发表|刊登|公布|公开|发稿|发文|上传|录入|更新)(?:时间|日期|于|日)? {0,3}:? {0,3}$"
)
_PLAIN_LABEL = expression(r"(?:^|[^\w])(?:时间|日期) {0,3}:? {0,3}$")
_WRITTEN_LABEL = expression(r"(?:成文|印发|生成|制发)(?:时间|日期)? {0,3}:? {0,3}$")
_OTHER_LABEL = expression(
    r"(?:(?:报名|开标|会议|活动|召开|举办|考试|公示)(?:时间|日期|期限|期)"
    r"|(?:截止|截至|结束|终止|开始|起始|生效|施行|实施|失效|废止|有效)(?:时间|日期|日|期限|期)?)"
    r" {0,3}:? {0,3}(?:自|至|从)? {0,3}$"
)
_RANGE = expression(r" {0,5}(?:至|到|~|～|-{1,2}) {0,5}")
#: What stands before or after a date that has a place of its own in the row, not in a sentence.
_OPENS = expression(r"(?:^|[^\w\x00、,。；;])$")
_CLOSES = expression(
    r"(?:$|发布|发表|更新|[^\w、,。；;])(?! {0,3}(?:起(?!\w)|起施行|前(?!\w)|之前|止|以来|以前|至|到|施行|实施|召开|举行))"
)
_RELATIVE = expression(
    r"(?P<now>刚刚|刚才|半小时前)|(?P<count>\d{1,3}) {0,2}(?P<unit>秒|分钟|小时|天|日|周)钟?前"
    r"|(?P<word>今天|今日|昨天|昨日|前天)"
)
_UNITS = {
    "秒": timedelta(seconds=1),
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "周": timedelta(weeks=1),
}
_DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_DOTTED = expression(r"\s{0,9}(\d\d)\.(\d\d)\s{0,9}")


def as_published(day: date, at: datetime | None, source: DateSource) -> Published:
    """A publication date; midnight to the second is how systems fill in a time nobody printed."""
    if at is not None and at.time() == time(0, 0):
        at = None
    return Published(day, source, at)


def parse_row_date(text: str, asof: datetime) -> Published | None:
    """The publication date in the text of a list row, taken without the words of the row's link.

    Of several dates the labelled one counts, else the one in a place of its own that stands last; dates
    inside a sentence, deadlines and ends of spans never. Words such as 昨天 count from ``asof``, the time
    the list was seen. None where the row prints no date.
    """
    plain = text.translate(PLAIN)
    today = asof.astimezone(BEIJING).date()
    dotted = _DOTTED.fullmatch(plain)
    if dotted and calendar_day(2000, int(dotted[1]), int(dotted[2])):
        return Published(resolve_year(int(dotted[1]), int(dotted[2]), today), DateSource.LIST_NO_YEAR)
    found = find_dates(plain)
    ranked = [
        (rank, published)
        for before, item in zip([None, *found], found, strict=False)
        if (rank := _row_rank(plain, before, item)) and (published := _dated(item, today))
    ]
    if not ranked:
        return None if found else _relative_date(plain, asof.astimezone(BEIJING))

    def weight(choice: tuple[int, Published]) -> tuple[int, bool, bool]:
        rank, published = choice
        return rank, not published.is_after(asof), published.source is DateSource.LIST

    best = max(weight(choice) for choice in ranked)
    return [published for rank, published in ranked if weight((rank, published)) == best][-1]


def _row_rank(plain: str, before: FoundDate | None, item: FoundDate) -> int:
    """How surely a date of a row is its publication date: 4 labelled … 1 weak, 0 not at all."""
    if before is not None and _RANGE.fullmatch(plain, before.end, item.start):
        return 0
    left = plain[max(0, item.start - 16) : item.start]
    if _PUBLISHED_LABEL.search(left):
        return 4
    if _OTHER_LABEL.search(left) or not _CLOSES.match(plain[item.end : item.end + 8]):
        return 0
    if _PLAIN_LABEL.search(left):
        return 3
    if _WRITTEN_LABEL.search(left):
        return 1
    return 2 if _OPENS.search(left) else 0


def _dated(item: FoundDate, today: date) -> Published | None:
    """A found date as a publication date of a row; None for years before there were such pages."""
    if item.day is not None:
        return as_published(item.day, item.at, DateSource.LIST) if item.day.year >= FIRST_YEAR else None
    day = resolve_year(item.month, item.day_of_month, today)
    # Day only: with the year inferred, a time of day would claim more than the row prints.
    return Published(day, DateSource.LIST_NO_YEAR)


def _relative_date(plain: str, asof: datetime) -> Published | None:
    """今天, 昨天 10:05, 3小时前, 刚刚, where the word stands by itself.

    Like a date without its year: what the item's own page says settles it, for the word may stand in the
    markup and never change.
    """
    for match in _RELATIVE.finditer(plain):
        clock, _, end = read_clock(plain, match.end()) if match["word"] else (None, "", match.end())
        if not (_stands_alone(plain, match.start(), end)):
            continue
        if match["now"]:
            return Published(
                (asof - timedelta(minutes=30 if "半" in match["now"] else 0)).date(), DateSource.LIST_NO_YEAR
            )
        if match["count"]:
            return Published(
                (asof - int(match["count"]) * _UNITS[match["unit"]]).date(), DateSource.LIST_NO_YEAR
            )
        day = asof.date() - timedelta(days=_DAYS_AGO[match["word"]])
        return Published(
            day, DateSource.LIST_NO_YEAR, datetime.combine(day, clock, BEIJING) if clock else None
        )
    return None


def _stands_alone(plain: str, start: int, end: int) -> bool:
    left = plain[max(0, start - 16) : start]
    placed = _OPENS.search(left) or _PUBLISHED_LABEL.search(left)
    return bool(placed) and _CLOSES.match(plain[end : end + 8]) is not None
