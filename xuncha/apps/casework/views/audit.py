"""操作记录: who did what, and whether the chain still holds."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import holding, page_of
from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.tasks.ordering import answer
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.casework.verifying import is_long, latest_verification, order_verification, verify
from xuncha.apps.casework.word_pairs import named_where_few

_SEARCHED = ("act", "on", "actor_name")
#: People whose name holds the words of a search, at most.
_MOST_NAMED = 200
_HEADER = ("序号", "时间", "操作人", "角色", "操作", "对象", "详情", "来源", "摘要")


@needs(Right.AUDIT)
def audit_list(request: HttpRequest) -> HttpResponse:
    """The record, newest first; ``?verify=1`` also walks the whole chain, a long one by a worker."""
    if request.GET.get("as") in ("xlsx", "csv"):
        return sheet_answer(request, "audit")  # type: ignore[no-any-return]
    checked = None
    if request.GET.get("verify"):
        if is_long():
            return answer(request, order_verification(request))
        checked = verify()
        record(request, "核对操作记录", on=checked.what, 结果=checked.words)
    entries, words = _searched(request)
    page = page_of(request, entries)
    names = _names({entry.actor_name for entry in page})
    for entry in page:
        entry.who = names.get(entry.actor_name, "")
    context = {"page": page, "q": words, "checked": checked, "earlier": latest_verification()}
    return render(request, "casework/audit.html", context)


def _searched(request: HttpRequest) -> tuple[Any, str]:
    entries = AuditEntry.objects.all()
    words = request.GET.get("q", "").strip()
    if words:
        found = named_where_few(AuditEntry, words, holding(words, *_SEARCHED), *_SEARCHED)
        entries = entries.filter(found)
        named = get_user_model().objects.filter(full_name__contains=words).values_list("username", flat=True)
        entries = entries | AuditEntry.objects.filter(actor_name__in=list(named[:_MOST_NAMED]))
    return entries, words


def exported(request: HttpRequest) -> Sheet:
    """The record as searched."""
    entries, words = _searched(request)
    return Sheet("操作记录", _HEADER, entries, _line, on="操作记录", detail={"条件": words})


def _line(entry: AuditEntry) -> list[Any]:
    at = timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds")
    return [
        entry.number, at, entry.actor_name or "系统", entry.actor_role, entry.act, entry.on, entry.told, entry.address,
        entry.digest,
    ]  # fmt: skip


def _names(logins: set[str]) -> dict[str, str]:
    """Names of people by their login names, with units; those who have none are left out."""
    people = get_user_model().objects.filter(username__in=logins).exclude(full_name="")
    return {one.get_username(): one.signed_name for one in people.select_related("unit")}
