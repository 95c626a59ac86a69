"""``xuncha evidence``: the records behind every finding."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xuncha.commands.ending import BROKEN
from xuncha.commands.options import RESULT
from xuncha.gather.evidence.verify import verify


@click.group(name="evidence")
def evidence_group() -> None:
    """证据：核验存档。"""


@evidence_group.command(name="verify")
@click.argument("directory", type=RESULT)
def verify_command(directory: Path) -> None:
    """核对证据目录中每条记录的摘要；有任何一个字节被改动或缺失都会指出，退出码 1。

    \b
    示例：
      xuncha evidence verify 结果/evidence
    """
    folder = directory / "evidence" if (directory / "evidence").is_dir() else directory
    verification = verify(folder)
    for problem in verification.problems:
        click.echo(f"{problem.warc}:{problem.offset}: {problem.text}", err=True)
    click.echo(f"共 {verification.records} 条记录，{len(verification.problems)} 处问题")
    sys.exit(BROKEN if verification.problems else 0)
