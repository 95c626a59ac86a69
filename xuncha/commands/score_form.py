"""``xuncha score-form``: the form on which an office enters the official points and what persons checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.sites import read_sites
from xuncha.apps.inspections.blank_form import inspected_portals
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.scores import portals_of
from xuncha.commands.ending import Stop, ends_in_words
from xuncha.commands.options import FILE, RESULT, Place
from xuncha.standards.score_form import Portal, write_form
from xuncha.standards.score_table import ScoreTable, load_score_table
from xuncha.standards.standard import Standard, load_standard
from xuncha.told import BAD_INPUT

_SUFFIXES = (".xlsx", ".toml")
_FORM = Place(dir_okay=False, path_type=Path)


@click.command(name="score-form")
@click.argument("form", metavar="评分表", type=_FORM)
@click.option(
    "--result", "result_dir", type=RESULT, help="检查结果目录：列出各门户网站须人工录入的项和系统所见"
)
@click.option("--sites", type=FILE, help="网站名单：列出各门户网站须人工录入的项")
@click.option("--standard", help="标准名称，或本省标准的 TOML 文件（默认：检查时的，没有则 national-2019）")
@ends_in_words
def score_form_command(form: Path, result_dir: Path | None, sites: Path | None, standard: str | None) -> None:
    """生成空白的门户网站评分表（.xlsx 或 .toml）：官方附件的分值录入一次，人工检查的项按网站录入。

    填好后用 inspect 或 judge 的 --scores 读入；有一格不对就整份退回，逐格指出“文件:工作表:行:列: 原因”。
    已有同名文件时不覆盖。

    \b
    示例：
      xuncha score-form 评分表.xlsx
      xuncha score-form 评分表.xlsx --result 结果
      xuncha score-form 评分表.toml --sites sites.csv
    """
    if form.suffix.lower() not in _SUFFIXES:
        raise Stop(f"“{form}”应以 .xlsx 或 .toml 结尾", BAD_INPUT)
    if form.exists():
        raise Stop(f"“{form}”已经存在，请换一个名字，以免覆盖已录入的内容", BAD_INPUT)
    named = standard or (FactsStore(result_dir).request().standard if result_dir else "national-2019")
    rules = load_standard(named)
    if not rules.score_table:
        raise Stop(f"标准 {rules.name} 没有评分表", BAD_INPUT)
    table = load_score_table(rules.score_table)
    portals = _portals(result_dir, sites, rules, table)
    write_form(form, table, portals)
    click.echo(
        f"已生成 {form}：指标 {len(table.item)} 项，门户网站 {len(portals)} 个，尚缺 {len(table.missing)} 项数值"
    )


def _portals(
    result_dir: Path | None, sites: Path | None, standard: Standard, table: ScoreTable
) -> Sequence[Portal]:
    if result_dir is not None:
        return list(inspected_portals(FactsStore(result_dir), standard, table))
    if sites is None:
        return []
    problems = Problems()
    listed = read_sites(sites, problems)
    problems.raise_if_any()
    return [Portal(site.site_code, site.name) for site in portals_of(listed).values()]
