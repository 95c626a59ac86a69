"""Which pages are opened when the budget runs out does not depend on which answer comes first."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from small_sites import gathered, html, listed, listing, menu, plan_of, site
from specimens.site_files import PageRule
from waiting import until_then

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import SiteFacts
from xuncha.gather.page_budget import PageBudget, Share, read_side_by_side
from xuncha.gather.plan import Depth

COLUMNS = {f"栏目{n}": f"/c{n}/" for n in range(7)}


def reader(
    name: str, pages: int, pause: random.Random, got: list[str]
) -> Callable[[Share], Coroutine[Any, Any, int]]:
    """Asks for pages one by one, the last three at once, each taking a while."""

    async def open_one(share: Share, number: int) -> bool:
        key = f"{name}{number}"
        if not await share.admits(key):
            return False
        await asyncio.sleep(pause.random() / 500)
        got.append(key)
        share.opened(key)
        return True

    async def read(share: Share) -> int:
        opened = [await open_one(share, number) for number in range(pages - 3)]
        opened += await asyncio.gather(
            *(open_one(share, number) for number in range(max(0, pages - 3), pages))
        )
        return sum(opened)

    return read


async def division(budget: int, wants: list[int], seed: int) -> tuple[list[int], list[str]]:
    pause = random.Random(seed)
    got: list[str] = []
    readers = [reader(f"r{n}p", pages, pause, got) for n, pages in enumerate(wants)]
    return await read_side_by_side(PageBudget(budget), readers), sorted(got)


@pytest.mark.parametrize(
    ("budget", "wants", "given"),
    [
        (9, [3, 3, 3], [3, 3, 3]),
        (10, [1, 9, 9], [1, 5, 4]),  # what the first leaves goes to the others, the earlier one first
        (4, [9, 0, 1, 9], [2, 0, 1, 1]),
        (2, [5, 5, 5], [1, 1, 0]),
        (0, [2, 1], [0, 0]),
        (100, [7, 2], [7, 2]),
        (5, [], []),
    ],
)
async def test_a_budget_is_dealt_out_the_same_whatever_comes_first(
    budget: int, wants: list[int], given: list[int]
) -> None:
    runs = [await division(budget, wants, seed) for seed in range(12)]
    assert [numbers for numbers, _ in runs] == [given] * 12
    assert all(opened == runs[0][1] for _, opened in runs)


async def test_a_page_that_two_ask_for_counts_once() -> None:
    budget = PageBudget(4)
    assert await budget.admits("home")

    async def read(share: Share) -> list[bool]:
        answers = []
        for key in ("home", "same", "more"):
            answers.append(await share.admits(key))
            share.opened(key)
        return answers

    assert await read_side_by_side(budget, [read, read]) == [[True] * 3] * 2
    assert budget.left == 1


async def test_a_reader_that_fails_holds_nobody_up() -> None:
    async def fails(share: Share) -> int:
        raise ValueError("x")

    got: list[str] = []
    with pytest.raises(ValueError, match="x"):
        await read_side_by_side(PageBudget(4), [fails, reader("a", 4, random.Random(1), got)])
    await until_then(lambda: len(got) == 4)


def slow_site(seed: int) -> Any:
    """Undated lists of three pages each, half of whose items a neighbour shows as well; every page is slow in another way."""
    pause = random.Random(seed)
    pages = {"/": html("石堰县人民政府", menu(COLUMNS))}
    for n in range(len(COLUMNS)):
        for page in range(3):
            own = [(f"/c{n}/t{page}{k}.html", f"关于做好第{n}{page}{k}项工作的通知", "") for k in range(6)]
            shared = [
                (
                    f"/c{(n + 1) % 7}/t{page}{k}.html",
                    f"关于做好第{n}{page}{k}号事项的通告",
                    f"2024-0{1 + n}-1{k}",
                )
                for k in range(3)
            ]
            more = f"<a href='/c{n}/index_{page + 1}.html'>下一页</a>" if page < 2 else ""
            pages[f"/c{n}/index_{page}.html" if page else f"/c{n}/"] = listing(
                f"栏目{n}", own + shared, more, menu(COLUMNS)
            )
            for url, title, _ in own:
                pages[url] = html(
                    title,
                    f"<h1>{title}</h1><p>发布时间：2024-0{1 + n}-0{1 + page}</p>"
                    + "<p>现将有关事项通知如下，请认真落实。</p>" * 4,
                )
    return site(pages, *(PageRule(path, delay_s=pause.random() / 40) for path in pages))


def without_evidence(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_evidence(part) for key, part in value.items() if not key.endswith("evidence")}
    return [without_evidence(part) for part in value] if isinstance(value, list | tuple) else value


def said(facts: SiteFacts) -> str:
    return json.dumps(
        without_evidence(asdict(facts)), ensure_ascii=False, default=str, sort_keys=True, indent=1
    )


async def test_a_site_larger_than_the_budget_gives_the_same_facts_every_time(tmp_path: Path) -> None:
    plan = plan_of(
        [listed(name, url) for name, url in COLUMNS.items()],
        depth=Depth(max_pages=40, max_links=9, confirm_pause_s=0.01),
    )
    runs = [
        said(await gathered(slow_site(seed), tmp_path / str(seed), plan, connections=6)) for seed in range(3)
    ]
    assert '"pages": 40' in runs[0]
    assert "已达到页面预算 40 页" in runs[0]
    assert runs[1] == runs[0]
    assert runs[2] == runs[0]


async def test_columns_for_which_no_page_was_left_are_unread_and_not_gone(tmp_path: Path) -> None:
    """Also those that the home page leads to by its headings and no menu: else nothing would be overdue there."""
    names = [f"{name}动态" for name in ("部门", "乡镇", "社区", "街道", "园区", "行业")]
    heads = "".join(f"<h2><a href='/d{n}/'>{name}</a></h2>" for n, name in enumerate(names))
    pages = {"/": html("石堰县人民政府", heads)} | {
        f"/d{n}/": listing(name, [(f"/d{n}/1.html", f"关于第{n}项工作的通知", "2023-01-01")])
        for n, name in enumerate(names)
    }
    for budget, unread in ((1, 6), (3, 4)):
        plan = plan_of(depth=Depth(max_pages=budget, confirm_pause_s=0.01))
        facts = await gathered(site(pages), tmp_path / str(budget), plan)
        assert isinstance(facts.columns, tuple)
        assert [column.name for column in facts.columns] == names
        assert [column.status for column in facts.columns].count(FetchStatus.BUDGET) == unread
