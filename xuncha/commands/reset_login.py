"""``xuncha reset-login``: the way back in for somebody nobody else can help, such as the only administrator."""

from __future__ import annotations

import click

from xuncha.commands.ending import Stop, ends_in_words
from xuncha.commands.serve import ready_or_stop
from xuncha.told import BAD_INPUT


@click.command(name="reset-login")
@click.argument("name", metavar="登录名")
@ends_in_words
def reset_login_command(name: str) -> None:
    """为一个用户生成一次性密码，取消动态口令，解除登录锁定。

    供唯一的管理员忘记密码或丢失手机时，在服务器上运行；其他人由管理员在“用户”页面重置。操作记入操作记录。

    \b
    示例：
      xuncha reset-login admin
    """
    ready_or_stop(first=False)
    from axes.utils import reset
    from django.db import transaction

    from xuncha.apps.casework.audit import record
    from xuncha.web.users.models import User
    from xuncha.web.users.passwords import one_time_password
    from xuncha.web.users.second_step import turn_off

    person = User.objects.filter(username=name).first()
    if person is None:
        raise Stop(f"没有登录名为“{name}”的用户", BAD_INPUT)
    password = one_time_password()
    with transaction.atomic():
        person.set_password(password)
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        turn_off(person)
        record(None, "重置密码和动态口令", on=name, 说明="在服务器上运行命令")
    reset(username=name)
    click.echo(f"{name} 的一次性密码：{password}（登录后须修改，不再显示）；动态口令已取消。")
