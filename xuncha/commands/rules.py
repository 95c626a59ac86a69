"""``xuncha rules``: the indicators of a standard."""

from __future__ import annotations

import click

from xuncha.commands.ending import ends_in_words
from xuncha.commands.manual import as_json, as_markdown, as_table
from xuncha.standards.standard import load_standard


@click.command(name="rules")
@click.option("--standard", default="national-2019", show_default=True, help="标准名称，或 TOML 文件")
@click.option("--json", "form", flag_value="json", help="输出 JSON")
@click.option("--markdown", "form", flag_value="markdown", help="输出指标手册（Markdown）")
@click.option("--table", "form", flag_value="table", default="table", help="输出表格（默认）")
@ends_in_words
def rules_command(standard: str, form: str) -> None:
    """列出全部指标：代码、名称、类别、限值、依据和检查办法。

    \b
    示例：
      xuncha rules
      xuncha rules --json
    """
    shapes = {"json": as_json, "markdown": as_markdown, "table": as_table}
    text = shapes[form](load_standard(standard))
    click.echo(text, nl=not text.endswith("\n"))
