"""``xuncha check``: a manuscript before it is published."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.words import read_words
from xuncha.apps.inspections.manuscript import Remark, check_manuscript, read_manuscript
from xuncha.commands.ending import ends_in_words
from xuncha.commands.options import FILE, TIMEPOINT, Place
from xuncha.facts.seen import BEIJING


@click.command(name="check")
@click.argument("file", metavar="稿件", type=Place(dir_okay=False, allow_dash=True))
@click.option("--words", type=FILE, help="本单位的正误词库（xlsx、CSV 或 TOML），与自带词库一并使用")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供发布系统使用")
@click.option("--asof", type=TIMEPOINT, help="发布时间（默认：现在）")
@ends_in_words
def check_command(file: str, words: Path | None, as_json: bool, asof: datetime | None) -> None:
    """发布前检查稿件：错误表述、错别字、个人隐私、过期日期，网页还查暗链和不良链接。

    稿件可以是 txt、html、docx 等；“-”读标准输入。
    机器只作提示，由编辑判断。退出码：0 没有发现问题；1 有提示；2 稿件或词库无法读取。

    \b
    --json 输出一个数组，每处提示一个对象，按出现顺序：
      code       W101 严重表述错误、N110 错别字、N105 个人隐私、N106 过期日期、W103 不良链接、W104 暗链
      title      代码的名称
      line column  行、列，从 1 起；start end 从 0 起的字符位置
      place      text：按文字计；source：按 html 源码计
      quote context  所指文字和上下文（个人信息已遮盖）
      right      建议的写法，没有时为空
      suggestion reason advice  建议、理由、怎样处理
      alert      true 把握较大；false 仅供核对

    \b
    示例：
      xuncha check 稿件.docx --words 正误词库.xlsx
      cat 稿件.txt | xuncha check - --json
    """
    problems = Problems()
    own = read_words(words, problems) if words else ()
    problems.raise_if_any()
    remarks = check_manuscript(read_manuscript(file), (asof or datetime.now(BEIJING)).date(), own)
    if as_json:
        click.echo(json.dumps([asdict(remark) for remark in remarks], ensure_ascii=False, indent=1))
    else:
        _print(remarks)
    sys.exit(1 if remarks else 0)


def _print(remarks: Sequence[Remark]) -> None:
    for remark in remarks:
        level = "提示" if remark.alert else "请核对"
        where = "源码 " if remark.place == "source" else ""
        click.echo(
            f"{where}{remark.line}行{remark.column}字 [{remark.code} {remark.title} {level}] “{remark.quote}” {remark.suggestion}"
        )
        click.echo(f"    {remark.context}")
        click.echo(f"    {remark.reason}；{remark.advice}")
    click.echo(f"共 {len(remarks)} 处提示。" if remarks else "没有发现问题。")
