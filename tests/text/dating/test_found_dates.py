"""Calendar dates in text: what counts as one, and what only looks like one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha.facts.seen import BEIJING
from xuncha.text.dating.found_dates import find_dates

DAY = date(2025, 6, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-12",
        "2025/6/12",
        "2025.6.12",
        "2025.6.12.",
        "2025年6月12日",
        "2025 年 6 月 12 日",
        "2025年06月12号",
        "2025年6月12",
        "20250612",
        "（2025-06-12）",
        "２０２５－０６－１２",
        "2025–06—12",
        "2025——06——12",
        "2025 - 06 - 12",
        "二〇二五年六月十二日",
        "二○二五年六月十二日",
        "二零二五年六月十二日",
        "12 2025-06",
        "12\n\t2025/06",
        "12 2025.06",
        "12 / 06月 2025",
        "12日 2025年06月",
        "06-12 2025",
        "2025 06/12",
        "2025年 06-12",
        "25-06-12",
        "发布时间：25-06-12",
        "发布日期2025-06-12来源",
        "http://x.gov.cn 2025-06-12",
    ],
)
def test_every_usual_form_is_read(text: str) -> None:
    assert [(item.day, item.year_printed) for item in find_dates(text)] == [(DAY, True)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二五年十月二十日", date(2025, 10, 20)),
        ("二〇二五年十二月三十一日", date(2025, 12, 31)),
        ("二〇二〇年二月廿九日", date(2020, 2, 29)),
        ("一九四九年十月一日", date(1949, 10, 1)),
        ("2025-06-11T16:05:00Z", DAY),
        ("2025-06-12T01:05:00+14:00", date(2025, 6, 11)),
    ],
)
def test_the_day_is_the_one_printed_in_beijing_time(text: str, day: date) -> None:
    assert [item.day for item in find_dates(text)] == [day]


@pytest.mark.parametrize(
    "text", ["[06-12]", "(06-12)", "06-12", "06/12", "6月12日", "【6-12】", "[6.12]", "( 06-12 )"]
)
def test_a_date_without_year_has_no_day(text: str) -> None:
    (item,) = find_dates(text)
    assert (item.day, item.at, item.year_printed, item.month, item.day_of_month) == (None, None, False, 6, 12)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2025年06月12日10:05", time(10, 5)),
        ("2025-06-12 10:05:33", time(10, 5, 33)),
        ("2025-06-1210:05", time(10, 5)),
        ("2025-06-12　10：05", time(10, 5)),
        ("2025-06-12T10:05:00.123+08:00", time(10, 5)),
        ("2025-06-12T02:05:00Z", time(10, 5)),
        ("2025-06-11T22:05:00-04:00", time(10, 5)),
        ("2025年6月12日 星期四 10:05", time(10, 5)),
        ("2025年6月12日（星期四）上午10时05分", time(10, 5)),
        ("2025年6月12日 下午3:05", time(15, 5)),
        ("2025-06-12 3:05 PM", time(15, 5)),
        ("2025-06-12 上午12:05", time(0, 5)),
        ("2025-06-12 中午1点", time(13, 0)),
        ("2025年6月12日9点", time(9, 0)),
        ("2025-06-12 10:05-11:00", time(10, 5)),
        ("2025-06-12 10:05+99:00", time(10, 5)),
    ],
)
def test_the_time_of_day_is_read(text: str, clock: time) -> None:
    item = find_dates(text)[0]
    assert item.at == datetime.combine(DAY, clock, BEIJING)
    assert item.clock == clock


@pytest.mark.parametrize(
    "text", ["2025-06-12 25:61", "2025-06-12 10:75", "2025-06-12 晚上12点", "2025-06-12 24:00"]
)
def test_an_impossible_time_leaves_the_date(text: str) -> None:
    assert [(item.day, item.at) for item in find_dates(text)] == [(DAY, None)]


@pytest.mark.parametrize(
    "text",
    [
        "2024-2-30",
        "2025-13-01",
        "2025年13月12日",
        "2025-00-10",
        "[13-40]",
        "192.168.1.12",
        "10.20.5.12",
        "v2025.6.12",
        "版本：2025.6.12",
        "1.2025.6.12",
        "0755-81234567",
        "020-12-345678",
        "电话：20250612",
        "索引号: 20250612",
        "440106202506121234",
        "〔2025〕6号",
        "粤府办〔2025〕12号",
        "2025-06-12-001",
        "2024-2025-1学期",
        "20250612.pdf",
        "http://x.gov.cn/2025/06/12/a.html",
        "10:06-12:00",
        "第06-12页",
        "06-12%",
        "25年6月12日",
        "2025-06",
        "2025年6月",
        "30-06-32",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_left(text: str) -> None:
    assert find_dates(text) == []


def test_positions_point_into_the_text_as_given() -> None:
    text = "发布时间：２０２５－０６－１２　10:05　截止 2025年7月1日"
    first, second = find_dates(text)
    assert text[first.start : first.end] == "２０２５－０６－１２　10:05"
    assert text[second.start : second.end] == "2025年7月1日"


def test_both_ends_of_a_span_are_found() -> None:
    days = [item.day for item in find_dates("2025-06-01-2025-06-12，2025.6.1-2025.6.12")]
    assert days == [date(2025, 6, 1), DAY] * 2


_MOMENTS = st.builds(
    lambda day, clock: datetime.combine(day, clock, UTC),
    st.dates(date(1995, 1, 2), date(2099, 12, 30)),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
)
_FORMS = (
    "{0.year}-{0.month:02}-{0.day:02}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
)


@given(
    _MOMENTS,
    st.sampled_from(_FORMS),
    st.sampled_from(("", "发布时间：", "来源 ", "（")),
)
def test_what_is_printed_is_read_back(moment: datetime, form: str, before: str) -> None:
    text = f"{before}{form.format(moment)} {moment:%H:%M:%S}"
    (item,) = find_dates(text)
    assert item.at == moment.replace(tzinfo=BEIJING)


@given(_MOMENTS, st.integers(-12, 14))
def test_an_offset_is_turned_into_beijing_time(moment: datetime, hours: int) -> None:
    local = moment + timedelta(hours=hours)
    text = f"{local:%Y-%m-%dT%H:%M:%S}{hours:+03d}:00"
    (item,) = find_dates(text)
    assert item.at == moment


@given(
    st.text(
        alphabet=st.sampled_from("0123456789年月日时分秒-/.:：[]() \n二〇十三TZ+上下午星期文a－／"),
        max_size=60,
    )
)
def test_any_text_is_read_without_error_and_within_bounds(text: str) -> None:
    last = 0
    for item in find_dates(text):
        assert last <= item.start < item.end <= len(text)
        assert item.day is None or (item.day.month, item.day.day) == (item.month, item.day_of_month)
        last = item.start


@pytest.mark.parametrize("unit", [" ", "9", "-", "2025 ", "12 / ", "2025年 ", "12" + " " * 20, "二〇二五年"])
def test_a_megabyte_takes_time_in_proportion(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    begun = process_time()
    assert find_dates(text) == []
    # Measured at about 0.3 s; a search that grew with the square would take minutes.
    assert process_time() - begun < 10
