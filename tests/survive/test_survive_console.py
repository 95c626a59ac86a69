"""Cases 24 and 33: hostile words in the pages and files of the console, and the same totals in each of them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from command import Ran
from raw_server import RawServer, answer
from selectolax.lexbor import LexborHTMLParser
from small_sites import html
from towns import Town, healthy_pages, inspect_towns, served, with_extra

from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import Round

pytestmark = pytest.mark.django_db

SCRIPT = "<script>fetch('/admin')</script>"
FORMULA = '=HYPERLINK("http://127.0.0.1/","点此")'
WORDS = (SCRIPT, FORMULA, "@SUM(1+1)*cmd|' /C calc'!A0", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}")
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"


def hostile() -> Town:
    """Words that are code somewhere, in the name, in titles, in links that are dead, and in a picture."""
    town = Town("9912000001", "hostile.gov.example", healthy_pages(), name=f"=cmd|' /C calc'!A0 {SCRIPT}")
    links = "".join(
        f"<a href='/gone/{n}.html?x=../../etc/passwd'>{word.replace('<', '&lt;')}</a>"
        for n, word in enumerate(WORDS)
    )
    town.pages["/"] = with_extra(f"{links}<a href='javascript:alert(1)'>点此</a><a href='/x.svg'>图</a>")
    town.pages["/x.svg"] = answer(body=SVG, content_type="image/svg+xml")
    town.pages["/gsgg/"] = answer("410 Gone", html(SCRIPT, SCRIPT).encode(), content_type="text/html")
    return town


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    towns = [hostile(), Town("9912000002", "sound.gov.example", healthy_pages())]
    with RawServer() as server:
        served(server, towns)
        return inspect_towns(tmp_path_factory.mktemp("hostile"), towns, "--connect-to", server.at)


@pytest.fixture
def round_(ran: Ran) -> Round:
    return load_result(ran.out, f"检查 {SCRIPT}")


def pages_of(round_: Round) -> Iterator[str]:
    """Every page of the console that shows words of the site, evidence included."""
    yield from (
        "/",
        "/rounds",
        f"/rounds/{round_.pk}",
        "/findings",
        f"/findings?round={round_.pk}",
        "/notices",
    )
    yield from (f"/verdicts/{row.pk}" for row in round_.verdicts.all())
    for case in round_.findings.all():
        yield f"/findings/{case.pk}"
        yield from (f"/findings/{case.pk}/evidence/{number}" for number in range(len(case.evidence)))


def test_24_hostile_words_are_words_on_every_page(round_: Round, as_role: Callable[..., Any]) -> None:
    client, shown = as_role("reviewer"), ""
    pages = list(pages_of(round_))
    assert len(pages) > 15
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        text = response.content.decode()
        shown += text
        assert SCRIPT not in text, address
        _is_inert(LexborHTMLParser(text), address)
    assert "&lt;script&gt;fetch(" in shown, "told as it stands"
    assert "{{ 7|add:7 }}" in shown, "no template of ours"


def _is_inert(tree: LexborHTMLParser, address: str) -> None:
    for node in tree.css("*"):
        named = {name.lower(): value or "" for name, value in node.attributes.items()}
        assert not [name for name in named if name.startswith("on")], address
        for name in ("href", "src", "action"):
            assert not named.get(name, "").strip().lower().startswith(("javascript:", "data:")), address
        if node.tag == "script" and named.get("type") != "application/json":
            assert named.get("src", "").startswith("/static/"), address
        assert node.tag not in ("iframe", "object", "embed", "svg"), address


def _parts(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        return {
            name: file.read(name).decode() for name in file.namelist() if name.endswith((".xml", ".rels"))
        }


def test_24_no_file_of_the_console_holds_a_formula_or_a_link(
    round_: Round, directory: Any, as_role: Callable[..., Any]
) -> None:
    SiteEntry.objects.filter(pk=directory.sites[0].pk).update(name=FORMULA)
    client = as_role("inspector")
    books = {"annexes": f"/notices/{round_.pk}/annexes.xlsx", "directory": "/directory/sites/export"}
    for name, address in books.items():
        response = client.get(address)
        assert response.status_code == 200, address
        parts = _parts(b"".join(response.streaming_content))
        assert "HYPERLINK" in "".join(parts.values()), name
        assert not [part for part, text in parts.items() if re.search(r"<f[ >]", text)], name
        assert not [part for part, text in parts.items() if 'TargetMode="External"' in text], name
    listed = b"".join(client.get("/directory/sites/export?as=csv").streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(listed)) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]


def test_33_pages_files_and_the_command_line_say_the_same_totals(
    round_: Round, ran: Ran, as_role: Callable[..., Any]
) -> None:
    outcomes = [row["outcome"] for row in ran.verdicts().values()]
    passed, failed, unknown = (outcomes.count(word) for word in ("pass", "fail", "unknown"))
    client = as_role("reviewer")
    told = f"合格 {passed}，不合格 {failed}，未能判定 {unknown}"
    for address in ("/", f"/rounds/{round_.pk}"):
        text = " ".join(LexborHTMLParser(client.get(address).content.decode()).text().split())
        assert told in text, address
    file = client.get(f"/notices/{round_.pk}/summary.json")
    summary = json.loads(b"".join(file.streaming_content))
    own = {
        name: summary[name] for name in ("draft", "score")
    }  # reviewed or not; scores are not in the ledger
    assert summary == ran.summary() | own
    word = b"".join(client.get(f"/notices/{round_.pk}/notice.docx").streaming_content)
    text = re.sub(r"<[^>]+>", "", _parts(word)["word/document.xml"])
    assert f"合格{passed}个，不合格{failed}个" in text
    rows = csv.DictReader(io.StringIO(_exported(client, round_)))
    assert sum(int(row["总数"]) for row in rows) == len(outcomes)


def _exported(client: Any, round_: Round) -> str:
    response = client.get(f"/charts/{round_.pk}/region?as=csv")
    return b"".join(response.streaming_content).decode("utf-8-sig")
