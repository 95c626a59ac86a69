"""The page one comes to after logging in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xuncha.apps.casework.access import any_role


@any_role
def home(request: HttpRequest) -> HttpResponse:
    """The list of sites, until there is something to sum up."""
    return redirect("directory:sites")
