"""Cases 1, 7 to 13 and 20: servers that break off, challenge, lie, redirect, refuse; what the verdicts say of them."""

from __future__ import annotations

import pytest
from odd_answers import UNREAD
from warc_records import read_evidence
from zoo import Zoo
from zoo_answers import BUSY, CHALLENGES, SHELLS

#: One run of the command serves all of these.
pytestmark = [pytest.mark.xdist_group("zoo"), pytest.mark.long]


def test_the_healthy_town_passes(zoo: Zoo) -> None:
    row = zoo.verdict("00 healthy")
    assert (row["outcome"], row["pages"]) == ("pass", row["reached"])
    assert not [word for word in ("待核", "应读", "证书", "未访问") if word in row["note"]]
    assert not zoo.found("00 healthy")
    assert set(row["states"].split(";")) >= {"W301=ok", "W401=ok", "W403=ok", "N109=ok"}


def test_01_connections_that_break_prove_nothing(zoo: Zoo) -> None:
    name = "01 the connection breaks in every column"
    assert zoo.verdict(name)["outcome"] == "unknown"
    assert zoo.hits(name) == []
    assert "连接中断" in zoo.verdict(name)["note"]


@pytest.mark.parametrize("name", CHALLENGES)
def test_07_a_challenge_is_blocked_not_down_not_dead_not_blank(zoo: Zoo, name: str) -> None:
    row = zoo.verdict(name)
    assert row["outcome"] == "unknown"
    assert zoo.hits(name) == []
    assert {"W401=blocked", "W403=blocked", "W301=ok"} <= set(row["states"].split(";"))
    assert not zoo.found(name, "N103"), "a blocked column is no dead link, not even in doubt"
    (doubt,) = zoo.found(name, "W403")
    assert doubt["state"] == "blocked"
    assert "放行检查程序" in row["note"]


def test_07_words_that_no_firewall_is_known_for_are_no_blank_column_either(zoo: Zoo) -> None:
    name = "07 one message in every column"
    assert (zoo.verdict(name)["outcome"], zoo.hits(name)) == ("unknown", [])
    assert "同一段文字" in zoo.found(name, "W403")[0]["detail"]


def test_07_the_challenges_are_kept_as_evidence(zoo: Zoo) -> None:
    kept = {(record.url, record.status) for record in read_evidence(zoo.ran.out / "evidence").values()}
    for name, status in zip(CHALLENGES, (403, 412, 202, 521, 200, 200), strict=True):
        assert (f"http://{zoo.towns[name].host}/tzgg/", status) in kept


def test_07_a_blocked_home_page(zoo: Zoo) -> None:
    row = zoo.verdict("07 home page blocked")
    assert row["outcome"] == "unknown"
    assert {"W301=blocked", "W104=blocked"} <= set(row["states"].split(";"))
    assert zoo.hits("07 home page blocked") == []


def test_08_what_was_seen_before_the_block_stays_and_coverage_says_so(zoo: Zoo) -> None:
    name = "08 blocked after the home page"
    row = zoo.verdict(name)
    assert (row["outcome"], row["reached"]) == ("unknown", "1")
    assert int(row["pages"]) > 6
    assert f"应读 {row['pages']} 页，读到 1 页（被防护设备拦截 {int(row['pages']) - 1} 页）" in row["note"]
    assert {"W301=ok", "W401=blocked"} <= set(row["states"].split(";"))
    assert zoo.hits(name) == []


SOFT = {
    "09 says so with 200": ["人事信息"],
    "09 sends home": ["人事信息"],
    "09 changes with every answer": ["人事信息"],
    "09 turns soft while we look": ["人事信息", "规范性文件"],
    "09 one honest page that speaks of deletion": [],
}


@pytest.mark.parametrize("name", SOFT)
def test_09_what_is_missing_and_only_that_is_called_so(zoo: Zoo, name: str) -> None:
    told = {one["quote"] for one in zoo.found(name, outcome="hit")}
    assert told == set(SOFT[name]), zoo.hits(name)
    assert all("返回正常状态码但提示页面不存在" in hit for hit in zoo.hits(name))
    assert zoo.verdict(name)["outcome"] == "pass"


@pytest.mark.parametrize("value", BUSY)
def test_10_a_host_that_was_busy_once_is_asked_again(zoo: Zoo, value: str) -> None:
    name = f"10 busy once, Retry-After {value}"
    assert zoo.verdict(name)["outcome"] == "pass"
    assert zoo.found(name) == []
    times = [asked.at for asked in zoo.asked if asked.host == zoo.towns[name].host and asked.path == "/"]
    assert times[1] - times[0] >= 0.45, "never at once"


def test_11_head_refused_and_get_fine_is_alive(zoo: Zoo) -> None:
    assert zoo.verdict("11 HEAD refused")["outcome"] == "pass"
    assert zoo.found("11 HEAD refused") == []


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("11 HEAD is always fine", {"已经不在的办事入口说明"}),
        ("11 HEAD says nothing", {"关于办事入口gone1的说明", "关于办事入口gone2的说明"}),
        ("11 only those who come by the link are let in", set()),
    ],
)
def test_11_what_get_brings_decides(zoo: Zoo, name: str, gone: set[str]) -> None:
    assert {one["quote"] for one in zoo.found(name, outcome="hit")} == gone, zoo.hits(name)
    assert not zoo.found(name, outcome="doubt")


def test_12_redirects(zoo: Zoo) -> None:
    name = "12 redirects"
    told = {one["quote"]: one["outcome"] for one in zoo.found(name)}
    assert told == {"入口hop0": "hit", "入口loop": "hit"}, "only what browsers give up on as well"
    assert len([path for path in zoo.paths(name) if path.startswith("/hop")]) < 200
    assert zoo.verdict(name)["outcome"] == "pass"


def test_12_a_home_page_that_moved_is_followed_and_told(zoo: Zoo) -> None:
    name = "12 the home page moved to another host"
    row = zoo.verdict(name)
    assert (row["outcome"], row["other"]) == ("pass", "N111")
    assert int(row["reached"]) > 20


@pytest.mark.parametrize("name", [*SHELLS, "12 the home page is three frames"])
def test_12_what_a_reader_gets_to_see_is_read(zoo: Zoo, name: str) -> None:
    row = zoo.verdict(name)
    assert (row["outcome"], zoo.hits(name)) == ("pass", []), row["note"]
    assert "/main/" in zoo.paths(name)


def test_12_frames_in_frames_end_and_prove_nothing(zoo: Zoo) -> None:
    name = "12 frames in frames without end"
    assert zoo.verdict(name)["outcome"] == "unknown"
    assert zoo.hits(name) == []
    assert len(zoo.paths(name)) < 100


@pytest.mark.parametrize("name", ["13 robots says 500", "13 robots is a page"])
def test_13_what_is_no_robots_file_allows(zoo: Zoo, name: str) -> None:
    assert zoo.verdict(name)["outcome"] == "pass"
    assert zoo.verdict(name)["pages"] == zoo.verdict(name)["reached"]


@pytest.mark.parametrize("name", ["13 robots is compressed", "13 robots is a giant"])
def test_13_rules_are_obeyed_however_they_come(zoo: Zoo, name: str) -> None:
    assert "/gsgg/" not in zoo.paths(name)
    assert "robots 协议不允许 1 页" in zoo.verdict(name)["note"]
    assert zoo.hits(name) == []


def test_13_what_every_robots_file_said_stands_in_coverage_and_evidence(zoo: Zoo) -> None:
    said = zoo.ran.summary()["coverage"]["robots"]
    assert {rule: said[rule]["sites"] for rule in ("obey", "unreadable")} == {"obey": 3, "unreadable": 2}
    assert said["absent"]["sites"] > 20
    notes = {name: zoo.verdict(name)["note"] for name in zoo.towns if name.startswith("13")}
    assert "未能读取 robots.txt（服务器出错），按允许处理" in notes["13 robots says 500"]
    assert "不是规则文本，按允许处理" in notes["13 robots is a page"]
    assert "只按前 512 KiB 执行" in notes["13 robots is a giant"]
    assert "robots.txt：按 robots.txt 执行" in notes["13 robots closes everything"]
    assert "robots.txt" not in zoo.verdict("00 healthy")["note"]
    kept = {record.url for record in read_evidence(zoo.ran.out / "evidence").values()}
    assert {f"http://{zoo.towns[name].host}/robots.txt" for name in notes} <= kept


def test_13_a_closed_site_is_unknown_and_its_home_page_looked_at(zoo: Zoo) -> None:
    name = "13 robots closes everything"
    row = zoo.verdict(name)
    assert (row["outcome"], row["reached"]) == ("unknown", "1")
    assert "--robots ignore" in row["note"]
    assert set(zoo.paths(name)) == {"/", "/robots.txt"}
    assert zoo.hits(name) == []


@pytest.mark.parametrize("name", ["20 endless chunks in every column", "20 more is declared than sent"])
def test_20_bodies_without_end_and_false_lengths(zoo: Zoo, name: str) -> None:
    assert zoo.verdict(name)["outcome"] == "unknown"
    assert zoo.hits(name) == []


def test_20_a_link_to_five_gigabytes_is_alive_and_not_fetched(zoo: Zoo) -> None:
    name = "20 a link to a file of five gigabytes"
    assert zoo.found(name) == []
    assert len([path for path in zoo.paths(name) if path == "/big.zip"]) <= 2


def test_20_odd_answers_are_read_where_browsers_read_them(zoo: Zoo) -> None:
    name = "20 odd answers that can be read"
    assert (zoo.verdict(name)["outcome"], zoo.found(name)) == ("pass", [])


def test_20_odd_answers_that_cannot_be_read_prove_nothing(zoo: Zoo) -> None:
    name = "20 odd answers that cannot be read"
    assert (zoo.verdict(name)["outcome"], zoo.hits(name)) == ("pass", [])
    asked = {path for path in zoo.paths(name) if path.startswith("/odd/")}
    assert asked == {f"/odd/{number}.html" for number in range(len(UNREAD))}
