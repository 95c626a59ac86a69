"""``xuncha judge``: saved facts judged again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.commands.ending import ends_in_words
from xuncha.commands.judging import judge_and_publish
from xuncha.commands.options import PREFIXES, RESULT, TIMEPOINT
from xuncha.standards.standard import load_standard


@click.command(name="judge")
@click.argument("result_dir", type=RESULT)
@click.option("--asof", type=TIMEPOINT, help="另一个监测时间点（默认：检查时的）")
@click.option("--standard", help="另一个标准（默认：检查时的）")
@click.option("--indicators", type=PREFIXES, help="另一个范围（默认：检查时的）")
@ends_in_words
def judge_command(result_dir: Path, **changes: Any) -> None:
    """对已保存的事实重新判定，不访问网络；同样的事实、标准和时间点得到逐字节相同的结果。

    \b
    示例：
      xuncha judge 结果
      xuncha judge 结果 --standard 本省标准.toml
    """
    request = replace(FactsStore(result_dir).request(), **{k: v for k, v in changes.items() if v is not None})
    judge_and_publish(result_dir, request, load_standard(request.standard)).end()
