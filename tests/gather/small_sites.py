"""Small sites for tests of the gatherers: pages written on the spot, served on loopback, visited for real."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from specimens.server import SpecimenServer, serve
from specimens.site_files import PageRule, SpecimenSite, canonical

from xuncha.facts.seen import BEIJING, Unseen
from xuncha.facts.targets import ColumnKind, ListedColumn, RunState, Site, SiteKind
from xuncha.facts.website import ColumnSeen, SiteFacts
from xuncha.gather.browser.opening import browser_for
from xuncha.gather.browser.settings import BrowserMode
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.plan import Depth, SitePlan
from xuncha.gather.site import gather_site
from xuncha.gather.visit import SiteVisit

ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)
HOST = "www.shiyan.gov.example"
HOME = f"http://{HOST}/"
SITE = Site(
    "9901000001",
    "石堰县人民政府",
    HOME,
    "石堰县人民政府办公室",
    "石堰县",
    "石堰市",
    SiteKind.PORTAL,
    RunState.RUNNING,
)
QUICK = Depth(confirm_pause_s=0.01)
Rows = Iterable[tuple[str, str, str]]


class Generated(dict[str, bytes]):
    """Pages that are made when asked for; what ``make`` leaves out is looked up."""

    def __init__(self, make: Callable[[str], str | None], pages: Mapping[str, str]) -> None:
        super().__init__(encoded(pages))
        self._make = make

    def get(self, path: str, default: Any = None) -> Any:
        own = super().get(path)
        made = None if own is not None else self._make(path)
        return own if made is None else made.encode()


class SendsHome(dict[str, PageRule]):
    """Rules of a host that answers every unknown address with a redirect to its home page."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self._known = {canonical(path) for path in known}

    def get(self, path: str, default: Any = None) -> Any:
        return default if path in self._known else PageRule(path, 302, HOME)


def encoded(pages: Mapping[str, str]) -> dict[str, bytes]:
    return {canonical(path): text.encode() for path, text in pages.items()}


def site(
    pages: Mapping[str, str] | Generated, *rules: PageRule, host: str = HOST, charset: str = "utf-8"
) -> SpecimenSite:
    """One host with these pages; ``rules`` say where an answer is not plainly the page."""
    served = pages if isinstance(pages, Generated) else encoded(pages)
    return SpecimenSite(host, charset, served, {canonical(rule.path): rule for rule in rules})


def html(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"


def rows(items: Rows) -> str:
    """A list as most sites print it: (address, title, date as printed)."""
    inner = "".join(f"<li><a href='{url}'>{title}</a><span>{day}</span></li>" for url, title, day in items)
    return f"<div class='list-box'><ul class='xxlb'>{inner}</ul></div>"


def listing(name: str, items: Rows, more: str = "", menu: str = "") -> str:
    """A column's page: its name, its list and what stands below."""
    return html(f"{name}-石堰县人民政府", f"{menu}<h2>{name}</h2>{rows(items)}{more}")


def article(title: str, said: str = "", head: str = "") -> str:
    """An item's own page; ``said`` is the line under the title."""
    text = "为做好有关工作，现将具体事项说明如下，请各单位认真组织落实，并按要求报送进展情况。" * 3
    return html(
        title, f"<h1>{title}</h1><p class='laiyuan'>{said}</p><div class='wz'><p>{text}</p></div>", head
    )


def dated_article(title: str, day: str) -> str:
    return article(title, f"发布时间：{day} 来源：县政府办公室")


def menu(links: Mapping[str, str]) -> str:
    """A navigation bar: address by name."""
    inner = "".join(f"<li><a href='{url}'>{name}</a></li>" for name, url in links.items())
    return f"<div class='nav'><ul>{inner}</ul></div>"


def listed(name: str, url: str, kind: ColumnKind = ColumnKind.NEWS, days: int | None = None) -> ListedColumn:
    """A row of the column list; ``url`` may be a path."""
    return ListedColumn(SITE.site_code, name, kind, url if "://" in url else HOME + url.lstrip("/"), days)


def plan_of(columns: Iterable[ListedColumn] = (), **changes: Any) -> SitePlan:
    given: dict[str, Any] = {
        "site": SITE,
        "columns": tuple(columns),
        "asof": ASOF,
        "depth": QUICK,
        "probes": Unseen("未看"),
        "staged": True,
        "hosts": frozenset({HOST}),
    }
    return SitePlan(**{**given, **changes})


def settings_for(server: SpecimenServer, **changes: Any) -> FetchSettings:
    """Everything leads to the loopback server, with nothing to wait for."""
    plain = FetchSettings(
        rate=1000,
        connections=16,
        connect_to=("127.0.0.1", server.port),
        retries=0,
        backoff_s=0.01,
        deadline_s=120,
    )
    return replace(plain, **changes)


@asynccontextmanager
async def visiting(
    pages: SpecimenSite | Iterable[SpecimenSite], folder: Path, plan: SitePlan | None = None, **settings: Any
) -> AsyncIterator[tuple[SiteVisit, SpecimenServer]]:
    """A visit that can open pages of the served sites."""
    sites = [pages] if isinstance(pages, SpecimenSite) else pages
    with serve(sites) as server:
        async with Fetcher(settings_for(server, **settings)) as fetcher:
            with WarcRecorder(folder / "evidence", SITE.site_code) as recorder:
                yield SiteVisit(plan or plan_of(), fetcher, recorder), server


async def gathered(
    pages: SpecimenSite | Iterable[SpecimenSite],
    folder: Path,
    plan: SitePlan | None = None,
    browser: BrowserMode = BrowserMode.OFF,
    **settings: Any,
) -> SiteFacts:
    """The facts of one site, gathered from beginning to end."""
    sites = [pages] if isinstance(pages, SpecimenSite) else pages
    with serve(sites) as server:
        async with (
            Fetcher(settings_for(server, **settings)) as fetcher,
            browser_for(browser, fetcher) as shows,
        ):
            return await gather_site(plan or plan_of(), fetcher, folder / "evidence", browser=shows)


def columns_of(facts: SiteFacts) -> dict[str, ColumnSeen]:
    """The columns of gathered facts by name."""
    assert not isinstance(facts.columns, Unseen), facts.columns
    return {column.name: column for column in facts.columns}
