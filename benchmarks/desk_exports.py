"""Long lists taken away from the desk, and the walk through the record of acts: how long the page is busy with them.

Usage::

    scripts/with-postgres .venv/bin/python benchmarks/desk_exports.py [--scale 1.0] [--acts 1000000] [--filled]

Fills the empty database of ``XUNCHA_DATABASE_URL`` (14,000 sites, 100,000 accounts, 200,000 findings, 1,000,000 acts;
of cases, objections, reports, rechecks and manual checks as many as :data:`MORE` says), then asks for every list as a
workbook and for the walk. Prints wall and CPU seconds of the request until its last byte, the CPU seconds of the
worker where the page left it to one, and the most memory this process has used so far.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import replace
from typing import Any

from desk import set_up
from desk_rows import Size, fill

SIZE = Size(findings=200_000, rounds=1, acts=1_000_000)
_FINDING = "SELECT id FROM inspections_findingcase ORDER BY id LIMIT"
#: Rows made of findings and numbers by the database itself.
MORE = {
    "rectification_rectification": (
        200_000,
        "(finding_id, state, opened_at, due_on, due_is_provisional, times_back) SELECT id, 'assigned', now(), "
        f"current_date + 5, false, 0 FROM ({_FINDING} {{n}}) f",
    ),
    "rectification_rectificationstep": (
        200_000,
        "(case_id, at, was, now, note, by_name, by_id) SELECT id, now(), 'assigned', 'replied', '已核对原文并改正。', '', "
        "(SELECT min(id) FROM users_user) FROM rectification_rectification",
    ),
    "objections_objection": (
        50_000,
        "(finding_id, state, reason, made_at, answer, made_by_id) SELECT id, 'open', '原文无误，请予复核。', now(), '', "
        f"(SELECT min(id) FROM users_user) FROM ({_FINDING} {{n}}) f",
    ),
    "error_reports_reportcase": (
        50_000,
        "(number, state, site_id, url, kind, description, contact, received_at, due_on, due_is_provisional, result, "
        "answer, is_public, times_back) SELECT '20261126-' || n, 'assigned', 1 + n % {sites}, 'http://a.gov.example/', "
        "'错别字', '页面有错别字', '', now(), current_date, false, '', '', false, 0 FROM generate_series(1, {n}) n",
    ),
    "inspections_recheck": (
        100_000,
        "(state, token, worker, reason, what, site_id, name, urls, codes, standard, network, folder, ordered_at, "
        "outcome, said, results, evidence) SELECT 'done', 1, '', '', 'page', 1 + n % {sites}, '网页', "
        "'[\"http://a.gov.example/\"]', '[]', 'national-2019', '{{}}', n::text, now(), 'gone', '没有再看到', '[]', '[]' "
        "FROM generate_series(1, {n}) n",
    ),
    "sitework_manualcheck": (
        100_000,
        "(round_id, kind, key, name, region_name, sponsor_name, platform, guide_key, code, state, due_on, "
        "due_is_provisional, seen) SELECT 1, 'site', n::text, '网站', '第1市', '教育局', '', 'site-secrets', 'W102', "
        "'waiting', current_date, false, '' FROM generate_series(1, {n}) n",
    ),
}
ASKED = (
    "/cases/export?state=all", "/objections/export?state=all", "/reports/export?state=all", "/rechecks?as=xlsx",
    "/checks/export?state=all", "/warnings/export/columns", "/audit?verify=1",
)  # fmt: skip


def _more(by: float, sites: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table, (number, rows) in MORE.items():
            given = rows.format(n=int(number * by), sites=sites)
            cursor.execute(f"INSERT INTO {table} {given}")
        cursor.execute("VACUUM ANALYZE")


def _asked(client: Any, address: str) -> str:
    """One address asked for, to the last byte; what it took, and what the worker took for what was left to it."""
    from xuncha.apps.inspections.work.tasking import carry_out, next_task, work_of

    wall, cpu = time.perf_counter(), time.process_time()
    answer = client.get(address)
    size = sum(map(len, answer.streaming_content)) if answer.streaming else len(answer.content)
    said = f"{address}: {time.perf_counter() - wall:.2f} s, {time.process_time() - cpu:.2f} CPU s, {size:,} bytes"
    while lease := next_task("benchmark"):
        wall, cpu = time.perf_counter(), time.process_time()
        carry_out(lease, work_of(lease))
        lease.target.refresh_from_db()
        said += f"; worker {time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} CPU s: {lease.target.reason}"
    return f"{said}; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB"


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="1.0: the province above")
    parser.add_argument("--acts", type=int, default=SIZE.acts, help="entries in the record of acts")
    parser.add_argument("--filled", action="store_true", help="the database is filled already")
    asked = parser.parse_args()
    size = replace(SIZE.scaled(asked.scale), acts=asked.acts)
    set_up()
    from django.test import Client

    from xuncha.web.users.models import User

    if asked.filled:
        person = User.objects.get(username="administrator")
    else:
        person = User.objects.create_user("administrator", role="administrator")
        fill(size)
        _more(asked.scale, size.sites)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    for address in ASKED:
        print(_asked(client, address), flush=True)


if __name__ == "__main__":
    main()
