"""The command line: every command of the product under one name."""

from __future__ import annotations

import click

from xuncha import __version__
from xuncha.commands.check import check_command
from xuncha.commands.demo import demo_command
from xuncha.commands.evidence import evidence_group
from xuncha.commands.inspect import inspect_command
from xuncha.commands.judge import judge_command
from xuncha.commands.notice import notice_command
from xuncha.commands.rules import rules_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xuncha", message="巡查 %(prog)s %(version)s")
def main() -> None:
    """巡查：政府网站与政务新媒体季度检查。

    \b
    示例：
      xuncha demo --no-serve
      xuncha inspect --sites sites.csv --out 结果 --asof 2025-06-25T10:00
      xuncha judge 结果
    """


for _command in (
    check_command,
    demo_command,
    evidence_group,
    inspect_command,
    judge_command,
    notice_command,
    rules_command,
):
    main.add_command(_command)
