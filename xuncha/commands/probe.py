"""``xuncha probe``: availability samples, once or as a service."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from xuncha.apps.directory.probe_log import ProbeLog
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.sites import read_sites
from xuncha.commands.ending import Stop, ends_in_words
from xuncha.commands.options import ADDRESS, FILE, NETWORK
from xuncha.facts.seen import BEIJING, FetchStatus
from xuncha.facts.targets import RunState
from xuncha.facts.website import ProbeSample
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.probing.references import References
from xuncha.gather.probing.sample import LIMIT_S, Taken, opens, probe_settings
from xuncha.gather.probing.schedule import Schedule
from xuncha.gather.probing.sweep import Sweep, Target
from xuncha.told import BAD_INPUT, INTERRUPTED

REFERENCES = ("https://www.gov.cn/", "https://www.baidu.com/", "https://www.qq.com/")
#: Samples of one site must lie apart; a second ``--once`` within this time is no sample of its own (minutes).
_APART_MIN = 20
_NAP_S = 30.0


@dataclass(frozen=True, slots=True)
class _Job:
    targets: tuple[Target, ...]
    settings: FetchSettings
    references: References
    log: ProbeLog


@click.command(name="probe")
@click.option("--sites", type=FILE, required=True, help="网站名单（CSV 或 xlsx）；只测“正常运行”的网站")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="probes.csv",
    show_default=True,
    help="拨测记录，只追加；供 xuncha inspect --probes 使用",
)
@click.option("--once", is_flag=True, help="每个网站测一次就结束（由 cron 等定时调用）；默认作为服务常驻")
@click.option(
    "--per-day",
    type=click.IntRange(1, 288),
    default=24,
    show_default=True,
    help="每天次数（标准要求不少于 20）",
)
@click.option(
    "--reference",
    multiple=True,
    help="参照网址，可重复；都不通时判为本方网络故障，未打开的记为无效（默认："
    + "、".join(REFERENCES)
    + "）",
)
@click.option("--no-reference", is_flag=True, help="不用参照网址：每次未打开都算有效")
@click.option(
    "--limit",
    type=click.FloatRange(1),
    default=LIMIT_S,
    show_default=True,
    help="每次总时限（秒，含域名解析）",
)
@click.option(
    "--rate", type=click.FloatRange(0.01), default=5.0, show_default=True, help="每个 IP 地址每秒请求数"
)
@click.option(
    "--connections", type=click.IntRange(1, 2000), default=200, show_default=True, help="同时进行的总数"
)
@click.option("--contact", default="", help="写入 User-Agent 的联系网页或邮箱")
@click.option("--connect-to", type=ADDRESS, help="所有域名都改连这个地址 ADDR:PORT（演练、测试）")
@click.option("--allow-net", type=NETWORK, multiple=True, help="允许访问的内网网段 CIDR，可重复")
@ends_in_words
def probe_command(**options: Any) -> None:
    """拨测：定时打开每个网站的首页，记下是否打开、用时多少，追加到拨测记录。

    15 秒及以上未打开记为 timeout，域名、连接、TLS、中断各有其词，循环跳转记为 508；证书有问题但能打开的、应答
    正常而网页称正在维护或暂停服务（或是防护设备的网页、空白、报错）的，在备注中说明。被中断的，再次运行即从未测的继续，不会重复记录；20 分钟内测过的网站不再测。
    退出码：0 完成；2 输入有误；130 中断。

    \b
    示例：
      xuncha probe --sites sites.csv --out probes.csv
      xuncha probe --sites sites.csv --out probes.csv --once
      xuncha inspect --sites sites.csv --probes probes.csv --indicators W201 --out 结果
    """
    targets = _targets(options["sites"])
    settings = replace(
        probe_settings(options["rate"], options["connections"], options["limit"]),
        contact=options["contact"],
        connect_to=options["connect_to"],
        allow_net=options["allow_net"],
    )
    references = () if options["no_reference"] else (options["reference"] or REFERENCES)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with ProbeLog(options["out"]) as log:
            job = _Job(targets, settings, References(settings, references), log)
            if options["once"]:
                _once(job)
            else:
                _serve(job, Schedule(options["per_day"]))
    except KeyboardInterrupt:
        raise Stop("\n已停止。已完成的拨测都已记录，再次运行即继续。", INTERRUPTED) from None


def _targets(path: Path) -> tuple[Target, ...]:
    problems = Problems()
    sites = read_sites(path, problems)
    problems.raise_if_any()
    running = [Target(site.site_code, site.url) for site in sites if site.state is RunState.RUNNING]
    if not running:
        raise Stop(f"{path}：名单中没有“正常运行”的网站", BAD_INPUT)
    return tuple(running)


def _once(job: _Job) -> None:
    """Every site once, without those sampled just now."""
    apart = datetime.now(BEIJING) - timedelta(minutes=_APART_MIN)
    due = [t for t in job.targets if t.site_code not in job.log.last or job.log.last[t.site_code] < apart]
    skipped = len(job.targets) - len(due)
    began = time.monotonic()
    click.echo(f"{_round(job, due)}，用时 {time.monotonic() - began:.1f} 秒")
    if skipped:
        click.echo(f"{skipped} 个网站 {_APART_MIN} 分钟内已测，跳过")


def _serve(job: _Job, schedule: Schedule) -> None:
    """Sample whatever is due, for ever."""
    click.echo(f"拨测 {len(job.targets)} 个网站，每天 {schedule.per_day} 次，按 Ctrl-C 停止")
    while True:
        now = datetime.now(BEIJING)
        due = [t for t in job.targets if schedule.is_due(t.site_code, job.log.last.get(t.site_code), now)]
        if due:
            click.echo(f"{now:%m-%d %H:%M} {_round(job, due)}")
        time.sleep(_NAP_S)


def _round(job: _Job, due: Iterable[Target]) -> str:
    """One round; what it brought, in words."""
    counts = {"opened": 0, "failed": 0, "unclear": 0, "void": 0}

    def keep(batch: list[Taken]) -> None:
        job.log.append((taken.site_code, taken.sample, taken.note) for taken in batch)
        for taken in batch:
            counts[_sort(taken.sample)] += 1

    # Neighbours in the list often share a machine; apart, they need not wait for one another.
    mixed = sorted(due, key=lambda target: target.site_code[::-1])
    asyncio.run(Sweep(job.settings, job.references, keep).run(mixed))
    void = (
        f"，无效 {counts['void']}（本方网络不通、地址不允许访问，或程序出错，见备注）"
        if counts["void"]
        else ""
    )
    unclear = f"，应答正常而不是首页（维护、拦截等）{counts['unclear']}" if counts["unclear"] else ""
    return f"打开 {counts['opened']}，未打开 {counts['failed']}{unclear}{void}"


def _sort(sample: ProbeSample) -> str:
    if not sample.valid:
        return "void"
    if not opens(sample.outcome):
        return "failed"
    return "opened" if sample.page is FetchStatus.OK else "unclear"
