"""W105: dates of articles that contradict each other; always for a person to confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from said import said, url_of
from seen import HOME, PAGE, judged, site_facts

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import DateSource, Published, Unseen
from xuncha.indicators.kernel import Judgement

TEXT = (
    "县里召开会议，听取河道清淤工程进展情况汇报，研究解决沿线电缆迁改、临时用地和渣土外运等具体问题。"
    "会议要求各标段倒排工期，主汛期前完成险工险段处理，并安排专人每日巡查。"
)


def found(*texts: TextSeen) -> Judgement:
    return judged("W105", site_facts(texts=texts))


def signed(day: str, published: str, **more: Any) -> TextSeen:
    return said(1, f"{TEXT}\n清河县水利局\n{day}", published, **more)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-06-07", "pass"),
        ("2025-06-06", "unknown"),
        ("2025-06-10", "pass"),
        ("2025-06-25", "pass"),
    ],
)
def test_signed_days_after_it_was_published(published: str, expected: str) -> None:
    assert found(signed("2025年6月10日", published)).outcome == expected


@pytest.mark.parametrize(("published", "expected"), [("2025-06-09", "pass"), ("2025-06-10", "unknown")])
def test_signed_half_a_year_before_it_was_published(published: str, expected: str) -> None:
    assert found(signed("2024年12月11日", published)).outcome == expected


def test_it_is_a_doubt_that_says_both_dates() -> None:
    judgement = found(signed("2024年3月4日", "2025-06-10", title="县里部署河道清淤"))
    assert judgement.hits == ()
    (doubt,) = judgement.doubts
    assert doubt.detail == (
        "《县里部署河道清淤》标注发布日期为2025年6月10日，文末落款日期为2024年3月4日，早463天"
    )
    assert doubt.observed == {"closing_date": 463}
    assert (doubt.urls, doubt.evidence, doubt.key) == ((url_of(1),), (PAGE,), url_of(1))
    assert "2024年3月4日" in doubt.quote


@pytest.mark.parametrize(
    "text",
    [
        signed("2018年3月4日", "2025-06-10", title="纪念县图书馆建馆70周年"),
        said(1, f"清政发〔2018〕12号\n{TEXT}\n清河县人民政府\n2018年3月4日", "2025-06-10"),
        signed("2025年6月30日", "2025-06-10"),
        signed("2025年6月20日", "2025-06-10", title="县重点工程建设进度安排"),
    ],
    ids=["anniversary", "older document", "signed for a coming day", "plan"],
)
def test_lawful_reasons(text: TextSeen) -> None:
    assert found(text).outcome == "pass"


@pytest.mark.parametrize(("day", "expected"), [("20250511", "pass"), ("20250510", "unknown")])
def test_the_day_in_the_address(day: str, expected: str) -> None:
    article = replace(said(1, TEXT, "2025-06-10"), url=f"{HOME}gzdt/202505/t{day}_3.html")
    assert found(article).outcome == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Sun, 08 Jun 2025 02:00:00 GMT", "pass"),
        ("Fri, 06 Jun 2025 02:00:00 GMT", "unknown"),
        ("Tue, 24 Jun 2025 02:00:00 GMT", "pass"),
        ("Wed, 25 Jun 2025 01:59:59 GMT", "pass"),
    ],
    ids=["two days", "four days before", "later", "just now"],
)
def test_the_servers_time_of_change(header: str, expected: str) -> None:
    assert found(said(1, TEXT, "2025-06-10", last_modified=header)).outcome == expected


@pytest.mark.parametrize(
    "header",
    [
        "",
        "yesterday",
        "Fri, 06 Jun 2025 02:00:00",
        "Fri, 06 Jun 2025 02:00:00 -0000",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 06 Jun 2025 02:00:00 +99999999999999",
    ],
)
def test_a_header_that_tells_no_moment_says_nothing(header: str) -> None:
    assert found(said(1, TEXT, "2025-06-10", last_modified=header)).outcome == "pass"


def copies(first: str | None, second: str | None, **more: Any) -> Judgement:
    return found(said(1, TEXT, first), said(2, TEXT, second, **more))


@pytest.mark.parametrize(("first", "expected"), [("2025-05-11", "pass"), ("2025-05-10", "unknown")])
def test_an_older_copy_under_an_earlier_date(first: str, expected: str) -> None:
    judgement = copies(first, "2025-06-10")
    assert judgement.outcome == expected
    assert [doubt.urls for doubt in judgement.doubts] == [(url_of(2),)] * (expected == "unknown")


@pytest.mark.parametrize("title", ["往事重温：河道清淤", "转发：县里近期的一项工作"])
def test_a_copy_that_says_what_it_is(title: str) -> None:
    assert copies("2024-06-10", "2025-06-10", title=title).outcome == "pass"


def test_days_on_which_the_whole_site_was_moved() -> None:
    moved = [said(n, f"第{n}号事项{TEXT}\n清河县水利局\n2019年3月{n}日", "2025-06-10") for n in range(1, 7)]
    assert found(*moved).outcome == "pass"
    assert len(found(*moved[:4]).doubts) == 4


def test_two_contradictions_of_one_article_are_one_doubt() -> None:
    text = signed("2024年3月4日", "2025-06-10", last_modified="Fri, 06 Jun 2025 02:00:00 GMT")
    (doubt,) = found(text).doubts
    assert doubt.observed == {"closing_date": 463, "last_modified": 4}


@pytest.mark.parametrize("source", [DateSource.LIST_NO_YEAR, DateSource.URL])
def test_a_date_the_site_did_not_state_in_full_contradicts_nothing(source: DateSource) -> None:
    text = replace(signed("2024年3月4日", "2025-06-10"), published=Published(date(2025, 6, 10), source))
    assert found(text).outcome == "pass"


@pytest.mark.parametrize("source", [DateSource.META, DateSource.JSON_LD, DateSource.TEXT, DateSource.LIST])
def test_a_date_the_site_stated_in_full_does(source: DateSource) -> None:
    text = replace(signed("2024年3月4日", "2025-06-10"), published=Published(date(2025, 6, 10), source))
    assert found(text).outcome == "unknown"


@pytest.mark.parametrize("role", [TextRole.PAGE, TextRole.LETTER])
def test_only_articles_are_judged(role: TextRole) -> None:
    assert found(signed("2024年3月4日", "2025-06-10", role=role)).outcome == "pass"


def test_what_has_no_date_or_cannot_be_decoded_is_not_judged() -> None:
    assert found(said(1, f"{TEXT}\n清河县水利局\n2024年3月4日", None)).outcome == "pass"
    assert found(signed("2024年3月4日", "2025-06-10", lossy=True)).outcome == "pass"


def test_texts_that_were_not_read_leave_a_doubt() -> None:
    assert judged("W105", site_facts(texts=Unseen("未看"))).outcome == "unknown"
