"""``xuncha benchmark``: speed, memory and correctness on a site with a known truth, beside the peers."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from xuncha.benchmark import installing, report
from xuncha.benchmark.contenders import own, peers
from xuncha.benchmark.probe_round import play_round
from xuncha.benchmark.rounds import Run, of, play
from xuncha.benchmark.serving import free_port, nginx_path, served
from xuncha.benchmark.site import SiteMaker
from xuncha.benchmark.truth import Truth
from xuncha.commands.ending import Stop, ends_in_words
from xuncha.facts.seen import BEIJING
from xuncha.told import BROKEN

#: Enough of each host that starting and printing do not count, and few enough rounds to be done in minutes.
_PAGES_A_HOST, _JOB_ROUNDS = 2400, 3
_MORE_HOSTS = tuple(f"127.0.1.{number}" for number in range(1, 9))


@click.command(name="benchmark")
@click.option("--pages", type=click.IntRange(50), default=1200, show_default=True, help="网站页数")
@click.option(
    "--rounds", type=click.IntRange(1), default=5, show_default=True, help="轮数；每轮各程序各跑一次"
)
@click.option(
    "--tools",
    type=click.Path(file_okay=False, path_type=Path),
    help="安装 Scrapy、LinkChecker、crawlee 的目录（首次自动安装，需联网）；不给则只测本程序",
)
@click.option(
    "--jobs/--no-jobs", default=False, help="加测两个进程对一个进程，链接和全部指标各测（需要 nginx）"
)
@click.option(
    "--probes", type=click.IntRange(0), default=0, help="加测一轮拨测的网站数，如 15000（需要 nginx）"
)
@click.option("--only", type=click.Choice(["links", "inspect"]), help="只测本程序的一种检查")
@click.option(
    "--work", type=click.Path(file_okay=False, path_type=Path), help="工作目录（默认：临时目录，用后删除）"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="把结果表另存为文件（Markdown）")
@ends_in_words
def benchmark_command(**options: Any) -> None:
    """性能基准：造一个已知答案的网站，在本机提供，测整个进程的 CPU、墙钟、内存，并核对死链找得全不全、有没有误报。

    CPU 是进程及其子进程从启动到结束的用户态与内核态时间之和。装有 nginx 时由 nginx 提供网站，否则由自带的
    小服务器提供（结果正确，但墙钟不作数）。死链没有找全或有误报时退出码 1。

    \b
    示例：
      xuncha benchmark --pages 200 --rounds 1
      xuncha benchmark --pages 5000 --tools ~/peers --jobs --probes 15000 --out 性能.md
    """
    with tempfile.TemporaryDirectory() as temporary:
        work = (options["work"] or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        text, wrong = _measure(work, options)
    click.echo(text)
    if options["out"]:
        options["out"].write_text(text + "\n", encoding="utf-8")
    if wrong:
        raise Stop(f"结果有误：{wrong}", BROKEN)


def _measure(work: Path, options: dict[str, Any]) -> tuple[str, str]:
    """The report, and what of our own was not right."""
    where, at = report.machine(), datetime.now(BEIJING)
    truth = SiteMaker(work, options["pages"], free_port()).make()
    tools: Path | None = options["tools"]
    missing = installing.install(tools.resolve()) if tools else []
    contenders = [own(truth, whole=whole) for whole in (False, True)]
    contenders = [c for c in contenders if options["only"] in (None, c.name)]
    contenders += peers(truth, tools.resolve()) if tools else []
    parts, jobs = [], options["jobs"] and nginx_path() is not None
    with served(work, truth, _MORE_HOSTS if jobs else ()) as server:
        played = play(contenders, truth, work, options["rounds"], _tell)
        parts += [report.heading(truth, server, at, where)]
        parts += [report.table(played, truth, installing.versions(tools.resolve()) if tools else {})]
        parts += [report.ratios(played), *missing]
        if jobs:
            parts += _of_two_processes(truth, work / "jobs", options)
    if options["probes"]:
        round_ = play_round(work / "probes", options["probes"])
        parts.append(report.probing(round_, options["probes"]))
    return "\n\n".join(part for part in parts if part), _faults(played, len(truth.dead))


def _of_two_processes(truth: Truth, work: Path, options: dict[str, Any]) -> list[str]:
    """One process and two, of the links alone and of every indicator: a sentence for each."""
    hosts = [f"http://{host}:{truth.port}/" for host in _MORE_HOSTS]
    said = []
    for whole in (False, True):
        pair = [own(truth, whole=whole, jobs=jobs, addresses=hosts, most=_PAGES_A_HOST) for jobs in (1, 2)]
        if options["only"] not in (None, pair[0].name):
            continue
        played = play(pair, truth.at(_MORE_HOSTS), work, min(options["rounds"], _JOB_ROUNDS), _tell)
        said.append(report.scaling(of(played, pair[0].name), of(played, pair[1].name), len(hosts)))
    return said


def _faults(played: list[list[Run]], dead: int) -> str:
    wrong = [
        f"{run.contender.title}找到死链 {run.found}/{dead}，误报 {run.false}"
        for round_ in played
        for run in round_
        if run.contender.is_own and (run.found < dead or run.false or not run.is_complete)
    ]
    return "；".join(wrong)


def _tell(line: str) -> None:
    click.echo(line, err=True)
