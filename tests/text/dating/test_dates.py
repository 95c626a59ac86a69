"""Publication dates of list rows and addresses, and years that are not printed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha.facts.seen import BEIJING, DateSource, Published
from xuncha.text.dating.dates import date_in_url, parse_row_date, resolve_year

ASOF = datetime(2026, 1, 3, 9, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("month", "day", "asof", "want"),
    [
        (12, 28, date(2026, 1, 3), date(2025, 12, 28)),
        (1, 3, date(2026, 1, 3), date(2026, 1, 3)),
        (1, 4, date(2026, 1, 3), date(2025, 1, 4)),
        (2, 29, date(2026, 1, 3), date(2024, 2, 29)),
        (2, 29, date(2024, 2, 28), date(2020, 2, 29)),
        (2, 29, date(1904, 2, 1), date(1896, 2, 29)),
    ],
)
def test_the_year_is_the_latest_possible(month: int, day: int, asof: date, want: date) -> None:
    assert resolve_year(month, day, asof) == want


def test_a_row_above_bounds_the_year() -> None:
    assert resolve_year(6, 12, date(2026, 1, 3), not_after=date(2025, 3, 1)) == date(2024, 6, 12)
    assert resolve_year(6, 12, date(2025, 6, 30), not_after=date(2027, 1, 1)) == date(2025, 6, 12)


@pytest.mark.parametrize(("month", "day"), [(2, 30), (13, 1), (0, 1)])
def test_a_day_of_no_year_is_refused(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="没有这样的日期"):
        resolve_year(month, day, ASOF.date())


@given(st.dates(date(1996, 1, 1), date(2090, 1, 1)), st.dates(date(1996, 1, 1), date(2090, 1, 1)))
def test_the_resolved_day_is_never_later_and_never_needlessly_old(printed: date, asof: date) -> None:
    day = resolve_year(printed.month, printed.day, asof)
    assert (day.month, day.day) == (printed.month, printed.day)
    assert day <= asof
    if (printed.month, printed.day) != (2, 29):
        assert asof - day < timedelta(days=366)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-06-12", date(2025, 6, 12)),
        ("[2025-06-12]", date(2025, 6, 12)),
        ("2025-06-12发布", date(2025, 6, 12)),
        ("· 2025年06月12日", date(2025, 6, 12)),
        ("新华社 2025-06-12", date(2025, 6, 12)),
        ("浏览 12 次 2025-06-12", date(2025, 6, 12)),
        ("12\n 2025-06", date(2025, 6, 12)),
        ("自2025年1月1日起施行的办法共五章。 2025-06-12", date(2025, 6, 12)),
        ("2025年5月6日，市政府召开会议 2025-06-12", date(2025, 6, 12)),
        ("成文日期：2025-06-01 发布日期：2025-06-12", date(2025, 6, 12)),
        ("发布日期：2025-06-12 成文日期：2025-06-01", date(2025, 6, 12)),
        ("成文日期：2025-06-12", date(2025, 6, 12)),
        ("时间：2025-06-12 有效期至：2025-12-31", date(2025, 6, 12)),
        ("2025-06-12 截止时间：2025-07-01", date(2025, 6, 12)),
        ("2025-05-01 2025-06-12", date(2025, 6, 12)),
        ("2026-06-12 2025-06-12", date(2025, 6, 12)),
        ("2025-06-12 前海管理局", date(2025, 6, 12)),
        ("1949-10-01 2025-06-12", date(2025, 6, 12)),
    ],
)
def test_the_row_is_read_as_a_person_would(text: str, day: date) -> None:
    published = parse_row_date(text, ASOF)
    assert published == Published(day, DateSource.LIST)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("[12-28]", date(2025, 12, 28)),
        ("(01-03)", date(2026, 1, 3)),
        ("01-04 10:05", date(2025, 1, 4)),
        ("12.28", date(2025, 12, 28)),
        ("12月28日", date(2025, 12, 28)),
        ("02-29", date(2024, 2, 29)),
    ],
)
def test_a_row_without_year_says_that_the_year_is_inferred(text: str, day: date) -> None:
    assert parse_row_date(text, ASOF) == Published(day, DateSource.LIST_NO_YEAR)


def test_the_time_of_day_is_kept_where_printed() -> None:
    at = datetime(2025, 6, 12, 10, 5, tzinfo=BEIJING)
    assert parse_row_date("2025-06-12 10:05", ASOF) == Published(at.date(), DateSource.LIST, at)


def test_midnight_is_no_time_of_day() -> None:
    assert parse_row_date("2025-06-12 00:00:00", ASOF) == Published(date(2025, 6, 12), DateSource.LIST)


def test_a_labelled_date_in_the_future_is_kept_for_the_reader_to_flag() -> None:
    published = parse_row_date("发布时间：2026-06-12", ASOF)
    assert published is not None
    assert published.is_after(ASOF)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", date(2026, 1, 3)),
        ("昨天", date(2026, 1, 2)),
        ("前天", date(2026, 1, 1)),
        ("3天前", date(2025, 12, 31)),
        ("10小时前", date(2026, 1, 2)),
        ("5分钟前 来源：市府办", date(2026, 1, 3)),
        ("2周前", date(2025, 12, 20)),
        ("刚刚", date(2026, 1, 3)),
        ("半小时前", date(2026, 1, 3)),
        ("发布于3天前", date(2025, 12, 31)),
        ("2天前发布", date(2026, 1, 1)),
    ],
)
def test_relative_words_count_from_the_look(text: str, day: date) -> None:
    assert parse_row_date(text, ASOF) == Published(day, DateSource.LIST_NO_YEAR)


def test_a_relative_word_keeps_its_time_of_day() -> None:
    at = datetime(2026, 1, 2, 10, 5, tzinfo=BEIJING)
    assert parse_row_date("昨天 10:05", ASOF) == Published(at.date(), DateSource.LIST_NO_YEAR, at)


def test_relative_words_count_in_beijing_time() -> None:
    utc_evening = datetime.fromisoformat("2026-01-02T20:00:00+00:00")
    assert parse_row_date("今天", utc_evening) == Published(date(2026, 1, 3), DateSource.LIST_NO_YEAR)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "更多",
        "今天，我市召开会议",
        "2025年6月12日，市政府召开会议",
        "自2025年1月1日起施行",
        "截止时间：2025-07-01",
        "报名时间：2025-06-12",
        "2025-06-01至2025-06-20",
        "1949-10-01",
        "13.45",
    ],
)
def test_a_row_without_a_publication_date_is_unknown(text: str) -> None:
    assert parse_row_date(text, ASOF) is None


@given(
    st.text(alphabet=st.sampled_from("0123456789年月日-/.: []天前昨今小时分钟刚至发布时间，。"), max_size=50)
)
def test_any_row_is_read_without_error(text: str) -> None:
    published = parse_row_date(text, ASOF)
    assert published is None or published.day.year >= 1995


@pytest.mark.parametrize(
    "url",
    [
        "http://x.gov.cn/2025/06/12/a.html",
        "https://x.gov.cn/zw/202506/t20250612_123.html",
        "https://x.gov.cn/art/2025/6/12/art_1_2.html",
        "http://x.gov.cn/20250612/1.html",
        "http://x.gov.cn/202506/12/1.html",
        "http://x.gov.cn/2025/0612/c1.html",
        "http://x.gov.cn/zhengce/content/2025-06/12/content_5384134.htm",
        "http://x.gov.cn/2025-06-12.html",
        "http://x.gov.cn/2025-06-12",
        "/2025/6/12/a.html?day=2024/01/01/",
    ],
)
def test_a_day_in_the_address(url: str) -> None:
    assert date_in_url(url) == date(2025, 6, 12)


@pytest.mark.parametrize(
    "url",
    [
        "http://x.gov.cn/content/post_20251345.html",
        "http://x.gov.cn/content/post_20250612.html",
        "http://x.gov.cn/content_20250612.html",
        "http://x.gov.cn/202506/1.html",
        "http://x.gov.cn/2025/06/list.html",
        "http://x.gov.cn/2025/13/40/a.html",
        "http://x.gov.cn/1980/06/12/a.html",
        "http://x.gov.cn/a.html?d=/2025/06/12/",
        "http://[",
        "",
    ],
)
def test_no_day_in_the_address(url: str) -> None:
    assert date_in_url(url) is None
