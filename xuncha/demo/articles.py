"""The articles of a column: titles, times and text from the phrase banks, always the same for one site."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from xuncha.demo import phrases
from xuncha.demo.model import ASOF, Article, Body, ColumnSpec, DemoColumn, Order
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import ColumnKind

#: Rows on one page of a list.
PER_PAGE = 5
#: The first page of a pinned list: old items, this many days apart, the newest this old.
_PINNED_STEP, _PINNED_AGE = 31, 240
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
        self._place = place
        self._topics = phrases.topics_of(unit)
        self._number = first_number
        self._titles: set[str] = set()

    def column(self, number: int, spec: ColumnSpec) -> DemoColumn:
        """The column with its articles in the order the site shows them."""
        if spec.body is not Body.LIST or spec.status != 200:
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
        name, basis = phrases.GUIDES[index % len(phrases.GUIDES)]
        fields = (
            ("事项名称", name),
            ("设定依据", basis),
            ("申请条件", "在本地区居住或经营，材料真实有效。"),
            ("办理材料", "申请表一份，身份证明或营业执照复印件一份。"),
            ("办理地点", f"{self._place}政务服务大厅综合窗口"),
            ("办理时间", "周一至周五 8:30—12:00，14:30—17:30（法定节假日除外）"),
            ("联系电话", "0999-8200123"),
            ("办理流程", "提出申请、窗口受理、审核决定、领取结果。"),
            ("法定时限", "二十个工作日"),
            ("收费标准", "不收费"),
        )
        return f"{name}办事指南", fields

    def _paragraphs(self, spec: ColumnSpec, topic: phrases.Topic) -> tuple[str, ...]:
        if spec.kind is ColumnKind.CONSULTATION:
            question = f"您好，想了解{topic.matter}今年的安排，请问到哪里咨询、需要准备什么材料？"
            answer = f"您好！来信收悉。{self._rng.choice(topic.sentences)}如需进一步了解，可到窗口当面咨询。感谢您的关注。"
            return question, answer
        middle = self._rng.sample(topic.sentences, 4)
        return (
            self._fill(self._rng.choice(phrases.OPENINGS), topic) + middle[0],
            middle[1] + middle[2],
            middle[3] + self._fill(self._rng.choice(phrases.CLOSINGS), topic),
        )

    def _fill(self, pattern: str, topic: phrases.Topic) -> str:
        return pattern.replace("{p}", self._place).replace("{m}", topic.matter)
