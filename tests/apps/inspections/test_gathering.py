"""Sites shared between processes; a process that dies spoils nothing that was finished."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from small_sites import QUICK, SITE, plan_of, site
from specimens.server import SpecimenServer, serve
from specimens.site_files import PageRule
from waiting import until

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.gathering import Errand, _meeting, _shares, gather_sites
from xuncha.apps.inspections.keeping import unbroken
from xuncha.apps.inspections.new_processes import GatheringError
from xuncha.apps.inspections.question import Question
from xuncha.facts.seen import BEIJING, Unseen
from xuncha.facts.website import SiteFacts
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.plan import SitePlan
from xuncha.standards.standard import load_standard
from xuncha.standards.weighing import Weighed

QUESTION = Question(load_standard("national-2019"), ("W301",), datetime(2025, 6, 25, 10, tzinfo=BEIJING))


def plans(*hosts: str) -> tuple[SitePlan, ...]:
    return tuple(
        plan_of(site=replace(SITE, site_code=f"99010000{n:02}", url=f"http://{host}/"), probes=Unseen("未看"))
        for n, host in enumerate(hosts)
    )


def codes(shares: list[list[SitePlan]]) -> list[list[str]]:
    return [[plan.site.site_code[-1] for plan in share] for share in shares]


def test_one_host_stays_in_one_process(tmp_path: Path) -> None:
    errand = Errand(
        plans("a.example", "b.example", "a.example", "c.example"),
        FetchSettings(connect_to=("127.0.0.1", 1)),
        tmp_path,
    )
    shares = codes(_shares(errand, 2))
    assert sorted(sorted(share) for share in shares) == [["0", "2"], ["1", "3"]]
    assert len(_shares(errand, 9)) == 3


def test_names_of_one_address_stay_in_one_process(tmp_path: Path) -> None:
    errand = Errand(plans("127.0.0.1", "localhost", "127.0.0.2"), FetchSettings(), tmp_path)
    assert sorted(sorted(share) for share in codes(_shares(errand, 3))) == [["0", "1"], ["2"]]


def test_hosts_meet_at_any_of_their_addresses_and_over_others() -> None:
    names = _meeting(
        {
            "a": ("2001:db8::1", "192.0.2.1"),
            "b": ("192.0.2.2",),
            "c": ("192.0.2.1",),
            "d": ("192.0.2.3", "192.0.2.4"),
            "e": ("192.0.2.2", "192.0.2.3"),
            "unknown": (),
            "another": (),
        }
    )
    assert list(names) == ["a", "b", "c", "d", "e", "unknown", "another"]
    assert names["a"] == names["c"]
    assert names["b"] == names["d"] == names["e"]
    assert len({names[host] for host in ("a", "b", "unknown", "another")}) == 4


def test_many_hosts_of_one_address_meet_quickly() -> None:
    names = _meeting({f"{n}.example": ("192.0.2.1", f"198.51.100.{n % 200}") for n in range(20_000)})
    assert len(set(names.values())) == 1


class _Counter:
    """Counts sites that are finished."""

    def __init__(self) -> None:
        self.sites = 0

    def page(self) -> None:
        """Nothing to do."""

    def site(self) -> None:
        self.sites += 1

    def say(self, text: str) -> None:
        """Nothing to do."""


def test_two_processes_see_of_whole_sites_what_one_sees(tmp_path: Path) -> None:
    hosts = ("a.example", "b.example", "c.example")
    foot = "<p>首页</p><a href='/zt/1.html'>专题</a><a href='/gone.html'>旧</a>"
    sites = [
        site({"/": foot, "/zt/1.html": f"<p>专题</p><a href='/zt/gone-{host}.html'>旧</a>"}, host=host)
        for host in hosts
    ]
    depth = replace(QUICK, whole_site=True)
    wanted = frozenset({"links"})
    asked = tuple(replace(plan, depth=depth, wanted=wanted, staged=True) for plan in plans(*hosts))
    seen = []
    with serve(sites) as server:
        settings = FetchSettings(rate=1000, connections=16, connect_to=("127.0.0.1", server.port), retries=0)
        for jobs in (1, 2):
            store, watcher = FactsStore(tmp_path / str(jobs)), _Counter()
            store.folder.joinpath("sites").mkdir(parents=True)
            gather_sites(Errand(asked, settings, tmp_path / str(jobs)), watcher, jobs=jobs)
            assert watcher.sites == len(hosts)
            seen.append([dead_and_reached(store, plan.site.site_code) for plan in asked])
    assert seen[0] == seen[1]
    assert [dead for dead, *_ in seen[0]] == [
        {f"http://{host}/gone.html", f"http://{host}/zt/gone-{host}.html"} for host in hosts
    ]


def dead_and_reached(store: FactsStore, site_code: str) -> tuple[set[str], int, int]:
    """The links of a site that lead nowhere, its pages that were due and those that were read."""
    facts = store.site(site_code)
    assert facts is not None
    assert isinstance(facts.links, tuple), facts.links
    return {link.url for link in facts.links}, facts.coverage.pages, facts.coverage.reached


def test_a_site_that_is_slow_to_be_kept_keeps_no_other_waiting(tmp_path: Path) -> None:
    """A locked database or a slow disk under one site: the requests of the others would run out of time meanwhile."""
    asked = plans("a.example", "b.example")
    kept: list[str] = []
    other_is_kept = threading.Event()

    async def keep(facts: SiteFacts, _: Weighed) -> None:
        with ThreadPoolExecutor(1) as thread:
            if kept:
                other_is_kept.set()
            kept.append(facts.site.site_code)
            was_kept = thread.submit(other_is_kept.wait, 60)
            await unbroken(was_kept)
            assert was_kept.result(), "the other site waits for this one"

    with serve([site({"/": "<p>首页</p>"}, host=host) for host in ("a.example", "b.example")]) as server:
        settings = FetchSettings(rate=1000, connect_to=("127.0.0.1", server.port), retries=0)
        errand = Errand(asked, settings, tmp_path, question=QUESTION, keep=keep)
        gather_sites(errand, _Counter())
    assert sorted(kept) == [plan.site.site_code for plan in asked]


async def test_what_is_being_written_is_written_whole_before_a_visit_is_broken_off() -> None:
    begun, go_on = threading.Event(), threading.Event()
    written: list[str] = []

    def write() -> None:
        begun.set()
        go_on.wait(60)
        written.append("whole")

    with ThreadPoolExecutor(1) as thread:
        visit = asyncio.create_task(unbroken(thread.submit(write)))
        await asyncio.to_thread(begun.wait, 60)
        visit.cancel()
        await asyncio.sleep(0)
        assert not visit.done()
        go_on.set()
        await visit
    assert written == ["whole"]


class _Killer:
    """Kills every worker process once the first site is finished."""

    def __init__(self) -> None:
        self.sites = 0

    def page(self) -> None:
        """Nothing to do."""

    def say(self, text: str) -> None:
        """Nothing to do."""

    def site(self) -> None:
        self.sites += 1
        for child in multiprocessing.active_children():
            child.kill()


@contextmanager
def slow_and_quick(delay_s: float) -> Iterator[SpecimenServer]:
    sites = [
        site({"/": "<p>快</p>"}, host="a.example"),
        site({"/": "<p>慢</p>"}, PageRule("/", delay_s=delay_s), host="b.example"),
    ]
    with serve(sites) as server:
        yield server


def test_a_worker_that_is_killed(tmp_path: Path) -> None:
    with slow_and_quick(8) as server:
        settings = FetchSettings(rate=1000, connections=16, connect_to=("127.0.0.1", server.port), retries=0)
        FactsStore(tmp_path).folder.joinpath("sites").mkdir(parents=True)
        watcher = _Killer()
        with pytest.raises(GatheringError, match="--resume"):
            gather_sites(Errand(plans("a.example", "b.example"), settings, tmp_path), watcher, jobs=2)
    store = FactsStore(tmp_path)
    assert watcher.sites == 1
    assert store.site("9901000000") is not None
    assert store.site("9901000001") is None


def running_below(pid: int) -> list[int]:
    """Its child processes."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


ALONE = """
import sys
from pathlib import Path
from test_gathering import plans
from xuncha.apps.inspections.gathering import Errand, gather_sites
from xuncha.gather.http.settings import FetchSettings

class Watcher:
    def page(self): pass
    def site(self): print("site", flush=True)
    def say(self, text): print(text, flush=True)

if __name__ == "__main__":
    settings = FetchSettings(rate=1000, connections=16, connect_to=("127.0.0.1", int(sys.argv[1])), retries=0)
    gather_sites(Errand(plans("a.example", "b.example"), settings, Path(sys.argv[2])), Watcher(), jobs=2)
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A process of its own that visits a quick and a slow site by two workers, and these; the quick one is done."""
    FactsStore(tmp_path).folder.joinpath("sites").mkdir(parents=True)
    (tmp_path / "alone.py").write_text(ALONE, encoding="utf-8")
    with slow_and_quick(30) as server:
        command = [sys.executable, str(tmp_path / "alone.py"), str(server.port), str(tmp_path)]
        paths = os.pathsep.join(path for path in sys.path if path)
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "site\n"
            yield process, running_below(process.pid)
        finally:
            process.kill()
            process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_workers_are_copies_and_end_with_the_first_process(
    first: tuple[subprocess.Popen[str], list[int]],
) -> None:
    """A run that was killed may be resumed at once: nobody else must be writing into its folder then."""
    process, workers = first
    began = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    assert began in [Path(f"/proc/{worker}/cmdline").read_bytes() for worker in workers]
    process.kill()
    process.wait()
    until(lambda: not any(map(is_running, workers)))
