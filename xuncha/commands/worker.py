"""``xuncha worker``: carries out the rounds that people start in the web system."""

from __future__ import annotations

import signal
import threading

import click

from xuncha.commands.ending import ends_in_words
from xuncha.commands.serve import ready_or_stop


@click.command(name="worker")
@click.option("--once", is_flag=True, help="没有可做的工作时退出（默认：继续等待）")
@click.option("--tasks", is_flag=True, help="只办理后台任务（导入、导出等），不检查网站")
@ends_in_words
def worker_command(once: bool, tasks: bool) -> None:
    """从数据库领取工作并执行；可以在多台机器上启动多个，任何一个中途退出都不影响结果。

    正在检查网站时如有后台任务等待，会自动另起一个只办理后台任务的进程，办完即退出。

    \b
    示例：
      xuncha worker
      XUNCHA_DATABASE_URL=postgres://xuncha:密码@10.0.0.5/xuncha xuncha worker
    """
    ready_or_stop(first=False)
    from xuncha.apps.inspections.work.worker import Worker

    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    Worker(stop, only_tasks=tasks).run(once=once)
