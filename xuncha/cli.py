"""The command line: every command of the product under one name, loaded when it is called."""

from __future__ import annotations

import click

from xuncha import __version__
from xuncha.commands.loading import loaded
from xuncha.commands.usage import in_chinese

#: Command and the first words of its help, so that the list of all is printed without loading one of them. Each is
#: defined in the module of its name, which is loaded only for its own command, so that each starts fast.
COMMANDS = {
    "benchmark": "性能基准：造一个已知答案的网站，在本机提供，测整个进程的 CPU、墙钟、内存，并核对死链找得全不全、有没有误报。",
    "check": "发布前检查稿件：错误表述、错别字、个人隐私、过期日期，网页还查暗链和不良链接。",
    "demo": "一条命令看全过程：在本机启动示范省的网站，导入名单，检查，生成通报，再用网页查看结果。",
    "draw": "按地区和类型分层抽取，同一名单、比例和种子总得到同样的结果；可用来核对一次抽查。",
    "evidence": "证据：核验存档，查看记录，打开存档的网页。",
    "inspect": "检查网站和账号：读入名单，访问网站，逐项判定，生成通报。",
    "judge": "对已保存的事实重新判定，不访问网络；同样的事实、标准和时间点得到逐字节相同的结果。",
    "notice": "由已有结果重新生成通报和附件（数字对不上时拒绝生成）。",
    "probe": "拨测：定时打开每个网站的首页，记下是否打开、用时多少，追加到拨测记录。",
    "remind": "按最近一次完成的检查，推算即将逾期的栏目、账号和接近否决的网站，并通知主办单位和主管。",
    "reset-login": "为一个用户生成一次性密码，取消动态口令，解除登录锁定。",
    "rules": "列出全部指标：代码、名称、类别、限值、依据和检查办法。",
    "score-form": "生成空白的门户网站评分表（.xlsx 或 .toml）：官方附件的分值录入一次，人工检查的项按网站录入。",
    "serve": "启动网页系统和工作进程；首次启动会建立数据库和管理员，并打印一次性密码。",
    "worker": "从数据库领取工作并执行；可以在多台机器上启动多个，任何一个中途退出都不影响结果。",
}


class Commands(click.Group):
    """A group whose commands are looked up in :data:`COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in order of name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(loaded(f"xuncha.commands.{name}"), f"{name}_command")
        return in_chinese(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of all commands, as the library prints it of any group."""
        named = click.Group(commands={name: click.Command(name, help=COMMANDS[name]) for name in COMMANDS})
        named.format_commands(ctx, formatter)


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
