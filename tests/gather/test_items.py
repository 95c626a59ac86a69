"""Which date of an item counts, and which items are opened."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from small_sites import ASOF, HOME, article, dated_article, html, site, visiting

from xuncha.facts.seen import BEIJING, DateSource, FetchStatus, Published
from xuncha.facts.website import EntrySeen
from xuncha.gather.items import dated_by, entries_of, likeliest_undated, newest_dated, open_item
from xuncha.text.pages.listing import Row
from xuncha.text.pages.regions import Region


def published(day: str, source: DateSource = DateSource.LIST, hour: int | None = None) -> Published:
    on = date.fromisoformat(day)
    at = datetime(on.year, on.month, on.day, hour, tzinfo=BEIJING) if hour is not None else None
    return Published(on, source, at)


def entry(day: str | None, source: DateSource = DateSource.LIST, **more: object) -> EntrySeen:
    return EntrySeen("题", HOME + "a.html", published(day, source) if day else None, **more)  # type: ignore[arg-type]


META, URL, NO_YEAR = DateSource.META, DateSource.URL, DateSource.LIST_NO_YEAR


@pytest.mark.parametrize(
    ("listed", "own", "counts"),
    [
        (entry("2025-06-01"), published("2025-06-05", META), "2025-06-05"),
        (entry("2025-06-05"), published("2025-06-01", META), "2025-06-05"),
        (entry("2025-06-05"), None, "2025-06-05"),
        (entry(None), published("2025-06-01", META), "2025-06-01"),
        (entry(None), published("2025-06-01", URL), "2025-06-01"),
        (entry("2025-06-01"), published("2025-06-09", URL), "2025-06-01"),
        (entry("2025-05-20", NO_YEAR), published("2022-05-20", META), "2022-05-20"),
        (entry("2026-05-20", future=True), published("2025-05-20", META), "2025-05-20"),
    ],
)
def test_the_later_date_counts_unless_the_list_guessed(
    listed: EntrySeen, own: Published | None, counts: str
) -> None:
    dated = dated_by(listed, own, ASOF)
    assert dated.published is not None
    assert (dated.published.day.isoformat(), dated.future) == (counts, False)


def test_the_time_of_day_counts_where_the_page_prints_it() -> None:
    dated = dated_by(entry("2025-06-01"), published("2025-06-01", META, hour=9), ASOF)
    assert dated.published is not None
    assert dated.published.at is not None


def test_a_page_in_the_future_is_marked() -> None:
    assert dated_by(entry(None), published("2025-06-26", META), ASOF).future


def test_the_newest_come_first_and_the_future_never() -> None:
    given = [
        entry("2025-01-01"),
        entry("2025-06-01"),
        entry(None),
        entry("2027-01-01", future=True),
        entry("2025-06-01"),
    ]
    assert newest_dated(given, 2) == [1, 4]
    assert newest_dated(given, 9) == [1, 4, 0]


def test_undated_from_the_head_and_by_address() -> None:
    urls = ["/1.html", "/t20240101_1.html", "/t20250620_2.html", "/2.html", "/t20250101_9.html"]
    given = [EntrySeen("题", HOME + url[1:]) for url in urls]
    assert likeliest_undated(given, 2) == [0, 2]
    assert sorted(likeliest_undated(given, 9)) == [0, 1, 2, 3, 4]


async def test_dates_are_shared_between_lists(tmp_path: Path) -> None:
    def row(day: str | None) -> Row:
        return Row("题", HOME + "a.html", published(day) if day else None, False, Region.BODY, False)

    async with visiting(site({"/": ""}), tmp_path) as (visit, _):
        assert [e.published for e in entries_of([row(None)], visit)] == [None]
        entries_of([row("2025-06-01")], visit)
        assert [e.published for e in entries_of([row(None)], visit)] == [published("2025-06-01")]
        assert entries_of([row("2026-01-01")], visit)[0].future


async def test_opening_an_item(tmp_path: Path) -> None:
    pages = {
        "/": html("首页", "<p>石堰</p>"),
        "/dated.html": dated_article("公告", "2025-06-18"),
        "/undated.html": article("公告"),
    }
    async with visiting(site(pages), tmp_path) as (visit, server):
        await visit.open_home()
        dated, undated, gone = [
            await open_item(visit, EntrySeen("题", HOME + name))
            for name in ("dated.html", "undated.html", "gone.html")
        ]
        assert dated.published is not None
        assert (dated.published.day, dated.article) == (date(2025, 6, 18), FetchStatus.OK)
        assert (undated.is_undated, undated.is_unseen) == (True, False)
        assert (gone.article, gone.is_unseen) == (FetchStatus.NOT_FOUND, True)
        elsewhere = EntrySeen("题", "http://other.example/a.html", published("2025-06-01"))
        assert await open_item(visit, elsewhere) is elsewhere
        assert "other.example" not in {host for _, host, _ in server.requests}
