"""The articles of a column: titles, times and text from the phrase banks, always the same for one site."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from xuncha.demo import phrases
from xuncha.demo.model import ASOF, Article, Body, ColumnSpec, DemoColumn, Order
from xuncha.demo.sentences import Deck
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import ColumnKind

#: Rows on one page of a list.
PER_PAGE = 5
#: The first page of a pinned list: old items, this many days apart, the newest this old.
_PINNED_STEP, _PINNED_AGE = 31, 240
_ANSWERED_WITHIN = timedelta(days=5)
#: How often another title is drawn before one is numbered.
_TRIES = 30

_TITLES = {
    ColumnKind.NEWS: phrases.NEWS_TITLES,
    ColumnKind.NOTICE: phrases.NOTICE_TITLES,
    ColumnKind.POLICY: phrases.POLICY_TITLES,
    ColumnKind.SHOULD_UPDATE: phrases.RECORD_TITLES,
    ColumnKind.PICTURE_NEWS: phrases.PICTURE_TITLES,
    ColumnKind.CONSULTATION: phrases.LETTER_TITLES,
}


class Writer:
    """Writes the articles of one site; numbers and titles are never used twice."""

    def __init__(self, rng: Random, place: str, unit: str, first_number: int) -> None:
        self._rng = rng
        self._deck = Deck(rng)
        self._place = place
        self._topics = phrases.topics_of(unit)
        self._number = first_number
        self._titles: set[str] = set()

    def column(self, number: int, spec: ColumnSpec) -> DemoColumn:
        """The column with its articles in the order the site shows them."""
        if spec.body not in (Body.LIST, Body.DATA) or spec.status != 200:
            return DemoColumn(number, spec, ())
        articles = [self._article(spec, index) for index in range(spec.items)]
        if spec.order is Order.OLDEST_FIRST:
            articles.reverse()
        elif spec.order is Order.PINNED_FIRST:
            articles = [
                replace(
                    article,
                    pinned=True,
                    published=article.published - timedelta(days=_PINNED_AGE + _PINNED_STEP * index),
                )
                for index, article in enumerate(articles[-PER_PAGE:])
            ] + articles[:-PER_PAGE]
        return DemoColumn(number, spec, tuple(articles))

    def _article(self, spec: ColumnSpec, index: int) -> Article:
        self._number += 1
        topic, title = self._subject(spec)
        published = self._time(spec, index)
        fields: tuple[tuple[str, str], ...] = ()
        if spec.kind is ColumnKind.GUIDE:
            title, fields = self._guide(index)
        return Article(
            number=self._number,
            title=title,
            published=published,
            source=self._place,
            paragraphs=self._paragraphs(spec, topic),
            fields=fields,
            attachment=f"fj{self._number}.pdf" if spec.kind is ColumnKind.NOTICE and index % 2 else "",
            answered=published + _ANSWERED_WITHIN if spec.kind is ColumnKind.CONSULTATION else None,
        )

    def _time(self, spec: ColumnSpec, index: int) -> datetime:
        """A time of the working day; on the day of a limit always later than ten o'clock."""
        day = spec.newest - timedelta(days=index * spec.step)
        hour = self._rng.randint(13, 17) if day < ASOF.date() else 9
        return datetime.combine(day, time(hour, self._rng.randint(0, 59)), BEIJING)

    def _subject(self, spec: ColumnSpec) -> tuple[phrases.Topic, str]:
        """A topic and a title not used on this site yet; numbered where chance finds none that is free."""
        patterns = phrases.READING_TITLES if spec.name == "政策解读" else _TITLES.get(spec.kind, ("{m}纪实",))
        for _ in range(_TRIES):
            topic = self._rng.choice(self._topics)
            title = self._fill(self._rng.choice(patterns), topic)
            if title not in self._titles:
                break
        else:
            title = f"{title}（第{self._number % 100}期）"
        self._titles.add(title)
        return topic, title

    def _guide(self, index: int) -> tuple[str, tuple[tuple[str, str], ...]]:
        name, basis, condition, materials, hours, process, limit = phrases.GUIDES[index % len(phrases.GUIDES)]
        fields = (
            ("事项名称", name),
            ("设定依据", basis),
            ("申请条件", condition),
            ("办理材料", materials),
            ("办理地点", f"{self._place}政务服务大厅{self._rng.randint(2, 39)}号窗口"),
            ("办理时间", hours),
            ("联系电话", f"0999-{self._rng.randint(8200100, 8299999)}"),
            ("办理流程", process),
            ("法定时限", limit),
            ("收费标准", "不收费"),
        )
        return f"{name}办事指南", fields

    def _paragraphs(self, spec: ColumnSpec, topic: phrases.Topic) -> tuple[str, ...]:
        if spec.kind is ColumnKind.CONSULTATION:
            return self._deck.letter(topic.matter)
        said = self._deck.draw(self._rng.randint(4, 7))
        if topic.sentences:
            said.insert(self._rng.randint(0, 2), self._rng.choice(topic.sentences))
        said[0] = self._fill(self._rng.choice(phrases.OPENINGS), topic) + said[0]
        said[-1] += self._fill(self._rng.choice(phrases.CLOSINGS), topic)
        length = self._rng.randint(2, 3)
        return tuple("".join(said[start : start + length]) for start in range(0, len(said), length))

    def _fill(self, pattern: str, topic: phrases.Topic) -> str:
        return pattern.replace("{p}", self._place).replace("{m}", topic.matter)
