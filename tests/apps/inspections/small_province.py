"""Six small sites and two accounts with their input files: one fails, one cannot be seen, one is an exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from four_columns import NAMES, blank, four_columns
from small_sites import site
from specimens.server import SpecimenServer, serve
from specimens.site_files import PageRule, SpecimenSite

from xuncha.apps.directory.inputs import InputPaths
from xuncha.apps.inspections.request import Request, digests_of
from xuncha.apps.inspections.running import Run, inspect
from xuncha.facts.seen import BEIJING
from xuncha.gather.http.settings import FetchSettings
from xuncha.standards.standard import load_standard

ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)
SCOPE = ("W301", "W403", "N109", "A201")
#: Every indicator that pages are read for: a home page that is refused leaves a dozen open.
WIDE = ("W3", "W4", "W5", "W6", "N1", "A2")
CODES = [f"99010000{n:02}" for n in range(1, 7)]
BLANK, CLOSED, EXCEPTION = CODES[1], CODES[2], CODES[5]
EXPECTED = {
    CODES[0]: "pass",
    BLANK: "fail",
    CLOSED: "unknown",
    CODES[3]: "pass",
    CODES[4]: "pass",
    "wx-1": "pass",
    "wx-2": "fail",
}


def host(code: str) -> str:
    return f"www.s{code[-2:]}.gov.example"


def sites_served(delay_s: float = 0.0) -> list[SpecimenSite]:
    """The sites; with ``delay_s`` every column page takes that long."""
    served = []
    for code in CODES:
        pages = four_columns()
        if code == BLANK:
            pages |= {f"/k{n}/": blank(f"空栏目{n}") for n in range(5)}
        rules = [PageRule("/", 403)] if code == CLOSED else []
        rules += [PageRule(url, delay_s=delay_s) for url in NAMES.values() if delay_s]
        served.append(site(pages, *rules, host=host(code)))
    return served


def write_inputs(folder: Path) -> InputPaths:
    """The input files as an office would hand them in."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态"]
    for code in CODES:
        state = "例外" if code == EXCEPTION else "正常运行"
        rows.append(f"{code},第{code[-1]}县政府,http://{host(code)}/,某县办,某市办,石堰市,门户网站,{state}")
    columns = ["网站标识码,栏目名称,栏目类别,网址,更新期限天数"]
    columns += [f"{BLANK},空栏目{n},通知公告,http://{host(BLANK)}/k{n}/," for n in range(5)]
    accounts = ["账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态"]
    accounts += [f"wx-{n},石堰发布{n},微信公众号,某县办,某市办,石堰市,正常运行" for n in (1, 2)]
    posts = []
    for number, age in ((1, 2), (2, 40)):
        at = (ASOF - timedelta(days=age)).isoformat()
        posts.append(
            {
                "account": f"wx-{number}",
                "post_id": "1",
                "published_at": at,
                "title": "通报",
                "text": "",
                "url": "",
            }
        )
    files = {
        "sites": ("sites.csv", rows),
        "columns": ("columns.csv", columns),
        "accounts": ("accounts.csv", accounts),
        "posts": ("posts.jsonl", [json.dumps(post, ensure_ascii=False) for post in posts]),
    }
    for name, lines in files.values():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return InputPaths(**{role: folder / name for role, (name, _) in files.items()})


def run_of(server: SpecimenServer, paths: InputPaths, result: Path, **changes: Any) -> Run:
    standard = load_standard("national-2019")
    request = Request(ASOF, "national-2019", SCOPE, digests_of(paths), "0.0")
    settings = FetchSettings(rate=1000, connections=16, connect_to=("127.0.0.1", server.port), retries=0)
    given: dict[str, Any] = {
        "paths": paths,
        "request": request,
        "standard": standard,
        "settings": settings,
        "result": result,
    }
    return Run(**{**given, **changes})


class Counter:
    """A watcher that remembers what it was told."""

    def __init__(self, total: int, finished: int) -> None:
        self.total, self.finished = total, finished
        self.pages = self.sites = 0
        self.told: list[str] = []

    def say(self, text: str) -> None:
        self.told.append(text)

    def page(self) -> None:
        self.pages += 1

    def site(self) -> None:
        self.sites += 1


class Watches:
    """Hands out counters and keeps them."""

    def __init__(self) -> None:
        self.counters: list[Counter] = []

    @contextmanager
    def __call__(self, total: int, finished: int) -> Iterator[Counter]:
        self.counters.append(Counter(total, finished))
        yield self.counters[-1]


def without_evidence(findings: Path) -> list[dict[str, Any]]:
    """The findings of a run without what differs from capture to capture."""
    lines = [json.loads(line) for line in findings.read_text(encoding="utf-8").splitlines()]
    return [{key: value for key, value in line.items() if key != "evidence"} for line in lines]


def inspected_into(folder: Path, scope: tuple[str, ...] = SCOPE) -> Path:
    """A result folder of the small province, gathered as ``xuncha inspect`` does."""
    with serve(sites_served()) as server:
        run = run_of(server, write_inputs(folder / "in"), folder / "out")
        inspect(replace(run, request=replace(run.request, indicators=scope)), Watches())
    return folder / "out"
