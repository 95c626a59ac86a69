"""The directory as a file, filtered as the list is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from xuncha.apps.casework.access import any_role
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.directory.kinds import KINDS
from xuncha.apps.directory.listing import filtered
from xuncha.apps.directory.views import accounts, sites

_HEADERS = {
    "sites": ("网站标识码", "网站名称", "网址", "主办单位", "主管单位", "地区", "网站类型", "运行状态"),
    "accounts": ("账号标识", "账号名称", "平台", "主办单位", "主管单位", "地区", "运行状态", "关注数"),
    "columns": ("网站标识码", "栏目名称", "栏目类别", "网址", "更新期限天数"),
}
_FILTERS: dict[str, tuple[Any, Any]] = {
    "sites": (sites.SEARCHED, sites.EXACT),
    "accounts": (accounts.SEARCHED, accounts.EXACT),
}


@any_role
def export(request: HttpRequest, kind: str) -> Any:
    """The list as it can be imported again: xlsx, or csv with ``?as=csv``."""
    if kind not in KINDS:
        raise Http404
    return sheet_answer(request, "directory", request.GET.get("as", "xlsx"), kind=kind)


def exported(request: HttpRequest, kind: str) -> Sheet:
    """The entries of a kind that whoever asks may see, as filtered."""
    rows = KINDS[kind].model.objects.visible_to(request.user).select_related(*KINDS[kind].related)
    if kind in _FILTERS:
        rows = filtered(request, rows, *_FILTERS[kind])
    label = KINDS[kind].label
    name = f"{label}名单-{timezone.localdate():%Y%m%d}"
    return Sheet(name, _HEADERS[kind], rows, _line, on=label, act="导出名录")


def _line(entry: Any) -> list[str]:
    return list(entry.record().values())
