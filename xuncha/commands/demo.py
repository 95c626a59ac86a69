"""``xuncha demo``: the sample province from start to notice."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from xuncha.apps.inspections.running import inspect
from xuncha.commands.browser import browser_option, checked_browser
from xuncha.commands.ending import ends_in_words
from xuncha.commands.judging import judge_and_publish
from xuncha.commands.options import FOLDER
from xuncha.commands.progress import watch_sites
from xuncha.commands.serve import ready_or_stop, serve_now
from xuncha.gather.browser.settings import NoBrowser, find_browser


@click.command(name="demo")
@click.option("--no-serve", is_flag=True, help="只运行检查并输出结果，不启动网页")
@click.option("--out", type=FOLDER, help="结果目录（默认：临时目录，结束时打印）")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="网页的端口")
@browser_option
@ends_in_words
def demo_command(no_serve: bool, out: Path | None, browser: str, port: int) -> None:
    """一条命令看全过程：在本机启动示范省的网站，导入名单，检查，生成通报，再用网页查看结果。

    网页的数据放在 $XUNCHA_HOME；没有设置时用临时目录，不影响已有的数据。

    \b
    示例：
      xuncha demo
      xuncha demo --no-serve --out 演示结果
    """
    from xuncha.demo.show import (  # building the province is work no other command needs
        compare,
        demonstration,
    )

    if not no_serve:
        os.environ.setdefault("XUNCHA_HOME", tempfile.mkdtemp(prefix="xuncha-demo-home-"))
        os.environ.setdefault("XUNCHA_PROVINCE", "云岭省")
        ready_or_stop(first=False)
    with demonstration(out) as run:
        mode = checked_browser(browser)
        inspect(replace(run, browser=mode), watch_sites)
        judged = judge_and_publish(run.result, run.request, run.standard, as_read=True)
        shown = not isinstance(find_browser(mode), NoBrowser)
        click.echo(compare(judged.findings, in_a_browser=shown).in_words)
        if no_serve:
            return
        from xuncha.web.demonstration import take_in_demonstration

        for username, role, password in take_in_demonstration(run.paths, run.result):
            click.echo(f"演示登录：{username}（{role}），密码 {password}")
        if run.settings.connect_to:
            # Rounds ordered in the web system look at the sample province, too, as long as it is served.
            os.environ["XUNCHA_CONNECT_TO"] = "{}:{}".format(*run.settings.connect_to)
        serve_now(port)
