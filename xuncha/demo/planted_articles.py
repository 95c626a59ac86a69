"""Faults in what articles say, and texts that come close to one without being one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from xuncha.demo.model import Article, DemoColumn

Columns = tuple[DemoColumn, ...]

#: Nobody's: no county ever had the code 110389, and a person born on that day in 1908 would be 117 years
#: old. The check character is right, else the number would prove nothing.
INVENTED_ID = "110389190804120173"
#: The range 174 belongs to satellite telephones.
INVENTED_MOBILE = "17492160358"

_LETTER = "我叫梅望溪，身份证号{id}，手机{mobile}，盼能当面说明情况。"
_UNITS_OWN = "办公室电话0999-8200417，统一社会信用代码{code}，供核对。"
#: Digits throughout, as an ID number's are, and right by its own check character.
CREDIT_CODE = "911103891908041203"


def with_planted_articles(plot: str, columns: Columns) -> Columns:
    """The columns with what the plot plants in their articles; unaltered for every other plot."""
    alter = _PLOTS.get(plot)
    return alter(columns) if alter else columns


def _changed(columns: Columns, slug: str, alter: Callable[[list[Article]], list[Article]]) -> Columns:
    return tuple(
        replace(column, articles=tuple(alter(list(column.articles)))) if column.spec.slug == slug else column
        for column in columns
    )


def _number(columns: Columns) -> int:
    """A number that no article of the site has yet."""
    return max(article.number for column in columns for article in column.articles) + 1


def _repeated(columns: Columns) -> Columns:
    """One article twice in a column, under two dates."""

    def alter(articles: list[Article]) -> list[Article]:
        first = articles[3]
        return [
            replace(article, title=first.title, paragraphs=first.paragraphs) if place == 1 else article
            for place, article in enumerate(articles)
        ]

    return _changed(columns, "gzdt", alter)


def _lawfully_alike(columns: Columns) -> Columns:
    """One article in two columns on one day, and a weekly bulletin whose issues differ in their figures."""
    posted = next(column for column in columns if column.spec.slug == "gzdt").articles[0]
    again = replace(posted, number=_number(columns))

    def post(articles: list[Article]) -> list[Article]:
        return sorted([again, *articles], key=lambda article: article.published, reverse=True)

    def issue(articles: list[Article]) -> list[Article]:
        articles[2] = replace(
            articles[2], title=_BULLETIN, paragraphs=_bulletin("3.46", "1.88", "2.7", "甜椒")
        )
        articles[4] = replace(
            articles[4], title=_BULLETIN, paragraphs=_bulletin("3.71", "2.05", "4.1", "豇豆")
        )
        return articles

    return _changed(_changed(columns, "szyw", post), "gzdt", issue)


_BULLETIN = "一周主要农产品价格监测"


def _bulletin(greens: str, roots: str, rise: str, dearest: str) -> tuple[str, ...]:
    return (
        "本周价格监测覆盖四个批发市场和十一个零售点，货源充足，交易平稳。",
        f"叶菜类均价每公斤{greens}元，根茎类均价每公斤{roots}元，环比上涨{rise}%，涨幅最大的是{dearest}。",
        "预计下周天气以晴到多云为主，本地菜陆续上市，价格总体保持稳定，不排除个别品种小幅波动。",
    )


def _letter_ending_with(sentence: str) -> Callable[[Columns], Columns]:
    def alter(articles: list[Article]) -> list[Article]:
        question, answer = articles[0].paragraphs
        return [replace(articles[0], paragraphs=(question + sentence, answer)), *articles[1:]]

    return lambda columns: _changed(columns, "zxjy", alter)


def _last_day(article: Article) -> str:
    """Ten days after publication."""
    last = article.published + timedelta(days=10)
    return f"{last.year}年{last.month}月{last.day}日"


def _call_for_readers(article: Article) -> Article:
    """A call to take part until ten days after publication; the page still says that it goes on."""
    return replace(
        article,
        title="“书香进院落”领读志愿者招募公告",
        attachment="",
        paragraphs=(
            "为办好今年的院落读书会，现面向社会招募领读志愿者六十名，年满十八周岁、普通话流利的居民均可参加。",
            f"报名时间：即日起至{_last_day(article)}18时。",
            "报名正在进行中，点击页面上方“我要报名”填写信息，结果以短信告知。",
        ),
    )


def _call_that_is_over(article: Article) -> Article:
    """A call whose last day has passed, and which says so."""
    return replace(
        article,
        title="“家乡的河”摄影作品征集启事",
        attachment="",
        paragraphs=(
            "【已结束】本次征集已经截止，感谢广大摄影爱好者的支持，获奖作品将在水文化馆展出。",
            "作品应为近两年在本地拍摄的河湖照片，单幅、组照不限，不得改动画面主体。",
            f"投稿截止日期：{_last_day(article)}，电子文件发送到组委会邮箱。",
        ),
    )


def _expired(columns: Columns) -> Columns:
    """The oldest notice of the home page calls to take part until a day that is over."""
    return _changed(columns, "tzgg", lambda articles: [*articles[:-1], _call_for_readers(articles[-1])])


def _over_or_filed(columns: Columns) -> Columns:
    """One call says that it is over; another stands in its column only, below what the home page shows."""

    def alter(articles: list[Article]) -> list[Article]:
        return [
            *articles[:4],
            _call_that_is_over(articles[4]),
            *articles[5:-1],
            _call_for_readers(articles[-1]),
        ]

    return _changed(columns, "tzgg", alter)


_PLOTS: dict[str, Callable[[Columns], Columns]] = {
    "n101_repeated": _repeated,
    "n101_lawfully_alike": _lawfully_alike,
    "n105_leaked": _letter_ending_with(_LETTER.format(id=INVENTED_ID, mobile=INVENTED_MOBILE)),
    "n105_masked": _letter_ending_with(
        _LETTER.format(id="1103**********0173", mobile="174****0358") + _UNITS_OWN.format(code=CREDIT_CODE)
    ),
    "n106_expired": _expired,
    "n106_over_or_filed": _over_or_filed,
}
