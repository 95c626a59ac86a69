"""The dates a reader sees as the date of an article: beside a label, or in the line below its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser

from xuncha.facts.seen import DateSource, Published
from xuncha.text.articles.title_line import find_title
from xuncha.text.dating.dates import FIRST_YEAR, FoundDate, as_published, find_dates, resolve_year
from xuncha.text.dating.stated_dates import date_in_value
from xuncha.text.pages.page_lines import Line, PageLines, Part, Span, covered, page_lines


class Label(StrEnum):
    """What a visible date says it is."""

    PUBLISHED = "published"  # 发布时间 and its like, or a <time> tag
    FOOT_LINE = "foot_line"  # the same below the text
    HEAD_LINE = "head_line"  # 时间, 日期, or no label at all, in the line below the title
    ISSUED = "issued"  # 发文日期
    UPDATED = "updated"  # 更新时间
    WRITTEN = "written"  # 成文日期
    NO_YEAR = "no_year"  # 发布时间 with month and day only


#: Longer lines are text, not statements about it (characters).
_LONGEST_LINE = 300
#: A label is read from this many characters before its date.
_LABEL_REACH = 24
#: A cell that holds a label alone is this short at most (characters).
_LONGEST_CELL = 12
#: A page that says 发布时间 with more dates than this is a list of articles.
_MOST_DATES = 2
#: The line of date and source stands among this many lines below the title.
_HEAD_LINES = 25

#: 发 布 时 间, set wide: spaces between single characters, and around a colon or bracket.
_WIDE = re.compile(r"(?<=\b\w)\s+(?=\w\b)|\s+(?=[:：\[【(（])|(?<=[:：\[【(（])\s+|\s+$")
_LABEL_END = r"[:：]?[\[【(（]?$"
_AT_START = r"(?:^|[^\w]|信息|文章|稿件|网站|网页|本文|原文|页面|新闻|内容|首次)"
_LABELS: tuple[tuple[Label, re.Pattern[str]], ...] = (
    (
        Label.PUBLISHED,
        re.compile(
            _AT_START
            + r"(?:(?:发布|发稿|发表|刊发|刊登|登载|公开|公布|上网|上传|录入|挂网|推送|添加|播出) ?的?(?:时间|日期|于)"
            + r"|发布|发表)"
            + _LABEL_END
        ),
    ),
    (Label.ISSUED, re.compile(r"(?:^|[^\w])发文(?:时间|日期)" + _LABEL_END)),
    (Label.WRITTEN, re.compile(r"(?:^|[^\w])(?:成文|生成|印发|制发|签发)(?:时间|日期)" + _LABEL_END)),
    (
        Label.UPDATED,
        re.compile(r"(?:^|[^\w]|最后|最近|本文|文章)(?:更新|修改|编辑)(?:时间|日期|于)?" + _LABEL_END),
    ),
    (Label.HEAD_LINE, re.compile(r"(?:^|[^\w])(?:时间|日期|date|time)" + _LABEL_END, re.IGNORECASE)),
)
_OTHER_LABEL = re.compile(
    r"(?:(?:报名|会议|活动|召开|举办|考试|公示|开标|访问|下载)(?:时间|日期|期限|期)"
    r"|(?:截止|截至|结束|开始|起始|施行|实施|生效|失效|废止|有效)(?:时间|日期|日|期|期限|于|至|自)?"
    r"|今天是|今天|现在是|当前时间|系统时间|版权所有|copyright|©)" + _LABEL_END,
    re.IGNORECASE,
)
#: What may touch the end of a date that stands for itself.
_AFTER = re.compile(r"(?P<published>(?:发布|发表)(?!\w))|更新(?!\w)|来源|作者|编辑|浏览|阅读|点击|(?!\w)")
_WORD = re.compile(r"\w")
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
#: Words of the line that tells date, source and tools of an article.
_HEAD_WORDS = re.compile(
    r"来源|稿源|供稿|作者|编辑|责编|记者|浏览|阅读|点击|访问|人气|评论|字体|字号|大小|分享|打印|收藏|原创|发布"
)
_SENTENCE = re.compile(r"[。；！？]")
_CLAUSE = re.compile(r"[，,。；;！!？?]")
_LEAST_PROSE = 30
_CHINESE_DATE = re.compile(r"[年月]")


def visible_dates(tree: LexborHTMLParser, asof: date) -> list[tuple[Label, Published]]:
    """Every date the page shows as its own, in document order within a label.

    A label with month and day only gives the latest such day up to ``asof``, marked as lacking its year.
    """
    page = page_lines(tree)
    zones = _Zones.of(page, find_title(tree, page))
    votes: list[tuple[Label, Published]] = []
    below: list[Published] = []
    for index in range(len(page.lines)):
        zone = zones.of_line(index)
        if zone is None:
            continue
        found = list(_line_votes(page.lines, index, zone, asof))
        if zone is _Zone.BELOW:
            below += [published for _, published in found]
        else:
            votes += found
    if len({published.day for label, published in votes if label is Label.PUBLISHED}) > _MOST_DATES:
        votes = [vote for vote in votes if vote[0] is not Label.PUBLISHED]
    if len({published.day for published in below}) == 1:
        votes.append((Label.FOOT_LINE, below[0]))
    return votes


class _Zone(StrEnum):
    """Where a line stands towards the title and the text of the article."""

    ABOVE = "above"  # before the title: only labels count
    HEAD = "head"  # between title and text
    LEAD = "lead"  # in the container of the text, before its first sentence
    BELOW = "below"  # after the text has begun, outside its container: only a lone labelled date counts


@dataclass(frozen=True, slots=True)
class _Zones:
    """Tells the zone of a line; ``title`` is None when no line is known to be the title."""

    asides: bytearray
    feet: bytearray
    bodies: bytearray
    title: int | None
    body_start: int
    prose_start: int

    @classmethod
    def of(cls, page: PageLines, title: int | None) -> _Zones:
        after = (title if title is not None else -1) + 1
        count = len(page.lines)
        bodies = [span for span in page.spans if span.part is Part.BODY and span.start >= after]
        asides = covered(_beside(page, title), count)
        feet = covered((span for span in page.spans if span.part is Part.FOOT), count)
        prose_start = next(
            (i for i in range(after, count) if not asides[i] and not feet[i] and _is_prose(page.lines[i])),
            count,
        )
        body_start = min([prose_start, *(span.start for span in bodies)])
        return cls(asides, feet, covered(bodies, count), title, body_start, prose_start)

    def of_line(self, index: int) -> _Zone | None:
        if self.asides[index]:
            return None
        if self.feet[index]:
            return _Zone.BELOW
        if self.title is None or index < self.title:
            return _Zone.ABOVE if index < self.prose_start else self._after(index)
        if index < self.body_start:
            return _Zone.HEAD if index - self.title <= _HEAD_LINES else None
        return _Zone.LEAD if index < self.prose_start else self._after(index)

    def _after(self, index: int) -> _Zone | None:
        return None if self.bodies[index] else _Zone.BELOW


def _beside(page: PageLines, title: int | None) -> Iterator[Span]:
    """Containers of other things; one that holds the title itself is none."""
    for span in page.spans:
        holds_title = title is not None and span.start <= title < span.end
        if span.part is Part.ASIDE and not holds_title:
            yield span


def _is_prose(line: Line) -> bool:
    """True for a line of running text."""
    own = len(line.text) - line.link_length
    return own >= _LEAST_PROSE and not line.is_heading and _SENTENCE.search(line.text) is not None


def _line_votes(lines: list[Line], index: int, zone: _Zone, asof: date) -> Iterator[tuple[Label, Published]]:
    """The votes of one line in its zone."""
    line = lines[index]
    if zone is not _Zone.BELOW:
        yield from _time_votes(line, zone)
    if len(line.text) > _LONGEST_LINE or _is_list_row(line):
        return
    found = find_dates(line.text)
    last_end = 0
    for item in found:
        published = _publication(item)
        label = _label(lines, index, last_end, item)
        last_end = item.end
        if label is None or not _counts(label, zone, line, item):
            continue
        if published is not None:
            yield label, published
        elif label is Label.PUBLISHED and not item.year_printed and zone is not _Zone.BELOW:
            day = resolve_year(item.month, item.day_of_month, asof)
            yield Label.NO_YEAR, Published(day, DateSource.LIST_NO_YEAR)


def _time_votes(line: Line, zone: _Zone) -> Iterator[tuple[Label, Published]]:
    for tag in line.times:
        if tag.is_publication or zone is _Zone.HEAD:
            published = date_in_value(tag.value, DateSource.TEXT)
            if published is not None:
                yield Label.PUBLISHED, published


def _is_list_row(line: Line) -> bool:
    """True for the row of a list: the words of a link beside a date."""
    return line.link_length >= 10 and _HEAD_WORDS.search(line.text) is None


def _publication(item: FoundDate) -> Published | None:
    if item.day is None or item.day.year < FIRST_YEAR:
        return None
    return as_published(item.day, item.at, DateSource.TEXT)


def _label(lines: list[Line], index: int, last_end: int, item: FoundDate) -> Label | None:
    """What the words before a date say it is; None where they make it part of something else."""
    text = lines[index].text
    before = text[max(last_end, item.start - _LABEL_REACH) : item.start]
    if item.start == 0:
        before = _label_cell(lines, index)
    words = _WIDE.sub("", before)
    if _OTHER_LABEL.search(words):
        return None
    for label, pattern in _LABELS:
        if pattern.search(words):
            return label
    touching = before[-1:] and _WORD.match(before[-1:])
    after = _AFTER.match(text, item.end)
    if touching or after is None:
        return None
    return Label.PUBLISHED if after["published"] else Label.HEAD_LINE


def _label_cell(lines: list[Line], index: int) -> str:
    """The label of a date that begins its line: the line before, where that is a label and no more."""
    if index == 0 or lines[index - 1].is_heading or len(lines[index - 1].text) > _LONGEST_CELL:
        return ""
    cell = lines[index - 1].text
    words = _WIDE.sub("", cell)
    named = _OTHER_LABEL.search(words) or any(pattern.search(words) for _, pattern in _LABELS)
    return cell if named else ""


def _counts(label: Label, zone: _Zone, line: Line, item: FoundDate) -> bool:
    """Whether a date with this label may speak for the article from where it stands."""
    if zone is _Zone.BELOW:
        return label is Label.PUBLISHED
    if label in (Label.PUBLISHED, Label.ISSUED, Label.WRITTEN):
        return True
    if label is Label.UPDATED:
        return zone is _Zone.HEAD
    if zone is _Zone.ABOVE or _is_note(line.text, item):
        return False
    if _HEAD_WORDS.search(line.text):
        return True
    return zone is _Zone.HEAD and (_is_date_only(line.text) or _is_source_line(line.text, item))


def _is_source_line(text: str, item: FoundDate) -> bool:
    """True for 新华社 2025-06-12 10:05: a date in figures beside a few names, no sentence."""
    beside = len(text) - (item.end - item.start)
    return (
        beside <= _LEAST_PROSE
        and _CHINESE_DATE.search(text[item.start : item.end]) is None
        and _CLAUSE.search(text) is None
    )


def _is_note(text: str, item: FoundDate) -> bool:
    """True for （2025年6月12日通过）: a note on the document below its title, not a date of publication."""
    opened = max(text.rfind("(", 0, item.start), text.rfind("（", 0, item.start))
    closed = max(text.rfind(")", 0, item.start), text.rfind("）", 0, item.start))
    return opened > closed and _CHINESE_DATE.search(text[item.start : item.end]) is not None


def _is_date_only(text: str) -> bool:
    """True when a line holds a date and next to nothing else."""
    rest = list(text)
    for item in find_dates(text):
        rest[item.start : item.end] = " " * (item.end - item.start)
    left = _WEEKDAY.sub("", "".join(rest))
    return len(_WORD.findall(re.sub(r"时间|日期", "", left))) <= 2
