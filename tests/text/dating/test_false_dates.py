"""Doubts about stated dates, and their lawful explanations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from xuncha.facts.seen import BEIJING
from xuncha.text.articles.near_duplicates import Repeat, RepeatKind
from xuncha.text.dating.closing_date import closing_date
from xuncha.text.dating.false_dates import (
    ContradictionKind,
    DatedArticle,
    date_contradictions,
    older_copies,
    site_dates,
)

ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)
STATED = date(2024, 5, 12)
_TEXT = "各有关单位要认真落实，按时报送。"
PLAIN = DatedArticle(STATED, "关于报送材料的通知", _TEXT, "http://www.qingshi.gov.cn/zwgk/123.html")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=BEIJING)


def doubts(
    article: DatedArticle, others: list[DatedArticle] | None = None
) -> list[tuple[ContradictionKind, int]]:
    site = site_dates([article, *others]) if others else None
    return [(found.kind, found.days) for found in date_contradictions(article, ASOF, site)]


def test_an_article_without_other_dates_raises_no_doubt() -> None:
    assert doubts(PLAIN) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{_TEXT}\n县教育局\n2023年5月12日", date(2023, 5, 12)),
        (f"{_TEXT}\n2023年5月12日", date(2023, 5, 12)),
        (f"{_TEXT}\n青石市人民政府办公室　2023年5月12日", date(2023, 5, 12)),
        (f"{_TEXT}\n县教育局（盖章）\n二〇二三年五月十二日", date(2023, 5, 12)),
        (f"{_TEXT}\n县教育局\n2023年5月12日\n附件：名单", date(2023, 5, 12)),
        (f"{_TEXT}\n报名截止时间：2023年5月12日", None),
        (f"{_TEXT}会议于2023年5月12日召开。", None),
        (f"{_TEXT}\n完成时限\n2023年5月12日", None),
        (f"{_TEXT}\n一期　市水利局　2023年5月12日\n二期　市水利局　2024年5月12日", None),
        (_TEXT, None),
        ("", None),
    ],
)
def test_closing_date_is_the_signature_only(text: str, day: date | None) -> None:
    assert closing_date(text) == day


@pytest.mark.parametrize(
    ("days", "doubted"), [(0, False), (180, False), (181, True), (400, True), (-3, False), (-4, True)]
)
def test_closing_date_far_from_the_stated_one_is_a_doubt(days: int, doubted: bool) -> None:
    signed = STATED - timedelta(days=days)
    text = f"{_TEXT}\n县教育局\n{signed.year}年{signed.month}月{signed.day}日"

    assert doubts(replace(PLAIN, text=text)) == ([(ContradictionKind.CLOSING_DATE, days)] if doubted else [])


def test_detail_is_a_sentence_with_both_dates() -> None:
    (found,) = date_contradictions(replace(PLAIN, text=f"{_TEXT}\n县教育局\n2022年5月12日"), ASOF)

    assert found.detail == "标注发布日期为2024年5月12日，文末落款日期为2022年5月12日，早731天"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("关于加强防汛工作的意见", f"市政发〔2019〕12号\n{_TEXT}\n市人民政府\n2019年3月1日"),
        ("建市四十周年纪事", f"{_TEXT}\n市文化馆\n2005年7月1日"),
        ("抗洪往事", f"今年是抗洪胜利二十周年。{_TEXT}\n市文化馆\n1999年7月1日"),
        ("转发省政府通知", f"{_TEXT}\n省人民政府\n2020年7月1日"),
        ("水库加固工程实施方案", f"{_TEXT}\n市水利局\n2024年12月31日"),
        ("工程公告", f"{_TEXT}\n市水利局\n2026年12月31日"),
    ],
    ids=["numbered document", "anniversary title", "anniversary text", "forwarded", "plan", "still to come"],
)
def test_lawful_reasons_for_another_closing_date(title: str, text: str) -> None:
    assert doubts(replace(PLAIN, title=title, text=text)) == []


def test_number_of_another_year_is_no_reason() -> None:
    article = replace(PLAIN, text=f"根据市政发〔2019〕12号文件。{_TEXT}\n县教育局\n2022年3月1日")

    assert [kind for kind, _ in doubts(article)] == [ContradictionKind.CLOSING_DATE]


@pytest.mark.parametrize(("days", "doubted"), [(30, False), (31, True), (-7, False), (-8, True)])
def test_date_in_the_address(days: int, doubted: bool) -> None:
    created = STATED - timedelta(days=days)
    article = replace(PLAIN, url=f"http://www.qingshi.gov.cn/xw/t{created:%Y%m%d}_123.html")

    assert doubts(article) == ([(ContradictionKind.ADDRESS_DATE, days)] if doubted else [])


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("来信时间：2023-12-03 15:20\n来信内容：路灯不亮。\n回复时间：2024-05-12", False),
        ("咨询日期 2023年12月3日\n已转办。", False),
        ("来信时间：2024-01-03\n来信内容：路灯不亮。", True),
        ("会议时间：2023-12-03", True),
    ],
)
def test_a_letter_stands_where_it_was_handed_in_and_is_published_when_answered(
    text: str, doubted: bool
) -> None:
    letter = replace(PLAIN, text=text, url="http://www.qingshi.gov.cn/content/2023/12/03/1.shtml")
    assert bool(doubts(letter)) is doubted


@pytest.mark.parametrize(("days", "doubted"), [(2, False), (3, True), (-200, False)])
def test_page_changed_before_it_was_published(days: int, doubted: bool) -> None:
    article = replace(PLAIN, last_modified=noon(STATED - timedelta(days=days)))

    assert doubts(article) == ([(ContradictionKind.LAST_MODIFIED, days)] if doubted else [])


def test_page_changed_much_later_tells_only_where_the_others_stay_unchanged() -> None:
    article = replace(PLAIN, last_modified=noon(date(2025, 6, 20)))
    steady = [
        replace(PLAIN, published=day, last_modified=noon(day))
        for day in (date(2024, 1, 1) + timedelta(days=9 * n) for n in range(40))
    ]

    assert [kind for kind, _ in doubts(article, steady)] == [ContradictionKind.LAST_MODIFIED]
    assert doubts(article, steady[:10]) == []


def test_pages_written_anew_for_each_reader_say_nothing() -> None:
    future = replace(PLAIN, published=date(2025, 6, 30), last_modified=ASOF - timedelta(minutes=1))

    assert doubts(future) == []


def test_days_of_moving_a_site_are_no_doubt() -> None:
    moved = noon(date(2022, 11, 2))
    others = [
        replace(
            PLAIN,
            published=date(2021, 1, 1) + timedelta(days=n),
            last_modified=moved,
            url="http://www.qingshi.gov.cn/t20221102_9.html",
        )
        for n in range(300)
    ]
    article = replace(PLAIN, last_modified=moved, url="http://www.qingshi.gov.cn/t20221102_1.html")

    assert doubts(article, others) == []
    assert {kind for kind, _ in doubts(article)} == {
        ContradictionKind.LAST_MODIFIED,
        ContradictionKind.ADDRESS_DATE,
    }


def test_articles_all_stated_on_the_day_of_moving_are_no_doubt() -> None:
    others = [replace(PLAIN, url=f"http://www.qingshi.gov.cn/{n}.html") for n in range(300)]

    assert doubts(replace(PLAIN, text=f"{_TEXT}\n县教育局\n2019年3月1日"), others) == []


@pytest.mark.parametrize(("days", "doubted"), [(30, False), (31, True), (700, True)])
def test_older_copy_of_the_same_article(days: int, doubted: bool) -> None:
    article = replace(PLAIN, older_copy=STATED - timedelta(days=days))

    assert doubts(article) == ([(ContradictionKind.OLDER_COPY, days)] if doubted else [])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("缅怀先烈", _TEXT),
        ("重新发布办事须知", _TEXT),
        ("关于加强管理的意见", f"市政发〔2019〕12号\n{_TEXT}"),
        ("党史一页", f"今年是建党一百周年。{_TEXT}"),
    ],
)
def test_lawful_reposts_of_older_texts(title: str, text: str) -> None:
    assert doubts(replace(PLAIN, title=title, text=text, older_copy=date(2020, 7, 1))) == []


def test_older_copies_come_from_repetitions_with_another_date() -> None:
    repeats = [
        Repeat("old", "new", RepeatKind.REPETITION, 1.0, 1.0, 400),
        Repeat("old", "same", RepeatKind.REPETITION, 1.0, 1.0, 0),
        Repeat("old", "cross", RepeatKind.CROSS_POSTING, 1.0, 1.0, 0),
        Repeat("gone", "undated", RepeatKind.UNDATED, 1.0, 1.0, None),
    ]

    assert older_copies(repeats, {"old": date(2023, 1, 1)}) == {"new": date(2023, 1, 1)}
