"""The columns of the three lists, in the order in which they are written."""

from __future__ import annotations

from xuncha.apps.directory.sites import SERVES

HEADERS: dict[str, tuple[str, ...]] = {
    "sites": (
        "网站标识码",
        "网站名称",
        "网址",
        "主办单位",
        "主管单位",
        "地区",
        "网站类型",
        "运行状态",
        SERVES,
    ),
    "accounts": ("账号标识", "账号名称", "平台", "主办单位", "主管单位", "地区", "运行状态", "关注数"),
    "columns": ("网站标识码", "栏目名称", "栏目类别", "网址", "更新期限天数"),
}
