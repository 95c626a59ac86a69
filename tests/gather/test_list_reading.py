"""Which item of a list is the newest, however the list hides it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from small_sites import (
    ASOF,
    HOME,
    QUICK,
    Generated,
    article,
    dated_article,
    gathered,
    html,
    listed,
    listing,
    plan_of,
    rows,
    site,
)
from specimens.site_files import PageRule

from xuncha.facts.seen import DateSource, FetchStatus, Published
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, EntrySeen
from xuncha.gather.list_reading import Order, order_of
from xuncha.gather.plan import Depth
from xuncha.indicators.freshness import Freshness, column_freshness, days_before

TITLES = "关于召开第{}次专题会议研究部署有关工作的通知"
HALF_YEAR = days_before(ASOF, 180)


def items(days: list[date | str], start: int = 1) -> list[tuple[str, str, str]]:
    return [(f"/art/{n}.html", TITLES.format(n), str(day)) for n, day in enumerate(days, start)]


def falling(newest: date, count: int, step: int = 9) -> list[date]:
    return [newest - timedelta(days=step * n) for n in range(count)]


def articles(rows_given: list[tuple[str, str, str]]) -> dict[str, str]:
    return {url: dated_article(title, day) for url, title, day in rows_given}


async def read(
    pages: dict[str, str] | Generated, folder: Path, *rules: PageRule, depth: Depth = QUICK
) -> ColumnSeen:
    """The list at /list/ as the gatherer saw it."""
    home = html("首页", "<p>石堰县</p>")
    if isinstance(pages, Generated):
        pages["/"] = home.encode()
        served = site(pages, *rules)
    else:
        served = site({"/": home, **pages}, *rules)
    plan = plan_of([listed("工作动态", "/list/")], depth=depth)
    facts = await gathered(served, folder, plan)
    assert isinstance(facts.columns, tuple)
    return facts.columns[0]


def newest_day(column: ColumnSeen) -> date | None:
    return column.newest.published.day if column.newest and column.newest.published else None


class TestOrder:
    def entries(self, *days: str, pinned: int = 0) -> list[EntrySeen]:
        return [
            EntrySeen(
                "题", f"{HOME}{n}", Published(date.fromisoformat(day), DateSource.LIST), pinned=n < pinned
            )
            for n, day in enumerate(days)
        ]

    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            (("2025-06-03", "2025-06-02", "2025-05-01"), Order.NEWEST_FIRST),
            (("2025-05-01", "2025-05-20", "2025-06-02"), Order.OLDEST_FIRST),
            (("2023-01-01", "2023-01-02", "2023-01-03", "2023-01-04"), Order.OLDEST_FIRST),
            (("2025-06-03", "2025-06-05", "2025-06-02", "2025-05-01"), Order.NEWEST_FIRST),
            (("2020-01-01", "2021-01-01", "2025-06-05", "2025-05-05", "2025-04-05"), Order.NEWEST_FIRST),
            (("2025-06-03", "2024-01-01", "2025-05-01", "2023-01-01", "2025-02-01"), Order.MIXED),
            ((), Order.NEWEST_FIRST),
        ],
    )
    def test_how_a_list_is_sorted(self, days: tuple[str, ...], expected: Order) -> None:
        assert order_of(self.entries(*days)) is expected

    def test_rows_of_one_day_tell_no_order(self) -> None:
        assert order_of(self.entries(*["2018-05-01"] * 8)) is Order.MIXED

    def test_pinned_rows_do_not_count(self) -> None:
        assert (
            order_of(self.entries("2019-01-01", "2025-06-05", "2025-06-01", pinned=1)) is Order.NEWEST_FIRST
        )


async def test_newest_first_stops_at_a_young_item(tmp_path: Path) -> None:
    first = items(falling(date(2025, 6, 20), 5))
    pages = {"/list/": listing("工作动态", first, "<a href='/list/2.html'>下一页</a>"), **articles(first)}
    column = await read(pages, tmp_path)
    assert (newest_day(column), column.conclusive, column.pages_read) == (date(2025, 6, 20), True, 1)
    assert column.newest is not None
    assert column.newest.article is FetchStatus.OK


async def test_stale_list_sorted_newest_first_is_conclusive_after_two_pages(tmp_path: Path) -> None:
    first, second = items(falling(date(2024, 6, 20), 5)), items(falling(date(2024, 3, 20), 5), 20)
    pages = {
        "/list/": listing("工作动态", first, "<a href='/list/2.html'>下一页</a>"),
        "/list/2.html": listing("工作动态", second, "<a href='/list/3.html'>下一页</a>"),
        **articles(first),
    }
    column = await read(pages, tmp_path)
    assert (newest_day(column), column.conclusive, column.pages_read) == (date(2024, 6, 20), True, 2)
    assert column_freshness(column, HALF_YEAR) is Freshness.STALE


@pytest.mark.parametrize("step", [40, 1])
async def test_oldest_first_goes_to_the_last_page(tmp_path: Path, step: int) -> None:
    first = items(sorted(falling(date(2022, 6, 20), 6, step)))
    last = items(sorted(falling(date(2025, 6, 18), 6, step)), 50)
    pager = "<a href='/list/2.html'>下一页</a><a href='/list/9.html'>尾页</a>"
    pages = {
        "/list/": listing("工作动态", first, pager),
        "/list/2.html": listing("工作动态", items(sorted(falling(date(2023, 6, 20), 6, step)), 20), pager),
        "/list/9.html": listing("工作动态", last, "<a href='/list/8.html'>上一页</a>"),
        **articles(last),
    }
    column = await read(pages, tmp_path)
    assert (newest_day(column), column.conclusive, column.pages_read) == (date(2025, 6, 18), True, 2)


async def test_oldest_first_whose_last_page_fails_is_open(tmp_path: Path) -> None:
    first = items(sorted(falling(date(2022, 6, 20), 6, 1)))
    pager = "<a href='/list/2.html'>下一页</a><a href='/list/9.html'>尾页</a>"
    pages = {"/list/": listing("工作动态", first, pager), **articles(first)}
    column = await read(pages, tmp_path, PageRule("/list/9.html", 403))
    assert not column.conclusive
    assert FetchStatus.BLOCKED.label in column.stop_reason
    assert column_freshness(column, HALF_YEAR) is Freshness.UNSEEN


async def test_mixed_order_is_read_to_its_end(tmp_path: Path) -> None:
    days: list[date | str] = [date(2023, 5, 1), date(2021, 1, 1), date(2024, 2, 1), date(2020, 1, 1)]
    newest = items([date(2019, 3, 3), date(2025, 6, 19), date(2018, 1, 1)], 40)
    pages = {
        "/list/": listing("工作动态", items(days), "<a href='2.html'>下一页</a>"),
        "/list/2.html": listing("工作动态", items(days, 20), "<a href='3.html'>下一页</a>"),
        "/list/3.html": listing("工作动态", newest),
        **articles(newest),
    }
    column = await read(pages, tmp_path)
    assert (newest_day(column), column.conclusive, column.pages_read) == (date(2025, 6, 19), True, 3)


async def test_pinned_rows_fill_the_first_page(tmp_path: Path) -> None:
    pinned = [(u, f"{t}</a><i>置顶</i><a>", d) for u, t, d in items(falling(date(2021, 6, 1), 4))]
    second = items(falling(date(2025, 6, 21), 4), 30)
    pages = {
        "/list/": listing("工作动态", pinned, "<a href='2.html'>下一页</a>"),
        "/list/2.html": listing("工作动态", second),
        **articles(second),
    }
    column = await read(pages, tmp_path)
    assert newest_day(column) == date(2025, 6, 21)
    assert [entry.pinned for entry in column.entries[:4]] == [True] * 4


async def test_rows_without_year_over_new_year(tmp_path: Path) -> None:
    given = items(["[01-08]", "[01-03]", "[12-28]", "[12-11]"])
    pages = {
        "/list/": listing("工作动态", given),
        "/art/1.html": dated_article(given[0][1], "2025-01-08"),
        "/art/2.html": dated_article(given[1][1], "2025-01-03"),
        "/art/3.html": dated_article(given[2][1], "2024-12-28"),
    }
    column = await read(pages, tmp_path)
    days = [entry.published.day for entry in column.entries if entry.published]
    assert days == [date(2025, 1, 8), date(2025, 1, 3), date(2024, 12, 28), date(2024, 12, 11)]


async def test_rows_without_year_that_are_years_old(tmp_path: Path) -> None:
    given = items([f"[{month:02}-10]" for month in (6, 5, 4, 3, 2, 1)] + ["[12-20]", "[11-20]"])
    dates = {n: f"2022-{7 - n:02}-10" for n in range(1, 7)}
    pages = {
        "/list/": listing("工作动态", given),
        **{f"/art/{n}.html": dated_article(TITLES.format(n), day) for n, day in dates.items()},
    }
    column = await read(pages, tmp_path)
    assert newest_day(column) == date(2022, 6, 10)
    assert column_freshness(column, HALF_YEAR) is Freshness.STALE


async def test_undated_rows_take_the_date_of_their_pages(tmp_path: Path) -> None:
    given = items([""] * 6)
    head = "<meta name='PubDate' content='2025-06-{:02} 09:30'>"
    pages = {
        "/list/": listing("工作动态", given),
        **{url: article(title, head=head.format(20 - n)) for n, (url, title, _) in enumerate(given)},
    }
    column = await read(pages, tmp_path)
    assert column.newest is not None
    assert column.newest.published is not None
    assert column.newest.published.source is DateSource.META
    assert (newest_day(column), column.conclusive) == (date(2025, 6, 20), True)


async def test_undated_on_list_and_page(tmp_path: Path) -> None:
    given = items([""] * 6)
    pages = {"/list/": listing("工作动态", given), **{url: article(title) for url, title, _ in given}}
    column = await read(pages, tmp_path)
    assert [entry.is_undated for entry in column.entries] == [True] * 6
    assert column_freshness(column, HALF_YEAR) is Freshness.STALE


@pytest.mark.parametrize(("status", "seen"), [(403, FetchStatus.BLOCKED), (404, FetchStatus.NOT_FOUND)])
async def test_items_that_would_not_open_leave_a_doubt(
    tmp_path: Path, status: int, seen: FetchStatus
) -> None:
    given = items([""] * 4)
    column = await read(
        {"/list/": listing("工作动态", given)}, tmp_path, *(PageRule(u, status) for u, _, _ in given)
    )
    assert {entry.article for entry in column.entries} == {seen}
    assert all(entry.is_unseen for entry in column.entries)
    assert column_freshness(column, HALF_YEAR) is Freshness.UNSEEN


async def test_one_young_item_settles_what_others_leave_open(tmp_path: Path) -> None:
    given = [*items([""]), *items(["2025-06-22"], 2)]
    column = await read(
        {"/list/": listing("工作动态", given), **articles(given[1:])}, tmp_path, PageRule("/art/1.html", 403)
    )
    assert column_freshness(column, HALF_YEAR) is Freshness.FRESH


async def test_next_page_without_end(tmp_path: Path) -> None:
    def make(path: str) -> str | None:
        if not path.startswith("/list/"):
            return None
        number = int(path.rpartition("/")[2].partition(".")[0] or 1)
        mixed: list[date | str] = [date(2020 + (number + n) % 4, 3, 1) for n in range(4)]
        return listing(
            "工作动态", items(mixed, number * 100), f"<a href='/list/{number + 1}.html'>下一页</a>"
        )

    column = await read(Generated(make, {}), tmp_path)
    assert column.pages_read == QUICK.list_pages
    assert not column.conclusive
    assert column.stop_reason
    assert column_freshness(column, HALF_YEAR) is Freshness.UNSEEN


async def test_next_page_that_repeats_the_list_is_its_end(tmp_path: Path) -> None:
    days: list[date | str] = [date(2020, 5, 1), date(2023, 1, 1), date(2021, 2, 1)]
    given = items(days)
    pages = {
        "/list/": listing("工作动态", given, "<a href='/list/2.html'>下一页</a>"),
        "/list/2.html": listing("工作动态", given, "<a href='/list/3.html'>下一页</a>"),
        **articles(given),
    }
    column = await read(pages, tmp_path)
    assert (column.conclusive, column.pages_read) == (True, 2)


async def test_page_budget_leaves_the_list_open(tmp_path: Path) -> None:
    given = items([date(2023, 1, 1), date(2020, 5, 1), date(2023, 2, 1)])
    pages = {
        "/list/": listing("工作动态", given, "<a href='2.html'>下一页</a>"),
        "/list/2.html": listing("工作动态", given),
    }
    column = await read(pages, tmp_path, depth=Depth(max_pages=2, confirm_pause_s=0.01))
    assert not column.conclusive
    assert FetchStatus.BUDGET.label in column.stop_reason
    assert column_freshness(column, HALF_YEAR) is Freshness.UNSEEN


async def test_dates_in_the_future_are_no_update(tmp_path: Path) -> None:
    given = items(["2026-01-01", "2025-07-01", "2024-05-01", "2024-04-01"])
    column = await read({"/list/": listing("工作动态", given), **articles(given)}, tmp_path)
    assert newest_day(column) == date(2024, 5, 1)
    assert [entry.future for entry in column.entries] == [True, True, False, False]
    assert column_freshness(column, HALF_YEAR) is Freshness.STALE


async def test_the_page_may_know_a_later_date_than_the_list(tmp_path: Path) -> None:
    given = items(["2024-05-01", "2024-04-01"])
    pages = {
        "/list/": listing("工作动态", given),
        "/art/1.html": dated_article(given[0][1], "2025-06-20"),
        **articles(given[1:]),
    }
    assert newest_day(await read(pages, tmp_path)) == date(2025, 6, 20)


async def test_kinds_without_a_list_are_not_read_as_one(tmp_path: Path) -> None:
    body = f"<h2>县情概况</h2><p>{'石堰县位于省境东南，辖十二个乡镇，总面积一千二百平方公里。' * 3}</p>"
    facts = await gathered(
        site({"/": html("首页", "<p>石堰</p>"), "/gk/": html("概况", body)}),
        tmp_path,
        plan_of([listed("县情概况", "/gk/", ColumnKind.STATIC)]),
    )
    assert isinstance(facts.columns, tuple)
    assert (facts.columns[0].content.value, facts.columns[0].entries) == ("text", ())


def test_rows_helper_prints_dates() -> None:
    assert "2025-06-01" in rows(items(["2025-06-01"]))


async def test_rows_without_year_keep_theirs_when_their_pages_are_closed(tmp_path: Path) -> None:
    """Older rows that print their year say nothing about the rows above them."""
    given = items(["[06-20]", "[06-10]", "2024-12-30", "2024-12-01"])
    pages = {"/list/": listing("工作动态", given), **articles(given[2:])}
    column = await read(pages, tmp_path, PageRule("/art/1.html", 403), PageRule("/art/2.html", 403))
    assert newest_day(column) == date(2025, 6, 20)


async def test_unsorted_rows_without_year_are_open_once_some_prove_old(tmp_path: Path) -> None:
    given = items(["[05-10]", "[01-05]", "[06-10]", "[03-20]", "[06-01]", "[02-01]", "[05-20]", "[12-01]"])
    old = {1: "2022-05-10", 3: "2022-06-10", 4: "2022-03-20", 5: "2022-06-01", 7: "2022-05-20"}
    pages = {
        "/list/": listing("工作动态", given),
        **{f"/art/{n}.html": dated_article(TITLES.format(n), day) for n, day in old.items()},
    }
    column = await read(pages, tmp_path)
    assert column_freshness(column, HALF_YEAR) is Freshness.UNSEEN
