"""The specimens themselves: a wrong specimen would accuse or acquit the product wrongly."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from specimens.server import OUTSIDE_HOSTS, SpecimenServer
from specimens.site_files import BASE_SITES, SpecimenSite, case_folders, load_base, load_case

CASES = case_folders()
_NOT_FETCHED = ("javascript:", "mailto:", "tel:", "#")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_link_of_a_specimen_answers_as_planned(case: Path) -> None:
    for site in load_case(case):
        reached, dead = walk(site)
        shown_to_search = {
            other for rule in site.rules.values() for other in (rule.for_search, rule.for_spiders)
        }
        planted = {path for path, rule in site.rules.items() if rule.status >= 400}
        assert dead <= planted, f"links that nobody planted as dead: {sorted(dead - planted)}"
        assert planted <= dead | {"/"}, f"planted, but no page links there: {sorted(planted - dead)}"
        if any(path.endswith("/") for path in planted):
            continue  # what stands behind a closed page cannot be walked to
        orphans = {
            path
            for path in site.pages
            if path not in reached and not path.endswith((".css", ".svg", ".json"))
        }
        orphans -= planted | shown_to_search
        assert not orphans, f"pages that no link leads to: {sorted(orphans)}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_inputs_name_the_sites_that_are_served(case: Path) -> None:
    hosts = {site.host: site for site in load_case(case)}
    expected = tomllib.loads((case / "expected.toml").read_text(encoding="utf-8"))
    targets = {row["id"] for row in expected["target"]}
    if (case / "sites.csv").exists():
        rows = _rows(case / "sites.csv")
        closed = [row for row in rows if row["运行状态"] == "关停"]
        gone = {row["网址"] for row in closed if row["网站标识码"] not in targets}
        named = {urlsplit(row["网址"]).hostname: row["网址"] for row in rows}
        assert {host for host, url in named.items() if url not in gone} <= set(hosts) <= set(named)
        assert {row["网站标识码"] for row in rows if row["网址"] not in gone} == targets
    for row in _rows(case / "columns.csv"):
        parts = urlsplit(row["网址"])
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        site = hosts[parts.hostname or ""]
        assert path.removesuffix("index.html") in site.pages or path in site.pages
    assert {row["target"] for row in expected.get("finding", [])} <= targets


def test_whatever_is_hit_somewhere_stays_silent_elsewhere() -> None:
    """That every indicator has specimens at all, the test of the architecture sees to."""
    expectations = [tomllib.loads((case / "expected.toml").read_text(encoding="utf-8")) for case in CASES]
    found = [{f["code"]: f["outcome"] for f in e.get("finding", [])} for e in expectations]
    hit = {code for codes in found for code, outcome in codes.items() if outcome == "hit"}
    silent = {
        code
        for e, codes in zip(expectations, found, strict=True)
        for code in e["absent"]
        if code not in codes and e["exit"] == 0
    }
    assert hit - silent == set(), (
        "hit in one specimen, and in none must it stay silent with everything assessed"
    )
    assert len(hit) >= 20


def test_gbk_site_sends_gbk_bytes_declared_gb2312() -> None:
    page = load_base("qingxiu").pages["/list_21.html"]
    assert b"charset=gb2312" in page
    assert "刘镕".encode("gb18030") in page
    with pytest.raises(UnicodeDecodeError):
        page.decode("utf-8")
    with pytest.raises(UnicodeDecodeError):
        page.decode("gb2312")


def test_base_sites_differ_in_manner() -> None:
    homes = [load_base(path.name).pages["/"] for path in sorted(BASE_SITES.iterdir())]
    shapes = {tuple(node.tag for node in LexborHTMLParser(home).css("body *"))[:40] for home in homes}
    assert len(shapes) == len(homes) >= 12


def walk(site: SpecimenSite) -> tuple[set[str], set[str]]:
    """Every path reached from the home page by links, and those that answer with an error."""
    server = SpecimenServer({site.host: site})
    waiting, reached, dead = ["/"], set[str](), set[str]()
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        answer = server.answer("GET", site.host, path)
        if answer.status >= 400:
            dead.add(path)
        elif answer.location:
            waiting.append(answer.location)
        elif answer.content_type.startswith("text/html"):
            waiting += _links(site, path, answer.body)
    return reached, dead


def _links(site: SpecimenSite, path: str, body: bytes) -> list[str]:
    tree = LexborHTMLParser(body.decode("gb18030" if not site.charset else site.charset))
    nodes = [(node, "href") for node in tree.css("a[href], link[href]")] + [
        (n, "src") for n in tree.css("img[src]")
    ]
    found = []
    for node, name in nodes:
        target = node.attributes[name] or ""
        if target.startswith(_NOT_FETCHED):
            continue
        parts = urlsplit(urljoin(f"http://{site.host}{path}", target))
        if parts.hostname in OUTSIDE_HOSTS or parts.hostname in site.outside:
            continue
        assert parts.hostname == site.host, f"{path} links to a host of no specimen: {target}"
        query = f"?{parts.query}" if parts.query else ""
        found.append(
            (parts.path.removesuffix("index.html") if parts.path.endswith("/index.html") else parts.path)
            + query
        )
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
