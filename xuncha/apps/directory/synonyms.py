"""Fixed values of the input files, and the other words offices write for them.

A word is listed only where it can mean nothing else: 微信 alone is refused, since it may be a 公众号, a
视频号 or a 小程序.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from xuncha.apps.directory.cells import compact
from xuncha.apps.directory.problems import BadCell, shown
from xuncha.facts.targets import ColumnKind, Platform, RunState, SiteKind

E = TypeVar("E", bound=StrEnum)

RUN_STATES = {
    "正常": RunState.RUNNING,
    "已关停": RunState.CLOSED,
    "关闭": RunState.CLOSED,
    "已关闭": RunState.CLOSED,
    "关停注销": RunState.CLOSED,
    "注销": RunState.CLOSED,
    "已注销": RunState.CLOSED,
}

SITE_KINDS = {
    "门户": SiteKind.PORTAL,
    "政府门户网站": SiteKind.PORTAL,
    "部门": SiteKind.DEPARTMENT,
    "政府部门网站": SiteKind.DEPARTMENT,
}

PLATFORMS = {
    "公众号": Platform.WECHAT,
    "微信公众平台": Platform.WECHAT,
    "微信公众账号": Platform.WECHAT,
    "微信订阅号": Platform.WECHAT,
    "微信服务号": Platform.WECHAT,
    "微博": Platform.WEIBO,
    "新浪": Platform.WEIBO,
    "抖音号": Platform.DOUYIN,
    "抖音短视频": Platform.DOUYIN,
    "头条": Platform.TOUTIAO,
    "头条号": Platform.TOUTIAO,
    "今日头条号": Platform.TOUTIAO,
    "微信视频号": Platform.WECHAT_CHANNELS,
    "app": Platform.APP,
    "客户端": Platform.APP,
    "手机客户端": Platform.APP,
    "移动应用": Platform.APP,
    "微信小程序": Platform.MINI_PROGRAM,
    "支付宝小程序": Platform.MINI_PROGRAM,
}

COLUMN_KINDS = {
    **{f"{kind.value}类": kind for kind in ColumnKind if kind is not ColumnKind.UNTYPED},
    "应更新栏目": ColumnKind.SHOULD_UPDATE,
    "静态栏目": ColumnKind.STATIC,
}


def one_of(
    allowed: Iterable[E], synonyms: Mapping[str, E] | None = None, *, hidden: Iterable[E] = ()
) -> Callable[[str], E]:
    """A parser for a cell that takes one of a few words. ``hidden`` values are never taken from a file."""
    members = [member for member in allowed if member not in set(hidden)]
    words = {member.value.lower(): member for member in members} | dict(synonyms or {})
    names = "、".join(member.value for member in members)

    def parse(text: str) -> E:
        found = words.get(compact(text).lower())
        if found is None:
            raise BadCell(f"{shown(text)}不是允许的值，应为下列之一：{names}")
        return found

    return parse
