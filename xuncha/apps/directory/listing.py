"""Filters of the lists of sites and accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.listing import holding, is_number
from xuncha.apps.directory.models import Unit
from xuncha.facts.targets import RunState


def filtered(
    request: HttpRequest, rows: QuerySet[Any], searched: tuple[str, ...], exact: tuple[str, ...]
) -> Any:
    """``rows`` under ``?q=``, ``?region=`` and the fields named in ``exact``."""
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(holding(words, *searched))
    region = request.GET.get("region", "")
    if is_number(region):
        rows = rows.filter(region_id=int(region))
    for name in exact:
        if request.GET.get(name):
            rows = rows.filter(**{name: request.GET[name]})
    return rows


def choices(request: HttpRequest, **offered: list[str]) -> dict[str, Any]:
    """What the filter form offers, and what is chosen. Who sees one region is not told of the others."""
    regions = Unit.objects.filter(kind=Unit.Kind.REGION).order_by("pk")
    return {
        "regions": regions if may(request.user, Right.SEE_ALL) else (),
        "states": [state.value for state in RunState],
        "chosen": {name: request.GET.get(name, "") for name in ("q", "region", "state", *offered)},
        **offered,
    }
