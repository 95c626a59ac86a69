"""``xuncha draw``: a stratified draw, made or made again."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from xuncha.apps.inspections.sampling import compare, drawn_from, kind_of, read_records
from xuncha.commands.ending import Stop, ends_in_words
from xuncha.commands.options import FILE
from xuncha.told import BAD_INPUT


@click.command(name="draw")
@click.option("--list", "frame", type=FILE, required=True, help="抽取前的名单（网站或账号，CSV，表头同名单）")
@click.option("--percent", type=click.IntRange(1, 100), required=True, help="每层抽取的比例，向上取整")
@click.option("--seed", required=True, help="随机种子")
@click.option("--compare", "first", type=FILE, help="当时抽中的名单；给出时只核对是否完全一致")
@ends_in_words
def draw_command(frame: Path, percent: int, seed: str, first: Path | None) -> None:
    """按地区和类型分层抽取，同一名单、比例和种子总得到同样的结果；可用来核对一次抽查。

    抽中的名单以 CSV 写到标准输出；用 --compare 时只说是否一致，不一致时退出码 2。

    \b
    示例：
      xuncha draw --list frame-sites.csv --percent 30 --seed 2025Q2 > 抽中.csv
      xuncha draw --list frame-sites.csv --percent 30 --seed 2025Q2 --compare drawn-sites.csv
    """
    records = read_records(frame)
    kind = kind_of(records)
    if not kind:
        raise Stop(f"{frame}：不是网站或账号名单，应有标识、地区、类型或平台、运行状态各列", BAD_INPUT)
    if first is None:
        drawn = drawn_from(kind, records, percent, seed)
        writer = csv.DictWriter(sys.stdout, list(records[0]))
        writer.writeheader()
        writer.writerows(drawn)
        return
    again = compare(kind, frame, first, percent, seed)
    if again.is_identical:
        click.echo(f"完全一致：{again.frame} 个中抽取 {again.drawn} 个，名单 SHA-256 {again.sha256}")
        return
    raise Stop(
        f"不一致：没有重抽到 {'、'.join(again.missing) or '无'}；多抽到 {'、'.join(again.extra) or '无'}",
        BAD_INPUT,
    )
