"""``xuncha inspect``: its options and its help; :mod:`xuncha.commands.inspecting` does what they say."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from xuncha.commands.browser import browser_option
from xuncha.commands.ending import ends_in_words
from xuncha.commands.loading import loaded
from xuncha.commands.options import ADDRESS, FILE, FOLDER, NETWORK, PREFIXES, TIMEPOINT, WEB_ADDRESS
from xuncha.gather.http.settings import RobotsPolicy


@click.command(name="inspect")
@click.option("--sites", type=FILE, help="网站名单（CSV 或 xlsx）")
@click.option("--columns", type=FILE, help="栏目表；未列出的栏目自动从网站发现")
@click.option("--accounts", type=FILE, help="政务新媒体账号名单")
@click.option(
    "--posts",
    type=FILE,
    help="账号发布记录（JSONL：account、post_id、published_at、title、text、url；可加 collection 所属栏目）",
)
@click.option(
    "--channels",
    type=FILE,
    help="账号功能检查记录（JSONL：account、checked_at、kind、name、url、result、detail；可加 newest 最新内容日期）",
)
@click.option("--probes", type=FILE, help="可用性监测记录（CSV）")
@click.option("--error-reports", type=FILE, help="“我为政府网站找错”记录（CSV 或 xlsx）")
@click.option("--words", type=FILE, help="本单位的正误词库（xlsx、CSV 或 TOML），与自带词库一并使用")
@click.option("--asof", type=TIMEPOINT, help="监测时间点，如 2025-06-25T10:00（默认：现在）")
@click.option(
    "--standard", default="national-2019", show_default=True, help="标准名称，或本省标准的 TOML 文件"
)
@click.option("--scores", type=FILE, help="填好的门户网站评分表（xlsx 或 TOML，见 score-form）")
@click.option("--indicators", type=PREFIXES, default="", help="只判定这些指标，可用前缀，如 W2,W3,W4")
@click.option("--out", type=FOLDER, required=True, help="结果目录（新建或为空）")
@click.option(
    "--connect-to",
    type=ADDRESS,
    help="所有域名都改连这个地址 ADDR:PORT（演练、回放、测试），https 在此改用 http",
)
@click.option(
    "--allow-net", type=NETWORK, multiple=True, help="允许访问的内网网段 CIDR，可重复；默认拒绝一切内网地址"
)
@click.option(
    "--max-pages", type=click.IntRange(1), default=300, show_default=True, help="每个网站最多打开的页面数"
)
@click.option(
    "--whole-site",
    is_flag=True,
    help="规定的栏目读完后，在 --max-pages 以内逐层打开全站其余页面，检查每个链接（图片、样式、附件、外部链接）",
)
@click.option(
    "--rate", type=click.FloatRange(0.01), default=2.0, show_default=True, help="每个主机每秒请求数"
)
@click.option(
    "--connections", type=click.IntRange(1), default=2, show_default=True, help="每个主机同时连接数"
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=30,
    show_default=True,
    help="一次访问的总时限（秒），从域名解析到正文收完，含跳转",
)
@click.option(
    "--site-minutes",
    type=click.FloatRange(0),
    help="每个网站最多让检查程序等待的分钟数：逐次请求等待答复、超时、网站要求暂停和用浏览器再看的"
    "时间合计，本程序为限速而等的和为取证截图的不计；到时其余网页不再访问，记为未能检查，0 为不限（默认 120，--whole-site 时不限）",
)
@click.option(
    "--host-pause",
    type=click.FloatRange(0),
    default=30,
    show_default=True,
    help="同一主机连续 12 次超时、断开或称繁忙（429、503）时暂停的秒数；再失败加倍暂停，仍不恢复的本次不再访问，"
    "其网页记为未能检查",
)
@click.option(
    "--reference",
    type=WEB_ADDRESS,
    multiple=True,
    help="参照网址，可重复：别家线路上总能打开的网址；都打不开时是本单位网络中断，不算网站的问题",
)
@click.option(
    "--outage-wait",
    type=click.FloatRange(0),
    default=300,
    show_default=True,
    help="本单位网络中断时最多等待的秒数；仍未恢复的，其余页面记为未能检查，可 --resume",
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="工作进程数")
@click.option(
    "--min-free-mb",
    type=click.IntRange(0),
    default=256,
    show_default=True,
    help="结果所在磁盘剩余空间低于此数（MiB）时暂停，腾出空间后自动继续",
)
@click.option(
    "--wait-for-space",
    type=click.FloatRange(0),
    default=1800,
    show_default=True,
    help="磁盘空间不足时最多等待的秒数，到时仍不足则结束（退出码 130，可 --resume）",
)
@click.option("--resume", is_flag=True, help="继续同一结果目录中被中断的检查")
@click.option(
    "--robots",
    type=click.Choice([p.value for p in RobotsPolicy]),
    default="obey",
    show_default=True,
    help="是否遵守 robots.txt；名单中网站的首页总是访问",
)
@browser_option
@click.option("--tsa", default="", help="检查结束后向这个时间戳服务（RFC 3161）为证据清单取时间戳")
@click.option("--contact", default="", help="写入 User-Agent 的联系网页或邮箱，便于被检查单位加白名单")
@click.option("--issuer", default="", help="通报的发文机关，如“云岭省人民政府办公厅”")
@ends_in_words
def inspect_command(**options: Any) -> None:
    """检查网站和账号：读入名单，访问网站，逐项判定，生成通报。

    名单有误时逐行指出“文件:行:列: 原因”，退出码 2，不写任何结果。
    退出码：0 完成；2 输入有误；3 完成但有对象未能判定；130 中断，可用 --resume 继续。

    \b
    示例：
      xuncha inspect --sites sites.csv --columns columns.csv --probes probes.csv \\
        --asof 2025-06-25T10:00 --out 结果
      xuncha inspect --sites sites.csv --whole-site --max-pages 20000 --indicators N103,N109 --out 全站链接
      xuncha inspect --sites sites.csv --site-minutes 30 --host-pause 60 --out 结果
      xuncha inspect --sites sites.csv --scores 评分表.xlsx --out 门户评分
      xuncha inspect --accounts accounts.csv --posts posts.jsonl --indicators A201 --out 新媒体
      xuncha inspect --accounts accounts.csv --posts posts.jsonl --channels channels.jsonl \\
        --indicators A,N107,N108 --out 新媒体栏目
    """
    # What an inspection takes is loaded when one begins: its help is printed, and a slip in an option told, at once.
    try:
        loaded("xuncha.commands.inspecting").carry_out(options)
    except KeyboardInterrupt:
        _keep_place(options["out"])
        raise


def _keep_place(result: Path) -> None:
    """The folder in which an inspection that was broken off before it had written anything is gone on with."""
    with suppress(OSError):  # then there is nothing to go on with
        result.mkdir(parents=True, exist_ok=True)
