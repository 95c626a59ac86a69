"""The planted list against a count of our own over the generated data."""

from datetime import timedelta

import pytest
from counted_again import EVERYDAY, SERIOUS, SHOULD, letters, looks, overdue, recount, says

from xuncha.apps.inspections.results import Finding
from xuncha.demo.model import (
    ASOF,
    SIX_MONTHS_BEFORE,
    TWO_WEEKS_BEFORE,
    DemoSite,
    Order,
    Province,
)
from xuncha.demo.planted import EXPECTED_OUTCOMES, PLANTED, PLANTED_CODES, VETO_CODES
from xuncha.demo.planted_articles import CREDIT_CODE
from xuncha.demo.planted_wording import ON_ACCOUNTS, ON_SITES
from xuncha.demo.render import HOME_ITEMS
from xuncha.demo.show import compare
from xuncha.facts.account import ChannelKind, ChannelResult
from xuncha.facts.targets import ColumnKind, Platform, RunState
from xuncha.text.wording import find_wording


def test_the_planted_list_is_what_the_data_hold(province):
    assert recount(province) == {(p.target_id, p.code, p.outcome) for p in PLANTED}


#: A person confirms these; and nothing of the kind is planted for some.
DOUBTS_ALONE = {"W101", "A101", "N110", "A103", "A105"}
NOWHERE = {"W103", "W104", "W105"}


@pytest.mark.parametrize("code", sorted(set(PLANTED_CODES) - NOWHERE))
def test_every_code_is_hit_somewhere(code):
    outcome = "doubt" if code in DOUBTS_ALONE else "hit"
    assert any(p.code == code and p.outcome == outcome for p in PLANTED)


def test_wrong_forms_are_found_one_remark_for_each_and_none_where_they_are_only_named():
    sentences = {said for plot in (ON_SITES, ON_ACCOUNTS) for said in plot.values()}
    told = {}
    for sentence in (one for several in sentences for one in several):
        issues = [i for i in find_wording(sentence, asof=ASOF.date()) if i.alert]
        told[sentence] = [sentence[i.start : i.end] for i in issues]
    named = [sentence for sentence in told if any(f in sentence for f in (*SERIOUS, *EVERYDAY, "大和路"))]
    for sentence in named:
        forms = [form for form in (*SERIOUS, *EVERYDAY) if says(sentence, (form,))]
        assert len(told[sentence]) == len(forms), (sentence, told[sentence])


def test_a_wrong_word_in_posts_or_pages_is_a_doubt_to_be_compared():
    planted = [Finding(p.target_id, "site", p.code, "note", p.outcome, "", "") for p in PLANTED]
    assert compare(planted).missed == compare(planted).false == ()
    further = Finding("9800000001", "site", "W101", "veto", "doubt", "", "")
    assert compare([*planted[1:], further]).false == (("9800000001", "W101", "doubt"),)
    assert len(compare(planted[1:]).missed) == 1


def test_what_a_browser_may_settle_is_neither_missed_nor_false_with_one():
    planted = [(p, Finding(p.target_id, "site", p.code, "note", p.outcome, "", "")) for p in PLANTED]
    seen_in_full = [finding for p, finding in planted if not p.settled_by_a_browser]
    every = [finding for _, finding in planted]
    assert len(every) - len(seen_in_full) == 2
    assert len(compare(seen_in_full).missed) == 2
    with_one = compare(seen_in_full, in_a_browser=True)
    assert (with_one.missed, with_one.false, with_one.settled) == ((), (), 2)
    assert "另有 2 处由脚本加载" in with_one.in_words
    still_doubted = compare(every, in_a_browser=True)
    assert (still_doubted.missed, still_doubted.false, still_doubted.settled) == ((), (), 0)


@pytest.mark.parametrize("code", ["W201", "W401", "W403", "W602", "A201", "A202"])
def test_vetoes_that_can_be_in_doubt_are(code):
    assert any(p.code == code and p.outcome == "doubt" for p in PLANTED)


def test_three_silent_accounts():
    assert sum(p.code == "A201" and p.outcome == "hit" for p in PLANTED) == 3


def test_expected_outcomes_cover_exactly_the_running_targets(province):
    running = {s.site_code for s in province.registry if s.state is RunState.RUNNING}
    running |= {a.account_id for a in province.accounts if a.state is RunState.RUNNING}
    assert set(EXPECTED_OUTCOMES) == running
    failed = {p.target_id for p in PLANTED if p.code in VETO_CODES and p.outcome == "hit"}
    assert {target for target, outcome in EXPECTED_OUTCOMES.items() if outcome == "fail"} == failed
    unsure = {p.target_id for p in PLANTED if p.code in VETO_CODES and p.outcome == "doubt"} - failed
    assert {target for target, outcome in EXPECTED_OUTCOMES.items() if outcome == "unknown"} == unsure


def site_with(province: Province, plot: str) -> DemoSite:
    return next(site for site in province.sites if site.plot == plot)


def test_limits_are_met_exactly(province):
    seven, six = (
        sum(
            s.outcome != "200" or (s.elapsed_ms or 0) >= 15_000
            for s in province.probes[site_with(province, plot).site.site_code]
        )
        for plot in ("w201_seven", "w201_six")
    )
    assert (seven, six) == (7, 6)
    exact = site_with(province, "w301_exact_limit")
    assert max(c.newest for c in exact.columns if c.newest is not None).date().isoformat() == "2025-06-11"
    stale = {
        plot: sum(overdue(c) for c in site_with(province, plot).columns if c.spec.kind is SHOULD)
        for plot in ("w402_ten", "w402_nine")
    }
    assert stale == {"w402_ten": 10, "w402_nine": 9}


def test_slow_site_stays_below_the_limit(province):
    samples = province.probes[site_with(province, "w201_slow_but_open").site.site_code]
    assert sum(s.elapsed_ms == 14_999 for s in samples) > 7
    assert max(s.elapsed_ms for s in samples if s.elapsed_ms is not None) == 14_999


@pytest.mark.parametrize("plot", ["w401_pinned", "w401_oldest_first"])
def test_first_pages_look_stale_where_only_the_order_is_to_blame(province, plot):
    columns = [c for c in site_with(province, plot).columns if c.spec.order is not Order.NEWEST_FIRST]
    assert len(columns) == 5
    for column in columns:
        limit = TWO_WEEKS_BEFORE if column.spec.kind is ColumnKind.NEWS else SIX_MONTHS_BEFORE
        assert max(article.published for article in column.articles[:5]) < limit
        assert column.newest is not None
        assert column.newest >= limit


def paragraphs_of(site: DemoSite, slug: str) -> list[tuple[str, ...]]:
    return [a.paragraphs for c in site.columns if c.spec.slug == slug for a in c.articles]


def test_one_article_stands_lawfully_in_two_columns_on_one_day(province):
    site = site_with(province, "n101_lawfully_alike")
    (posted,) = set(paragraphs_of(site, "gzdt")) & set(paragraphs_of(site, "szyw"))
    days = {a.published for c in site.columns for a in c.articles if a.paragraphs == posted}
    assert len(days) == 1
    issues = [a for c in site.columns for a in c.articles if a.title == "一周主要农产品价格监测"]
    assert len({a.paragraphs for a in issues}) == len(issues) == 2


def test_masked_letter_gives_only_what_may_be_told(province):
    question, _ = paragraphs_of(site_with(province, "n105_masked"), "zxjy")[0]
    assert CREDIT_CODE in question
    assert question.count("*") == 14


def test_one_call_is_over_and_one_is_not_on_the_home_page(province):
    notices = paragraphs_of(site_with(province, "n106_over_or_filed"), "tzgg")
    assert any("【已结束】" in part for part in notices[4])
    filed = ["正在进行中" in "".join(said) for said in notices]
    assert filed.index(True) == len(notices) - 1 >= HOME_ITEMS


def test_letters_that_come_close_to_a_fault(province):
    told = letters(site_with(province, "w502_in_order"))
    assert sum(letter.answered is None for letter in told) == 4
    newest = max(a.answered or a.published for a in letters(site_with(province, "n104_six_months")))
    assert newest - SIX_MONTHS_BEFORE < timedelta(days=1)
    assert newest >= SIX_MONTHS_BEFORE


def test_a_unit_without_guides_is_exempt_and_another_leads_to_the_portal(province):
    without = {s.plot for s in province.sites if not any(c.spec.slug == "bszn" for c in s.columns)}
    assert without == {"w601_none", "w601_elsewhere", "w601_exempt"}
    assert site_with(province, "w601_exempt").site.serves_public is False


def test_every_running_account_was_looked_at(province):
    running = {a.account_id for a in province.accounts if a.state is RunState.RUNNING}
    assert set(province.channels) == running
    apps = [a.account_id for a in province.accounts if a.platform is Platform.APP]
    assert all(looks(province, app, ChannelKind.DOWNLOAD) for app in apps)


def test_an_app_that_failed_once_and_works_again_is_in_order(province):
    results = [look.result for look in looks(province, "yl-app-10", ChannelKind.DOWNLOAD)]
    assert results == [ChannelResult.FAILED, ChannelResult.OK]


def test_every_running_site_has_its_week_of_samples(province):
    assert set(province.probes) == {site.site.site_code for site in province.sites}
    assert {len(samples) for samples in province.probes.values()} == {140}


def test_size_of_the_province(province):
    cities = {s.region for s in province.registry} - {"省直部门"}
    assert len(cities) == 21
    assert len(province.registry) >= 40
    assert len(province.accounts) >= 80
    assert len({a.platform for a in province.accounts}) == 8
    assert 1500 <= sum(len(pages) for pages in province.pages.values()) <= 4000
    listed = sum(site.listed for site in province.sites)
    assert 0.4 <= listed / len(province.sites) <= 0.6
