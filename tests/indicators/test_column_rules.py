"""W401, W402, W403, N102 and N107 at, under and over their limits, and with columns that could not be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from seen import BEIJING, column, days_ago, entry, home, judged, site_facts, unreachable

from xuncha.facts.seen import DateSource, FetchStatus, Published
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content, KindSource
from xuncha.indicators.kernel import State

FRESH, STALE = [entry(days_ago(1))], [entry(days_ago(30))]


def outcome(code: str, *columns: ColumnSeen, **limits: int) -> str:
    return judged(code, site_facts(columns=columns, homepage=home(entry(days_ago(1)))), **limits).outcome


def many(count: int, kind: ColumnKind = ColumnKind.NEWS, **more: object) -> list[ColumnSeen]:
    return [column(f"{kind.value}{n}", kind, **more) for n in range(count)]


@pytest.mark.parametrize(
    ("faulty", "expected"), [(4, State.DOUBT), (3, State.DOUBT), (2, State.BLOCKED), (0, State.BLOCKED)]
)
def test_what_rests_on_faults_more_than_on_what_was_not_seen_is_for_a_person(
    faulty: int, expected: State
) -> None:
    """Else four overdue columns beside one that was blocked would be told as if nobody had looked."""
    unseen = [unreachable(f"公告{n}") for n in range(5 - faulty)]
    stale, blank = many(faulty, entries=STALE), many(faulty, content=Content.NOTHING)
    assert judged("W401", site_facts(columns=(*stale, *unseen))).state is expected
    assert judged("W403", site_facts(columns=(*blank, *unseen))).state is expected


class TestW401:
    @pytest.mark.parametrize(("count", "expected"), [(4, "pass"), (5, "fail"), (6, "fail")])
    def test_five_belong_to_the_limit(self, count: int, expected: str) -> None:
        assert outcome("W401", *many(count, entries=STALE), *many(3, ColumnKind.STATIC)) == expected

    @pytest.mark.parametrize(("days", "expected"), [(14, "pass"), (15, "fail")])
    def test_news_has_two_weeks(self, days: int, expected: str) -> None:
        assert outcome("W401", *many(5, entries=[entry(days_ago(days))])) == expected

    @pytest.mark.parametrize("kind", [ColumnKind.NOTICE, ColumnKind.POLICY])
    @pytest.mark.parametrize(("day", "expected"), [("2024-12-25", "pass"), ("2024-12-24", "fail")])
    def test_notices_and_policies_have_six_calendar_months(
        self, kind: ColumnKind, day: str, expected: str
    ) -> None:
        assert outcome("W401", *many(5, kind, entries=[entry(day)])) == expected

    def test_six_months_end_with_their_last_day(self) -> None:
        morning = datetime(2024, 12, 25, 9, 0, tzinfo=BEIJING)
        shown = replace(entry("2024-12-25"), published=Published(morning.date(), DateSource.TEXT, morning))
        assert outcome("W401", *many(5, ColumnKind.NOTICE, entries=[shown])) == "pass"

    def test_both_kinds_are_summed(self) -> None:
        notices = many(2, ColumnKind.NOTICE, entries=[entry("2024-01-01")])
        judgement = judged("W401", site_facts(columns=(*many(3, entries=STALE), *notices)))
        assert judgement.hits[0].observed["stale_news"] == 3
        assert judgement.hits[0].observed["stale_notice_policy"] == 2

    def test_only_first_level_notice_columns_count(self) -> None:
        below = many(5, ColumnKind.NOTICE, entries=[entry("2020-01-01")], level=2)
        assert outcome("W401", *below) == "pass"

    def test_a_column_that_could_not_be_reached_is_a_doubt_where_it_matters(self) -> None:
        assert outcome("W401", *many(4, entries=STALE), unreachable("要闻")) == "unknown"
        assert outcome("W401", *many(3, entries=STALE), unreachable("要闻")) == "pass"
        assert outcome("W401", *many(5, entries=STALE), unreachable("要闻")) == "fail"

    def test_a_page_that_only_leads_on_is_updated_with_the_columns_below_it(self) -> None:
        four = many(4, entries=STALE)
        above = column("要闻", ColumnKind.NEWS, url="http://a.gov.example/yw/", content=Content.TEXT)

        def below(entries: object, url: str) -> str:
            inner = column("县区要闻", ColumnKind.UNTYPED, url=url, entries=entries, level=2)
            return outcome("W401", *four, above, inner)

        assert below(FRESH, "http://a.gov.example/yw/xq/") == "pass"
        assert below(STALE, "http://a.gov.example/yw/xq/") == "unknown"
        assert below(FRESH, "http://a.gov.example/zt/") == "unknown"

    def test_a_list_not_read_to_its_end_is_a_doubt(self) -> None:
        assert outcome("W401", *many(5, entries=STALE, conclusive=False)) == "unknown"

    def test_undated_articles_count_as_not_updated_only_when_read(self) -> None:
        assert outcome("W401", *many(5, entries=[entry(None, article=FetchStatus.OK)])) == "fail"
        assert outcome("W401", *many(5, entries=[entry(None, article=FetchStatus.BLOCKED)])) == "unknown"

    def test_blank_columns_were_not_updated_explained_ones_are_for_a_person(self) -> None:
        assert outcome("W401", *many(5)) == "fail"
        assert outcome("W401", *many(5, content=Content.EXPLAINED)) == "unknown"

    def test_a_province_may_set_another_limit(self) -> None:
        assert outcome("W401", *many(3, entries=STALE), max_stale=3) == "fail"
        assert outcome("W401", *many(5, entries=STALE), news_days=40) == "pass"

    def test_a_hit_names_the_columns_and_cites_their_pages(self) -> None:
        (hit,) = judged("W401", site_facts(columns=tuple(many(5, entries=STALE)))).hits
        assert "动态要闻3（最新 2025-05-26）" in hit.detail
        assert len(hit.urls) == 5
        assert hit.evidence


class TestW402:
    @pytest.mark.parametrize(("count", "expected"), [(9, "pass"), (10, "fail")])
    def test_ten_belong_to_the_limit(self, count: int, expected: str) -> None:
        assert (
            outcome("W402", *many(count, ColumnKind.SHOULD_UPDATE, entries=[entry(days_ago(366))]))
            == expected
        )

    @pytest.mark.parametrize(
        ("period", "days", "expected"), [(30, 30, "pass"), (30, 31, "fail"), (None, 365, "pass")]
    )
    def test_a_column_has_its_own_period_or_the_standards(
        self, period: int | None, days: int, expected: str
    ) -> None:
        columns = many(10, ColumnKind.SHOULD_UPDATE, entries=[entry(days_ago(days))], period_days=period)
        assert outcome("W402", *columns) == expected

    def test_a_kind_inferred_from_the_name_is_no_more_than_a_doubt(self) -> None:
        inferred = many(
            10, ColumnKind.SHOULD_UPDATE, entries=[entry("2020-01-01")], kind_source=KindSource.NAME
        )
        assert outcome("W402", *inferred) == "unknown"

    def test_unreachable_ones_are_a_doubt_where_they_matter(self) -> None:
        stale = many(9, ColumnKind.SHOULD_UPDATE, entries=[entry("2020-01-01")])
        assert outcome("W402", *stale, unreachable("人事", ColumnKind.SHOULD_UPDATE)) == "unknown"
        assert outcome("W402", *stale[1:], unreachable("人事", ColumnKind.SHOULD_UPDATE)) == "pass"


class TestW403:
    @pytest.mark.parametrize(("count", "expected"), [(4, "pass"), (5, "fail")])
    def test_five_belong_to_the_limit(self, count: int, expected: str) -> None:
        assert outcome("W403", *many(count, ColumnKind.UNTYPED), *many(4, entries=FRESH)) == expected

    @pytest.mark.parametrize(
        "unseen",
        [
            unreachable("一"),
            unreachable("一", status=FetchStatus.TIMEOUT),
            column("一", content=Content.SCRIPT),
            column("一", content=Content.FRAME),
        ],
    )
    def test_what_was_not_seen_is_never_blank(self, unseen: ColumnSeen) -> None:
        assert outcome("W403", *many(4), unseen) == "unknown"
        assert judged("W403", site_facts(columns=(unseen,) * 9)).hits == ()

    @pytest.mark.parametrize("content", [Content.TEXT, Content.EXPLAINED])
    def test_a_text_or_an_explanation_is_content(self, content: Content) -> None:
        assert outcome("W403", *many(9, content=content)) == "pass"


class TestN102:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [(None, "pass"), (Content.ENTRIES, "pass"), (Content.NOTHING, "fail"), (Content.SCRIPT, "unknown")],
    )
    def test_the_block_on_the_home_page(self, content: Content | None, expected: str) -> None:
        homepage = home(entry(days_ago(1)), picture_news=content)
        assert judged("N102", site_facts(homepage=homepage, columns=())).outcome == expected

    def test_the_column(self) -> None:
        assert outcome("N102", column("图片新闻", ColumnKind.PICTURE_NEWS)) == "fail"
        assert outcome("N102", column("图片新闻", ColumnKind.PICTURE_NEWS, entries=STALE)) == "pass"
        assert outcome("N102", unreachable("图片新闻", ColumnKind.PICTURE_NEWS)) == "unknown"
        gone = unreachable("图片新闻", ColumnKind.PICTURE_NEWS, FetchStatus.NOT_FOUND)
        assert outcome("N102", gone) == "pass"  # N103 names it
        assert outcome("N102", column("要闻")) == "pass"


class TestN107:
    @pytest.mark.parametrize(("days", "expected"), [(365, "pass"), (366, "fail")])
    @pytest.mark.parametrize(
        "kind", [ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.SHOULD_UPDATE]
    )
    def test_a_year_without_update(self, kind: ColumnKind, days: int, expected: str) -> None:
        assert outcome("N107", column("甲", kind, entries=[entry(days_ago(days))])) == expected

    @pytest.mark.parametrize(
        "kind", [ColumnKind.STATIC, ColumnKind.GUIDE, ColumnKind.UNTYPED, ColumnKind.CONSULTATION]
    )
    def test_kinds_that_need_no_update_are_left_out(self, kind: ColumnKind) -> None:
        assert outcome("N107", column("甲", kind, entries=[entry("2015-01-01")])) == "pass"

    def test_its_own_period_counts_for_a_column_that_should_be_updated(self) -> None:
        assert (
            outcome("N107", column("甲", ColumnKind.SHOULD_UPDATE, entries=STALE, period_days=29)) == "fail"
        )
        assert outcome("N107", column("甲", ColumnKind.NEWS, entries=STALE, period_days=29)) == "pass"

    def test_unseen_and_blank_columns_are_not_named_here(self) -> None:
        assert (
            outcome("N107", unreachable("甲"), column("乙"), column("丙", content=Content.SCRIPT)) == "pass"
        )

    def test_a_kind_inferred_from_the_name_is_a_doubt(self) -> None:
        inferred = column(
            "统计", ColumnKind.SHOULD_UPDATE, entries=[entry("2015-01-01")], kind_source=KindSource.NAME
        )
        assert outcome("N107", inferred) == "unknown"
