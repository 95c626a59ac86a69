"""``xuncha remind``: what becomes a fault soon, worked out and sent."""

from __future__ import annotations

import click

from xuncha.commands.ending import Stop, ends_in_words
from xuncha.commands.serve import ready_or_stop
from xuncha.told import BAD_INPUT


@click.command(name="remind")
@click.option("--days", type=click.IntRange(1, 60), default=7, show_default=True, help="预警几天内到期的")
@click.option("--no-send", is_flag=True, help="只推算，不发站内消息、邮件和推送")
@ends_in_words
def remind_command(days: int, no_send: bool) -> None:
    """按最近一次完成的检查，推算即将逾期的栏目、账号和接近否决的网站，并通知主办单位和主管。

    同一原因只通知一次；宜在每晚检查之后自动运行。邮件在设了 XUNCHA_SMTP_HOST 后发出
    （另有 XUNCHA_SMTP_PORT、USER、PASSWORD、FROM、SECURITY），推送在设了 XUNCHA_WEBHOOK_URL
    和 XUNCHA_WEBHOOK_SECRET 后发出；推送到内网须用 XUNCHA_WEBHOOK_ALLOW_NET 放行网段。

    \b
    示例：
      xuncha remind
      xuncha remind --days 5 --no-send
    """
    ready_or_stop(first=False)
    from xuncha.apps.reminders.foreseeing import foresee, latest_round
    from xuncha.apps.reminders.telling import said, tell

    round_ = latest_round()
    if round_ is None:
        raise Stop("还没有完成的检查，无从推算", BAD_INPUT)
    click.echo(f"按“{round_.title}”推算，共 {foresee(round_)} 项。")
    if no_send:
        return
    told = tell(round_, days)
    click.echo(said(told))
    for trouble in told.troubles:
        click.echo(f"注意：{trouble}", err=True)
