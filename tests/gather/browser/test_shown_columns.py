"""Columns, home pages, boards and guides that scripts fill, gathered with and without a browser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from four_columns import ARTICLES, ITEMS, NAMES, blank, four_columns, own_items
from small_sites import HOME, columns_of, gathered, html, listed, listing, menu, plan_of, rows, site
from specimens.site_files import PageRule, SpecimenSite

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content, HomepageSeen, SiteFacts
from xuncha.gather.browser.settings import PATIENCE_VARIABLE, BrowserMode
from xuncha.gather.evidence.verify import verify, verify_cited
from xuncha.gather.plan import Depth
from xuncha.gather.rereading import reread_site

#: Fills an element from an address, as the scripts of many sites do.
FILL = (
    "<ul id='dataList'></ul><script>fetch('{api}').then(r => {{ if (!r.ok) throw new Error('HTTP ' + r.status); return r.json(); }})"
    ".then(d => {{ document.getElementById('dataList').innerHTML = d.map(x => `<li><a href=\"${{x[0]}}\">${{x[1]}}</a><span>${{x[2]}}</span></li>`).join(''); }});</script>"
)
BUSY = "<script>new WebSocket('ws://' + location.host + '/push'); setInterval(() => fetch('/poll.json'), 300);</script>"
#: What a script adds to every page: a toolbar, and a block of hot items that is no column's own.
TOOLS = (
    "<script>document.addEventListener('DOMContentLoaded', () => document.body.insertAdjacentHTML('beforeend',"
    "'<div class=tools><p>本网站支持无障碍浏览，可按快捷键切换到大字版，或打开语音播报功能</p></div>"
    "<div class=hot><ul>"
    + "".join(f'<li><a href="{u}">{t}</a><b>{d}</b></li>' for u, t, d in ITEMS)
    + "</ul></div>'));</script>"
)
API = PageRule("/api/late.json", content_type="application/json", delay_s=2.0)


def data(items: Sequence[tuple[str, str, str]]) -> str:
    return json.dumps([list(item) for item in items], ensure_ascii=False)


def kinds(**given: str) -> dict[str, str]:
    return {f"/{name}/": page for name, page in given.items()}


def script_fed() -> tuple[dict[str, str], list[PageRule], dict[str, str]]:
    """Pages, rules and column names of a site whose columns come by script, each in another way."""
    pages = four_columns() | ARTICLES
    names = {
        "late": "信息公开",
        "empty": "工作计划",
        "broken": "人事信息",
        "framed": "应急管理",
        "static": "财政信息",
        "said": "价格收费",
    }
    outside = "<iframe src='http://pingtai.example/list.html' width='600' height='400'></iframe>"
    why = "因机构改革，本栏目暂无新增信息，待职能划转完成后将及时公布。"
    told = f"<div id='dataList'></div><script>fetch('/poll.json').then(() => {{ document.getElementById('dataList').textContent = '{why}'; }})</script>"
    bodies = {
        "late": FILL.format(api="/api/late.json") + BUSY,
        "empty": FILL.format(api="/api/empty.json"),
        "broken": FILL.format(api="/api/broken.json"),
        "framed": outside,
        "static": "",
        "said": told,
    }
    everywhere = menu({**NAMES, **{name: f"/{folder}/" for folder, name in names.items()}})
    pages["/"] = html("首页", everywhere + rows(ITEMS) + TOOLS)
    for folder, name in names.items():
        pages[f"/{folder}/"] = blank(name, bodies[folder] + TOOLS)
    pages |= {"/api/late.json": data(own_items("late")), "/api/empty.json": "[]", "/poll.json": "{}"}
    rules = [
        PageRule("/api/late.json", content_type="application/json", delay_s=2.0),
        PageRule("/api/broken.json", 500),
    ]
    return pages, rules, names


def platform() -> SpecimenSite:
    return site({"/list.html": listing("", own_items("framed"))}, host="pingtai.example")


async def test_each_way_of_filling_a_column(tmp_path: Path, chromium: Any) -> None:
    pages, rules, names = script_fed()
    facts = await gathered([site(pages, *rules), platform()], tmp_path, browser=BrowserMode.ON)
    found = {folder: columns_of(facts)[name] for folder, name in names.items()}
    told = {folder: (column.content, column.stop_reason) for folder, column in found.items()}
    assert {folder: content for folder, (content, _) in told.items()} == {
        "late": Content.ENTRIES,
        "empty": Content.NOTHING,
        "broken": Content.SCRIPT,
        "framed": Content.ENTRIES,
        "static": Content.NOTHING,
        "said": Content.EXPLAINED,
    }, told
    assert newest(found["late"]) == "2025-06-19"
    assert found["late"].conclusive
    assert "HTTP 500" in found["broken"].stop_reason
    assert newest(found["framed"]) == "2025-06-19"
    assert found["empty"].is_blank
    _kept_whole(facts, tmp_path)


def newest(column: ColumnSeen) -> str:
    return str(column.newest.published.day) if column.newest and column.newest.published else ""


def _kept_whole(facts: SiteFacts, folder: Path) -> None:
    """Every rendering is kept with its picture, and belongs to a page that was fetched."""
    assert len(facts.renderings) >= 6
    assert verify(folder / "evidence").problems == ()
    records = [record for one in facts.renderings for record in (one.dom, one.picture) if record is not None]
    assert verify_cited(folder / "evidence", records) == ()
    assert all(one.picture is not None for one in facts.renderings)
    cited = {column.evidence.record_id for column in columns_of(facts).values() if column.evidence}
    assert len({one.page for one in facts.renderings} & cited) >= 6


async def test_without_a_browser_nothing_is_claimed_and_the_reason_is_told(tmp_path: Path) -> None:
    pages, rules, names = script_fed()
    facts = await gathered([site(pages, *rules), platform()], tmp_path)
    found = {folder: columns_of(facts)[name] for folder, name in names.items()}
    for folder in ("late", "empty", "broken", "framed", "said"):
        assert not found[folder].is_seen, folder
        assert "--browser off" in found[folder].stop_reason
    assert found["static"].is_blank
    assert facts.renderings == ()


async def test_more_pages_to_show_than_allowed(tmp_path: Path, chromium: Any) -> None:
    pages, rules, names = script_fed()
    plan = plan_of(depth=Depth(confirm_pause_s=0.01, rendered_pages=0))
    facts = await gathered([site(pages, *rules), platform()], tmp_path, plan, BrowserMode.ON)
    assert "超过 0 个" in columns_of(facts)[names["late"]].stop_reason


async def test_a_site_whose_time_is_up_is_shown_no_further_page(
    tmp_path: Path, chromium: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages on which nothing ever appears are waited for in turn; what is then left of them stays open."""
    monkeypatch.setenv(PATIENCE_VARIABLE, "4")
    pages, names = four_columns() | ARTICLES, {f"kong{n}": f"空置栏目{n}号信息" for n in range(9)}
    pages["/"] = html("首页", menu({**NAMES, **{name: f"/{folder}/" for folder, name in names.items()}}))
    pages |= {f"/{folder}/": blank(name, FILL.format(api="/api/no.json")) for folder, name in names.items()}
    pages["/api/no.json"] = "[]"
    plan = plan_of(depth=Depth(confirm_pause_s=0.01, site_minutes=0.1))
    facts = await gathered([site(pages)], tmp_path, plan, BrowserMode.ON)
    found = [columns_of(facts)[name] for name in names.values()]
    late = [column for column in found if "网站用时已到上限" in column.stop_reason]
    assert late, [column.stop_reason for column in found]
    assert all(column.status is FetchStatus.OK for column in late)
    assert not any(column.is_seen or column.is_blank for column in late)
    assert "已到 0.1 分钟上限" in facts.coverage.stop_reason
    assert await reread_site(plan, tmp_path / "evidence", retries=0) == facts


async def test_a_home_page_made_by_script_leads_to_columns_made_by_script(
    tmp_path: Path, chromium: Any
) -> None:
    shell = (
        "<div id='app'></div><script>setTimeout(() => fetch('/api/home.json').then(r => r.json()).then(d => {"
        "document.getElementById('app').innerHTML = '<div class=nav><ul>' + d.nav.map(n => `<li><a href=\"${n[1]}\">${n[0]}</a></li>`).join('')"
        " + '</ul></div><div class=list-box><ul>' + d.list.map(x => `<li><a href=\"${x[0]}\">${x[1]}</a><span>${x[2]}</span></li>`).join('') + '</ul></div>'; }), 600)</script>"
    )
    home = {"nav": list(NAMES.items()), "list": ITEMS}
    items = {url.strip("/"): own_items(url.strip("/")) for url in NAMES.values()}
    pages = {
        "/": html("石堰县人民政府", shell),
        "/api/home.json": json.dumps(home, ensure_ascii=False),
        **ARTICLES,
    }
    for name, url in NAMES.items():
        folder = url.strip("/")
        pages[url] = html(name, f"<h2>{name}</h2>" + FILL.format(api=f"/api/{folder}.json"))
        pages[f"/api/{folder}.json"] = data(items[folder])
        pages |= {
            address: page
            for address, page in four_columns().items()
            if address.startswith(f"{url}") and address != url
        }
    facts = await gathered(site(pages), tmp_path, browser=BrowserMode.ON)
    found = columns_of(facts)
    assert set(found) == set(NAMES)
    assert {column.content for column in found.values()} == {Content.ENTRIES}
    assert isinstance(facts.homepage, HomepageSeen)
    assert facts.homepage.url == HOME
    assert (facts.homepage.needs_script, facts.homepage.conclusive, facts.homepage.navigation_only) == (
        False,
        True,
        False,
    )
    assert facts.homepage.newest is not None
    without = await gathered(site(pages), tmp_path / "without")
    assert isinstance(without.homepage, HomepageSeen)
    assert without.homepage.needs_script
    assert "--browser off" in without.homepage.stop_reason


async def test_lists_paged_and_articles_filled_by_script(tmp_path: Path, chromium: Any) -> None:
    """Rows without dates, whose articles are shells: the date stands only where scripts have run."""
    undated = [(f"/late/{n}.html", title, "") for n, (_, title, _) in enumerate(own_items("late"), start=1)]
    older = [(f"/late/o{n}.html", f"关于往年第{n}项工作的情况说明", "") for n in range(1, 4)]
    pager = "<div class='page'><a href='/late/index_2.html'>下一页</a></div>"
    shell = (
        "<div id='article'></div><script>fetch(location.pathname.replace('.html', '.json')).then(r => r.json()).then(d => {"
        "document.getElementById('article').innerHTML = `<h1>${d.title}</h1><p>发布时间：${d.day}</p><div class=wz><p>${d.text}</p></div>`; })</script>"
    )
    pages = four_columns()
    pages["/"] = html("首页", menu({**NAMES, "信息公开": "/late/"}) + rows(ITEMS))
    pages["/late/"] = blank("信息公开", FILL.format(api="/api/1.json") + pager)
    pages["/late/index_2.html"] = blank("信息公开", FILL.format(api="/api/2.json"))
    pages |= {"/api/1.json": data(undated), "/api/2.json": data(older)}
    text = "为做好有关工作，现将具体事项说明如下，请各单位认真组织落实，并按要求报送进展情况。" * 3
    for number, (url, title, _) in enumerate((*undated, *older), start=1):
        pages[url] = html(title, shell)
        own = {"title": title, "day": f"2025-05-{30 - number:02}", "text": text}
        pages[url.replace(".html", ".json")] = json.dumps(own, ensure_ascii=False)
    row = listed("信息公开", "/late/", ColumnKind.SHOULD_UPDATE)
    facts = await gathered(site(pages | ARTICLES), tmp_path, plan_of([row]), BrowserMode.ON)
    column = columns_of(facts)["信息公开"]
    assert (newest(column), column.pages_read, len(column.entries)) == ("2025-05-29", 2, 6)
    without = columns_of(await gathered(site(pages | ARTICLES), tmp_path / "without", plan_of([row])))[
        "信息公开"
    ]
    assert without.content is Content.SCRIPT


async def test_articles_that_are_shells_are_never_called_undated(tmp_path: Path) -> None:
    shell = "<div id='article'></div><script>fetch('/x.json').then(d => { document.getElementById('article').innerHTML = d })</script>"
    undated = [(url, title, "") for url, title, _ in own_items("tzgg")]
    pages = four_columns(tzgg=listing("通知公告", undated, menu=menu(NAMES)))
    pages |= {url: html(title, shell) for url, title, _ in undated}
    column = columns_of(await gathered(site(pages | ARTICLES), tmp_path))["通知公告"]
    assert column.entries
    assert all(entry.is_unseen and not entry.is_undated for entry in column.entries)


async def test_letters_and_guides_brought_by_script(tmp_path: Path, chromium: Any) -> None:
    letters = "".join(
        f"<tr><td><a href='/zxts/{n}.html'>关于第{n}条道路路灯损坏问题的咨询</a></td><td>2025-06-1{n}</td><td>已回复</td></tr>"
        for n in range(1, 5)
    )
    table = f"<table><tr><th>标题</th><th>来信时间</th><th>状态</th></tr>{letters}</table>"
    board = f"<div id='letterList'></div><script>fetch('/poll.json').then(() => {{ document.getElementById('letterList').innerHTML = `{table}`; }})</script>"
    values = {
        "事项名称": "残疾人证办理",
        "设定依据": "《中华人民共和国残疾人证管理办法》第六条",
        "受理条件": "户籍在本县的残疾人",
        "办理材料": "身份证、户口簿原件",
        "办理流程": "申请、受理、评定、发证",
        "办理时限": "15个工作日",
        "收费标准": "不收费",
        "办理地点": "县政务服务中心二楼残联窗口",
        "办理时间": "工作日上午8:30至12:00，下午14:30至18:00",
        "咨询电话": "0000-8123456",
    }
    guide = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in values.items())
    item = f"<h1>残疾人证办理</h1><div id='guideList'></div><script>fetch('/poll.json').then(() => {{ document.getElementById('guideList').innerHTML = `<table>{guide}</table>`; }})</script>"
    pages = four_columns() | {"/poll.json": "{}"}
    pages["/"] = html("首页", menu({**NAMES, "政务咨询": "/zxts/", "办事指南": "/bszn/"}) + rows(ITEMS))
    pages["/zxts/"] = blank("政务咨询", board)
    pages["/bszn/"] = listing(
        "办事指南", [("/bszn/1.html", "残疾人证办理服务指南", "2025-03-01")], menu=menu(NAMES)
    )
    pages["/bszn/1.html"] = html("残疾人证办理服务指南", item)
    listed_columns = [
        listed("政务咨询", "/zxts/", ColumnKind.CONSULTATION),
        listed("办事指南", "/bszn/", ColumnKind.GUIDE),
    ]
    facts = await gathered(site(pages | ARTICLES), tmp_path, plan_of(listed_columns), BrowserMode.ON)
    assert not isinstance(facts.boards, Unseen)
    seen = next(one for one in facts.boards if one.name == "政务咨询")
    assert (len(seen.letters), seen.unseen) == (4, "")
    assert not isinstance(facts.services, Unseen)
    (only,) = facts.services.guides
    assert (only.missing, only.unseen) == ((), "")
    without = await gathered(site(pages | ARTICLES), tmp_path / "without", plan_of(listed_columns))
    assert not isinstance(without.boards, Unseen)
    assert "--browser off" in next(one for one in without.boards if one.name == "政务咨询").unseen
    assert not isinstance(without.services, Unseen)
    assert "--browser off" in without.services.guides[0].unseen


@pytest.mark.parametrize("body", ["<script>while (true) {}</script>"])
async def test_a_hostile_column_is_left_open_and_spoils_no_other(
    tmp_path: Path, chromium: Any, body: str
) -> None:
    pages = four_columns(
        tzgg=blank("通知公告", "<ul id='dataList'></ul><p>正在加载</p>" + body),
        zbcg=blank("招标采购", FILL.format(api="/api/own.json")),
    )
    pages["/api/own.json"] = data(own_items("zbcg"))
    found = columns_of(await gathered(site(pages | ARTICLES), tmp_path, browser=BrowserMode.ON))
    assert found["通知公告"].content is Content.SCRIPT
    assert "没有响应" in found["通知公告"].stop_reason
    assert found["招标采购"].content is Content.ENTRIES


async def test_what_was_shown_is_read_again_from_the_evidence(tmp_path: Path, chromium: Any) -> None:
    pages, rules, _ = script_fed()
    facts = await gathered([site(pages, *rules), platform()], tmp_path, browser=BrowserMode.ON)
    assert facts.renderings
    assert await reread_site(plan_of(), tmp_path / "evidence", retries=0) == facts


async def test_why_nothing_was_shown_is_read_again_too(tmp_path: Path) -> None:
    pages, rules, names = script_fed()
    facts = await gathered([site(pages, *rules), platform()], tmp_path)
    again = await reread_site(plan_of(), tmp_path / "evidence", retries=0)
    assert again is not None
    assert columns_of(again)[names["late"]].stop_reason == columns_of(facts)[names["late"]].stop_reason
