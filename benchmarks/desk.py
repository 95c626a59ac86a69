"""Server time of every page of the desk in a large province.

Usage::

    scripts/with-postgres .venv/bin/python benchmarks/desk.py [--scale 1.0] [--times 5] [--slow] [--out FILE]

Fills the empty database of ``XUNCHA_DATABASE_URL`` with 14,000 sites, 100,000 accounts and 1,000,000 findings
over four rounds (fixed seed), then opens every address as administrator, inspector, city supervisor and owner
unit: each list with its filters, its second and its last page. What is measured is the whole server side:
middleware, view, queries and template, in this process, without the network. Files to download are left out.
Prints for each page the median and the slowest of ``--times`` openings after one that warms up, the CPU time of
this process and of the database process together (what a machine with nothing else to do would need), its
number of queries, and at the end what lies over the goal. Exit code 1 when something does.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

GOAL_MS = 300
#: Routes that answer with a file, only take what is sent, or are no pages of the desk.
APART = re.compile(
    r"export|download|^charts/|decide$|/steer$|/lift$|/tell$|logout$|/revoke$|/reset$|^api/(docs|openapi)|/undo$"
    r"|^metrics$|photo|/evidence/|/redraw|/file"
)


@dataclass(frozen=True)
class Measured:
    """One page as one role. Milliseconds."""

    role: str
    address: str
    status: int
    first: float
    cpu: float
    median: float
    worst: float
    queries: int
    slowest_query: str


def set_up() -> None:
    """Django with a folder of its own; the database is the one of ``XUNCHA_DATABASE_URL``."""
    if not os.environ.get("XUNCHA_DATABASE_URL", "").startswith("postgres"):
        sys.exit("XUNCHA_DATABASE_URL 未设为 PostgreSQL；请用 scripts/with-postgres 运行")
    os.environ["XUNCHA_HOME"] = tempfile.mkdtemp(prefix="xuncha-desk-")
    from xuncha.web.startup import bring_up_to_date, set_up

    set_up()
    bring_up_to_date()


def people() -> dict[str, Any]:
    """One person a role: a supervisor of a city, an owner of one organ."""
    from xuncha.apps.directory.models import SiteEntry, Unit
    from xuncha.apps.inspections.models import VerdictEntry
    from xuncha.web.users.models import User

    city = Unit.objects.filter(kind="region", parent__kind="province").order_by("pk")[2]
    owned = SiteEntry.objects.order_by("pk").first()
    units = {"administrator": None, "inspector": None, "supervisor": city, "owner": owned.sponsor}
    assert VerdictEntry.objects.filter(sponsor=owned.sponsor).exists()
    found = {}
    for role, unit in units.items():
        found[role], _ = User.objects.get_or_create(
            username=f"desk-{role}", defaults={"role": role, "unit": unit}
        )
    return found


def token_of(person: Any) -> str:
    """A token that acts like this person; a program never acts as an administrator."""
    from django.utils import timezone

    from xuncha.apps.api.tokens import issue

    role = "inspector" if person.role == "administrator" else person.role
    until = timezone.localdate() + timedelta(days=1)
    return issue(name="desk", role=role, unit=person.unit, scopes=["read"], until=until, by=person)[1]


def plain_routes() -> Iterator[str]:
    """Every route of the system but those apart."""
    from django.urls import URLResolver, get_resolver

    def walk(resolver: Any, before: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one, route)
            else:
                yield route

    yield from (route for route in walk(get_resolver(), "") if not APART.search(route))


def parts(user: Any) -> dict[str, str]:
    """What stands in a route for each of its parts, of rows this person may see."""
    from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
    from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry

    def first(model: Any, field: str, **where: Any) -> str:
        rows = model.objects.visible_to(user).filter(**where).order_by("pk")
        return str(rows.values_list(field, flat=True).first() or 0)

    newest = Round.objects.first().pk
    return {
        "sites": first(SiteEntry, "site_code"), "api": first(SiteEntry, "site_code"), "accounts": first(MediaAccountEntry, "pk"),
        "rounds": str(newest), "verdicts": first(VerdictEntry, "pk", round=newest),
        "findings": first(FindingCase, "pk", round__lt=newest),
    }  # fmt: skip


#: Further openings of a route: filters, words searched for, pages.
VARIANTS: dict[str, tuple[str, ...]] = {
    "": ("round=1",),
    "sites": ("q=水务局", "q=http://w77.", "q=没有这个名称", "state=关停", "kind=部门网站", "region=3"),
    "accounts": ("q=水务局", "q=没有这个名称", "platform=抖音", "state=正常运行", "region=3"),
    "rounds/<int:pk>": ("outcome=fail", "outcome=unknown", "kind=account&outcome=pass", "q=水务局", "q=没有"),
    "findings": (
        "state=all", "state=confirmed", "state=suspected", "tier=veto", "code=N110", "code=W401&state=all", "round=1&state=all",
        "q=水务局", "q=水务局&state=all", "q=没有这个名称&state=all", "kind=account&state=all", "round=4&tier=veto",
    ),
    "findings/<int:pk>": ("state=all", "state=all&q=水务局", "state=all&code=N110"),
    "warnings": ("days=3", "days=14", "days=30", "q=水务局", "q=没有这个名称&days=30", "kind=site&days=14", "code=W401"),
    "warnings/columns": ("state=stale", "state=fresh", "q=水务局", "q=没有这个名称"),
    "units": ("q=水务局",),
    "api/sites": ("page=140&size=100", "state=关停"),
    "api/accounts": ("page=1000&size=100",),
    "api/findings": ("page=9000&size=100", "code=N110", "state=confirmed&round=1", "round=4&page=2000&size=100"),
    "audit": ("actor=inspector-3", "act=核实：确认属实", "q=9800000"),
}  # fmt: skip


def addresses(user: Any) -> Iterator[str]:
    """Every address to open as this person."""
    known = parts(user)
    for route in plain_routes():
        address = "/" + re.sub(r"<[^>]+>", lambda _: "@", route)
        if "@" in address:
            # The row is of the kind the route begins with; other rows there are none of.
            address = address.replace("@", known.get(route.partition("/")[0], "1"))
        yield address
        for query in VARIANTS.get(route, ()):
            yield f"{address}?{query}"


def measure(client: Any, role: str, address: str, times: int) -> Iterator[Measured]:
    """The address, and where it is a list its second and its last page."""
    one, page = _opened(client, role, address, times)
    yield one
    if page is not None and page.paginator.num_pages > 1 and "page=" not in address:
        mark = "&" if "?" in address else "?"
        for number in sorted({2, page.paginator.num_pages}):
            yield _opened(client, role, f"{address}{mark}page={number}", times)[0]


def cpu_s() -> float:
    """Seconds of CPU of this process and of the database process that serves it, where both are on this machine."""
    from django.db import connection

    served = connection.connection.info.backend_pid if connection.connection else 0
    try:
        own = int(Path(f"/proc/{served}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        own = 0.0
    return time.process_time() + own


def _opened(client: Any, role: str, address: str, times: int) -> tuple[Measured, Any]:
    from django.db import connection

    took, spent, queries = [], [], []

    def watch(execute: Any, sql: str, given: Any, many: Any, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, given, many, context)
        finally:
            queries.append((time.perf_counter() - begun, sql))

    with connection.execute_wrapper(watch):
        for _ in range(times + 1):
            queries.clear()
            begun, cpu = time.perf_counter(), cpu_s()
            response = client.get(address)
            took.append((time.perf_counter() - begun) * 1000)
            spent.append((cpu_s() - cpu) * 1000)
            if response.status_code in (403, 405):
                break
    slowest = max(queries, default=(0.0, ""))
    told = f"{slowest[0] * 1000:.0f} ms " + re.sub(r"(%s, ){9,}", "… ", slowest[1])[:700]
    warm = took[1:] or took
    median = statistics.median(warm)
    made = Measured(
        role,
        address,
        response.status_code,
        took[0],
        statistics.median(spent[1:] or spent),
        median,
        max(warm),
        len(queries),
        told,
    )
    context = getattr(response, "context", None)
    return made, context.get("page") if context is not None and response.status_code == 200 else None


def shown(found: Iterator[Measured]) -> list[Measured]:
    """Those the person may open; slow ones are printed at once."""
    kept = [one for one in found if one.status not in (403, 405)]
    for one in kept:
        if one.median > GOAL_MS:
            print(
                f"{one.role} {one.address}: {one.median:.0f} ms, CPU {one.cpu:.0f} ms, {one.queries} queries; {one.slowest_query[:300]}",
                flush=True,
            )
    return kept


def table(rows: list[Measured]) -> str:
    """Markdown, the slowest first."""
    lines = [
        "| 角色 | 页面 | 状态 | 首次 ms | CPU ms | 中位 ms | 最慢 ms | 查询 |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in sorted(rows, key=lambda one: -one.median):
        lines.append(f"| {row.role} | `{row.address}` | {row.status} | {row.first:.0f} | {row.cpu:.0f} | {row.median:.0f} | {row.worst:.0f} | {row.queries} |")  # fmt: skip
    return "\n".join(lines)


def summary(rows: list[Measured]) -> str:
    """By role: pages, median, slowest, how many over the goal."""
    lines = []
    for role in dict.fromkeys(row.role for row in rows):
        own = [row for row in rows if row.role == role]
        medians, cpu = [row.median for row in own], [row.cpu for row in own]
        over, over_cpu = (sum(one > GOAL_MS for one in some) for some in (medians, cpu))
        lines.append(
            f"{role}: {len(own)} pages, median {statistics.median(medians):.0f} ms, slowest page {max(medians):.0f} ms, "
            f"slowest single opening {max(row.worst for row in own):.0f} ms, {over} over {GOAL_MS} ms; "
            f"CPU median {statistics.median(cpu):.0f} ms, most {max(cpu):.0f} ms, {over_cpu} over {GOAL_MS} ms; most queries {max(row.queries for row in own)}"
        )
    return "\n".join(lines)


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default="", help="regular expression of addresses")
    parser.add_argument("--slow", action="store_true", help="show the slowest query of pages over the goal")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    set_up()
    from desk_rows import Size, fill
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from xuncha.apps.inspections.models import FindingCase, Round

    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.API_PER_MINUTE = 1_000_000
    with connection.cursor() as cursor:  # one process of the database serves, so that its CPU can be read
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    if not Round.objects.exists():
        begun = time.perf_counter()
        fill(Size().scaled(asked.scale) if asked.scale != 1 else Size())
        print(f"filled in {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"{FindingCase.objects.count():,} findings", flush=True)
    rows: list[Measured] = []
    for role, person in people().items():
        token = token_of(person)
        client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
        client.force_login(person)
        for address in addresses(person):
            if re.search(asked.only, address):
                rows += shown(measure(client, role, address, asked.times))
    text = table(rows) + "\n\n" + summary(rows)
    print(text)
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    over = [row for row in rows if row.median > GOAL_MS or row.status >= 500]
    if asked.slow:
        for row in over:
            print(f"\n{row.role} {row.address} ({row.status}, {row.median:.0f} ms): {row.slowest_query}")
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
