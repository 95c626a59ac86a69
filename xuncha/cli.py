"""The command line: every command of the product under one name, loaded when it is called."""

from __future__ import annotations

import gc
import gettext
import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click

from xuncha import __version__
from xuncha.commands.usage import in_chinese
from xuncha.lasting import lasts

#: Command and where it is defined. A module is loaded only for its own command, so that each starts fast.
COMMANDS = {
    "benchmark": "benchmark:benchmark_command",
    "check": "check:check_command",
    "demo": "demo:demo_command",
    "draw": "draw:draw_command",
    "evidence": "evidence:evidence_group",
    "inspect": "inspect:inspect_command",
    "judge": "judge:judge_command",
    "notice": "notice:notice_command",
    "probe": "probe:probe_command",
    "remind": "remind:remind_command",
    "reset-login": "reset_login:reset_login_command",
    "rules": "rules:rules_command",
    "score-form": "score_form:score_form_command",
    "serve": "serve:serve_command",
    "worker": "worker:worker_command",
}


# The library's own words (用法, 选项, 缺少…) are Chinese too, whatever the locale of a bare server says.
os.environ.setdefault("LANGUAGE", "zh_CN")
gettext.bindtextdomain("messages", str(Path(__file__).parent / "commands" / "locale"))


def _loaded(name: str) -> ModuleType:
    """A module of ours. What is loaded with it lives to the end, so it is not searched for rings again and again."""
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        module = import_module(name)
    finally:
        gc.enable()
    lasts()
    return module


class Commands(click.Group):
    """A group whose commands are looked up in :data:`COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in order of name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(_loaded(f"xuncha.commands.{module}"), name)
        return in_chinese(command)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
)
@click.version_option(__version__, prog_name="xuncha", message="巡查 %(prog)s %(version)s")
def main() -> None:
    """巡查：政府网站与政务新媒体季度检查。

    \b
    示例：
      xuncha demo --no-serve
      xuncha inspect --sites sites.csv --out 结果 --asof 2025-06-25T10:00
      xuncha judge 结果
    """
