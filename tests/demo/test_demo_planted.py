"""The planted list against a count of our own over the generated data (never over the HTML)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from xuncha.apps.inspections.results import Finding
from xuncha.demo.model import (
    ASOF,
    ONE_YEAR_BEFORE,
    SIX_MONTHS_BEFORE,
    TWO_WEEKS_BEFORE,
    Article,
    Body,
    DemoColumn,
    DemoSite,
    HomeKind,
    Order,
    Province,
)
from xuncha.demo.planted import EXPECTED_OUTCOMES, PLANTED, PLANTED_CODES, VETO_CODES
from xuncha.demo.planted_articles import CREDIT_CODE, INVENTED_ID, INVENTED_MOBILE
from xuncha.demo.planted_wording import ON_ACCOUNTS, ON_SITES
from xuncha.demo.plots import DEAD_HOST, SERVICE_HOST
from xuncha.demo.render import HOME_ITEMS
from xuncha.demo.show import compare
from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult
from xuncha.facts.targets import ColumnKind, Platform, RunState
from xuncha.text.wording import find_wording

SHOULD = ColumnKind.SHOULD_UPDATE
BLANK = (Body.BLANK, Body.PLACEHOLDER)


def first_level(site: DemoSite) -> list[DemoColumn]:
    return [c for c in site.columns if not c.spec.parent and not c.spec.special]


def older(column: DemoColumn, limit) -> bool:
    return column.newest is not None and column.newest < limit


def w201(province: Province, site: DemoSite) -> str:
    samples = [s for s in province.probes[site.site.site_code] if ASOF - timedelta(days=7) <= s.at < ASOF]
    valid = [s for s in samples if s.valid]
    by_day = Counter(s.at.date() for s in valid)
    if len(by_day) < 7 or min(by_day.values()) < 20:
        return "doubt"
    failed = [
        s
        for s in valid
        if not s.outcome.isdigit()
        or int(s.outcome) >= 500
        or (s.elapsed_ms is not None and s.elapsed_ms >= 15_000)
    ]
    return "hit" if len(failed) * 20 >= len(valid) else ""


def w301(site: DemoSite) -> str:
    shown = {ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.PICTURE_NEWS}
    columns = first_level(site)
    if site.home is HomeKind.NEWS:
        columns = [c for c in columns if c.spec.kind in shown]
    newest = max(c.newest for c in columns if c.newest is not None)
    return "hit" if newest < TWO_WEEKS_BEFORE else ""


def counted(certain: int, unsure: int, limit: int) -> str:
    return "hit" if certain >= limit else "doubt" if certain + unsure >= limit else ""


def w401(site: DemoSite) -> str:
    limits = {
        ColumnKind.NEWS: TWO_WEEKS_BEFORE,
        ColumnKind.NOTICE: SIX_MONTHS_BEFORE,
        ColumnKind.POLICY: SIX_MONTHS_BEFORE,
    }
    typed = [c for c in first_level(site) if c.spec.kind in limits]
    stale = sum(older(c, limits[c.spec.kind]) for c in typed)
    return counted(stale, sum(c.spec.status != 200 for c in typed), 5)


def overdue(column: DemoColumn) -> bool:
    days = column.spec.period_days or 365
    return older(column, ASOF - timedelta(days=days))


def w402(site: DemoSite) -> str:
    return counted(sum(overdue(c) for c in site.columns if c.spec.kind is SHOULD), 0, 10)


def w403(site: DemoSite) -> str:
    blank = sum(c.spec.body in BLANK for c in site.columns)
    unsure = sum(c.spec.body is Body.SCRIPT or c.spec.status == 403 for c in site.columns)
    return counted(blank, unsure, 5)


def n102(site: DemoSite) -> str:
    pictures = [c for c in site.columns if c.spec.kind is ColumnKind.PICTURE_NEWS]
    return "hit" if any(not c.articles for c in pictures) else ""


def n103(site: DemoSite) -> str:
    return "hit" if any(c.spec.status in (404, 410, 500) for c in site.columns) else ""


def n107(site: DemoSite) -> str:
    yearly = (ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.PICTURE_NEWS)
    stagnant = [
        c
        for c in site.columns
        if not c.spec.special
        and ((c.spec.kind is SHOULD and overdue(c)) or (c.spec.kind in yearly and older(c, ONE_YEAR_BEFORE)))
    ]
    return "hit" if stagnant else ""


def n109(site: DemoSite) -> set[str]:
    """A dead link to a host of the province is a hit; to a host it does not have, a doubt."""
    articles = [a for c in site.columns for a in c.articles]
    dead = any(a.status == 404 or (a.attachment and a.attachment_status == 404) for a in articles)
    found = {"hit"} if dead else set()
    for link in site.odd_links:
        if link.status == 404 and not link.commented_out:
            found.add("doubt" if DEAD_HOST in link.href else "hit")
    return found


def n101(site: DemoSite) -> str:
    """The same words under two dates, or twice in one column."""
    places: dict[tuple[str, ...], list[tuple[str, object]]] = {}
    for column in site.columns:
        for article in column.articles:
            if not article.fields:
                places.setdefault(article.paragraphs, []).append((column.spec.slug, article.published.date()))
    repeated = [seen for seen in places.values() if len(seen) > 1]
    lawful = [
        seen for seen in repeated if len({day for _, day in seen}) == 1 and len(dict(seen)) == len(seen)
    ]
    return "hit" if len(repeated) > len(lawful) else ""


def n105(site: DemoSite) -> str:
    said = "".join("".join(a.paragraphs) for c in site.columns for a in c.articles)
    return "hit" if INVENTED_ID in said or INVENTED_MOBILE in said else ""


def n106(site: DemoSite) -> str:
    """Shown on the home page, past its last day, and not said to be over."""
    shown = [
        "".join(a.paragraphs)
        for c in first_level(site)
        for a in sorted(c.articles, key=lambda a: a.published, reverse=True)[:HOME_ITEMS]
        if a.published + timedelta(days=11) <= ASOF
    ]
    return "hit" if any("正在进行中" in said and "已结束" not in said for said in shown) else ""


def letters(site: DemoSite) -> list[Article]:
    return [a for c in site.columns if c.spec.slug == "zxjy" for a in c.articles]


def w501(site: DemoSite) -> str:
    return "" if letters(site) else "hit"


def w502(site: DemoSite) -> str:
    """Asked within the year, no answer within three months; a test or a repetition needs none."""
    asked: set[str] = set()
    late = []
    for letter in sorted(letters(site), key=lambda a: a.published):
        ends = letter.answered or ASOF
        valid = letter.title != "测试" and letter.paragraphs[0] not in asked
        asked.add(letter.paragraphs[0])
        late.append(
            valid
            and letter.published >= ONE_YEAR_BEFORE
            and ends > letter.published + relativedelta(months=3)
        )
    return "hit" if any(late) else ""


def n104(site: DemoSite) -> str:
    newest = max((a.answered or a.published for a in letters(site)), default=ASOF)
    return "hit" if newest < SIX_MONTHS_BEFORE else ""


CLASSES = ("事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程")
SAYS_NOTHING = ("", "无", "——", "略", "/", "详见附件", "暂无")


def w601(site: DemoSite) -> str:
    offered = any(c.spec.slug == "bszn" for c in site.columns)
    offered = offered or any(SERVICE_HOST in link.href for link in site.odd_links)
    return "" if offered or site.site.serves_public is False else "hit"


def w602(site: DemoSite) -> str:
    guides = [a for c in site.columns if c.spec.slug == "bszn" for a in c.articles]
    if guides and all(guide.scripted for guide in guides):
        return "doubt"
    missing = [sum(dict(g.fields).get(name, "") in SAYS_NOTHING for name in CLASSES) for g in guides]
    lacking = sum(count >= 4 for count in missing)
    return "hit" if lacking >= 5 or (0 < len(guides) < 5 and lacking == len(guides)) else ""


def looks(province: Province, account_id: str, *kinds: ChannelKind) -> list[ChannelCheck]:
    return [look for look in province.channels.get(account_id, ()) if look.kind in kinds]


def last_looks(checks: list[ChannelCheck]) -> list[ChannelResult]:
    return [look.result for look in {(look.kind, look.name): look for look in checks}.values()]


def a202(province: Province, account_id: str) -> str:
    downloads = looks(province, account_id, ChannelKind.DOWNLOAD)
    if not downloads or downloads[-1].result is ChannelResult.OK:
        return ""
    return "hit" if len(downloads) > 1 else "doubt"


def a301(province: Province, account_id: str) -> str:
    kinds = [kind for kind in ChannelKind if kind is not ChannelKind.DOWNLOAD]
    return "" if ChannelResult.OK in last_looks(looks(province, account_id, *kinds)) else "hit"


def n108(province: Province, account_id: str) -> str:
    checks = looks(province, account_id, ChannelKind.MENU, ChannelKind.MINI_PROGRAM)
    return "hit" if ChannelResult.FAILED in last_looks(checks) else ""


def a201(province: Province, account_id: str) -> str:
    past = [post.published_at for post in province.posts.get(account_id, ()) if post.published_at <= ASOF]
    if not past:
        return "doubt"
    return "hit" if max(past) < TWO_WEEKS_BEFORE else ""


#: Names of columns of accounts that say by themselves that they are to be updated.
UPDATED = ("动态", "通知", "公告", "文件", "要闻")


def n107_of_account(province: Province, account_id: str) -> str:
    posts = [post for post in province.posts.get(account_id, ()) if post.published_at <= ASOF]
    newest: dict[str, date] = {}
    for post in posts:
        for name in post.collections or ():
            newest[name] = max(newest.get(name, date.min), post.published_at.date())
    for look in province.channels.get(account_id, ()):
        if look.newest:
            newest[look.name] = max(newest.get(look.name, date.min), look.newest)
    if not posts and not newest:
        return "doubt"
    old = [name for name, day in newest.items() if day < ONE_YEAR_BEFORE.date()]
    return "hit" if any(word in name for name in old for word in UPDATED) else ""


#: Wrong forms of the province; a text that also speaks of mistakes only names them.
SERIOUS = ("扫黑险恶", "命运共国体", "办公庁", "人名政府")
EVERYDAY = ("顺力", "竣功")
SPEAKS_OF_MISTAKES = ("误写成", "不实信息", "咬文嚼字")


def says(text: str, forms: tuple[str, ...]) -> bool:
    return any(form in text for form in forms) and not any(word in text for word in SPEAKS_OF_MISTAKES)


def wording(texts: list[str], code: str) -> set[tuple[str, str]]:
    found = {(code, "doubt")} if any(says(text, SERIOUS) for text in texts) else set()
    return found | ({("N110", "doubt")} if any(says(text, EVERYDAY) for text in texts) else set())


def recount(province: Province) -> set[tuple[str, str, str]]:
    found = set()
    for site in province.sites:
        code = site.site.site_code
        outcomes = {
            "W201": w201(province, site),
            "W301": w301(site),
            "W401": w401(site),
            "W402": w402(site),
            "W403": w403(site),
            "W501": w501(site),
            "W502": w502(site),
            "W601": w601(site),
            "W602": w602(site),
            "N104": n104(site),
            "N101": n101(site),
            "N102": n102(site),
            "N103": n103(site),
            "N105": n105(site),
            "N106": n106(site),
            "N107": n107(site),
        }
        found |= {(code, rule, outcome) for rule, outcome in outcomes.items() if outcome}
        found |= {(code, "N109", outcome) for outcome in n109(site)}
        texts = [f"{a.title}{''.join(a.paragraphs)}" for c in site.columns for a in c.articles]
        found |= {(code, *one) for one in wording(texts, "W101")}
    rules = {"A201": a201, "A202": a202, "A301": a301, "N107": n107_of_account, "N108": n108}
    for account in province.accounts:
        if account.state is RunState.RUNNING:
            outcomes = {code: rule(province, account.account_id) for code, rule in rules.items()}
            found |= {(account.account_id, code, outcome) for code, outcome in outcomes.items() if outcome}
            posts = province.posts.get(account.account_id, ())
            found |= {
                (account.account_id, *one) for one in wording([p.title + p.text for p in posts], "A101")
            }
            if not posts:
                found |= {(account.account_id, code, "doubt") for code in ("A101", "A103", "A105")}
    return found


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
