"""What was checked, what was warned of, and what was published all the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xuncha.apps.casework.access import any_role
from xuncha.apps.casework.listing import page_of
from xuncha.apps.manuscripts.joining import published_all_the_same
from xuncha.apps.manuscripts.models import ManuscriptCheck


@any_role
def checks(request: HttpRequest) -> HttpResponse:
    """Checks the user may see: one's own, for a supervisor those of the subtree."""
    rows = ManuscriptCheck.objects.visible_to(request.user).select_related("unit", "by")
    return render(request, "manuscripts/checks.html", {"page": page_of(request, rows)})


@any_role
def one_check(request: HttpRequest, pk: int) -> HttpResponse:
    """What one check warned of."""
    rows = ManuscriptCheck.objects.visible_to(request.user).select_related("unit", "by")
    row = get_object_or_404(rows, pk=pk)
    return render(
        request, "manuscripts/one.html", {"check": row, "page": page_of(request, row.remarked.all())}
    )


@any_role
def published(request: HttpRequest) -> HttpResponse:
    """Findings that a check had warned of before."""
    return render(request, "manuscripts/published.html", {"joined": published_all_the_same(request.user)})
