"""Deadlines to take part (报名, 征集, 申报, 招募, 投票 …) and calls that still invite after theirs has passed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from xuncha.text.deadlines.counting import count_from
from xuncha.text.deadlines.cues import (
    AFTER_A_DAY,
    FOR_A_PERIOD,
    LABEL_LINE,
    SINCE_PUBLICATION,
    is_call,
    is_deadline,
)
from xuncha.text.deadlines.invitations import SUMMONS, Invitation, find_invitation
from xuncha.text.deadlines.moments import (
    Moment,
    PlainText,
    Span,
    find_spans,
    last_day,
    make_plain,
    sentence_around,
    sentence_breaks,
)

__all__ = ["Deadline", "Expired", "YearSource", "find_deadlines", "is_expired_invitation"]

_DAY = timedelta(days=1)
#: A deadline this long before publication would be news of the past, so it belongs to the next year.
_LATE_NOTICE = timedelta(days=31)
_SHORT_LABEL = 24
_LONGEST_TITLE = 60
#: Words farther from the day than this say nothing of it, even in the same sentence.
_REACH = 200


class YearSource(StrEnum):
    """Where the year of a deadline comes from."""

    PRINTED = "printed"  # beside the day
    CONTEXT = "context"  # another day of the same sentence or text
    PUBLISHED = "published"  # the publication date


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to take part, as ``quote`` prints it at ``start:end`` of the text.

    ``clock`` is the time of day where one is printed; ``begins`` the first day of a range. ``cue`` are the
    words that make it a deadline. ``counted``: reckoned from another day, so one day more may be meant.
    """

    day: date
    clock: time | None
    begins: date | None
    year_source: YearSource
    cue: str
    quote: str
    start: int
    end: int
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Expired:
    """A text that still invites although its last deadline has passed.

    ``plain``: the call and the last day are printed, and the text names no day still to come; otherwise a
    person should look.
    """

    deadline: Deadline
    invitation: Invitation
    days_over: int
    plain: bool = False


def find_deadlines(text: str, published: date | None, asof: date) -> tuple[Deadline, ...]:
    """Every deadline to take part printed in ``text``, in order of position.

    A year that is not printed is taken from the same sentence, from ``published``, or from the only year
    the text names; where none of these says it, and where days are to be counted from an unknown day, the
    deadline is left out. Days of examinations, publicity, statistics and the validity of rules are none.
    ``asof`` bounds ``published``: a publication date in the future is not believed.
    """
    plain = make_plain(text)
    if published is not None and published > asof:
        published = None
    reader = _Reader(plain, published)
    return tuple(sorted(reader.deadlines(), key=lambda item: (item.start, item.day)))


def is_expired_invitation(
    title: str, text: str, published: date | None, asof: date, now: time | None = None
) -> Expired | None:
    """The call (活动) that ``title`` and ``text`` still make after its last deadline, None otherwise.

    Says nothing of where the page stands: an old notice in its archive is in order, so ask only for pages
    that the home page, a menu or a pinned row still offers. None too when the text says that the activity
    is over, has no end, or was published after its own deadline (a mistyped year, a copy). ``now`` is the time
    of day at which ``asof`` stands: a call that closes at 9:00 is over at 10:00 of the same day.
    """
    invitation = find_invitation(title, text)
    if invitation is None:
        return None
    words = f"{title}\n{text}"
    deadlines = find_deadlines(words, published, asof)
    if not deadlines:
        return None
    last = max(deadlines, key=lambda item: (item.day, item.clock or time.max))
    over = (asof - last.day).days - (1 if last.counted else 0)
    early = published is not None and last.day < published
    if early or over < 0 or (over == 0 and not _is_closed_today(last, now)):
        return None
    told = last.year_source is not YearSource.CONTEXT and not last.counted
    plain = told and (invitation.control or invitation.plain)
    return Expired(last, invitation, over, plain and not _names_day_to_come(words, published, asof))


def _is_closed_today(last: Deadline, now: time | None) -> bool:
    """True when the call closes at a time of day that has passed; an event that began then may still go on."""
    if now is None or last.clock is None or last.clock == time(0) or last.counted:
        return False
    return last.clock < now and re.search(r"截|止|前|至|到", last.cue) is not None


def _names_day_to_come(words: str, published: date | None, asof: date) -> bool:
    """True when the text names any day after ``asof``: a final, a result, a second round."""
    reader = _Reader(make_plain(words), published)
    return any((found := reader.resolve(span)) is not None and found[1] > asof for span in reader.spans)


class _Reader:
    """Reads the deadlines of one text."""

    def __init__(self, plain: PlainText, published: date | None) -> None:
        self.plain = plain
        self.text = plain.text
        self.breaks = sentence_breaks(plain.text)
        self.spans = find_spans(plain.text)
        self.published = published or _signed(plain.text, self.spans)
        self.is_summons = _is_summons(plain.text)
        self.only_year = None if published else _only_year(plain.text)
        self._anchor: tuple[int, date] | None = None  # end and day of the last dated deadline

    def deadlines(self) -> Iterator[Deadline]:
        """Deadlines printed as days, then those to be counted."""
        counted_at: set[int] = set()
        for span in self.spans:
            before, after = self._around(span.start, span.end)
            counted = self._counted_from(span, before, after)
            if counted is not None:
                counted_at.add(span.end)
                yield counted
                continue
            found = self._printed(span, before, after)
            if found is not None:
                yield found
        yield from self._counted_from_publication(counted_at)

    def _around(self, start: int, end: int) -> tuple[str, str]:
        """The rest of the sentence before and after, with the short label of the line above."""
        begin, stop = sentence_around(self.text, self.breaks, start, end)
        begin, stop = max(begin, start - _REACH), min(stop, end + _REACH)
        before, after = self.text[begin:start], self.text[end:stop]
        if len(before.strip(" :：·*-、()（）")) <= 1:
            above = self.text[max(0, begin - 80) : begin].rstrip().rsplit("\n", 1)[-1].strip()
            if len(above) <= _SHORT_LABEL and LABEL_LINE.search(above):
                before = above + before
        return before, after

    def _printed(self, span: Span, before: str, after: str) -> Deadline | None:
        loose = span.last.loose and (span.first is None or span.first.loose)
        is_range = span.first is not None
        cue = is_deadline(before, after, is_range=is_range, loose=loose, summons=self.is_summons)
        resolved = self.resolve(span) if cue else None
        if cue is None or resolved is None:
            return None
        begins, day, source = resolved
        if source is YearSource.PRINTED:
            self._anchor = (span.end, day)
        if begins is None and re.search(r"(?:即日|今日)", before[-16:]):
            begins = self.published
        return self._made(day, begins, source, cue, span.start, span.end, span.last.clock)

    def _made(
        self,
        day: date,
        begins: date | None,
        source: YearSource,
        cue: str,
        start: int,
        end: int,
        clock: time | None = None,
        counted: bool = False,
    ) -> Deadline:
        quote = self.plain.quote(start, end).strip()
        place = self.plain.places[start], self.plain.places[end]
        return Deadline(day, clock, begins, source, cue.strip(" :："), quote, *place, counted)

    # --- years -----------------------------------------------------------------------------------------

    def resolve(self, span: Span) -> tuple[date | None, date, YearSource] | None:
        """First and last day of a span with their years, None where no year can be told."""
        first, last = span.first, span.last
        begins = self._dated(first) if first else None
        if last.year is None and last.years_on is None and begins is not None and first is not None:
            end = _on_or_after(last, begins)
            source = YearSource.PRINTED if first.year else YearSource.PUBLISHED
            return (begins, end, source) if end else None
        day = self._dated(last)
        if day is not None:
            start = _on_or_before(first, day) if first and begins is None else begins
            return start, day, YearSource.PRINTED if last.year else YearSource.PUBLISHED
        guessed = self._year_of_others(last, span.start)
        if guessed is None:
            return None
        day, source = guessed
        return _on_or_before(first, day) if first else None, day, source

    def _dated(self, moment: Moment | None) -> date | None:
        """The day of a moment whose year is printed or said in words (今年, 本月)."""
        if moment is None:
            return None
        if moment.year is not None:
            return moment.in_year(moment.year)
        if self.published is None:
            return None
        if moment.months_on is not None:
            month = self.published.replace(day=1) + relativedelta(months=moment.months_on)
            last = last_day(month.year, month.month)
            return month.replace(day=min(moment.day or last, last))
        return moment.in_year(self.published.year + moment.years_on) if moment.years_on is not None else None

    def _year_of_others(self, moment: Moment, at: int) -> tuple[date, YearSource] | None:
        """The day in the year that publication, an earlier day, or the only year of the text suggests."""
        if not moment.month:
            return None
        if self.published is not None:
            day = moment.in_year(self.published.year)
            if day is None or day < self.published - _LATE_NOTICE:
                day = moment.in_year(self.published.year + 1) or day
            return (day, YearSource.PUBLISHED) if day else None
        day = None
        if self._anchor is not None and at - self._anchor[0] < 200:
            day = _on_or_after(moment, self._anchor[1] - _LATE_NOTICE)
        elif self.only_year is not None:
            day = moment.in_year(self.only_year)
        return (day, YearSource.CONTEXT) if day else None

    # --- counting --------------------------------------------------------------------------------------

    def _counted_from(self, span: Span, before: str, after: str) -> Deadline | None:
        """自3月1日起30日内; 3月1日启动，为期一个月 (the first day counts)."""
        match = AFTER_A_DAY.match(after)
        if match is None or span.first is not None or not (match["span"] or match["within"]):
            return None
        resolved = self.resolve(span)
        if resolved is None or not is_call(before, after):
            return None
        _, begins, source = resolved
        day = count_from(begins, match["count"], match["unit"])
        if match["span"] and not match["within"]:
            day -= _DAY
        return self._made(
            day, begins, source, match.group(), span.start, span.end + match.end(), counted=True
        )

    def _counted_from_publication(self, taken: set[int]) -> Iterator[Deadline]:
        """自公告之日起15日内; 征集时间为期30天. Needs the publication date."""
        if self.published is None:
            return
        seen = [(span.start, span.end + (40 if span.end in taken else 0)) for span in self.spans]
        for pattern in (SINCE_PUBLICATION, FOR_A_PERIOD):
            for match in pattern.finditer(self.text):
                if any(start < match.end() and match.start() < end for start, end in seen):
                    continue
                before, after = self._around(match.start(), match.end())
                if not is_call(before + match.group(), after) or _has_days(before + after):
                    continue
                seen.append(match.span())
                day = count_from(self.published, match["count"], match["unit"])
                yield self._made(
                    day,
                    self.published,
                    YearSource.PUBLISHED,
                    match.group(),
                    match.start(),
                    match.end(),
                    counted=True,
                )


def _is_summons(text: str) -> bool:
    """True for a text whose title calls those on a list, such as 资格复审公告."""
    title, _, rest = text.partition("\n")
    return bool(rest) and len(title) <= _LONGEST_TITLE and SUMMONS.search(title) is not None


def _has_days(sentence: str) -> bool:
    """True when the sentence also prints the days, which then speak for themselves."""
    return re.search(r"\d月\d{1,2}[日号]|\d{4}[-/.]\d{1,2}[-/.]\d", sentence) is not None


def _on_or_after(moment: Moment, day: date) -> date | None:
    """The first such day not before ``day``."""
    this_year = moment.in_year(day.year)
    return this_year if this_year and this_year >= day else moment.in_year(day.year + 1)


def _on_or_before(moment: Moment, day: date) -> date | None:
    """The latest such day not after ``day``."""
    if moment.year is not None:
        return moment.in_year(moment.year)
    this_year = moment.in_year(day.year) if moment.month else None
    return (
        this_year
        if this_year and this_year <= day
        else (moment.month and moment.in_year(day.year - 1)) or None
    )


def _signed(text: str, spans: list[Span]) -> date | None:
    """The day under the text (落款), which stands for the publication date where none is known."""
    for span in reversed(spans):
        if span.last.year is None or span.first is not None or not span.last.day:
            continue
        line_begin = text.rfind("\n", 0, span.start) + 1
        rest = text[span.end :].strip()
        if not text[line_begin : span.start].strip() and len(rest) <= 10 and line_begin > 0:
            return span.last.in_year(span.last.year)
        return None
    return None


def _only_year(text: str) -> int | None:
    """The year of the text when it names just one."""
    years = set(re.findall(r"(?<!\d)(20\d\d)(?=年(?!度?以来)|[-/.]\d)", text))
    return int(years.pop()) if len(years) == 1 else None
