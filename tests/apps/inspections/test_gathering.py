"""Sites shared between processes; a process that dies spoils nothing that was finished."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from small_sites import SITE, plan_of, site
from specimens.server import SpecimenServer, serve
from specimens.site_files import PageRule

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.gathering import Errand, _shares, gather_sites
from xuncha.apps.inspections.new_processes import GatheringError
from xuncha.facts.seen import Unseen
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.plan import SitePlan


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
    until = time.monotonic() + 20
    while any(map(is_running, workers)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(is_running, workers))
