"""``xuncha demo``: the sample province from start to notice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from xuncha.apps.inspections.running import inspect
from xuncha.commands.browser import browser_option, checked_browser
from xuncha.commands.ending import ends_in_words
from xuncha.commands.judging import judge_and_publish
from xuncha.commands.options import FOLDER
from xuncha.commands.progress import watch_sites


@click.command(name="demo")
@click.option("--no-serve", is_flag=True, help="只运行检查并输出结果，不启动网页")
@click.option("--out", type=FOLDER, help="结果目录（默认：临时目录，结束时打印）")
@browser_option
@ends_in_words
def demo_command(no_serve: bool, out: Path | None, browser: str) -> None:
    """一条命令看全过程：在本机启动示范省的网站，导入名单，检查，生成通报。

    \b
    示例：
      xuncha demo --no-serve
      xuncha demo --no-serve --out 演示结果
    """
    from xuncha.demo.show import (  # building the province is work no other command needs
        compare,
        demonstration,
    )

    if not no_serve:
        click.echo("本版本还没有网页界面，只运行检查并输出结果（等同 --no-serve）。", err=True)
    with demonstration(out) as run:
        inspect(replace(run, browser=checked_browser(browser)), watch_sites)
    judged = judge_and_publish(run.result, run.request, run.standard)
    click.echo(compare(judged.findings).in_words)
