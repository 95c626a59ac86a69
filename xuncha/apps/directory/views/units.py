"""单位: the tree."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.listing import counted, holding, page_of
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry, Unit


@needs(Right.SEE_ALL)
def unit_list(request: HttpRequest) -> HttpResponse:
    """Units in the order of the tree, with how many sites and accounts each sponsors."""
    rows = Unit.objects.select_related("parent", "region").order_by("region_id", "path")
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(holding(words, "name"))
    rows = rows.annotate(
        site_count=counted(SiteEntry, "sponsor"), account_count=counted(MediaAccountEntry, "sponsor")
    )
    return render(request, "directory/units.html", {"page": page_of(request, rows, 100), "q": words})
