"""Points in time as offices write them; every result is aware and in Beijing time."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from xuncha.apps.directory.cells import one_line
from xuncha.apps.directory.problems import BadCell, shown
from xuncha.facts.seen import BEIJING

_WRITTEN = re.compile(
    r"""(?P<year>\d{4}) (?: (?P<mark>[-/.]) (?P<month>\d{1,2}) (?P=mark) (?P<day>\d{1,2})
                          | 年(?P<cmonth>\d{1,2})月(?P<cday>\d{1,2})日
                          | (?P<bmonth>\d{2})(?P<bday>\d{2}) )
        (?: (?:[Tt]|[ ]+|(?<=日))
            (?: (?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})(?:分|:(?P<second>\d{1,2}))?
              | (?P<bhour>\d{2})(?P<bminute>\d{2})(?P<bsecond>\d{2})? )
            (?:[.,](?P<fraction>\d{1,9}))?
            [ ]?(?P<offset>[Zz]|[+-]\d{2}(?::?\d{2})?)? )?""",
    re.VERBOSE | re.ASCII,
)
_YEARS = range(1990, 2100)


class Stamp(NamedTuple):
    """A point in time. ``has_clock`` is False where only a day was written; ``at`` is then its first second."""

    at: datetime
    has_clock: bool

    def is_before(self, other: Stamp) -> bool:
        """True when certainly earlier: by the day alone where either has no clock."""
        if self.has_clock and other.has_clock:
            return self.at < other.at
        return self.at.date() < other.at.date()


def moment(text: str) -> datetime:
    """The point in time written in a cell, in Beijing time. Raises BadCell."""
    return stamp(text).at


def stamp(text: str) -> Stamp:
    """As :func:`moment`, and whether a time of day was written."""
    written = text if text.isascii() else unicodedata.normalize("NFKC", one_line(text))
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        raise BadCell(f"{shown(text)}不是能识别的时间，请写成 2025-06-25 10:00 或 2025-06-25T10:00:00+08:00")
    parts = found.groupdict()
    if int(parts["year"]) not in _YEARS:
        raise BadCell(f"{shown(text)}的年份不在 {_YEARS.start} 至 {_YEARS.stop - 1} 之间，请核对")
    try:
        at = _built(parts)
    except ValueError as fault:
        raise BadCell(f"{shown(text)}是不存在的日期或时间，请核对") from fault
    return Stamp(at, bool(parts["hour"] or parts["bhour"]))


def _built(parts: dict[str, str | None]) -> datetime:
    def number(*names: str) -> int:
        return int(next((parts[name] for name in names if parts[name]), None) or 0)

    at = datetime(
        number("year"),
        number("month", "cmonth", "bmonth"),
        number("day", "cday", "bday"),
        number("hour", "bhour"),
        number("minute", "bminute"),
        number("second", "bsecond"),
        int((parts["fraction"] or "").ljust(6, "0")[:6]),
        tzinfo=BEIJING,
    )
    offset = parts["offset"]
    return at if offset is None else at.replace(tzinfo=_zone(offset)).astimezone(BEIJING)


def _zone(offset: str) -> timezone:
    if offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError(offset)
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if offset[0] == "-" else away)
