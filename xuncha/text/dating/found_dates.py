"""Calendar dates as Chinese government pages print them, wherever they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from xuncha.facts.seen import BEIJING


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One calendar date printed in a text, at ``text[start:end]``.

    ``day`` is None where no year is printed. ``at`` (Beijing time) is set only where year and time of day
    are both printed; ``clock`` is the time of day, with or without a year.
    """

    start: int
    end: int
    day: date | None
    at: datetime | None
    year_printed: bool
    month: int
    day_of_month: int
    clock: time | None = None


def _one_to_one() -> dict[int, str]:
    """Maps look-alike characters to plain ones, one for one, so that positions stay true."""
    table = {0xFF10 + digit: str(digit) for digit in range(10)}
    table.update({ord(mark): "-" for mark in "‐‑‒–—―−─－﹣"})
    table.update({ord(mark): " " for mark in "\t\r\n\f\v\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff"})
    table.update({ord("："): ":", ord("／"): "/", ord("．"): ".", ord("，"): ","})
    return table


#: Translation table of look-alike characters.
PLAIN = _one_to_one()
#: Stands where a date has been read already, so that no other pattern reads part of it again.
_TAKEN = "\x00"

_HAN_DIGITS = {
    mark: value
    for value, marks in enumerate(["〇○◯零Ο", "一", "二", "三", "四", "五", "六", "七", "八", "九"])
    for mark in marks
}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_HAN_YEAR = r"[一二][〇○◯零Ο0一二三四五六七八九]{3}"

# The order matters: what prints most is tried first. Every repeat is bounded, which keeps the search linear.
_PATTERNS: tuple[re.Pattern[str], ...] = (
    # 2025-06-12, 2025/6/12, 2025.6.12; not inside an IP address, a version, a number or a file name
    re.compile(
        rf"(?<![A-Za-z0-9])(?<!\d[./]){_YEAR} {{0,3}}(?P<sep>-{{1,2}}|[/.]) {{0,3}}(?P<month>\d{{1,2}})"
        r" {0,3}(?P=sep) {0,3}(?P<day>\d{1,2}(?!\d)|\d{2}(?=\d{2}:\d{2}))"
        r"(?![./]\w)(?!-\d{1,8}(?![\d\-./:年月]))(?![A-SU-Za-su-z])"
    ),
    # 2025年6月12日, the 日 left out only at the end of a word
    re.compile(
        rf"(?<!\d){_YEAR} {{0,3}}年 {{0,3}}(?P<month>\d{{1,2}}) {{0,3}}月 {{0,3}}"
        r"(?P<day>\d{1,2})(?: {0,3}[日号]|(?!\w))"
    ),
    # 二〇二五年六月十二日
    re.compile(
        rf"(?P<year>{_HAN_YEAR}) {{0,3}}年 {{0,3}}(?P<month>十[一二]?|[一二三四五六七八九]) {{0,3}}月 {{0,3}}"
        r"(?P<day>三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]) {0,3}[日号]"
    ),
    # 25-06-12, where the first number can only be a year
    re.compile(
        r"(?<![\w\-./+$¥#])(?<!\d:)(?P<short_year>1[3-9]|[23]\d)(?P<sep>[-/])(?P<month>\d{2})(?P=sep)(?P<day>\d{2})"
        r"(?![\w%])(?! ?[-./]\w)"
    ),
    # 06-12 2025 and 2025 06/12, the year in a cell of its own
    re.compile(
        r"(?<![\w\-./])(?<!\d:)(?P<month>\d{2}) ?[-/.] ?(?P<day>\d{2}) {1,20}(?P<year>20\d\d)(?!\w)(?! ?[-/.:])"
    ),
    re.compile(
        r"(?<![\w\-./])(?<!\d:)(?P<year>20\d\d)(?:年 {0,20}| {1,20})(?P<month>\d{1,2}) ?[-/] ?(?P<day>\d{2})"
        r"(?!\w)(?! ?[-/.:])"
    ),
    # 12 2025-06 and 12 / 06月 2025, the day in large type
    re.compile(
        r"(?<![\w\-./])(?<!\d:)(?P<day>\d{1,2})日?(?: {1,20}| {0,3}/ {0,3})(?P<year>20\d\d) ?[-/.年] ?"
        r"(?P<month>\d{1,2})月?(?!\w)(?! {0,3}[-/.:]\d)"
    ),
    re.compile(
        r"(?<![\w\-./])(?<!\d:)(?P<day>\d{1,2})日?(?: {1,20}| {0,3}/ {0,3})(?P<month>\d{1,2})月[ ,/]{1,20}"
        r"(?P<year>20\d\d)年?(?!\w)"
    ),
    # 20250612 standing alone
    re.compile(r"(?<![\w\-./])(?P<year>20\d\d|199\d)(?P<month>\d\d)(?P<day>\d\d)(?!\w)(?![-./]\w)"),
    # 6月12日
    re.compile(r"(?<![\d.])(?P<month>\d{1,2}) {0,3}月 {0,3}(?P<day>\d{1,2}) {0,3}[日号]"),
    # [6-12], 【6/12】
    re.compile(r"(?<=[\[【]) {0,3}(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?= {0,3}[\]】])"),
    # 06-12, (06-12), 06/12
    re.compile(r"(?<![\w\-./+$¥#])(?<!\d:)(?P<month>\d\d)[-/](?P<day>\d\d)(?![\w%])(?! ?[-./:]\w)"),
)

#: Every date holds one of these: a mark or word behind a number, or eight digits. Most numbers in a text do not.
_OF_A_DATE = re.compile(r"月|\d\W{0,3}年|\d\W{0,3}?[-/.‐‑‒–—―−─－﹣／．]|\d{8}")

#: A number that only looks like a compact date: the label before it says so.
_IS_NUMBER = re.compile(r"(?:号码?|编码|代码|索引|电话|传真|QQ|ID|No\.?) {0,3}:? {0,3}$", re.IGNORECASE)
_IS_VERSION = re.compile(r"版本号? {0,3}:? {0,3}$")
_TWO_DIGIT_YEAR = re.compile(r"\d {0,3}年 {0,3}$")

_CLOCK = re.compile(
    r"(?: {0,3}[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)?(?P<gap>[ ,|]{0,20}T?) {0,3}"
    r"(?P<half>上午|下午|中午|晚上|凌晨|早上|傍晚|[AaPp][Mm])? {0,3}(?P<hour>\d{1,2}) {0,2}"
    r"(?:: {0,2}(?P<minute>\d{2})(?: {0,2}: {0,2}(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"|[时点](?: {0,2}(?P<han_minute>\d{1,2}) {0,2}分(?: {0,2}(?P<han_second>\d{1,2}) {0,2}秒)?)?)"
    r"(?:(?P<zone>Z| ?\+\d{2}:?\d{2}|-\d{2}:?\d{2})|(?P<suffix> ?[AaPp][Mm]))?(?!\d)"
)
_MORNING = frozenset({"上午", "凌晨", "早上", "am"})
_EVENING = frozenset({"下午", "晚上", "傍晚", "pm"})


def find_dates(text: str) -> list[FoundDate]:
    """Every possible calendar date printed in ``text``, in order of position.

    A time that cannot be (25:61) leaves the date; a date that cannot be (2024-2-30) is left out. A time
    printed with an offset from UTC is turned into Beijing time, and the day with it.
    """
    if not _OF_A_DATE.search(text):
        return []
    plain = text.translate(PLAIN)
    found: list[FoundDate] = []
    for pattern in _PATTERNS:
        spans: list[tuple[int, int]] = []
        for match in pattern.finditer(plain):
            spans.append(match.span())
            item = _read(match, plain)
            if item is not None:
                found.append(item)
        plain = _blank(plain, spans)
    return sorted(found, key=lambda item: item.start)


def _blank(plain: str, spans: Iterable[tuple[int, int]]) -> str:
    """``plain`` with the spans taken out of sight; positions do not move."""
    parts: list[str] = []
    last = 0
    for start, end in spans:
        parts += [plain[last:start], _TAKEN * (end - start)]
        last = end
    return "".join(parts) + plain[last:] if parts else plain


def _read(match: re.Match[str], plain: str) -> FoundDate | None:
    """The date of one match with the time of day after it, None when there is no such date."""
    groups = match.groupdict()
    if _is_something_else(match, plain):
        return None
    month, day_of_month = _number(groups["month"]), _number(groups["day"])
    year = _year(groups)
    day = calendar_day(year or 2000, month, day_of_month)
    if day is None:
        return None
    clock, zone, end = read_clock(plain, match.end())
    if year is None:
        return FoundDate(match.start(), end, None, None, False, month, day_of_month, clock)
    at = _beijing(day, clock, zone)
    if at is not None:
        day = at.date()
    return FoundDate(
        match.start(), end, day, at, True, day.month, day.day, at.time() if at is not None else None
    )


def _year(groups: dict[str, str | None]) -> int | None:
    """The printed year, None where there is none."""
    if short := groups.get("short_year"):
        return 2000 + int(short)
    printed = groups.get("year")
    return _number(printed, digit_by_digit=True) if printed else None


def _is_something_else(match: re.Match[str], plain: str) -> bool:
    """True for an address, a version or a number that has the shape of a date."""
    before = plain[max(0, match.start() - 10) : match.start()]
    printed = match.group()
    if before.endswith("/") and "/" in printed:
        return True
    if "." in printed and _IS_VERSION.search(before):
        return True
    if printed.isdigit():
        return _IS_NUMBER.search(before) is not None
    return (
        not {"year", "short_year"} & match.groupdict().keys() and _TWO_DIGIT_YEAR.search(before) is not None
    )


def _number(text: str, *, digit_by_digit: bool = False) -> int:
    """A number in digits or in Chinese: 12, 十二, 二十一, and digit by digit 二〇二五."""
    if text.isascii() and text.isdigit():
        return int(text)
    if digit_by_digit:
        return int("".join(mark if mark.isascii() else str(_HAN_DIGITS[mark]) for mark in text))
    tens, ten, ones = text.replace("廿", "二十").rpartition("十")
    unit = _HAN_DIGITS[ones] if ones else 0
    return unit + (10 * (_HAN_DIGITS[tens] if tens else 1) if ten else 0)


def calendar_day(year: int, month: int, day_of_month: int) -> date | None:
    """The day, or None when the calendar has no such day."""
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def read_clock(plain: str, start: int) -> tuple[time | None, str, int]:
    """Time of day right after a date, its offset from UTC as printed, and where it ends."""
    match = _CLOCK.match(plain, start)
    if match is None:
        return None, "", start
    zone = (match["zone"] or "").strip()
    if zone.startswith("-") and "T" not in match["gap"]:
        zone = ""  # 10:05-11:00 is a span of time
    half = (match["half"] or match["suffix"] or "").strip().lower()
    hour = _hour_of_day(int(match["hour"]), half)
    minute = int(match["minute"] or match["han_minute"] or 0)
    second = int(match["second"] or match["han_second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None, "", start
    return time(hour, minute, second), zone, match.end()


def _hour_of_day(hour: int, half: str) -> int:
    """The hour on the 24-hour clock; 晚上12点 stays impossible, since it may mean either midnight."""
    if half in _MORNING:
        return 0 if hour == 12 else hour
    if half in _EVENING:
        return 24 if half == "晚上" and hour == 12 else hour + 12 if hour < 12 else hour
    return hour + 12 if half == "中午" and hour < 3 else hour


def _beijing(day: date, clock: time | None, zone: str) -> datetime | None:
    """Day and time of day in Beijing; None when no time is printed or the calendar ends."""
    if clock is None:
        return None
    if not zone:
        return datetime.combine(day, clock, BEIJING)
    offset = timedelta(0)
    if zone != "Z":
        digits = zone[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        offset = -offset if zone[0] == "-" else offset
    if abs(offset) > timedelta(hours=14):
        return datetime.combine(day, clock, BEIJING)
    return datetime.combine(day, clock, timezone(offset)).astimezone(BEIJING)
