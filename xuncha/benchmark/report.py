"""The table of a benchmark, as Markdown, with the machine and the day it was measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median

from xuncha import __version__
from xuncha.benchmark.probe_round import Round
from xuncha.benchmark.rounds import Run, of, ratio, spread
from xuncha.benchmark.truth import Truth


def machine() -> str:
    """Processor, cores, memory, load and Python, in one line."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in _read("/proc/cpuinfo").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    load = "、".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{cpu}，{os.cpu_count()} 核，内存 {memory:.0f} GiB，{platform.system()} {platform.release()}，"
        f"Python {platform.python_version()}，测前负荷 {load}"
    )


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def heading(truth: Truth, server: str, at: datetime, where: str) -> str:
    """What was measured, where and when."""
    size = truth.bytes_of_html / max(1, len(truth.pages)) / 1024
    return (
        f"{at:%Y-%m-%d %H:%M}，xuncha {__version__}，{where}。\n\n"
        f"网站：{len(truth.pages)} 页，平均 {size:.0f} KiB，埋设死链 {len(truth.dead)} 个，由 {server} 在本机提供。"
    )


def table(played: Sequence[Sequence[Run]], truth: Truth, versions: Mapping[str, str]) -> str:
    """A row for each contender: medians over the rounds, with the range."""
    lines = [
        "| 程序 | CPU 秒/千页 | 墙钟 秒 | 内存 MiB | 找到死链 | 误报 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in dict.fromkeys(run.contender.name for round_ in played for run in round_):
        runs = of(played, name)
        complete = [run for run in runs if run.is_complete]
        title = f"{runs[0].contender.title} {versions.get(name, '')}".strip()
        if not complete:
            lines.append(f"| {title} | 未完成（退出码 {runs[0].cost.code}） | | | | |")
            continue
        each = [1000 * run.cost.cpu_s / len(truth.pages) for run in complete]
        lines.append(
            f"| {title} | {spread(each)} | {spread([run.cost.wall_s for run in complete], 1)} "
            f"| {max(run.cost.peak_mib for run in complete):.0f} "
            f"| {min(run.found for run in complete)}/{len(truth.dead)} | {max(run.false for run in complete)} |"
        )
    return "\n".join(lines)


def ratios(played: Sequence[Sequence[Run]]) -> str:
    """Each peer's CPU as a multiple of ours, round by round."""
    names = dict.fromkeys(run.contender.name for round_ in played for run in round_)
    peers = [run.contender for run in played[0] if not run.contender.is_own]
    lines = [
        "| 对手的 CPU 是我们的几倍（逐轮成对，中位数与范围） | " + " | ".join(p.title for p in peers) + " |"
    ]
    lines.append("| --- |" + " ---: |" * len(peers))
    for name, title in (("links", "全站链接＋存证"), ("inspect", "全部指标（N110 和浏览器除外）＋存证")):
        if name in names:
            cells = [ratio(played, name, peer.name) for peer in peers]
            lines.append(f"| {title} | " + " | ".join(spread(c, 1) if c else "—" for c in cells) + " |")
    return "\n".join(lines) if peers else ""


def scaling(one: Sequence[Run], two: Sequence[Run], hosts: int) -> str:
    """Throughput of two processes against one, round by round; the memory is that of the largest process."""
    title = f"两个进程对一个进程（{one[0].contender.title}）"
    if not all(run.is_complete for run in (*one, *two)):
        return f"{title}：未完成。"
    pages = one[0].pages or 0
    times = [a.cost.wall_s / b.cost.wall_s for a, b in zip(one, two, strict=True)]
    rates = [pages / median([run.cost.wall_s for run in runs]) for runs in (one, two)]
    cpu = [median([run.cost.cpu_s for run in runs]) for runs in (one, two)]
    memory = [max(run.cost.peak_mib for run in runs) for runs in (one, two)]
    return (
        f"{title}，{hosts} 个主机共 {pages} 页：{spread(times)} 倍，每秒 {rates[0]:.0f} 页和 {rates[1]:.0f} 页；"
        f"CPU {cpu[0]:.1f} 秒和 {cpu[1]:.1f} 秒；内存 {memory[0]:.0f} MiB 和每个进程至多 {memory[1]:.0f} MiB。"
    )


def probing(round_: Round, sites: int) -> str:
    """One round of availability samples."""
    words = "、".join(f"{outcome} {number} 次" for outcome, number in sorted(round_.outcomes.items()))
    return (
        f"拨测一轮 {sites} 个网站（TLS，每次新建连接，其中 {round_.dead} 个从不应答，各等满 15 秒）：墙钟 "
        f"{round_.cost.wall_s:.1f} 秒，CPU 每次 {1000 * round_.cost.cpu_s / sites:.2f} 毫秒，"
        f"内存 {round_.cost.peak_mib:.0f} MiB；结果：{words}。"
    )
