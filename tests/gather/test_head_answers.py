"""HEAD is asked only while it tells something."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from small_sites import HOME, dated_article, html, site, visiting
from specimens.site_files import PageRule

from xuncha.facts.seen import FetchStatus
from xuncha.gather.link_check import ask

PAGES = {
    f"/n/{n}.html": dated_article(f"关于第{n}项工作的公告", "2025-06-05") + "。" * 900 for n in range(12)
}
FILES = {f"/f/{n}.pdf": "%PDF-1.4 " + "x" * 3000 for n in range(4)}
GONE = "/n/gone.html"


async def methods_of(
    folder: Path, paths: list[str], *rules: PageRule
) -> tuple[Counter[str], list[FetchStatus]]:
    """How often links to these paths were asked for by which method, and how each ended."""
    served = site({"/": html("首页", "<p>欢迎</p>"), **PAGES, **FILES}, *rules)
    async with visiting(served, folder) as (visit, server):
        endings = [(await ask(visit, HOME + path.lstrip("/"))).status for path in paths]
        return Counter(method for method, _, path in server.requests if path in paths), endings


async def test_pages_of_known_length_are_not_fetched(tmp_path: Path) -> None:
    asked, ended = await methods_of(tmp_path, list(PAGES))
    assert asked == {"HEAD": 12}
    assert set(ended) == {FetchStatus.OK}


@pytest.mark.parametrize(
    "how", [{"unmeasured": True}, {"head_status": 405}, {"head_status": 501}, {"head_status": 403}]
)
async def test_one_head_decides_for_pages_of_a_kind(tmp_path: Path, how: dict[str, int]) -> None:
    rules = [PageRule(path, **how) for path in PAGES]  # type: ignore[arg-type]
    asked, ended = await methods_of(tmp_path, [*PAGES, GONE], *rules)
    assert asked == {"HEAD": 1, "GET": 13}
    assert ended == [FetchStatus.OK] * 12 + [FetchStatus.NOT_FOUND]


async def test_files_are_another_kind(tmp_path: Path) -> None:
    rules = [PageRule(path, unmeasured=True) for path in PAGES]
    asked, ended = await methods_of(tmp_path, [*PAGES, *FILES], *rules)
    assert asked == {"HEAD": 1 + 4, "GET": 12}
    assert set(ended) == {FetchStatus.OK}


async def test_a_page_that_is_gone_tells_something(tmp_path: Path) -> None:
    asked, ended = await methods_of(tmp_path, [GONE, *PAGES])
    assert asked == {"HEAD": 13, "GET": 1}
    assert ended == [FetchStatus.NOT_FOUND] + [FetchStatus.OK] * 12
