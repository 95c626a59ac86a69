"""The option that says whether pages are shown in a browser, and what a user is told about it."""

from __future__ import annotations

import click

from xuncha.commands.ending import Stop
from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser
from xuncha.told import BAD_INPUT

#: For commands that open pages.
browser_option = click.option(
    "--browser",
    type=click.Choice([mode.value for mode in BrowserMode]),
    default="auto",
    show_default=True,
    help="由脚本加载的栏目、首页和否决问题的页面是否用浏览器打开并截图；auto 为本机有浏览器时使用",
)


def checked_browser(chosen: str, *, needed: bool = True) -> BrowserMode:
    """The mode to run with; says once where pages will stay unread for want of a browser.

    Raises:
        Stop: a browser was asked for and there is none.
    """
    mode = BrowserMode(chosen)
    found = find_browser(mode)
    if not isinstance(found, NoBrowser) or mode is BrowserMode.OFF:
        return mode
    if mode is BrowserMode.ON:
        raise Stop(f"不能使用浏览器：{found.reason}", BAD_INPUT)
    if needed:
        click.echo(f"提示：由脚本加载的页面不能读取，相应判为待核。{found.reason}", err=True)
    return mode
