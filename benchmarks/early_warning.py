"""How long the nightly early warning takes: the outlook of every target worked out, and everybody told.

Usage::

    [scripts/with-postgres] .venv/bin/python benchmarks/early_warning.py [--accounts 100000] [--sites 2000]

Makes one inspection with a fixed seed: accounts with fifteen posts, sites with twenty columns of fifteen items
and a week of probes; 19,050 units of which every twentieth has somebody who is told, and fifteen city
supervisors. Prints seconds of wall and of this process's CPU for working out, telling, and telling again
(nobody is told twice). Mail and webhook are off: only the inbox is written. Without ``scripts/with-postgres``
the database is SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from xuncha.facts.account import AccountFacts, Post
from xuncha.facts.seen import BEIJING, DateSource, FetchStatus, Published, Unseen
from xuncha.facts.targets import ColumnKind, MediaAccount, Platform, RunState, Site, SiteKind
from xuncha.facts.website import (
    ColumnSeen,
    Content,
    Coverage,
    EntrySeen,
    HomepageSeen,
    KindSource,
    ProbeSample,
    SiteFacts,
)

_NONE = Unseen("未读取")


def accounts(rows: list[tuple[Any, ...]], asof: datetime, dice: random.Random) -> Iterator[AccountFacts]:
    """Accounts of the directory with posts of the last weeks."""
    for _, key, name, _, _, *_ in rows:
        account = MediaAccount(key, name, Platform.WECHAT, "", "", "", RunState.RUNNING)
        ages = (dice.randrange(16) + dice.random() + 2 * n for n in range(15))
        posts = tuple(Post(str(n), asof - timedelta(days=age), "标题", "", "") for n, age in enumerate(ages))
        yield AccountFacts(account, posts, _NONE)


def site(code: str, name: str, asof: datetime, dice: random.Random) -> SiteFacts:
    """One site of the directory with twenty columns and a week of probes."""
    url = f"http://w{code}.gov.example/"
    known = Site(code, name, url, "", "", "", SiteKind.DEPARTMENT, RunState.RUNNING)

    def items(oldest: int) -> tuple[EntrySeen, ...]:
        first = dice.randrange(oldest)
        days = [(asof - timedelta(days=first + 3 * n)).date() for n in range(15)]
        return tuple(EntrySeen("一条信息", url, Published(day, DateSource.META)) for day in days)

    columns = tuple(
        ColumnSeen(
            f"栏目{n}", ColumnKind.NEWS if n < 4 else ColumnKind.SHOULD_UPDATE, KindSource.LISTED, f"{url}c{n}/", 1,
            content=Content.ENTRIES, entries=items(16 if n < 4 else 200), conclusive=True, status=FetchStatus.OK,
        )
        for n in range(20)
    )  # fmt: skip
    probes = tuple(
        ProbeSample(
            asof - timedelta(minutes=72 * n + 1), 200, "timeout" if n < dice.randrange(7) else "200", True
        )
        for n in range(140)
    )
    home = HomepageSeen(url, FetchStatus.OK, entries=items(14), conclusive=True)
    return SiteFacts(known, Coverage(1, 1), home, columns, links=_NONE, probes=probes)


def timed(what: str, act: Callable[[], Any]) -> Any:
    """Run it; print what it took."""
    cpu, begun = time.process_time(), time.perf_counter()
    made = act()
    print(
        f"{what}: {time.perf_counter() - begun:.1f} s, CPU {time.process_time() - cpu:.1f} s: {made}",
        flush=True,
    )
    return made


def main() -> None:
    """Make the inspection, work out, tell, tell again."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--sites", type=int, default=2_000)
    asked = parser.parse_args()
    os.environ["XUNCHA_HOME"] = tempfile.mkdtemp(prefix="xuncha-warning-")
    from xuncha.web.startup import bring_up_to_date, set_up

    set_up()
    bring_up_to_date()
    from desk_rows import Province, Size
    from django.utils import timezone

    from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry, Unit
    from xuncha.apps.inspections.facts_store import FactsStore, Registry
    from xuncha.apps.inspections.models import Round, VerdictEntry
    from xuncha.apps.reminders.foreseeing import foresee
    from xuncha.apps.reminders.telling import tell
    from xuncha.web.users.models import User

    made = Province(Size(sites=asked.sites, accounts=asked.accounts), timezone.localdate())
    names = ("pk", "name", "kind", "parent_id", "region_id", "path")
    Unit.objects.bulk_create(
        (Unit(**dict(zip(names, row, strict=True))) for row in made.units()), batch_size=2000
    )
    names = ("pk", "site_code", "name", "url", "kind", "state", "sponsor_id", "supervisor_id", "region_id")
    sites = list(made.sites())
    SiteEntry.objects.bulk_create(
        (SiteEntry(**dict(zip(names, row, strict=True))) for row in sites), batch_size=2000
    )
    names = ("pk", "account_id", "name", "platform", "state", "sponsor_id", "supervisor_id", "region_id")
    rows = list(made.accounts())
    MediaAccountEntry.objects.bulk_create(
        (MediaAccountEntry(**dict(zip(names, row, strict=True))) for row in rows), batch_size=2000
    )
    for unit, *_ in made.organs[::20]:
        User.objects.create(username=f"owner-{unit}", role="owner", unit_id=unit)
    for unit in made.cities:
        User.objects.create(username=f"supervisor-{unit}", role="supervisor", unit_id=unit)
    asof = timezone.now().astimezone(BEIJING)
    round_ = Round.objects.create(
        title="检查", kind="full", state="finished", asof=asof, standard="national-2019", folder="warning"
    )
    known = ("kind", "key", "name", "region_name", "sponsor_name", "platform", "sponsor_id", "supervisor_id")
    VerdictEntry.objects.bulk_create(
        (VerdictEntry(round=round_, place=n, outcome="pass", **dict(zip(known, row, strict=True))) for n, row in enumerate(made.targets)),
        batch_size=2000,
    )  # fmt: skip
    store, dice = FactsStore(Path(round_.result)), random.Random(1)
    (store.folder / "sites").mkdir(parents=True)
    seen = []
    for _, code, name, *_ in sites:
        facts = site(code, name, asof, dice)
        seen.append(facts.site)
        store.save_site(facts)
    store.save_registry(Registry(tuple(seen), (), None))
    store.save_accounts(accounts(rows, asof, dice))
    timed("outlook, rows", lambda: foresee(round_))
    timed("told", lambda: tell(round_, 7))
    timed("told again", lambda: tell(round_, 7))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
