"""Sites without end and hosts that never say no: the visit ends, says why, and accuses nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from four_columns import NAMES, four_columns, own_items
from small_sites import (
    QUICK,
    Generated,
    SendsHome,
    columns_of,
    gathered,
    html,
    listed,
    listing,
    menu,
    plan_of,
    site,
)

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import Content, SiteFacts
from xuncha.gather.plan import Depth


class TestTraps:
    """Whatever a site generates without end: the visit ends, says why, and the listed columns were read."""

    async def visited(
        self, folder: Path, make: Callable[[str], str | None], first: str, budget: int = 60
    ) -> SiteFacts:
        pages = four_columns(gzdt=listing("工作动态", own_items("gzdt"), first, menu=menu(NAMES) + first))
        rows = [listed(name, url) for name, url in NAMES.items()]
        plan = plan_of(rows, depth=Depth(max_pages=budget, max_links=100, confirm_pause_s=0.01))
        facts = await gathered(site(Generated(make, pages)), folder, plan)
        assert facts.coverage.pages <= budget
        assert {columns_of(facts)[name].content for name in NAMES} == {Content.ENTRIES}
        return facts

    async def test_calendar_without_end(self, tmp_path: Path) -> None:
        def make(path: str) -> str | None:
            if not path.startswith("/rili/"):
                return None
            month = int(path.split("=")[-1])
            following = {f"第{month + n}期日程动态": f"/rili/?m={month + n}" for n in range(1, 9)}
            return listing("日程", [], menu=menu(following))

        facts = await self.visited(tmp_path, make, menu({"日程动态": "/rili/?m=1"}))
        assert facts.coverage.stop_reason

    async def test_session_ids_are_one_page(self, tmp_path: Path) -> None:
        count = iter(range(10_000))

        def make(path: str) -> str | None:
            if not path.startswith("/s/"):
                return None
            links = {f"会话动态{'甲乙丙'[n]}": f"/s/;jsessionid=A{next(count)}" for n in range(3)}
            return listing("会话", [], menu=menu(links))

        facts = await self.visited(tmp_path, make, menu({"会话动态": "/s/;jsessionid=A0"}))
        assert facts.coverage.pages < 30

    async def test_sort_parameters(self, tmp_path: Path) -> None:
        def make(path: str) -> str | None:
            if not path.startswith("/q/"):
                return None
            links = {f"排序动态{'甲乙丙丁'[n]}": f"{path}&s{n}={len(path)}" for n in range(4)}
            return listing("查询", [], menu=menu(links))

        facts = await self.visited(tmp_path, make, menu({"查询动态": "/q/?a=1"}))
        assert facts.coverage.stop_reason

    async def test_folders_that_repeat(self, tmp_path: Path) -> None:
        def make(path: str) -> str | None:
            if not path.startswith("/a/"):
                return None
            deeper = {"深层动态": path + "a/", "深层公告": path + "b/a/"}
            return listing("深层", [], menu=menu(deeper))

        facts = await self.visited(tmp_path, make, menu({"深层动态": "/a/a/a/"}))
        assert facts.coverage.pages < 40
        assert "无限" in facts.coverage.stop_reason

    async def test_addresses_of_two_thousand_characters(self, tmp_path: Path) -> None:
        long = {"长址动态": "/l/" + "x" * 2100, "长址公告": "/l/?q=" + "y" * 5000}
        facts = await self.visited(tmp_path, lambda path: None, menu(long))
        assert not {name for name in columns_of(facts) if name.startswith("长址")}

    async def test_next_page_without_end_in_every_column(self, tmp_path: Path) -> None:
        def make(path: str) -> str | None:
            folder, _, name = path.lstrip("/").partition("/")
            if f"/{folder}/" not in NAMES.values() or not name.startswith("p"):
                return None
            number = int(name[1:].split(".")[0])
            mixed = [
                (
                    f"/{folder}/{number}_{n}.html",
                    f"第{number}页第{n}条公开事项的详细说明",
                    f"20{10 + (n * 7) % 9}-01-0{n + 1}",
                )
                for n in range(5)
            ]
            return listing("续页", mixed, f"<a href='/{folder}/p{number + 1}.html'>下一页</a>")

        facts = await self.visited(tmp_path, make, "<a href='/gzdt/p2.html'>下一页</a>")
        assert max(column.pages_read for column in columns_of(facts).values()) <= QUICK.list_pages


EVERYTHING = html(
    "提示",
    "<p>您访问的内容已经转移，请从首页进入各栏目浏览，如有问题请与网站管理单位联系。</p><a href='/'>首页</a>",
)


@pytest.mark.parametrize("names_it", [True, False])
async def test_hosts_that_answer_200_to_everything(tmp_path: Path, names_it: bool) -> None:
    answer = html("提示", "<p>页面不存在</p>") if names_it else EVERYTHING
    pages = four_columns()
    del pages["/tzgg/"]
    served = site(Generated(lambda path: None if path == "/robots.txt" else answer, pages))
    found = columns_of(await gathered(served, tmp_path))
    assert {name: column.status for name, column in found.items()} == {
        "工作动态": FetchStatus.OK,
        "通知公告": FetchStatus.SOFT_NOT_FOUND,
        "政策文件": FetchStatus.OK,
        "招标采购": FetchStatus.OK,
    }


async def test_hosts_that_send_everything_home(tmp_path: Path) -> None:
    pages = four_columns()
    del pages["/tzgg/"]
    served = site(pages)
    served.rules = SendsHome(pages)
    found = columns_of(await gathered(served, tmp_path))
    assert {name for name, column in found.items() if column.status is FetchStatus.SOFT_NOT_FOUND} == {
        "通知公告"
    }
    assert {column.content for name, column in found.items() if name != "通知公告"} == {Content.ENTRIES}
