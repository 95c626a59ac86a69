"""Hosts that drip, hang or say "busy" to everything hold no run up, and what they kept from us is nobody's fault."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from command import Ran, xuncha
from raw_server import RawServer, Talk, answer, drip, hang
from towns import Town, healthy_pages, inspect_towns, served

BUSY_429 = answer("429 Too Many Requests", b"slow down", retry_after="1")
BUSY_503 = answer("503 Service Unavailable", b"busy")
#: Every page but the home page.
BAD = {
    "drips": drip(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99999\r\n\r\n<p>", b"x"),
    "hangs": hang,
    "429": BUSY_429,
    "503": BUSY_503,
}
SETTINGS = ("--timeout", "4", "--host-pause", "0.2", "--connections", "4")


def spoilt(number: int, reply: object) -> Town:
    pages = healthy_pages()
    kept = {path: pages[path] for path in ("/", "/robots.txt")}
    return Town(f"991000000{number}", f"bad{number}.gov.example", kept | {"*": reply})


def recovering(number: int) -> Town:
    """Bad for a while, then well."""
    town, asked = Town(f"991000000{number}", f"bad{number}.gov.example", healthy_pages()), count(1)

    def talks(page: object) -> Callable[[Talk], None]:
        def talk_of(talk: Talk) -> None:
            busy = next(asked) <= 12
            talk.send(BUSY_503 if busy else answer(body=str(page).encode()))

        return talk_of

    for path in town.columns.values():
        town.pages[path] = talks(town.pages[path])
    return town


@dataclass
class Looked:
    ran: Ran
    towns: dict[str, Town]
    asked: dict[str, int]
    wall_s: float


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    folder = tmp_path_factory.mktemp("bad_hosts")
    towns = {name: spoilt(number, reply) for number, (name, reply) in enumerate(BAD.items(), 1)}
    towns |= {"recovers": recovering(8), "healthy": Town("9910000009", "bad9.gov.example", healthy_pages())}
    with RawServer() as server:
        served(server, towns.values())
        began = time.monotonic()
        ran = inspect_towns(folder, towns.values(), "--connect-to", server.at, *SETTINGS)
        asked = {name: len(server.paths(town.host)) for name, town in towns.items()}
    return Looked(ran, towns, asked, time.monotonic() - began)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_host_is_given_up_and_said_so(looked: Looked, name: str) -> None:
    row = looked.ran.verdicts()[looked.towns[name].code]
    assert row["outcome"] == "unknown"
    assert "主机连续失败，本次不再访问" in row["note"]
    assert "请换时段、用较小的 --rate 复查" in row["note"]
    assert int(row["reached"]) < int(row["pages"])
    assert f"应读 {row['pages']} 页，读到 {row['reached']} 页" in row["note"]
    found = [one for one in looked.ran.findings() if one["target"] == looked.towns[name].code]
    assert not [one["detail"] for one in found if one["outcome"] == "hit"], "nobody is accused"
    assert looked.asked[name] < 60, "asked for on and on"


def test_a_host_that_recovers_and_one_that_is_well_pass(looked: Looked) -> None:
    rows = looked.ran.verdicts()
    for name in ("recovers", "healthy"):
        row = rows[looked.towns[name].code]
        assert (row["outcome"], row["pages"]) == ("pass", row["reached"]), (name, row["note"])


def test_the_summary_counts_what_was_given_up(looked: Looked) -> None:
    cause = looked.ran.summary()["coverage"]["causes"]["given_up"]
    assert cause["pages"] > 0
    assert "--rate" in cause["advice"]


def test_read_again_from_the_evidence_it_says_the_same(looked: Looked, tmp_path: Path) -> None:
    before = [looked.ran.file(name).read_bytes() for name in ("verdicts.csv", "findings.jsonl")]
    again = xuncha("judge", str(looked.ran.out), "--reread", out=looked.ran.out, home=tmp_path)
    assert again.code == 3, again.told()
    assert [looked.ran.file(name).read_bytes() for name in ("verdicts.csv", "findings.jsonl")] == before


def test_a_site_has_only_so_much_time(tmp_path: Path) -> None:
    """Every page comes, late; the rest is told as not looked at, and again so when read from the evidence."""

    def late(page: object) -> Callable[[Talk], None]:
        def talks(talk: Talk) -> None:
            talk.wait(0.3)
            data = answer(body=page.encode()) if isinstance(page, str) else page
            assert isinstance(data, bytes)
            talk.send(data)

        return talks

    town = Town("9911000001", "late.gov.example", {p: late(page) for p, page in healthy_pages().items()})
    with RawServer() as server:
        served(server, [town])
        options = ("--connect-to", server.at, "--connections", "1", "--site-minutes", "0.01")
        ran = inspect_towns(tmp_path, [town], *options)
        assert len(server.asked) < 12, "0.6 seconds in all"
    row = ran.verdicts()[town.code]
    assert row["outcome"] == "unknown"
    assert "已到 0.01 分钟上限，其余未访问" in row["note"]
    assert "网站用时已到上限，未访问" in row["note"]
    assert "--site-minutes" in row["note"]
    assert int(row["reached"]) < int(row["pages"])
    before = [ran.file(name).read_bytes() for name in ("verdicts.csv", "findings.jsonl")]
    xuncha("judge", str(ran.out), "--reread", out=ran.out, home=tmp_path)
    assert [ran.file(name).read_bytes() for name in ("verdicts.csv", "findings.jsonl")] == before
