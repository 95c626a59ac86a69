"""The benchmark on a small site: it builds, serves, crawls, and its known truth is found. Nothing is timed."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from xuncha.benchmark.contenders import Contender, Said
from xuncha.benchmark.measuring import Cost, measure
from xuncha.benchmark.report import scaling
from xuncha.benchmark.rounds import Run, ratio, spread
from xuncha.benchmark.site import SiteMaker
from xuncha.cli import main


def test_every_planted_dead_link_is_found_and_no_other(tmp_path: Path) -> None:
    command = ["benchmark", "--pages", "200", "--rounds", "1", "--only", "links", "--work", str(tmp_path)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    dead = len(truth["dead"])
    assert dead >= 4
    assert f"| {dead}/{dead} | 0 |" in done.output
    summary = json.loads((tmp_path / "links" / "result" / "summary.json").read_text(encoding="utf-8"))
    assert summary["coverage"]["reached"] >= len(truth["pages"])


def test_the_same_seed_makes_the_same_site(tmp_path: Path) -> None:
    first, second = (SiteMaker(tmp_path / name, 60, 8000).make() for name in ("a", "b"))
    assert (first.pages, first.dead) == (second.pages, second.dead)
    page = first.pages[7].removeprefix("http://127.0.0.1:8000/")
    assert (tmp_path / "a" / "www" / page).read_bytes() == (tmp_path / "b" / "www" / page).read_bytes()


def test_a_large_site_holds_every_kind_of_dead_target(tmp_path: Path) -> None:
    kinds = set(SiteMaker(tmp_path, 700, 8000).make().dead.values())
    assert kinds == {
        "page", "attachment", "image", "raw-name", "gone", "error", "moved-dead", "loop", "external",
    }  # fmt: skip


def test_a_child_of_the_command_is_measured_too(tmp_path: Path) -> None:
    burn = "x = 0\nfor n in range(3_000_000): x += n"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '''{burn}'''])"
    cost = measure(["python3", "-c", script], tmp_path / "out", 60)
    assert cost.code == 0
    assert cost.cpu_s > measure(["python3", "-c", "pass"], tmp_path / "out", 60).cpu_s


def test_what_takes_too_long_is_stopped(tmp_path: Path) -> None:
    assert measure(["sleep", "30"], tmp_path / "out", 0.2).code == 124


def test_only_rounds_that_both_finished_count() -> None:
    def run(name: str, cpu_s: float, code: int = 0) -> Run:
        one = Contender(name, name, lambda _: [], lambda _: Said(frozenset(), None))
        return Run(one, Cost(cpu_s, 1, 1, code), 0, 0, None)

    rounds = [[run("a", 2), run("b", 8)], [run("b", 9), run("a", 3)], [run("a", 1), run("b", 9, 124)]]
    assert ratio(rounds, "a", "b") == [4, 3]
    assert spread([4, 3, 5]) == "4.00（3.00–5.00）"


def test_two_processes_beside_one() -> None:
    def run(name: str, wall_s: float, cpu_s: float, mib: float, code: int = 0) -> Run:
        one = Contender(name, f"题目{name}", lambda _: [], lambda _: Said(frozenset(), None))
        return Run(one, Cost(cpu_s, wall_s, mib, code), 0, 0, 800)

    one, two = [run("a", 40, 38, 300), run("a", 36, 36, 310)], [run("b", 20, 39, 200), run("b", 20, 41, 190)]
    said = scaling(one, two, 8)
    assert "题目a" in said
    assert "8 个主机共 800 页：1.90（1.80–2.00） 倍，每秒 21 页和 40 页" in said
    assert "CPU 37.0 秒和 40.0 秒；内存 310 MiB 和每个进程至多 200 MiB" in said
    assert "未完成" in scaling(one, [two[0], run("b", 1, 1, 1, 124)], 8)
