"""新媒体: the list and one account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xuncha.apps.casework.access import Right, any_role, may
from xuncha.apps.casework.listing import WHOLE_PROVINCE, page_of
from xuncha.apps.directory.listing import choices, filtered
from xuncha.apps.directory.models import Change, MediaAccountEntry
from xuncha.facts.targets import Platform

SEARCHED = ("name", "account_id", "sponsor__name")
EXACT = ("state", "platform")


@any_role
def account_list(request: HttpRequest) -> HttpResponse:
    """Every account the user may see, with search and filters."""
    rows = MediaAccountEntry.objects.visible_to(request.user).select_related("sponsor", "region")
    context = choices(request, platform=[platform.value for platform in Platform])
    context["page"] = page_of(request, filtered(request, rows, SEARCHED, EXACT), most=WHOLE_PROVINCE)
    context["may_edit"] = may(request.user, Right.DIRECTORY)
    context["nothing_at_all"] = not context["page"].object_list and not MediaAccountEntry.objects.exists()
    return render(request, "directory/accounts.html", context)


@any_role
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account. It is addressed by number: ids of platforms hold any character."""
    rows = MediaAccountEntry.objects.visible_to(request.user).select_related(
        "sponsor", "supervisor", "region"
    )
    account = get_object_or_404(rows, pk=pk)
    context = {
        "account": account,
        "record": account.record(),
        "changes": Change.objects.filter(kind="accounts", key=account.account_id).select_related("made_by")[
            :50
        ],
        "may_edit": may(request.user, Right.DIRECTORY),
    }
    return render(request, "directory/account.html", context)
