from __future__ import annotations

import csv
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha.apps.directory.addresses import address, column_address
from xuncha.apps.directory.cells import free_text, identifier, is_blank, one_line, whole_number
from xuncha.apps.directory.problems import BadCell, BadRow, InputProblems, Problems, shown
from xuncha.apps.directory.site_codes import site_code
from xuncha.apps.directory.times import Stamp, moment, stamp
from xuncha.facts.seen import BEIJING


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[arg-type]


EARLIEST, LATEST = (at(year, 1, 1).replace(tzinfo=None) for year in (1991, 2098))
SHARED_CODES = Path(__file__).parents[3] / "../shared/data/error_reports/site_codes.tsv"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("4401000001", "4401000001"),
        (" ４４０１０００００１\u00a0", "4401000001"),
        ("4401 000001\u200b", "4401000001"),
        ("BM01000001", "bm01000001"),
        ("ｂｍ01000001", "bm01000001"),
        ("bt00000014", "BT00000014"),
        ("12bm010001", "12BM010001"),
    ],
)
def test_codes_are_cleaned(written: str, code: str) -> None:
    assert site_code(written) == code


@pytest.mark.parametrize(
    "written",
    [
        "440100001",
        "44010000011",
        "bm0100001",
        "cm01000001",
        "440100000O",
        "4.401E+09",
        "٤٤٠١٠٠٠٠٠١",
        "一二三四五六七八九十",
    ],
)
def test_other_shapes_are_no_codes(written: str) -> None:
    with pytest.raises(BadCell, match="不是网站标识码"):
        site_code(written)


def test_the_hint_says_what_excel_did() -> None:
    with pytest.raises(BadCell, match="科学计数法"):
        site_code("4.401E+09")
    with pytest.raises(BadCell, match="现在是 9 位；如果开头的 0"):
        site_code("140100001")


def test_codes_of_the_national_register_are_taken() -> None:
    if not SHARED_CODES.exists():
        pytest.skip("shared/data/error_reports/site_codes.tsv is not here")
    with SHARED_CODES.open(encoding="utf-8", newline="") as file:
        codes = [row["sitecode"] for row in csv.DictReader(file, delimiter="\t")]
    assert len(codes) > 4000
    assert [code for code in codes if site_code(code) != code] == []


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://www.yc.gov.cn/", "http://www.yc.gov.cn/"),
        ("www.yc.gov.cn", "http://www.yc.gov.cn"),
        ("yc.gov.cn:8080/a?b=c#d", "http://yc.gov.cn:8080/a?b=c#d"),
        ("HTTPS://WWW.YC.GOV.CN/Aa", "https://www.yc.gov.cn/Aa"),
        ("\u3000http：／／www.yc.gov.cn/\u00a0", "http://www.yc.gov.cn/"),
        ("ｗｗｗ．ｙｃ．ｇｏｖ．ｃｎ／ｔｚ", "http://www.yc.gov.cn/tz"),
        ("www.yc.gov.cn／tz", "http://www.yc.gov.cn/tz"),
        ("http://www。yc。gov。cn/", "http://www.yc.gov.cn/"),
        ("http://羊城.政务/", "http://羊城.政务/"),
        ("羊城.政务", "http://羊城.政务"),
        ("http://xn--fiqs8s/", None),
        ("http://xn--55qx5d.cn/", "http://xn--55qx5d.cn/"),
        ("http://a_b.yc.gov.cn/", "http://a_b.yc.gov.cn/"),
        ("http://yc.gov.cn./", "http://yc.gov.cn/"),
        ("http://yc.gov.cn:/x", "http://yc.gov.cn/x"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("localhost:8000", "http://localhost:8000"),
        ("http://www.yc.gov.cn/通知（２０２５）.html", "http://www.yc.gov.cn/通知（２０２５）.html"),
        ("http://www.yc.gov.cn/?q=a@b", "http://www.yc.gov.cn/?q=a@b"),
        ("http://www.yc.gov.cn/\u200ba", "http://www.yc.gov.cn/a"),
    ],
)
def test_addresses_are_completed(written: str, url: str | None) -> None:
    if url is None:
        with pytest.raises(BadCell):
            address(written)
    else:
        assert address(written) == url


@pytest.mark.parametrize(
    "written",
    [
        "http://",
        "http:///tz",
        "http:/www.yc.gov.cn",
        "http:www.yc.gov.cn",
        "/tz/",
        "无",
        "ftp://www.yc.gov.cn/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "mailto:a@yc.gov.cn",
        "http://user:pw@www.yc.gov.cn/",
        "http://INTERNAL\\@www.yc.gov.cn/",
        "http://www.yc.gov.cn\\tz",
        "http://www.yc.gov.cn/ http://b.yc.gov.cn/",
        "http://www.yc .gov.cn/",
        "www.yc.gov.cn\nb.yc.gov.cn",
        "http://www..gov.cn/",
        "http://-a.gov.cn/",
        "http://a、b.gov.cn/",
        "http://300.1.1.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://[::g]/",
        "http://[::1]x/",
        "http://[::1",
        "http://[fe80::1%eth0]/",
        "http://a.cn:0/",
        "http://a.cn:65536/",
        "http://a.cn:8o/",
        "index.html",
        "http://a.cn/\x00",
        "http://" + "a" * 64 + ".cn/",
        "http://" + "a." * 130 + "cn/",
        "http://a.cn/" + "a" * 4000,
        "http://a℀b.cn/",
    ],
)
def test_other_addresses_are_refused(written: str) -> None:
    with pytest.raises(BadCell):
        address(written)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/tz/", "https://www.yc.gov.cn/tz/"),
        ("／tz／", "https://www.yc.gov.cn/tz/"),
        ("./b.html", "https://www.yc.gov.cn/zw/b.html"),
        ("../b.html", "https://www.yc.gov.cn/b.html"),
        ("?id=3", "https://www.yc.gov.cn/zw/index.html?id=3"),
        ("//b.yc.gov.cn/tz/", "https://b.yc.gov.cn/tz/"),
        ("b.yc.gov.cn/tz/", "http://b.yc.gov.cn/tz/"),
    ],
)
def test_column_addresses_are_completed_from_the_site(written: str, url: str) -> None:
    assert column_address(written, "https://www.yc.gov.cn/zw/index.html") == url


def test_a_relative_address_needs_a_site_address() -> None:
    with pytest.raises(BadCell, match="相对地址"):
        column_address("/tz/", "")


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        url = address(text)
    except BadCell:
        return
    assert url.startswith(("http://", "https://"))
    assert "\\" not in url
    assert address(url) == url


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-06-25T10:00", at(2025, 6, 25, 10)),
        ("2025-06-25 10:00", at(2025, 6, 25, 10)),
        ("2025/6/25 10:00:00", at(2025, 6, 25, 10)),
        ("2025/6/5 9:05", at(2025, 6, 5, 9, 5)),
        ("2025.6.25 10:00", at(2025, 6, 25, 10)),
        ("２０２５－０６－２５　１０：００", at(2025, 6, 25, 10)),
        ("2025年6月25日 10时05分", at(2025, 6, 25, 10, 5)),
        ("2025年6月25日10:05", at(2025, 6, 25, 10, 5)),
        ("20250625T100000", at(2025, 6, 25, 10)),
        ("2025-06-25T10:00:00+08:00", at(2025, 6, 25, 10)),
        ("2025-06-25T02:00:00Z", at(2025, 6, 25, 10)),
        ("2025-06-24T22:00:00-0400", at(2025, 6, 25, 10)),
        ("2025-06-25T02:00:00.1234567+00", at(2025, 6, 25, 10, 0, 0, 123456)),
        ("2025-06-25", at(2025, 6, 25)),
        ("2024-02-29", at(2024, 2, 29)),
    ],
)
def test_times_as_offices_write_them(written: str, expected: datetime) -> None:
    found = moment(written)
    assert found == expected
    assert found.tzinfo is BEIJING


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-29",
        "2025-06-31 10:00",
        "2025-13-01",
        "2025-06-25 24:00",
        "2025-06-25 10:60",
        "2025-06-25T10:00+15:00",
        "2025-06-25T10:00+08:60",
        "0001-01-01T00:00+08:00",
        "1970-01-01",
        "2025-06/25",
        "25/6/2025",
        "2025-06-25x10:00",
        "2025-06-2510:00",
        "45833.5",
        "昨天",
        "2025-06-25 10:00 左右",
        "٢٠٢٥-06-25",
    ],
)
def test_other_times_are_refused(written: str) -> None:
    with pytest.raises(BadCell):
        moment(written)


@given(st.datetimes(min_value=EARLIEST, max_value=LATEST), st.integers(-12, 14))
def test_a_time_with_offset_is_the_same_instant(local: datetime, hours: int) -> None:
    sign = "-" if hours < 0 else "+"
    found = moment(f"{local.isoformat()}{sign}{abs(hours):02d}:00")
    assert found.replace(tzinfo=None) == local - timedelta(hours=hours) + timedelta(hours=8)


def test_a_day_without_clock_is_before_only_another_day() -> None:
    morning, day = stamp("2025-06-25 10:00"), stamp("2025-06-25")
    assert (morning.has_clock, day.has_clock) == (True, False)
    assert not day.is_before(morning)
    assert stamp("2025-06-24").is_before(morning)
    assert stamp("2025-06-25 09:59").is_before(morning)
    assert not Stamp(morning.at, True).is_before(morning)


def test_text_is_kept_and_controls_are_named() -> None:
    kept = "=1+1\n<b>\t😀\r\n\u2028 表\u3000"
    assert free_text(kept) == kept
    for bad in ("ab\x00", "ab\x1b[2J", "ab\x85", "ab\ud800", "ab\uffff", "ab\x7f"):
        with pytest.raises(BadCell, match=r"第 3 个字符是不可见的控制字符"):
            free_text(bad)


def test_names_are_tidied_but_not_rewritten() -> None:
    assert one_line("\ufeff 羊城市\u00a0\u3000人民\u200b政府（ＡＢ） ") == "羊城市 人民政府（ＡＢ）"
    assert identifier("ｇｈ＿1aB ") == "gh_1aB"
    with pytest.raises(BadCell, match="换行"):
        one_line("羊城市\n人民政府")


@pytest.mark.parametrize("text", ["", " ", "\u3000\u00a0", "\u200b\n", "\ufeff"])
def test_blank_cells(text: str) -> None:
    assert is_blank(text)


@given(st.text())
def test_only_invisible_text_is_blank(text: str) -> None:
    assert is_blank(text) == (one_line_or_text(text) == "")


def one_line_or_text(text: str) -> str:
    try:
        return one_line(text)
    except BadCell:
        return text


@pytest.mark.parametrize(("written", "number"), [("0", 0), ("３１２", 312), ("312.0", 312), (" 007 ", 7)])
def test_whole_numbers(written: str, number: int) -> None:
    assert whole_number(written) == number


@pytest.mark.parametrize("written", ["-1", "1.5", "1e3", "1,000", "一", "9" * 10, "٣"])
def test_other_numbers_are_refused(written: str) -> None:
    with pytest.raises(BadCell):
        whole_number(written)


def test_a_fault_is_printed_as_the_contract_says() -> None:
    problems = Problems()
    problems.raise_if_any()
    problems.add("a.csv", 3, "网址", "不对")
    problems.add("b.csv", 1, "表头", "缺列")
    with pytest.raises(InputProblems) as caught:
        problems.raise_if_any()
    assert str(caught.value) == "a.csv:3:网址: 不对\nb.csv:1:表头: 缺列"
    assert caught.value.rows[0] == BadRow("a.csv", 3, "网址", "不对")
    assert len(problems) == 2


@given(st.text(max_size=200))
def test_a_quotation_is_one_safe_line(text: str) -> None:
    quoted = shown(text)
    assert quoted.isprintable()
    assert len(quoted) <= 41 * 10
    assert sys.getsizeof(quoted.encode()) > 0
