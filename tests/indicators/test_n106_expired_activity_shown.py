"""N106: where an expired call stands, the day it ran out, and what says that it is over."""

from __future__ import annotations

import pytest
from said import said, url_of
from seen import PAGE, column, entry, home, judged, site_facts

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import Unseen
from xuncha.facts.website import EntrySeen
from xuncha.indicators.kernel import Judgement

TITLE = "“清河老照片”征集启事"
CALL = "现面向全县征集反映城乡变迁的老照片。\n征集时间：2025年5月10日至{}。\n点击“我要投稿”上传照片，并写明拍摄年份。"
PROSE = "为留住记忆，现面向全县征集反映城乡变迁的老照片。\n投稿截止日期：2025年6月20日，照片请送县档案馆。"
EXPIRED = CALL.format("2025年6月20日")


def call(text: str = EXPIRED, day: str | None = "2025-05-10", **more: object) -> TextSeen:
    return said(7, text, day, "通知公告", **{"title": TITLE, **more})


def row(**more: object) -> EntrySeen:
    return entry("2025-05-10", title=TITLE, url=url_of(7), **more)


def shown_on_home(*texts: TextSeen) -> Judgement:
    return judged("N106", site_facts(texts=texts, homepage=home(row()), columns=()))


def filed(*texts: TextSeen, **more: object) -> Judgement:
    notices = column("通知公告", entries=[row(**more)])
    return judged("N106", site_facts(texts=texts, homepage=home(entry("2025-06-20")), columns=(notices,)))


def test_on_the_home_page_it_is_a_hit() -> None:
    (hit,) = shown_on_home(call()).hits
    assert hit.detail == f"首页仍在展示已于 2025-06-20 截止的活动《{TITLE}》"
    assert hit.observed == {"deadline": "2025-06-20", "days_over": 5}
    assert hit.urls == (url_of(7),)
    assert "我要投稿" in hit.quote
    assert "6月20日" in hit.quote
    assert hit.evidence == (PAGE, PAGE)


def test_pinned_in_a_column_it_is_a_hit() -> None:
    (hit,) = filed(call(), pinned=True).hits
    assert hit.detail.startswith("栏目“通知公告”的置顶位置仍在展示")


def test_in_the_order_of_its_column_it_is_filed() -> None:
    assert filed(call()).outcome == "pass"


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        ("2025年6月24日", "fail"),
        ("2025年6月25日", "pass"),
        ("2025年6月26日", "pass"),
        ("2026年6月20日", "pass"),
    ],
)
def test_the_last_day_itself_is_not_over(last: str, outcome: str) -> None:
    assert shown_on_home(call(CALL.format(last))).outcome == outcome


def test_the_latest_of_several_days_counts() -> None:
    longer = EXPIRED + "\n因投稿踊跃，征集时间延长至2025年7月31日。"
    assert shown_on_home(call(longer)).outcome == "pass"


@pytest.mark.parametrize(
    "over",
    [
        "【已结束】\n" + EXPIRED,
        EXPIRED + "\n本次征集已于6月20日结束，感谢参与。",
        EXPIRED + "\n征集结果现公布如下：",
    ],
)
def test_what_says_that_it_is_over_is_in_order(over: str) -> None:
    assert shown_on_home(call(over)).outcome == "pass"


def test_results_in_the_title_are_no_call() -> None:
    assert shown_on_home(call(title="“清河老照片”征集结果公告")).outcome == "pass"


def test_prose_that_invites_until_a_printed_day_is_a_hit() -> None:
    (hit,) = shown_on_home(call(PROSE)).hits
    assert "2025-06-20" in hit.detail


@pytest.mark.parametrize(
    "words",
    [
        PROSE + "\n评选结果将于2025年7月15日公布。",
        "现面向全县征集老照片，自公告发布之日起30日内送县档案馆。",
    ],
)
def test_a_day_to_come_or_one_to_be_counted_leaves_a_doubt(words: str) -> None:
    judgement = shown_on_home(call(words))
    assert (judgement.outcome, len(judgement.doubts)) == ("unknown", 1)


def test_a_call_told_among_the_news_leaves_a_doubt() -> None:
    news = column("动态要闻", entries=[row()])
    told = call(PROSE, column_url=news.url)
    facts = site_facts(texts=(told,), homepage=home(row()), columns=(news,))
    assert judged("N106", facts).outcome == "unknown"


@pytest.mark.parametrize(
    ("clock", "outcome"), [("9时", "fail"), ("9:59", "fail"), ("17:30", "pass"), ("24时", "pass")]
)
def test_on_the_last_day_the_time_of_day_counts(clock: str, outcome: str) -> None:
    text = f"现面向全县征集老照片，欢迎投稿。\n投稿截止时间：2025年6月25日{clock}。"
    assert shown_on_home(call(text)).outcome == outcome


def test_a_picture_of_the_home_page_shows_what_it_leads_to() -> None:
    offering = home(entry("2025-06-20"), offers=(url_of(7),))
    facts = site_facts(texts=(call(),), homepage=offering, columns=())
    assert judged("N106", facts).outcome == "fail"


def test_a_title_whose_page_was_not_read_leaves_a_doubt() -> None:
    shown = entry("2025-05-10", title="广场舞大赛报名（6月10日截止）", url=url_of(9))
    facts = site_facts(texts=(), homepage=home(shown), columns=())
    assert judged("N106", facts).outcome == "unknown"


def test_a_day_without_a_year_counts_from_publication_only() -> None:
    yearless = CALL.format("6月20日").replace("2025年", "")
    assert shown_on_home(call(yearless)).outcome == "fail"
    assert shown_on_home(call(yearless, None)).outcome == "pass"


def test_a_call_without_a_last_day_says_nothing() -> None:
    assert shown_on_home(call("现面向全县征集老照片，点击“我要投稿”上传。")).outcome == "pass"


def test_one_address_written_in_two_ways_is_one_page() -> None:
    secure = entry("2025-05-10", title=TITLE, url=url_of(7).replace("http:", "https:"))
    facts = site_facts(texts=(call(),), homepage=home(secure), columns=())
    assert judged("N106", facts).outcome == "fail"


@pytest.mark.parametrize("spoilt", [{"lossy": True}, {"role": TextRole.PAGE}, {"role": TextRole.LETTER}])
def test_what_is_no_article_or_was_not_decoded_is_not_judged(spoilt: dict[str, object]) -> None:
    assert shown_on_home(call(**spoilt)).outcome == "pass"


def test_pinned_and_on_the_home_page_is_one_finding() -> None:
    notices = column("通知公告", entries=[row(pinned=True)])
    facts = site_facts(texts=(call(),), homepage=home(row()), columns=(notices,))
    assert len(judged("N106", facts).hits) == 1


@pytest.mark.parametrize("missing", ["texts", "homepage", "columns"])
def test_a_fact_that_was_not_seen_leaves_a_doubt(missing: str) -> None:
    given = {"texts": (call(),), "homepage": home(row()), "columns": ()}
    assert judged("N106", site_facts(**{**given, missing: Unseen("未看")})).outcome == "unknown"
