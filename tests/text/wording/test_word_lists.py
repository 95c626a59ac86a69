"""The office's own list of wrong forms: what it finds, and what is said of entries that cannot be used."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from xuncha.facts.seen import BEIJING
from xuncha.text.wording.word_list import WordList, WordListError, joined_list, shipped_word_list
from xuncha.text.wording.word_list_file import read_word_list, word_list_from_rows

DAY = date(2025, 6, 25)
ROW = {"错误写法": "秸杆", "正确写法": "秸秆", "程度": "一般"}


def listed(words: WordList, text: str, day: date = DAY) -> list[str]:
    return [text[one.start : one.end] for one in words.find(text, day)]


def rows(*own: dict[str, object]) -> WordList:
    return word_list_from_rows([(n, ROW | row) for n, row in enumerate(own, 2)], "词库")


def problems(*own: dict[str, object]) -> list[tuple[int, str]]:
    with pytest.raises(WordListError) as told:
        rows(*own)
    return [(one.line, one.column) for one in told.value.problems]


def test_contexts_and_dates_are_exceptions() -> None:
    exceptions = {"前文例外": "老；/第.期/", "后文例外": "子", "例外词": "金秸杆路"}
    words = rows(exceptions | {"生效日期": "2024年1月1日"})
    assert listed(words, "秸杆还田，老秸杆，第3期秸杆，秸杆子，金秸杆路") == ["秸杆"]
    assert listed(words, "秸杆还田", date(2023, 12, 31)) == []
    until = rows(
        {
            "失效日期": datetime(2024, 5, 1, tzinfo=BEIJING),
            "应报例句": "秸杆还田\n秸杆打捆",
            "不报例句": "秸秆还田",
        }
    )
    assert listed(until, "秸杆", date(2024, 5, 1)) == ["秸杆"]
    assert listed(until, "秸杆", date(2024, 5, 2)) == []
    assert listed(rows({"生效日期": date(2025, 6, 25), "失效日期": "2025/6/25"}), "秸杆") == ["秸杆"]


def test_of_overlapping_forms_the_longest_counts() -> None:
    words = rows({}, {"错误写法": "秸杆还天", "正确写法": "秸秆还田"})
    assert listed(words, "做好秸杆还天和秸杆打捆") == ["秸杆还天", "秸杆"]


def test_empty_rows_are_passed_over() -> None:
    assert word_list_from_rows([(2, {"错误写法": " ", "正确写法": None})], "词库").entries == ()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"正确写法": ""}, "正确写法"),
        ({"错误写法": 12}, "错误写法"),
        ({"错误写法": "秸秆"}, "正确写法"),
        ({"错误写法": "杆"}, "错误写法"),
        ({"程度": "特别严重"}, "程度"),
        ({"前文例外": "/第(期/"}, "前文例外"),
        ({"例外词": 3}, "例外词"),
        ({"例外词": ["甲", 3]}, "例外词"),
        ({"生效日期": "去年"}, "生效日期"),
        ({"生效日期": "2024-02-30"}, "生效日期"),
        ({"生效日期": "2024-02-02", "失效日期": "2024-02-01"}, "失效日期"),
        ({"备注": "无"}, "备注"),
        ({"应报例句": "秸秆还田"}, "应报例句"),
        ({"不报例句": "秸杆还田"}, "不报例句"),
    ],
)
def test_a_bad_entry_is_named_by_line_and_column(row: dict[str, object], column: str) -> None:
    assert problems({"错误写法": "份内", "正确写法": "分内"}, row) == [(3, column)]


def test_entries_against_each_other_are_refused_unless_they_hold_on_other_days() -> None:
    first = {"错误写法": "甲乙局", "正确写法": "丙丁局"}
    back = {"错误写法": "丙丁局", "正确写法": "甲乙局"}
    assert problems(first, back) == [(2, "正确写法"), (3, "正确写法")]
    assert problems(first | {"失效日期": "2024-05-02"}, back | {"生效日期": "2024-05-02"})
    assert len(rows(first | {"失效日期": "2024-05-01"}, back | {"生效日期": "2024-05-02"}).entries) == 2


def test_every_bad_entry_is_named() -> None:
    assert problems({"程度": "？"}, {}, {}, {"正确写法": ""}) == [
        (2, "程度"),
        (4, "错误写法"),
        (5, "正确写法"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[word]\n", "不是有效的 TOML"),
        ("name = 1\n", "不认识：name"),
        ("word = 1\n", "只能由"),
        ('[[word]]\nwrong = "甲乙"\n', "词库:1:right: 缺少正确写法"),
    ],
)
def test_a_file_that_is_no_list_is_refused(text: str, message: str) -> None:
    with pytest.raises(WordListError, match=message):
        read_word_list(text, "词库")


def test_the_offices_own_entry_goes_before_the_shipped_one() -> None:
    assert joined_list(()) is shipped_word_list()
    own = rows({"错误写法": "扫黑险恶", "正确写法": "扫黑除恶", "程度": "一般"})
    both = joined_list(own.entries)
    (found,) = both.find("开展扫黑险恶行动", DAY)
    assert not found.entry.serious
    assert len(both.entries) == len(shipped_word_list().entries)
