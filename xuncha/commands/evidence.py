"""``xuncha evidence``: the records behind every finding."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xuncha.commands.options import RESULT
from xuncha.gather.evidence.verify_result import verify_result
from xuncha.told import BROKEN


@click.group(name="evidence")
def evidence_group() -> None:
    """证据：核验存档。"""


@evidence_group.command(name="verify")
@click.argument("directory", type=RESULT)
@click.option("--expect", default="", help="另行留存的清单摘要（检查结束时显示的那一行），不符则指出")
def verify_command(directory: Path, expect: str) -> None:
    """核对结果目录（或其中的证据目录）：每条记录的摘要、记录之间的链、证据清单，以及问题所引用的证据。

    任何一个字节、一条记录、一个文件被改动、增加、删去、调换或截断都会指出，退出码 1。

    \b
    示例：
      xuncha evidence verify 结果
      xuncha evidence verify 结果/evidence --expect 5f70…
    """
    verification = verify_result(directory, expect)
    for problem in verification.problems:
        click.echo(f"{problem.warc}:{problem.offset}: {problem.text}", err=True)
    click.echo(f"共 {verification.records} 条记录，{len(verification.problems)} 处问题")
    sys.exit(BROKEN if verification.problems else 0)
