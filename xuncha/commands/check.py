"""``xuncha check``: a manuscript before it is published."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime

import click

from xuncha.apps.inspections.manuscript import check_manuscript, read_manuscript
from xuncha.commands.ending import ends_in_words
from xuncha.commands.options import TIMEPOINT
from xuncha.facts.seen import BEIJING


@click.command(name="check")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "as_json_lines", is_flag=True, help="输出 JSON，供发布系统使用")
@click.option("--asof", type=TIMEPOINT, help="发布时间（默认：现在）")
@ends_in_words
def check_command(file: str, as_json_lines: bool, asof: datetime | None) -> None:
    """发布前检查稿件（txt、html、docx 等；“-”读标准输入）：错误表述、错别字、个人隐私、过期日期。

    有提示时退出码 1，没有则为 0；机器只作提示，由编辑判断。

    \b
    示例：
      xuncha check 稿件.docx
      cat 稿件.txt | xuncha check - --json
    """
    text = read_manuscript(file)
    remarks = check_manuscript(text, (asof or datetime.now(BEIJING)).date())
    if as_json_lines:
        click.echo(json.dumps([asdict(remark) for remark in remarks], ensure_ascii=False, indent=1))
    for remark in () if as_json_lines else remarks:
        level = "提示" if remark.alert else "请核对"
        click.echo(
            f"{remark.line}行{remark.column}字 [{remark.code} {level}] “{remark.quote}” {remark.suggestion}（{remark.reason}）"
        )
    if not as_json_lines:
        click.echo(f"共 {len(remarks)} 处提示。" if remarks else "没有发现问题。")
    sys.exit(1 if remarks else 0)
