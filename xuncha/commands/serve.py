"""``xuncha serve``: the web system."""

from __future__ import annotations

import errno
import os
import socket

import click

from xuncha.commands.ending import Stop, ends_in_words
from xuncha.told import BAD_INPUT

MISSING = "网页系统需要附加组件，请先安装：pip install 'xuncha[web]'（使用 PostgreSQL 再加 postgres）"


@click.command(name="serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="监听地址；供他人访问用 0.0.0.0 或本机地址"
)
@click.option(
    "--workers", type=click.IntRange(0, 64), default=1, show_default=True, help="同时启动的工作进程数"
)
@click.option("--threads", type=click.IntRange(1, 256), default=8, show_default=True, help="处理网页的线程数")
@ends_in_words
def serve_command(port: int, host: str, workers: int, threads: int) -> None:
    """启动网页系统和工作进程；首次启动会建立数据库和管理员，并打印一次性密码。

    数据存放在 $XUNCHA_HOME；改用 PostgreSQL 只需设 XUNCHA_DATABASE_URL。
    供他人访问时还要设 XUNCHA_ALLOWED_HOSTS（域名或地址，空格分隔），经 https 访问时设 XUNCHA_HTTPS=1。
    送得极慢或读得极慢的连接不占处理线程：请求头 15 秒内、正文中断不超过 15 秒、每秒不少于 16 KB（另有 30 秒宽限），
    过时即断开；同时最多接受 4096 个连接。同一地址（IPv6 按 /64）同时办理的请求最多 200 个，多出的回答 429，
    由 XUNCHA_CONNECTIONS_PER_ADDRESS 调整。只连上而不发请求的连接、https 证书仍由前面的反向代理（如 nginx）或防火墙处理。
    反向代理的地址写进 XUNCHA_TRUSTED_PROXIES（如 10.0.0.5/32），登录锁定、限速、连接数和操作记录才按访问者的地址算。
    须用动态口令登录的角色列在 XUNCHA_SECOND_STEP_ROLES（如 administrator inspector reviewer）。

    \b
    示例：
      xuncha serve --port 8000
      XUNCHA_DATABASE_URL=postgres://xuncha:密码@127.0.0.1/xuncha xuncha serve --workers 4
    """
    ready_or_stop()
    serve_now(port, host, workers, threads)


def ready_or_stop(*, first: bool = True) -> None:
    """Load the web system and bring its database up to date; ends with a sentence where that cannot be.

    ``first``: where nobody can log in yet, an administrator is made and the password printed.
    """
    try:
        import granian  # noqa: F401

        from xuncha.web.startup import bring_up_to_date, first_administrator, set_up
    except ImportError:
        raise Stop(MISSING, BAD_INPUT) from None
    # What is made in $XUNCHA_HOME, the database above all, is for its owner alone, even where the folder is open.
    os.umask(0o077)
    set_up()
    bring_up_to_date()
    person = first_administrator() if first else None
    if person is not None:
        click.echo(
            f"已建立管理员 {person.username}，一次性密码：{person.password}（首次登录须修改，不再显示）"
        )


def _require_free(host: str, port: int) -> None:
    """Raises Stop where nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = "端口已被占用，可用 --port 换一个" if error.errno == errno.EADDRINUSE else str(error)
        raise Stop(f"不能在 {host}:{port} 上监听：{why}", BAD_INPUT) from None


def serve_now(port: int, host: str = "127.0.0.1", workers: int = 1, threads: int = 8) -> None:
    """Serve until the process is told to end."""
    from xuncha.web.server import serve_until_stopped

    _require_free(host, port)
    os.environ["DJANGO_SETTINGS_MODULE"] = "xuncha.web.settings"
    click.echo(f"网页系统：http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/  （按 Ctrl-C 停止）")
    serve_until_stopped(host, port, threads, workers)
    click.echo("已停止。")
