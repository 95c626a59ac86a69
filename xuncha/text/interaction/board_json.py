"""Letters in the data a board's own script loads (JSON): found by the usual names of their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

from xuncha.facts.seen import BEIJING, DateSource, Published
from xuncha.text.dating.dates import FIRST_YEAR, as_published
from xuncha.text.interaction.letters import (
    Board,
    BoardKind,
    Letter,
    LetterField,
    date_in,
    letter_label,
    status_meaning,
)

_F = LetterField
_TIME = r"(?:time|date|datetime|timestr|datestr|at|on|sj|rq|shijian|riqi)"
_PATTERNS: tuple[tuple[LetterField, re.Pattern[str]], ...] = (
    (_F.OTHER, re.compile(r".*(?:update|modify|limit|deadline|expire|sort|order|count|num$|type|category|kind|code|password|phone|mobile|email|address|sqlb|lx$|view|click)\w*|id")),
    (_F.ANSWERED, re.compile(rf"\w*?(?:repl(?:y|ied|ay)|answer(?:ed)?|respon(?:se|d|ded)|feedback|finish(?:ed)?|complet(?:e|ed|ion)|deal|handle[dr]?|solved?|closed?|done|end|hf|df|bj|fk|huifu|dafu|banjie|fankui|chuli|cl)_?{_TIME}")),
    (_F.PUBLISHED, re.compile(rf"(?:publish(?:ed)?|pub|release|open|show|fb|gk|fabu|gongkai|xd){_TIME}")),
    (_F.RECEIVED, re.compile(rf"(?:accept(?:ed)?|receive[d]?|sl|shouli){_TIME}")),
    (_F.ASKED, re.compile(rf"(?:\w*?(?:creat(?:e|ed|ion)?|submit(?:ted)?|ask(?:ed)?|question|writ(?:e|ten)|send|sent|mail|letter|consult|appl(?:y|ied)|add|input|post(?:ed)?|message|msg|commit|leave|gmt|rqst|cr|suggest|appeal|register|report|gmtcreate)|ly|lx|tj|tx|xx|xj|zx|tw|sq|ts|xf|fy|liuyan|laixin|tiwen|zixun|xiexin|tijiao|shenqing){_TIME}")),
    (_F.WHEN, re.compile(rf"{_TIME}")),
    (_F.STATUS, re.compile(r"(?:\w*?(?:status|state|zt|zhuangtai)(?:name|text|desc|str|label|mc)?|is_?(?:reply|replied|answer|answered|deal|done|finish)|(?:sf)(?:hf|df|bj))")),
    (_F.ANSWER, re.compile(r"(?:\w*?(?:reply|answer|response|feedback)(?:content|text|info|msg|message|detail|opinion|s)?|(?:hf|df|fk|huifu|dafu|fankui|cl|bl)(?:nr|neirong|yj|jg|content)?)")),
    (_F.UNIT, re.compile(r"(?:\w*?(?:dept|department|unit|org|organ|office|agency)(?:name|mc)?|(?:hf|df|cb|sl|bl|cl|zb)?(?:dw|bm|jg)(?:mc)?|danwei|bumen|answerou\w*|\w*ouname)")),
    (_F.TITLE, re.compile(r"\w*?(?:title|subject|theme|topic|caption|biaoti|zhuti|headline)|(?:xj|ly|lx|zx|tw)?(?:bt|zt)")),
    (_F.QUESTION, re.compile(r"(?:\w*?(?:question|content|message|body|detail|describe|description)|(?:xj|ly|lx|zx|tw|wt)?(?:nr|neirong)|wenti)")),
)  # fmt: skip
_ADDRESS = re.compile(r"(?:\w*?(?:url|link|href))")
_CAMEL = re.compile(r"[^a-z\u4e00-\u9fff]")
_SLASH_DATE = re.compile(r"/Date\((-?\d{9,14})[^)]*\)/")
_YES_NO = dict.fromkeys(["true", "1", "y", "yes", "是"], "已回复")
_YES_NO |= dict.fromkeys(["false", "0", "n", "no", "否"], "未回复")
_TAGS = re.compile(r"<[^>]{0,300}>")
_EARLIEST, _LATEST = 800_000_000, 4_000_000_000  # seconds since 1970: years 1995 to 2096
_MOST_DEPTH = 12
_LONGEST_STATUS = 8
_MOST_OBJECTS = 20_000


def read_board_json(data: object, asof: datetime) -> Board | None:
    """Reads the letters in decoded JSON, however deep; None when no array holds any.

    A status that is a bare number is kept as its text and says nothing: its meaning is the program's own.
    """
    for rows in _arrays(data):
        letters = [letter for row in rows if (letter := _letter(row, asof)) is not None]
        if letters and 2 * len(letters) >= len(rows):
            return Board(tuple(letters), False, BoardKind.UNKNOWN)
    return None


def _is_row(item: object) -> TypeGuard[dict[str, object]]:
    return isinstance(item, dict)


def _arrays(data: object) -> Iterator[list[dict[str, object]]]:
    """Arrays of objects, outermost first."""
    waiting: list[tuple[object, int]] = [(data, 0)]
    for number, (thing, depth) in enumerate(waiting):  # grows while it is read
        if depth > _MOST_DEPTH or number > _MOST_OBJECTS:
            return
        if isinstance(thing, list):
            rows = [item for item in thing if _is_row(item)]
            if rows and len(rows) == len(thing):
                yield rows
            waiting.extend((item, depth + 1) for item in thing)
        elif isinstance(thing, dict):
            if _kinds(thing) >= {_F.TITLE, _F.ASKED}:
                yield [thing]
            waiting.extend((value, depth + 1) for value in thing.values())


def _kinds(row: dict[str, object]) -> set[LetterField]:
    return {kind for key in row if (kind := _kind(str(key))) is not None}


def _kind(key: str) -> LetterField | None:
    """What a name of a field means: pinyin, its initials, English, or Chinese words."""
    plain = _CAMEL.sub("", key.lower())
    if not plain:
        return None
    if any("\u4e00" <= char <= "\u9fff" for char in plain):
        return letter_label(plain)
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(plain)), None)


def _letter(row: dict[str, object], asof: datetime) -> Letter | None:
    """One letter, None for an object that is no letter: no title, or nothing of asking or answering."""
    values: dict[LetterField, object] = {}
    url = named = ""
    for key, value in _flat(row):
        if isinstance(value, str) and _ADDRESS.fullmatch(_CAMEL.sub("", key.lower())):
            url = url or value
        kind = _kind(key)
        if kind is None or value in (None, ""):
            continue
        if kind is _F.STATUS:
            value = _status(key, value)
            if len(value) > _LONGEST_STATUS and status_meaning(value) is None:
                named = named or value  # zt and ztmc are 状态 or 主题
            if status_meaning(str(values.get(kind, ""))) is None and status_meaning(value) is not None:
                values[kind] = value
        values.setdefault(kind, value)
    title = _text(values.get(_F.TITLE)) or _text(values.get(_F.QUESTION))[:80]
    if not title and named:
        title = _text(named)
        if values.get(_F.STATUS) == named:
            del values[_F.STATUS]
    kinds = _kinds(row)
    asks = kinds & {_F.ASKED, _F.RECEIVED, _F.WHEN, _F.PUBLISHED}
    if not title or not (kinds & {_F.ANSWERED, _F.ANSWER, _F.STATUS, _F.UNIT} and asks):
        return None
    asked = next(
        (day for kind in (_F.ASKED, _F.RECEIVED, _F.WHEN) if (day := _date(values.get(kind), asof))), None
    )
    return Letter(
        title,
        url,
        asked,
        _date(values.get(_F.ANSWERED), asof),
        _text(values.get(_F.STATUS)),
        _text(values.get(_F.ANSWER)),
        _text(values.get(_F.UNIT)),
        _date(values.get(_F.PUBLISHED), asof),
        _text(values.get(_F.QUESTION)),
    )


def _flat(row: dict[str, object]) -> Iterator[tuple[str, object]]:
    """The fields of an object, then those of objects in it: an answer is often one of its own."""
    for key, value in row.items():
        if not isinstance(value, dict | list):
            yield str(key), value
    for key, value in row.items():
        inner = value[0] if isinstance(value, list) and value else value
        if not isinstance(inner, dict):
            continue
        if "time" in inner and isinstance(inner["time"], int):
            yield str(key), inner["time"]
            continue
        named = _kind(str(key))
        for name, part in inner.items():
            kind = _kind(str(name))
            if named is _F.ANSWER and kind in (_F.ASKED, _F.WHEN, _F.PUBLISHED):
                yield "replytime", part
            elif named is _F.ANSWER and kind is _F.QUESTION:
                yield "replycontent", part
            elif kind in (_F.ANSWERED, _F.ANSWER, _F.UNIT):
                yield str(name), part


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return re.sub(r"\s+", " ", _TAGS.sub(" ", str(value))).strip()


def _status(key: str, value: object) -> str:
    """The word of status; yes and no of fields such as isReply become words."""
    text = str(value).strip().lower() if isinstance(value, bool | int | str) else ""
    asks = re.match(r"is|sf|has|是否", key.lower()) is not None
    if isinstance(value, bool) or asks:
        return _YES_NO.get(text, text)
    return _text(value)


def _date(value: object, asof: datetime) -> Published | None:
    """A date as text, or as seconds or milliseconds since 1970 (Beijing time)."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    slashed = _SLASH_DATE.fullmatch(text)
    digits = slashed[1] if slashed else text.removesuffix(".0")
    if re.fullmatch(r"\d{10}|\d{13}", digits):
        seconds = int(digits) / (1000 if len(digits) == 13 else 1)
        if not _EARLIEST < seconds < _LATEST:
            return None
        moment = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(BEIJING)
        return as_published(moment.date(), moment.replace(microsecond=0), DateSource.LIST)
    if re.fullmatch(r"(?:19|20)\d{12}", digits):
        text = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}:{digits[12:]}"
    found = date_in(text, asof, DateSource.LIST)
    return found if found is not None and found.day.year > FIRST_YEAR else None
