"""Cases 15 to 21, 24 to 27 and 29: pages that are strange, deep, huge, endless or hostile; what the verdicts say."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import zipfile

import pytest
from zoo import Zoo
from zoo_pages import HOSTILE, PREMIER, TURNED

#: One run of the command serves all of these.
pytestmark = [pytest.mark.xdist_group("zoo"), pytest.mark.long]

EXACT = [
    "15 gb2312 by header",
    "15 gb2312 by the page",
    "15 GBK undeclared",
    "15 a broken meta",
    "15 UTF-8 with a mark",
    "15 GBK called UTF-8",
]


def facts_of(zoo: Zoo, name: str) -> str:
    path = zoo.ran.out / "facts" / "sites" / f"{zoo.towns[name].code}.json.gz"
    return gzip.decompress(path.read_bytes()).decode()


@pytest.mark.parametrize("name", EXACT)
def test_15_names_are_read_to_the_character(zoo: Zoo, name: str) -> None:
    assert zoo.verdict(name)["outcome"] == "pass"
    assert PREMIER in facts_of(zoo, name)
    assert "\ufffd" not in facts_of(zoo, name)


def test_15_what_contradicts_its_declaration_is_marked(zoo: Zoo) -> None:
    """No rule about words reads a text marked so (see tests/indicators)."""
    assert '"lossy":true' in facts_of(zoo, "15 GBK called UTF-8")
    for name in EXACT[:4]:
        assert '"lossy":true' not in facts_of(zoo, name)


def test_15_a_frame_in_another_charset_is_read(zoo: Zoo) -> None:
    name = "15 frames of two charsets"
    assert zoo.verdict(name)["outcome"] == "pass"
    assert "关于tzgg栏目第1项事项的公开说明" in facts_of(zoo, name)


def test_16_paths_in_utf8_queries_in_the_pages_charset(zoo: Zoo) -> None:
    name = "16 Chinese in links"
    paths = set(zoo.paths(name))
    assert {"/%E5%85%AC%E5%91%8A.html?name=%D6%D0%CE%C4", "/q?s=%C8A"} <= paths
    assert zoo.found(name) == []


def test_17_a_list_that_a_script_fills_is_not_blank(zoo: Zoo) -> None:
    name = "17 lists filled by a script"
    assert zoo.verdict(name)["outcome"] == "unknown"
    assert zoo.hits(name) == []
    assert "列表由脚本加载" in zoo.verdict(name)["note"]


def test_18_a_fresh_day_is_read_however_it_is_written(zoo: Zoo) -> None:
    row = zoo.verdict("18 every way to write a fresh day")
    assert (row["outcome"], row["veto"]) == ("pass", "")


def test_18_clocks_feet_and_the_future_are_not_news(zoo: Zoo) -> None:
    name = "18 nothing fresh but clocks, feet and the future"
    assert zoo.verdict(name)["veto"] == "W401"
    (hit,) = zoo.found(name, "W401")
    assert hit["detail"].count("最新 2023-03-04") == 6
    assert '"future":true' in facts_of(zoo, name)


@pytest.mark.parametrize(
    "name",
    [
        "19 300 levels around the list",
        "19 200,000 options",
        "19 a megabyte in one attribute, NUL, nothing closed",
    ],
)
def test_19_ugly_pages_lose_nothing(zoo: Zoo, name: str) -> None:
    row = zoo.verdict(name)
    assert (row["outcome"], row["pages"]) == ("pass", row["reached"])


def test_19_a_page_without_bottom_is_unread_not_blank(zoo: Zoo) -> None:
    name = "19 200,000 levels"
    assert zoo.verdict(name)["outcome"] == "unknown"
    assert zoo.hits(name) == []


def test_20_bombs_are_over_size_not_blank(zoo: Zoo) -> None:
    name = "20 a bomb in every column"
    row = zoo.verdict(name)
    assert (row["outcome"], zoo.hits(name)) == ("unknown", [])
    assert "内容超过大小上限 6 页" in row["note"]


def test_21_traps_end_are_named_and_keep_nothing_from_being_read(zoo: Zoo) -> None:
    name = "21 every trap at once"
    row = zoo.verdict(name)
    assert int(row["pages"]) <= 120
    assert "无限生成" in row["note"] or "页面预算" in row["note"]
    for path in zoo.towns[name].columns.values():
        assert path in zoo.paths(name)
    assert zoo.hits(name) == []
    assert len(zoo.paths(name)) < 900


def test_24_hostile_words_stay_words_in_csv_workbook_and_notice(zoo: Zoo) -> None:
    quotes = {one["quote"] for one in zoo.found("24 hostile words", "N109")}
    assert HOSTILE in quotes, "told as it stands"
    cells = [
        cell for row in csv.reader(io.StringIO(zoo.ran.file("verdicts.csv").read_text())) for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    with zipfile.ZipFile(zoo.ran.file("annexes.xlsx")) as book:
        parts = {
            name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))
        }
    assert "HYPERLINK" in "".join(parts.values()), "the finding is in the workbook"
    assert not [name for name, text in parts.items() if re.search(r"<f[ >]", text)], "a formula"
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
    with zipfile.ZipFile(zoo.ran.file("notice.docx")) as document:
        parts = {name: document.read(name).decode("utf-8", "replace") for name in document.namelist()}
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
    assert "<script>" not in "".join(parts.values())


def test_24_what_turns_the_reading_around_is_shown(zoo: Zoo) -> None:
    assert TURNED.replace("\u202e", "⟨202E⟩") in {
        one["quote"] for one in zoo.found("24 hostile words", "N109")
    }
    for name in ("findings.jsonl", "verdicts.csv", "summary.json"):
        assert "\u202e" not in zoo.ran.file(name).read_text(encoding="utf-8")


def test_24_no_path_of_a_page_becomes_a_path_of_ours(zoo: Zoo) -> None:
    names = [path.relative_to(zoo.ran.out) for path in zoo.ran.out.rglob("*") if path.is_file()]
    assert all(re.fullmatch(r"[\w./-]+", str(name)) and ".." not in str(name) for name in names)
    assert not [path for path in zoo.paths("24 hostile words") if "alert" in path]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("25 for visitors from search engines alone", "仅对搜索来源显示"),
        ("25 for visitors from another search engine", "仅对搜索来源显示"),
        ("25 for visitors from search engines abroad", "仅对搜索来源显示"),
        ("25 for one crawler alone", "仅对搜索引擎抓取程序显示"),
        ("25 for another crawler alone", "仅对搜索引擎抓取程序显示"),
        ("25 links out of sight", "移出屏幕"),
    ],
)
def test_25_what_visitors_do_not_see_is_left_to_a_person(zoo: Zoo, name: str, words: str) -> None:
    assert zoo.verdict(name)["outcome"] == "unknown"
    assert any(words in one["detail"] for one in zoo.found(name, "W104", "doubt"))
    assert not [hit for hit in zoo.hits(name) if hit.startswith("W")]


@pytest.mark.parametrize("name", ["25 hidden by custom", "25 names that only end alike"])
def test_25_ordinary_pages_alarm_nobody(zoo: Zoo, name: str) -> None:
    assert zoo.verdict(name)["outcome"] == "pass"
    assert not [*zoo.found(name, "W103"), *zoo.found(name, "W104")]


def test_26_only_a_number_that_is_one_is_a_leak(zoo: Zoo) -> None:
    assert any("身份证" in hit for hit in zoo.hits("26 a number in full"))
    assert not zoo.found("26 numbers that are and are not personal", "N105", "hit")


def test_29_pages_no_machine_expects_stop_nothing(zoo: Zoo) -> None:
    name = "29 pages no machine expects"
    assert "程序出错" not in str(zoo.found(name))
    assert not [hit for hit in zoo.hits(name) if hit.startswith("W")]
    assert len(zoo.ran.verdicts()) == len(zoo.towns), "every other site has its verdict"
    assert "程序出错" not in zoo.ran.file("verdicts.csv").read_text()


def test_33_totals_are_the_same_wherever_they_stand(zoo: Zoo) -> None:
    rows = zoo.ran.verdicts().values()
    summary = zoo.ran.summary()
    outcomes = [row["outcome"] for row in rows]
    figures = {
        "passed": outcomes.count("pass"),
        "failed": outcomes.count("fail"),
        "unknown": outcomes.count("unknown"),
    }
    assert {key: summary["sites"][key] for key in figures} == figures
    assert summary["sites"]["total"] == len(zoo.towns)
    pages, reached = (sum(int(row[key]) for row in rows) for key in ("pages", "reached"))
    coverage = summary["coverage"]
    assert (coverage["pages"], coverage["reached"]) == (pages, reached)
    assert sum(cause["pages"] for cause in coverage["causes"].values()) == pages - reached
    assert all(cause["label"] and cause["advice"] for cause in coverage["causes"].values())
    assert coverage["targets_incomplete"] == sum(int(row["pages"]) > int(row["reached"]) for row in rows)
    text = _words(zoo)
    digest = hashlib.sha256((zoo.ran.out / "evidence" / "manifest.json").read_bytes()).hexdigest()
    assert summary["evidence"] == {"manifest_sha256": digest}
    assert digest in re.sub(r"\s", "", text), "the printed notice names the evidence it rests on"
    assert f"共检查政府网站{len(zoo.towns)}个" in text
    assert f"合格{figures['passed']}个，不合格{figures['failed']}个" in text
    assert f"应访问页面{pages}个，实际读取{reached}个" in text
    assert f"被防护设备拦截{coverage['causes']['blocked']['pages']}个" in text


def _words(zoo: Zoo) -> str:
    with zipfile.ZipFile(zoo.ran.file("notice.docx")) as document:
        return re.sub(r"<[^>]+>", "", document.read("word/document.xml").decode())
