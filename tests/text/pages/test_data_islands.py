"""XML islands: rows read as the paging script shows them, and the words of paging where there are more."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pytest

from xuncha.facts.seen import BEIJING
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.data_islands import unfolded
from xuncha.text.pages.listing import pager_of, rows_of
from xuncha.text.pages.page import Page

ASOF = datetime(2025, 6, 25, 10, tzinfo=BEIJING)
ROW = "<li><a href='/art/{n}.html'>第{n}次常务会议召开</a><span>2025-06-{n:02d}</span></li>"
TABLE_ROW = "<tr><td><a href='/art/{n}.html'>第{n}次常务会议召开</a></td><td>2025-06-{n:02d}</td></tr>"


def island(row: str = ROW, count: int = 3, *, kind: str = "text/xml", more: str = "") -> str:
    records = "".join(f"<record><![CDATA[{row.format(n=n)}]]></record>" for n in range(count, 0, -1))
    data = f"<datastore>{more}<recordset>{records}</recordset></datastore>"
    return f'<div id="325"><script type="{kind}">{data}</script></div><script>$("#325").jpage({{}})</script>'


def page(body: str) -> Page:
    return Page(f"<html><body><h2>常务会议</h2>{body}</body></html>", "http://a.gov.example/cwhy/")


@pytest.mark.parametrize("row", [ROW, TABLE_ROW])
def test_rows_are_read_with_their_dates(row: str) -> None:
    read = page(island(row))
    found = [(r.title, r.published.day.day if r.published else 0) for r in rows_of(read, ASOF)]
    assert found == [(f"第{n}次常务会议召开", n) for n in (3, 2, 1)]
    assert not needs_script(read)


@pytest.mark.parametrize(
    ("more", "hidden"),
    [
        ("", False),
        ("<totalrecord>3</totalrecord><totalpage>1</totalpage>", False),
        ("<totalrecord>40</totalrecord>", True),
        ("<totalpage>2</totalpage>", True),
        ("<nextgroup><![CDATA[<a href='/proxy.jsp?page=2'></a>]]></nextgroup>", True),
        ("<nextgroup><![CDATA[]]></nextgroup>", False),
    ],
)
def test_further_pages_are_told(more: str, hidden: bool) -> None:
    assert pager_of(page(island(more=more))).hidden is hidden


def test_what_is_no_island_stays_as_it_is() -> None:
    for markup in (
        island(count=0),
        island(kind="text/html"),
        "<p>&lt;datastore</p>",
        "<datastore></datastore>",
    ):
        assert unfolded(markup) == markup
    assert needs_script(page(island(count=0)))


ITEM = "<li><a href='/n/1.html'>关于夏季安全检查的通知</a></li>"


@pytest.mark.parametrize(
    "markup",
    [
        f"<news-list><template shadowrootmode=open><ul>{ITEM}</ul></template></news-list>",
        f'<div><TEMPLATE shadowrootmode="open"><ul>{ITEM}</ul></TEMPLATE></div>'.replace(
            "TEMPLATE", "template"
        ),
        f'<iframe width=800 srcdoc="<ul>{ITEM}</ul>"></iframe>',
        f"<iframe srcdoc='{escape(ITEM)}' src='/other.html'></iframe>",
    ],
)
def test_what_a_page_writes_out_itself_is_part_of_it(markup: str) -> None:
    shown = Page(f"<html><body>{markup}</body></html>", "http://www.shiyan.gov.example/tzgg/")
    assert [anchor.url for anchor in shown.anchors] == ["http://www.shiyan.gov.example/n/1.html"]


@pytest.mark.parametrize("hidden", ["style='display: none'", "hidden", "width=0 height='0'"])
def test_a_frame_out_of_sight_is_not(hidden: str) -> None:
    shown = Page(f'<iframe {hidden} srcdoc="{ITEM}"></iframe>', "http://www.shiyan.gov.example/tzgg/")
    assert shown.anchors == ()
