"""N101: repetition, lawful cross-posting, and what cannot be told without a date."""

from __future__ import annotations

import pytest
from said import said, url_of
from seen import judged, site_facts

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import Unseen
from xuncha.indicators.kernel import Judgement

REPORT = (
    "六月上旬，清河县组织十二个乡镇对山塘水库逐座排查，技术人员带着图纸上坝，量水位、看渗漏、查闸门，当天填好记录表。\n"
    "排查发现三座山塘溢洪道被杂草堵住，村里连夜组织劳力清理，第二天复查时已经畅通。\n"
    "县防汛办表示，入汛以后每十天复查一次，结果在村务公开栏张贴，请群众一起监督。"
)
OTHER = (
    "县图书馆本月起把闭馆时间推迟到晚上九点，自习区新添了六十个座位，靠窗一排装上了可以调光的台灯。\n"
    "不少下班后赶来的读者说，家里孩子小、静不下心，在这里能踏实看上两个小时书。"
)


def found(*texts: TextSeen) -> Judgement:
    return judged("N101", site_facts(texts=texts))


@pytest.mark.parametrize(
    ("days", "columns", "outcome"),
    [
        (("2025-06-10", "2025-06-10"), ("工作动态", "部门动态"), "pass"),
        (("2025-06-10", "2025-06-10"), ("工作动态", "工作动态"), "fail"),
        (("2025-06-10", "2025-06-11"), ("工作动态", "部门动态"), "fail"),
        (("2025-06-10", "2025-06-11"), ("工作动态", "工作动态"), "fail"),
        (("2025-06-10", None), ("工作动态", "部门动态"), "unknown"),
        ((None, None), ("工作动态", "部门动态"), "unknown"),
        ((None, None), ("工作动态", "工作动态"), "fail"),
    ],
)
def test_the_day_and_the_column_decide(
    days: tuple[str | None, str | None], columns: tuple[str, str], outcome: str
) -> None:
    texts = [said(n, REPORT, days[n], columns[n], title="清河县排查山塘水库") for n in (0, 1)]
    assert found(*texts).outcome == outcome


def test_what_a_hit_says() -> None:
    later = said(2, REPORT, "2025-06-13", "部门动态", title="我县逐座排查山塘水库")
    (hit,) = found(later, said(1, REPORT, "2025-06-10", title="清河县排查山塘水库")).hits
    assert hit.urls == (url_of(2), url_of(1))
    assert hit.observed == {"similarity": 1.0, "containment": 1.0, "days_apart": 3}
    assert hit.detail == "栏目“部门动态”的《我县逐座排查山塘水库》与已发布的《清河县排查山塘水库》正文相同"
    assert REPORT.startswith(hit.quote)
    assert len(hit.evidence) == 2


def test_an_article_outside_every_column_is_placed_on_the_site() -> None:
    texts = (said(1, REPORT), said(2, REPORT, "2025-06-12", column="", column_url=""))
    assert found(*texts).hits[0].detail.startswith("网站的《县里近期的一项工作》")


def test_a_missing_date_is_told_as_the_reason_of_the_doubt() -> None:
    (doubt,) = found(said(1, REPORT), said(2, REPORT, None, "部门动态")).doubts
    assert "缺少发布日期" in doubt.detail
    assert doubt.observed["days_apart"] is None


def test_three_copies_are_two_findings() -> None:
    copies = [said(n, REPORT, f"2025-06-{10 + n}", title="清河县排查山塘水库") for n in (1, 2, 3)]
    assert [hit.key for hit in found(*copies).hits] == [url_of(2), url_of(3)]


def test_different_articles_are_no_repetition() -> None:
    assert found(said(1, REPORT), said(2, OTHER, "2025-06-12")).outcome == "pass"


def test_issues_of_one_form_are_no_repetition() -> None:
    form = "本周叶菜类均价每公斤{}元，根茎类每公斤{}元，猪肉每公斤{}元，环比{}，货源充足，交易平稳。预计下周价格总体稳定，个别品种小幅波动。"
    first = (
        form.format("3.46", "1.88", "25.10", "上涨2.7%")
        + "监测点覆盖四个批发市场和十一个零售点，数据由各监测点每日报送。"
    )
    second = (
        form.format("3.71", "2.05", "24.60", "上涨4.1%")
        + "监测点覆盖四个批发市场和十一个零售点，数据由各监测点每日报送。"
    )
    texts = (said(1, first, title="一周价格监测"), said(2, second, "2025-06-17", title="一周价格监测"))
    assert found(*texts).outcome == "pass"


@pytest.mark.parametrize("spoilt", [{"lossy": True}, {"role": TextRole.PAGE}, {"role": TextRole.LETTER}])
def test_what_is_no_article_or_was_not_decoded_is_not_compared(spoilt: dict[str, object]) -> None:
    assert found(said(1, REPORT), said(2, REPORT, "2025-06-12", **spoilt)).outcome == "pass"


def test_one_page_seen_twice_is_one_article() -> None:
    assert found(said(1, REPORT), said(1, REPORT, "2025-06-12")).outcome == "pass"


def test_texts_that_were_not_read_leave_a_doubt() -> None:
    assert judged("N101", site_facts(texts=Unseen("未看"))).outcome == "unknown"
