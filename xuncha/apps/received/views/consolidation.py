"""清理整合: the lists with their figures, and as a file."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xuncha.apps.casework.access import Right, any_role, may
from xuncha.apps.casework.listing import is_number, page_of
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.directory.models import MediaAccountEntry
from xuncha.apps.received.consolidation import FEW, LISTS, listed

_HEADER = (
    "清理整合类别",
    "账号名称",
    "平台",
    "主办单位",
    "地区",
    "账号标识",
    "90 天发布数",
    "最近发布",
    "关注数",
    "篇均阅读数",
    "截至",
)


@any_role
def consolidation(request: HttpRequest) -> HttpResponse:
    """One of the lists (``?list=``); ``?few=`` is the number of posts below which use is low."""
    if request.GET.get("as") in ("xlsx", "csv"):
        return sheet_answer(request, "consolidation")  # type: ignore[no-any-return]
    kind, few, rows = _listed(request)
    context = {
        "page": page_of(request, rows),
        "kind": kind,
        "lists": [(name, label) for name, (label, _) in LISTS.items()],
        "meaning": LISTS[kind][1],
        "few": few,
        "may_edit": may(request.user, Right.DIRECTORY),
    }
    return render(request, "received/consolidation.html", context)


def _listed(request: HttpRequest) -> tuple[str, int, Any]:
    """Which list, below how many posts use is low, and its accounts that whoever asks may see."""
    kind = request.GET.get("list", "")
    kind = kind if kind in LISTS else "same"
    asked = request.GET.get("few", "")
    few = min(int(asked), 10_000) if is_number(asked) else FEW
    return kind, few, listed(kind, request.user, few)


def exported(request: HttpRequest) -> Sheet:
    """One of the lists, for whoever asks."""
    kind, _, rows = _listed(request)
    label = LISTS[kind][0]
    name = f"清理整合-{label}-{timezone.localdate():%Y%m%d}"
    return Sheet(name, _HEADER, rows, partial(_line, kind), on=label, act="导出清理整合名单")


def _line(kind: str, account: MediaAccountEntry) -> list[Any]:
    use = getattr(account, "use", None)
    what = [LISTS[kind][0], account.name, account.platform, account.sponsor.name]
    where = [account.region.name, account.account_id]
    newest = use.newest_on.isoformat() if use and use.newest_on else ""
    until = timezone.localtime(use.asof).date().isoformat() if use else ""
    readers = ["" if account.followers is None else account.followers]
    readers += ["" if use is None or use.reads_each is None else use.reads_each]
    return [*what, *where, use.posts if use else "", newest, *readers, until]
