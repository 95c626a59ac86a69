"""Days and spans of days as calls to take part print them, also without year, by month, or by words."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import zip_longest

from xuncha.text.dating.found_dates import PLAIN, FoundDate, calendar_day, find_dates, read_clock

_HAN = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "◯": 0, "两": 2}
#: A Chinese number counts only where a unit of time follows.
_HAN_NUMBER = re.compile(
    r"[〇○◯零一二两三四五六七八九十廿卅]{1,5}(?=[ \u3000]{0,2}个?[ \u3000]{0,2}"
    r"(?:年|月|日|号|天|周(?!岁)|星期|礼拜|工作日|自然日|时(?!间)|点))"
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text with look-alike characters and Chinese numbers made plain, and where each character stood."""

    text: str
    original: str
    places: tuple[int, ...]  # place in ``original`` of the k-th character; one more for the end

    def quote(self, start: int, end: int) -> str:
        """The original words of a span of the plain text."""
        return self.original[self.places[start] : self.places[end]]


def make_plain(original: str) -> PlainText:
    """Turns full-width digits, dashes and Chinese numbers of dates into plain ones."""
    # A line break parts the cells of a table, so it must outlive the table of look-alike spaces.
    table = {key: value for key, value in PLAIN.items() if key not in (0x0A, 0x0D)}
    flat = original.translate(table)
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for match in _HAN_NUMBER.finditer(flat):
        digits = str(han_number(match.group()))
        parts += [flat[last : match.start()], digits]
        places += range(last, match.start())
        places += [match.start()] * len(digits)
        last = match.end()
    parts.append(flat[last:])
    places += range(last, len(flat) + 1)
    return PlainText("".join(parts), original, tuple(places))


def han_number(words: str) -> int:
    """A Chinese number below 100, or a year read digit by digit."""
    words = words.replace("廿", "二十").replace("卅", "三十")
    if "十" not in words:
        return int("".join(str(_HAN[mark]) for mark in words))
    tens, _, ones = words.partition("十")
    ones = ones.replace("十", "")
    return (_HAN[tens[-1]] if tens else 1) * 10 + (_HAN[ones[-1]] if ones else 0)


@dataclass(frozen=True, slots=True)
class Moment:
    """One day, or the end of a month, at ``text[start:end]`` of the plain text.

    ``year`` is None where none is printed; ``years_on`` counts from the year of publication where words
    such as 今年 (0) or 明年 (1) say it. ``months_on`` likewise for 本月 (0) and 下月 (1), ``month`` being 0.
    ``day`` 0 means the last day of the month. ``loose``: a whole month, a date only beside a label.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    clock: time | None = None
    years_on: int | None = None
    months_on: int | None = None
    loose: bool = False

    def in_year(self, year: int) -> date | None:
        """The day in a given year, None where that year has no such day."""
        if not 1 <= self.month <= 12:
            return None
        return calendar_day(year, self.month, self.day or last_day(year, self.month))


@dataclass(frozen=True, slots=True)
class Span:
    """A single moment, or two joined by a word or dash of range."""

    first: Moment | None
    last: Moment
    start: int
    end: int


def last_day(year: int, month: int) -> int:
    """Number of days of a month."""
    return calendar.monthrange(year, month)[1]


_TO = r"(?:至|到|-{1,3}|~{1,2}|～{1,2})"
_OTHER_MOMENTS: tuple[re.Pattern[str], ...] = (
    # 3月1-15日, 2025年3月1至15日: the day that opens a range
    re.compile(
        rf"(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?=[日号]? ?{_TO} ?\d{{1,2}}[日号])"
    ),
    # 3.1-3.15, 3/1-3/15, the first of two
    re.compile(
        rf"(?<![\d./第])(?P<month>\d{{1,2}})(?P<mark>[./])(?P<day>\d{{1,2}})(?=[日号]? ?{_TO} ?\d{{1,2}}(?P=mark)\d{{1,2}}(?![\d./%]))(?P<loose>)"
    ),
    # 20250601
    re.compile(
        r"(?<![\w.])(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d.A-Za-z])(?P<loose>)"
    ),
    # 2025年底, 今年年底, 年底
    re.compile(r"(?P<year>20\d\d)年?年[底末](?P<year_end>)"),
    re.compile(r"(?:(?P<word>今年|本年|明年)年?|(?<!\d)年)[底末](?P<year_end>)"),
    # 本月30日, 本月底, 月底
    re.compile(r"(?P<near>本月|当月|下月|次月)(?:(?P<day>\d{1,2})[日号]|[底末])"),
    re.compile(r"(?<![\d上个])(?P<near>月)[底末]"),
    # 6月底, 2025年6月, 6月中旬
    re.compile(
        r"(?:(?P<year>20\d\d)年)?(?<![\d个])(?P<month>\d{1,2})月份?(?:(?P<part>底|末|下旬|中旬|上旬|初)|(?P<loose>)(?![前之以]| ?\d))"
    ),
)
_PARTS = {"中旬": 20, "上旬": 10, "初": 10}
_YEAR_WORDS = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "翌年": 1}
_YEAR_WORD = re.compile(r"(今年|本年|当年|明年|次年|翌年) ?$")
_NOTE = r"(?: ?[(（【][^()（）】]{0,16}[)）】])?"
_JOIN = re.compile(
    rf"{_NOTE} ?(?:起|开始|开启|启动)?{_NOTE}[ ,]{{0,3}}(?:直至|持续到|持续至|截至|截止到|截止至|{_TO}|截止) ?"
)
_DAY_ONLY = re.compile(r"(?P<day>\d{1,2})[日号]")
_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?![\d.])日?")
_UNTIL_CLOCK = re.compile(r"-(\d{1,2}):(\d{2})$")


#: 5月24日、25日、31日; 6月3日和10日: further days of the month named first.
_MORE_DAYS = re.compile(rf"(?:{_NOTE} ?(?:、|,|和|及|与|以及) ?\d{{1,2}}[日号](?!\d)(?!内|后|起)){{1,12}}")


def find_spans(plain: str) -> list[Span]:
    """Every moment of the text, those joined as ranges put together, in order of position."""
    moments = _all_moments(plain)
    starts = {moment.start: moment for moment in moments}
    spans: list[Span] = []
    past = 0
    for moment in moments:
        if moment.start < past:
            continue
        span = _joined(plain, moment, starts) or Span(None, moment, moment.start, moment.end)
        past = span.end
        spans.append(span)
    return spans


def _all_moments(plain: str) -> list[Moment]:
    moments = [_from_found(plain, item) for item in find_dates(plain)]
    masked = list(plain)
    for moment in moments:
        masked[moment.start : moment.end] = "\x00" * (moment.end - moment.start)
    for pattern in _OTHER_MOMENTS:
        for match in pattern.finditer("".join(masked)):
            other = _from_words(plain, match)
            if other is not None:
                moments.append(other)
                masked[other.start : other.end] = "\x00" * (other.end - other.start)
    moments.sort(key=lambda item: item.start)
    return [_cut(plain, moment, after) for moment, after in zip_longest(moments, moments[1:])]


def _cut(plain: str, moment: Moment, after: Moment | None) -> Moment:
    """A moment without what belongs to the next: 9:00-2025 is no time with an offset from UTC."""
    if after is None or moment.end <= after.start:
        return moment
    return replace(moment, end=moment.start + len(plain[moment.start : after.start].rstrip("-+ ")))


def _from_found(plain: str, item: FoundDate) -> Moment:
    """A date read by the search for dates, with the later of two times of day (9:00-17:00)."""
    clock = item.clock
    until = _UNTIL_CLOCK.search(plain[item.start : item.end])
    if until and int(until[1]) < 24 and int(until[2]) < 60:
        clock = time(int(until[1]), int(until[2]))
    word = None if item.year_printed else _YEAR_WORD.search(plain[max(0, item.start - 4) : item.start])
    return Moment(
        item.start,
        item.end,
        item.day.year if item.day else None,
        item.month,
        item.day_of_month,
        clock,
        years_on=_YEAR_WORDS[word[1]] if word else None,
    )


def _from_words(plain: str, match: re.Match[str]) -> Moment | None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if groups.get("near"):
        day = int(groups.get("day") or 0)
        ahead = 1 if groups["near"] in ("下月", "次月") else 0
        found = Moment(match.start(), match.end(), None, 0, day, months_on=ahead)
    elif groups.get("year_end") is not None:
        word = groups.get("word")
        years_on = _YEAR_WORDS[word] if word else (None if year else 0)
        found = Moment(match.start(), match.end(), year, 12, 31, years_on=years_on)
    else:
        day = int(groups.get("day") or 0) or _PARTS.get(groups.get("part") or "", 0)
        loose = groups.get("loose") is not None
        word_before = _YEAR_WORD.search(plain[max(0, match.start() - 4) : match.start()])
        found = Moment(
            match.start(),
            match.end(),
            year,
            int(groups["month"]),
            day,
            years_on=_YEAR_WORDS[word_before[1]] if word_before and not year else None,
            loose=loose,
        )
    if (found.month and found.in_year(2000) is None) or found.day > 31:
        return None
    clock, _, end = read_clock(plain, found.end)
    return replace(found, clock=clock, end=end) if clock else found


def _joined(plain: str, first: Moment, starts: dict[int, Moment]) -> Span | None:
    """The range that ``first`` opens, None when nothing is joined to it."""
    # 3月1-15日 leaves the unit to the second day.
    begin = first.end + (1 if plain[first.end : first.end + 1] in ("日", "号") else 0)
    link = _JOIN.match(plain, begin)
    if link is None:
        return _listed(plain, first)
    last = _range_end(plain, first, link.end(), starts)
    return Span(first, last, first.start, last.end) if last else None


def _listed(plain: str, first: Moment) -> Span | None:
    """A day with further days of the same month after it; the last of them ends the span."""
    more = _MORE_DAYS.match(plain, first.end) if first.day else None
    if more is None:
        return None
    days = [int(found) for found in re.findall(r"(\d{1,2})[日号]", more.group())]
    if days != sorted(days) or days[0] <= first.day:
        return None
    last = _same_month(plain, first, days[-1], more.end())
    return Span(first, last, first.start, last.end) if last else None


def _range_end(plain: str, first: Moment, at: int, starts: dict[int, Moment]) -> Moment | None:
    skipped = _YEAR_WORD_HERE.match(plain, at)
    known = starts.get(skipped.end() if skipped else at)
    if known is not None and not (known.loose and known.day and not first.loose and first.year is None):
        return known
    if match := _DAY_ONLY.match(plain, at):
        return _same_month(plain, first, int(match["day"]), match.end())
    if match := _MONTH_DAY.match(plain, at):
        month, day = int(match["month"]), int(match["day"])
        if calendar_day(2000, month, day) is None:
            return None
        clock, _, end = read_clock(plain, match.end())
        return Moment(at, end, None, month, day, clock)
    clock, _, end = read_clock(plain, at)
    return replace(first, clock=clock, end=end) if clock else None


_YEAR_WORD_HERE = re.compile(r"(?:今年|本年|当年|明年|次年|翌年) ?")


def _same_month(plain: str, first: Moment, day: int, end: int) -> Moment | None:
    """The second day of 3月1日至15日; of 3月28日至5日, which is in the next month."""
    if not first.month or not 1 <= day <= 31:
        return None
    month, year = first.month, first.year
    if day < first.day:
        year = year + 1 if year and month == 12 else year
        month = month % 12 + 1
    if calendar_day(year or 2000, month, day) is None:
        return None
    clock, _, stop = read_clock(plain, end)
    return Moment(end, stop, year, month, day, clock, years_on=first.years_on)


def sentence_around(plain: str, breaks: list[int], start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a span begins and ends; ``breaks`` are the places of its marks."""
    left = bisect_right(breaks, start - 1)
    right = bisect_right(breaks, end - 1)
    begin = breaks[left - 1] + 1 if left else 0
    return begin, breaks[right] if right < len(breaks) else len(plain)


_BREAK = re.compile(r"[。；;！!？?\n\r]")


def sentence_breaks(plain: str) -> list[int]:
    """Places of the marks that end a sentence or a cell."""
    return [match.start() for match in _BREAK.finditer(plain)]
