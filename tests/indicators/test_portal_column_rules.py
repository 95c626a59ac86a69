"""D101–D109, D202 and D305: columns of a portal at, under and over each limit, and where nothing can be said."""

from __future__ import annotations

from datetime import date

import pytest
from seen import HOME, PAGE, column, days_ago, entry, judged, site_facts, unreachable

from xuncha.facts.portal import InterpretationSeen
from xuncha.facts.seen import FetchStatus
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content, KindSource
from xuncha.indicators.kernel import Judgement, State

TEXT = {"content": Content.TEXT}


def found(code: str, *columns: ColumnSeen, pairs: tuple[InterpretationSeen, ...] = ()) -> Judgement:
    return judged(code, site_facts(columns=columns, interpretations=pairs))


class TestPresence:
    """D101, D102 and D103 know their columns by name."""

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("D101", "县情概况"), ("D101", "走进清河"), ("D101", "清河概况"),
            ("D102", "机构职能"), ("D102", "组织机构"), ("D102", "主要职责"),
            ("D103", "领导之窗"), ("D103", "政府领导"), ("D103", "县长简介"),
        ],
    )  # fmt: skip
    def test_one_with_content_is_fine_and_a_blank_one_is_a_hit(self, code: str, name: str) -> None:
        assert found(code, column(name, ColumnKind.STATIC, **TEXT)).outcome == "pass"
        blank = found(code, column(name, ColumnKind.STATIC))
        assert (blank.outcome, blank.hits[0].key) == ("fail", f"{HOME}{name}/")

    @pytest.mark.parametrize(
        ("code", "name"),
        [("D101", "工作动态"), ("D102", "机构改革要闻"), ("D103", "领导信箱"), ("D103", "领导活动")],
    )
    def test_another_column_stands_for_nothing(self, code: str, name: str) -> None:
        assert [one.key for one in found(code, column(name)).doubts] == ["absent"]

    def test_one_filled_column_is_enough(self) -> None:
        columns = (column("领导之窗", ColumnKind.STATIC), column("县长简介", ColumnKind.STATIC, **TEXT))
        assert found("D103", *columns).outcome == "pass"

    def test_what_would_not_open_is_a_doubt(self) -> None:
        judgement = found("D101", unreachable("县情概况", ColumnKind.STATIC))
        assert (judgement.outcome, judgement.doubts[0].key) == ("unknown", "unseen")
        assert judgement.state is State.BLOCKED
        assert found("D104", unreachable("要闻")).state is State.BLOCKED
        assert found("D109", unreachable("甲", ColumnKind.STATIC)).state is State.BLOCKED


class TestFreshness:
    @pytest.mark.parametrize(("days", "expected"), [(13, "pass"), (14, "pass"), (15, "fail")])
    def test_d104_news_have_two_weeks(self, days: int, expected: str) -> None:
        assert found("D104", column("要闻", entries=[entry(days_ago(days))])).outcome == expected

    def test_d104_each_stale_column_is_one_fault(self) -> None:
        stale = [column(name, entries=[entry(days_ago(15))]) for name in ("要闻", "部门动态")]
        judgement = found("D104", *stale, column("镇街动态", entries=[entry(days_ago(1))]))
        assert {hit.key for hit in judgement.hits} == {f"{HOME}要闻/", f"{HOME}部门动态/"}

    @pytest.mark.parametrize(
        ("day", "expected"), [("2024-12-26", "pass"), ("2024-12-25", "pass"), ("2024-12-24", "fail")]
    )
    @pytest.mark.parametrize("code", ["D105", "D106"])
    def test_policies_and_interpretations_have_six_calendar_months(
        self, code: str, day: str, expected: str
    ) -> None:
        name = {"D105": "政策文件", "D106": "政策解读"}[code]
        kind = ColumnKind.POLICY if code == "D105" else ColumnKind.SHOULD_UPDATE
        assert found(code, column(name, kind, entries=[entry(day)])).outcome == expected

    def test_d105_only_columns_of_the_first_level_count(self) -> None:
        below = column("规章", ColumnKind.POLICY, entries=[entry("2020-01-01")], level=2)
        judgement = found("D105", below, column("政策文件", ColumnKind.POLICY, entries=[entry(days_ago(2))]))
        assert judgement.outcome == "pass"

    def test_d106_one_fresh_column_is_enough(self) -> None:
        old = column("图解", ColumnKind.SHOULD_UPDATE, entries=[entry("2023-01-01")])
        fresh = column("政策解读", ColumnKind.SHOULD_UPDATE, entries=[entry(days_ago(3))])
        assert found("D106", old, fresh).outcome == "pass"
        assert found("D106", old, unreachable("政策解读", ColumnKind.SHOULD_UPDATE)).outcome == "unknown"

    @pytest.mark.parametrize(
        ("day", "expected"), [("2025-03-26", "pass"), ("2025-03-25", "pass"), ("2025-03-24", "fail")]
    )
    def test_d202_service_figures_have_three_months(self, day: str, expected: str) -> None:
        figures = column("办件统计", ColumnKind.SHOULD_UPDATE, entries=[entry(day)])
        assert found("D202", figures).outcome == expected

    @pytest.mark.parametrize("code", ["D104", "D105", "D106", "D202", "D305"])
    def test_a_column_nobody_met_is_a_doubt(self, code: str) -> None:
        assert [one.key for one in found(code, column("通知", ColumnKind.NOTICE)).doubts] == ["absent"]

    @pytest.mark.parametrize("code", ["D104", "D105"])
    def test_a_list_that_was_not_read_to_its_end_is_a_doubt(self, code: str) -> None:
        kind = ColumnKind.NEWS if code == "D104" else ColumnKind.POLICY
        old = column("栏目", kind, entries=[entry("2020-01-01")], conclusive=False)
        assert found(code, old).outcome == "unknown"


def pair(*, from_document: bool, to_document: bool) -> InterpretationSeen:
    return InterpretationSeen(
        "关于印发《水库管护办法》的通知", HOME + "w.html", "《水库管护办法》解读", HOME + "j.html",
        from_document, to_document, (PAGE,),
    )  # fmt: skip


class TestLinkedInterpretations:
    FRESH = column("政策解读", ColumnKind.SHOULD_UPDATE, entries=[entry(days_ago(3))])

    def test_d106_both_ways_is_fine(self) -> None:
        judgement = found("D106", self.FRESH, pairs=(pair(from_document=True, to_document=True),))
        assert judgement.outcome == "pass"

    @pytest.mark.parametrize(
        ("there", "back", "told"),
        [(False, True, "文件页没有链接到解读"), (True, False, "解读页没有链接到文件")],
    )
    def test_d106_one_way_is_for_a_person(self, there: bool, back: bool, told: str) -> None:
        judgement = found("D106", self.FRESH, pairs=(pair(from_document=there, to_document=back),))
        assert judgement.hits == ()
        (doubt,) = judgement.doubts
        assert doubt.detail.startswith(f"{told}：")


class TestD109:
    def test_each_blank_column_is_one_fault_below_the_veto_count(self) -> None:
        judgement = found("D109", column("通知公告", ColumnKind.NOTICE), column("行风", ColumnKind.UNTYPED))
        assert {hit.key for hit in judgement.hits} == {f"{HOME}通知公告/", f"{HOME}行风/"}

    @pytest.mark.parametrize(
        "elsewhere",
        [
            column("要闻"),
            column("政策文件", ColumnKind.POLICY),
            column("县长信箱", ColumnKind.CONSULTATION),
            *(column(n, ColumnKind.SHOULD_UPDATE) for n in ("政策解读", "办件统计", "意见征集")),
            *(column(n, ColumnKind.STATIC) for n in ("县情概况", "机构职能", "领导之窗")),
        ],
        ids=lambda one: one.name,
    )
    def test_a_column_judged_by_another_indicator_costs_nothing_here(self, elsewhere: ColumnSeen) -> None:
        judgement = found("D109", elsewhere)
        assert (judgement.hits, judgement.doubts) == ((), ())

    @pytest.mark.parametrize(("days", "expected"), [(365, "pass"), (366, "fail")])
    def test_a_column_that_should_be_updated_has_its_year(self, days: int, expected: str) -> None:
        late = column("人事信息", ColumnKind.SHOULD_UPDATE, entries=[entry(days_ago(days))])
        assert found("D109", late).outcome == expected

    def test_its_own_period_goes_before(self) -> None:
        entries = [entry(days_ago(31))]
        late = column("价格公示", ColumnKind.SHOULD_UPDATE, entries=entries, period_days=30)
        assert found("D109", late).outcome == "fail"

    def test_a_kind_guessed_from_the_name_is_a_doubt(self) -> None:
        guessed = column(
            "规划计划", ColumnKind.SHOULD_UPDATE, entries=[entry("2020-01-01")], kind_source=KindSource.NAME
        )
        assert found("D109", guessed).outcome == "unknown"

    def test_what_could_not_be_seen_is_one_doubt(self) -> None:
        judgement = found("D109", unreachable("甲", ColumnKind.STATIC), unreachable("乙", ColumnKind.STATIC))
        assert [one.observed["unseen"] for one in judgement.doubts] == [2]


def surveys(*days: str | date | None, title: str = "公交线路问卷", **more: object) -> ColumnSeen:
    rows = [entry(day, url=f"{HOME}dc/{n}.html", title=title) for n, day in enumerate(days)]
    return column("意见征集", ColumnKind.CONSULTATION, entries=rows, **{"complete": True, **more})


class TestD305:
    @pytest.mark.parametrize(("count", "expected"), [(5, "fail"), (6, "pass"), (7, "pass")])
    def test_six_in_the_year_belong_to_the_limit(self, count: int, expected: str) -> None:
        assert found("D305", surveys(*["2025-01-01"] * count)).outcome == expected

    @pytest.mark.parametrize(("day", "expected"), [("2024-06-25", "pass"), ("2024-06-24", "fail")])
    def test_the_year_is_a_calendar_year(self, day: str, expected: str) -> None:
        assert found("D305", surveys(*["2025-01-01"] * 5, day)).outcome == expected

    def test_answers_to_surveys_are_no_surveys(self) -> None:
        results = column(
            "调查结果", ColumnKind.CONSULTATION, complete=True,
            entries=[entry("2025-01-01", url=HOME + "dc/9.html", title="问卷结果反馈")],
        )  # fmt: skip
        judgement = found("D305", surveys(*["2025-01-01"] * 5), results)
        assert (judgement.outcome, judgement.doubts[0].observed["possible"]) == ("unknown", 6)
        assert found("D305", surveys(*["2025-01-01"] * 4), results).outcome == "fail"

    def test_a_list_not_read_through_the_year_is_a_doubt(self) -> None:
        assert found("D305", surveys("2025-01-01", complete=False)).outcome == "unknown"
        assert found("D305", surveys("2025-01-01", "2024-01-01", complete=False)).outcome == "fail"
        assert found("D305", unreachable("网上调查", ColumnKind.CONSULTATION)).outcome == "unknown"

    def test_an_item_shown_in_two_columns_counts_once(self) -> None:
        once = surveys(*["2025-01-01"] * 5)
        again = column("网上调查", ColumnKind.CONSULTATION, entries=once.entries, complete=True)
        assert found("D305", once, again).hits[0].observed["surveys"] == 5

    def test_a_blank_column_is_none_at_all(self) -> None:
        assert found("D305", column("意见征集", ColumnKind.CONSULTATION)).hits[0].observed["surveys"] == 0

    def test_items_without_a_date_may_be_of_this_year(self) -> None:
        undated = surveys(*["2025-01-01"] * 5)
        extra = entry(None, url=HOME + "dc/8.html", article=FetchStatus.OK)
        other = column("网上调查", ColumnKind.CONSULTATION, entries=[extra], complete=True)
        assert found("D305", undated, other).outcome == "unknown"
