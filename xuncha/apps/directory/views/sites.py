"""网站: the list and one site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xuncha.apps.casework.access import Right, any_role, may
from xuncha.apps.casework.listing import WHOLE_PROVINCE, counted, page_of
from xuncha.apps.directory.listing import choices, filtered
from xuncha.apps.directory.models import Change, ColumnEntry, SiteEntry
from xuncha.facts.targets import SiteKind

SEARCHED = ("name", "site_code", "url", "sponsor__name")
EXACT = ("state", "kind")


@any_role
def site_list(request: HttpRequest) -> HttpResponse:
    """Every site the user may see, with search and filters."""
    rows = SiteEntry.objects.visible_to(request.user).select_related("sponsor", "region")
    rows = filtered(request, rows, SEARCHED, EXACT).annotate(column_count=counted(ColumnEntry, "site"))
    context = choices(request, kind=[kind.value for kind in SiteKind])
    context |= {
        "page": page_of(request, rows, most=WHOLE_PROVINCE),
        "may_edit": may(request.user, Right.DIRECTORY),
    }
    context["nothing_at_all"] = not context["page"].object_list and not SiteEntry.objects.exists()
    return render(request, "directory/sites.html", context)


@any_role
def site_detail(request: HttpRequest, site_code: str) -> HttpResponse:
    """One site: what is known of it, its columns and its life."""
    rows = SiteEntry.objects.visible_to(request.user).select_related("sponsor", "supervisor", "region")
    site = get_object_or_404(rows, site_code=site_code)
    context = {
        "site": site,
        "record": site.record(),
        "page": page_of(request, site.columns.all()),
        "changes": Change.objects.filter(kind="sites", key=site_code).select_related("made_by")[:50],
        "may_edit": may(request.user, Right.DIRECTORY),
        "may_recheck": may(request.user, Right.ROUNDS) or may(request.user, Right.REVIEW),
    }
    return render(request, "directory/site.html", context)
