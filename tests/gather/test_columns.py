"""Which columns a site has and what each holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from four_columns import ARTICLES, ITEMS, NAMES, blank, four_columns, own_items
from small_sites import (
    HOME,
    columns_of,
    gathered,
    html,
    listed,
    listing,
    menu,
    plan_of,
    site,
    visiting,
)
from specimens.site_files import PageRule

from xuncha.facts.seen import FetchStatus
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content, KindSource
from xuncha.gather.columns import columns
from xuncha.gather.plan import Depth


async def one(pages: dict[str, str], folder: Path, *rules: PageRule, name: str = "通知公告") -> ColumnSeen:
    facts = await gathered(site(pages, *rules), folder)
    return columns_of(facts)[name]


class TestListedAndDiscovered:
    async def test_menu_columns_are_found_with_their_kinds(self, tmp_path: Path) -> None:
        found = columns_of(await gathered(site(four_columns()), tmp_path))
        assert {name: column.kind for name, column in found.items()} == {
            "工作动态": ColumnKind.NEWS,
            "通知公告": ColumnKind.NOTICE,
            "政策文件": ColumnKind.POLICY,
            "招标采购": ColumnKind.SHOULD_UPDATE,
        }
        assert {column.kind_source for column in found.values()} == {KindSource.NAME}
        assert {(column.level, column.content) for column in found.values()} == {(1, Content.ENTRIES)}

    async def test_listed_wins_by_address_and_by_name(self, tmp_path: Path) -> None:
        rows = [
            listed("县级公示", "/tzgg/index.html", ColumnKind.SHOULD_UPDATE, 30),
            listed("政策文件", "/zcwj_old/", ColumnKind.STATIC),
        ]
        pages = four_columns() | {"/zcwj_old/": listing("政策文件", ITEMS), **ARTICLES}
        facts = await gathered(site(pages), tmp_path, plan_of(rows))
        assert isinstance(facts.columns, tuple)
        assert [column.name for column in facts.columns] == ["县级公示", "政策文件", "工作动态", "招标采购"]
        first, second = facts.columns[:2]
        assert (first.kind, first.kind_source, first.period_days) == (
            ColumnKind.SHOULD_UPDATE,
            KindSource.LISTED,
            30,
        )
        assert (second.url, second.kind) == (HOME + "zcwj_old/", ColumnKind.STATIC)

    async def test_a_menu_link_that_redirects_to_a_known_column_is_no_other(self, tmp_path: Path) -> None:
        pages = four_columns()
        pages["/"] = html("首页", menu({**NAMES, "公示公告": "/gsgg/"}))
        facts = await gathered(site(pages, PageRule("/gsgg/", 301, "/tzgg/")), tmp_path)
        assert set(columns_of(facts)) in (set(NAMES), set(NAMES) - {"通知公告"} | {"公示公告"})

    async def test_several_listed_columns_on_one_page_keep_its_items(self, tmp_path: Path) -> None:
        rows = [listed(name, "/gzdt/") for name in ("要闻", "时政", "快讯", "播报")]
        found = columns_of(await gathered(site(four_columns()), tmp_path, plan_of(rows)))
        assert {found[row.name].content for row in rows} == {Content.ENTRIES}

    async def test_listed_columns_that_redirect_to_one_page_keep_its_items(self, tmp_path: Path) -> None:
        rows = [listed(name, f"/old{n}/") for n, name in enumerate(("要闻", "时政", "快讯"))]
        rules = [PageRule(f"/old{n}/", 302, "/gzdt/") for n in range(3)]
        found = columns_of(await gathered(site(four_columns(), *rules), tmp_path, plan_of(rows)))
        assert {found[row.name].content for row in rows} == {Content.ENTRIES}

    async def test_a_menu_link_to_one_article_is_no_column(self, tmp_path: Path) -> None:
        head = "<meta name='ArticleTitle' content='石堰县简介'><meta name='PubDate' content='2019-05-01'>"
        pages = four_columns() | {
            "/jianjie/": html("石堰县简介", "<h1>石堰县简介</h1><p>石堰县是…</p>", head)
        }
        pages["/"] = html("首页", menu({**NAMES, "石堰动态": "/jianjie/"}))
        assert "石堰动态" not in columns_of(await gathered(site(pages), tmp_path))

    async def test_the_pages_own_tags_type_a_column(self, tmp_path: Path) -> None:
        tags = "<meta name='ColumnName' content='政务公告'><meta name='ColumnType' content='通知公告'>"
        page = html(
            "公告",
            menu(NAMES)
            + "<ul>"
            + "".join(f"<li><a href='{u}'>{t}</a><b>{d}</b></li>" for u, t, d in ITEMS)
            + "</ul>",
            tags,
        )
        found = columns_of(await gathered(site(four_columns(zbcg=page) | ARTICLES), tmp_path))
        column = found["招标采购"]
        assert (column.kind, column.kind_source) == (ColumnKind.NOTICE, KindSource.META)

    async def test_sub_columns_are_on_the_second_level(self, tmp_path: Path) -> None:
        inner = menu({**NAMES, "部门动态": "/gzdt/bm/"})
        pages = four_columns(gzdt=listing("工作动态", own_items("gzdt"), menu=inner))
        pages["/gzdt/bm/"] = listing("部门动态", ITEMS, menu=inner)
        found = columns_of(await gathered(site(pages | ARTICLES), tmp_path))
        assert {name: found[name].level for name in ("工作动态", "部门动态")} == {
            "工作动态": 1,
            "部门动态": 2,
        }

    async def test_more_columns_than_allowed_is_said(self, tmp_path: Path) -> None:
        facts = await gathered(site(four_columns()), tmp_path, plan_of(depth=Depth(max_columns=2)))
        assert len(columns_of(facts)) == 2
        assert "2 个" in facts.coverage.stop_reason


class TestContent:
    @pytest.mark.parametrize(
        ("said", "is_blank"), [("当前线路忙，请换一种方式联系我们", False), ("栏目建设中，敬请期待", True)]
    )
    async def test_one_message_at_every_address(self, tmp_path: Path, said: str, is_blank: bool) -> None:
        """A message in the place of many columns' pages may be a firewall's that nobody has met."""
        page = f"<html><head><title>提示</title></head><body><p>{said}</p></body></html>"
        pages = four_columns(**dict.fromkeys(("gzdt", "tzgg", "zcwj"), page))
        found = columns_of(await gathered(site(pages), tmp_path))
        seen = [found[name] for name in ("工作动态", "通知公告")]
        assert {(column.is_blank, column.is_seen) for column in seen} == {(is_blank, is_blank)}
        assert all(("同一段文字" in column.stop_reason) is not is_blank for column in seen)

    async def test_one_list_at_the_addresses_of_many_columns_is_no_blank_one(self, tmp_path: Path) -> None:
        """Servers that make no difference of capitals, or ignore which column was asked for, bring it everywhere."""
        page = listing("信息公开", own_items("gzdt"), menu=menu(NAMES))
        pages = four_columns(**dict.fromkeys(("gzdt", "tzgg", "zcwj"), page))
        found = columns_of(await gathered(site(pages), tmp_path))
        for name in ("工作动态", "通知公告", "政策文件"):
            assert not found[name].is_blank
            assert not found[name].is_seen, "nor is it known to be up to date"
            assert "返回同一个网页" in found[name].stop_reason
        assert found["招标采购"].content is Content.ENTRIES

    async def test_blank_and_explained(self, tmp_path: Path) -> None:
        why = "<p>因机构改革，本栏目暂无新增信息，待职能划转完成后将及时公布。</p>"
        pages = four_columns(tzgg=blank("通知公告"), zbcg=blank("招标采购", why))
        found = columns_of(await gathered(site(pages), tmp_path))
        assert found["通知公告"].is_blank
        assert found["招标采购"].content is Content.EXPLAINED

    @pytest.mark.parametrize("folder", ["js", "static", "share", "player"])
    async def test_a_script_file_that_fills_the_list(self, tmp_path: Path, folder: str) -> None:
        filled = "<ul id='dataList'></ul>"
        pages = four_columns(
            tzgg=blank("通知公告", filled, f"<script src='/{folder}/list.min.js'></script>"),
        )
        pages[f"/{folder}/list.min.js"] = "$.get('/api/list',function(d){$('#dataList').html(d)})"
        assert (await one(pages, tmp_path)).content is Content.SCRIPT

    async def test_a_script_file_that_fills_something_else(self, tmp_path: Path) -> None:
        head = "<script src='/js/a.js'></script><script src='/js/jquery.min.js'></script>"
        pages = four_columns(tzgg=blank("通知公告", "<ul id='dataList'></ul>", head))
        pages["/js/a.js"] = "$.get('/api/visits',function(d){$('#visits').html(d)})"
        assert (await one(pages, tmp_path)).is_blank

    async def test_a_script_file_that_would_not_open_leaves_it_open(self, tmp_path: Path) -> None:
        head = "<script src='/js/list.js'></script>"
        pages = four_columns(tzgg=blank("通知公告", "<ul id='dataList'></ul>", head))
        column = await one(pages, tmp_path, PageRule("/js/list.js", 403))
        assert (column.content, column.is_seen) == (Content.SCRIPT, False)

    async def test_a_script_file_that_is_not_there_fills_nothing(self, tmp_path: Path) -> None:
        head = "<script src='/js/none.js'></script>"
        pages = four_columns(tzgg=blank("通知公告", "<ul id='dataList'></ul>", head))
        assert (await one(pages, tmp_path)).is_blank

    async def test_a_script_file_behind_many_others_is_found(self, tmp_path: Path) -> None:
        files = "".join(f"<script src='/js/m{n}.js'></script>" for n in range(9))
        pages = four_columns(tzgg=blank("通知公告", "<ul id='dataList'></ul>", files))
        pages |= {f"/js/m{n}.js": "var a=1;" for n in range(8)}
        pages["/js/m8.js"] = (
            "fetch('/api').then(function(d){document.querySelector('#dataList').innerHTML=d})"
        )
        assert (await one(pages, tmp_path)).content is Content.SCRIPT

    async def test_a_script_file_of_another_host_may_fill_it_too(self, tmp_path: Path) -> None:
        head = "<script src='http://jp.pingtai.gov.example/list.js'></script>"
        pages = four_columns(tzgg=blank("通知公告", "<ul id='dataList'></ul>", head))
        platform = site(
            {"/list.js": "$.get('/x',function(d){$('#dataList').append(d)})"}, host="jp.pingtai.gov.example"
        )
        assert (
            columns_of(await gathered([site(pages), platform], tmp_path))["通知公告"].content
            is Content.SCRIPT
        )

    async def test_script_files_are_fetched_once(self, tmp_path: Path) -> None:
        head = "<script src='/js/a.js'></script>"
        pages = four_columns(
            **{u.strip("/"): blank(n, "<ul id='list1'></ul>", head) for n, u in NAMES.items()}
        )
        pages["/js/a.js"] = "$.get('/api/visits',function(d){$('#visits').html(d)})"
        async with visiting(site(pages), tmp_path) as (visit, server):
            seen = await columns(visit, await visit.open_home())
            assert {column.is_blank for column in seen} == {True}
            assert [path for _, _, path in server.requests].count("/js/a.js") == 1

    async def test_lists_beside_every_page_are_no_content(self, tmp_path: Path) -> None:
        beside = (
            "<div class='bk'>" + "".join(f"<p><a href='{u}'>{t}</a> {d}</p>" for u, t, d in ITEMS) + "</div>"
        )
        pages = four_columns(
            **{
                url.strip("/"): blank(name, beside)
                if url == "/tzgg/"
                else listing(name, own_items(url.strip("/")), beside)
                for name, url in NAMES.items()
            }
        )
        found = columns_of(await gathered(site(pages | ARTICLES), tmp_path))
        assert found["通知公告"].is_blank
        assert {len(found[name].entries) for name in ("工作动态", "政策文件")} == {3}

    async def test_menu_columns_beyond_the_page_budget_are_not_seen(self, tmp_path: Path) -> None:
        rows = [listed("工作动态", "/gzdt/"), listed("通知公告", "/tzgg/")]
        plan = plan_of(rows, depth=Depth(max_pages=3, confirm_pause_s=0.01))
        facts = await gathered(site(four_columns()), tmp_path, plan)
        found = columns_of(facts)
        assert {name: (column.status, column.is_seen) for name, column in found.items()} == {
            "工作动态": (FetchStatus.OK, True),
            "通知公告": (FetchStatus.OK, True),
            "政策文件": (FetchStatus.BUDGET, False),
            "招标采购": (FetchStatus.BUDGET, False),
        }
        assert "3 页" in facts.coverage.stop_reason

    async def test_a_frame_of_the_same_site_holds_the_list(self, tmp_path: Path) -> None:
        pages = four_columns(tzgg=blank("通知公告", "<iframe src='/inner.html'></iframe>"))
        pages["/inner.html"] = listing("", ITEMS)
        column = await one(pages | ARTICLES, tmp_path)
        assert (column.content, len(column.entries)) == (Content.ENTRIES, 4)

    async def test_a_frame_of_another_site_is_not_judged(self, tmp_path: Path) -> None:
        pages = four_columns(tzgg=blank("通知公告", "<iframe src='http://other.gov.example/list'></iframe>"))
        column = await one(pages, tmp_path)
        assert (column.content, column.is_seen) == (Content.FRAME, False)

    async def test_a_column_on_another_host_is_not_judged(self, tmp_path: Path) -> None:
        rows = [listed("招标采购", "http://ggzy.other.example/zb/", ColumnKind.SHOULD_UPDATE)]
        other = site({"/zb/": listing("招标", ITEMS)}, host="ggzy.other.example")
        column = columns_of(await gathered([site(four_columns()), other], tmp_path, plan_of(rows)))[
            "招标采购"
        ]
        assert (column.content, column.is_seen, column.is_blank) == (Content.FRAME, False, False)

    async def test_a_document_in_place_of_a_column(self, tmp_path: Path) -> None:
        column = await one(
            four_columns(), tmp_path, PageRule("/tzgg/", content_type="application/pdf", body="%PDF-1.4")
        )
        assert (column.status, column.content, column.is_blank) == (FetchStatus.OK, Content.TEXT, False)


class TestNotOpened:
    @pytest.mark.parametrize(
        ("status", "seen"),
        [
            (404, FetchStatus.NOT_FOUND),
            (403, FetchStatus.BLOCKED),
            (500, FetchStatus.SERVER_ERROR),
            (410, FetchStatus.NOT_FOUND),
        ],
    )
    async def test_status_is_kept_and_never_blank(
        self, tmp_path: Path, status: int, seen: FetchStatus
    ) -> None:
        column = await one(four_columns(), tmp_path, PageRule("/tzgg/", status))
        assert (column.status, column.http_status, column.is_blank, column.is_seen) == (
            seen,
            status,
            False,
            False,
        )
        assert column.evidence is not None

    async def test_timeout(self, attentive: None, tmp_path: Path) -> None:
        slow = PageRule("/tzgg/", delay_s=6)
        facts = await gathered(site(four_columns(), slow), tmp_path, deadline_s=3)
        column = columns_of(facts)["通知公告"]
        assert (column.status, column.is_blank) == (FetchStatus.TIMEOUT, False)

    async def test_home_page_forbidden_leaves_the_listed_columns(self, tmp_path: Path) -> None:
        facts = await gathered(
            site(four_columns(), PageRule("/", 403)), tmp_path, plan_of([listed("通知公告", "/tzgg/")])
        )
        assert list(columns_of(facts)) == ["通知公告"]
        assert columns_of(facts)["通知公告"].content is Content.ENTRIES


class TestNotBlank:
    """Pages without content that are no blank columns: what a reader finds there was not seen."""

    async def test_a_page_that_sends_on_is_followed(self, tmp_path: Path) -> None:
        pages = four_columns()
        pages["/tzgg/list.html"] = pages["/tzgg/"]
        pages["/tzgg/"] = html("通知公告", "", "<meta http-equiv='refresh' content='0;url=list.html'>")
        column = await one(pages, tmp_path)
        assert (column.content, bool(column.entries)) == (Content.ENTRIES, True)

    @pytest.mark.parametrize("target", ["file:///etc/passwd", "/tzgg/"])
    async def test_a_page_that_sends_on_to_nowhere(self, tmp_path: Path, target: str) -> None:
        pages = four_columns()
        pages["/tzgg/"] = html("通知公告", "", f"<meta http-equiv='refresh' content='0;url={target}'>")
        column = await one(pages, tmp_path)
        assert not column.is_seen

    @pytest.mark.parametrize("opened", ["<textarea>", "<script>var a = 1;", "<!--"])
    async def test_a_list_that_an_unclosed_element_hides(self, tmp_path: Path, opened: str) -> None:
        pages = four_columns()
        listed_page = pages["/tzgg/"]
        pages["/tzgg/"] = listed_page.replace("<div class='list-box'>", opened + "<div class='list-box'>")
        assert pages["/tzgg/"] != listed_page
        column = await one(pages, tmp_path)
        assert not column.is_seen

    @pytest.mark.parametrize(
        "body", ["", "\ufeff", "<!-- -->", "<html><head></head><body>&nbsp;<div>\u3000</div></body></html>"]
    )
    async def test_an_answer_without_content(self, tmp_path: Path, body: str) -> None:
        """No frame of the site, no title, no script: what a firewall may send as well."""
        column = await one(four_columns() | {"/tzgg/": body}, tmp_path)
        assert column.status is FetchStatus.EMPTY

    @pytest.mark.parametrize(
        "words",
        [
            "数据库连接失败",
            "系统异常，请联系管理员",
            "对不起，数据加载失败，请刷新重试",
            "服务器繁忙！",
            "网络开小差了",
        ],
    )
    async def test_a_list_that_could_not_be_had_is_no_blank_one(self, tmp_path: Path, words: str) -> None:
        pages = four_columns()
        pages["/tzgg/"] = html("通知公告", f"{menu(NAMES)}<div class='list'>{words}</div>")
        column = await one(pages, tmp_path)
        assert column.status is FetchStatus.BAD_RESPONSE
