"""Filters of the lists of sites and accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.listing import holding, is_number
from xuncha.apps.casework.word_pairs import may_hold
from xuncha.apps.directory.models import MediaAccountEntry, Unit
from xuncha.facts.targets import RunState

#: Fields of accounts whose words are in an index.
_INDEXED = ("name", "account_id")
#: Accounts and units that a query names one by one.
_FEW = 500


def filtered(
    request: HttpRequest, rows: QuerySet[Any], searched: tuple[str, ...], exact: tuple[str, ...]
) -> Any:
    """``rows`` under ``?q=``, ``?region=`` and the fields named in ``exact``."""
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(_holding(rows.model, words, searched))
    region = request.GET.get("region", "")
    if is_number(region):
        rows = rows.filter(region_id=int(region))
    for name in exact:
        if request.GET.get(name):
            rows = rows.filter(**{name: request.GET[name]})
    return rows


def _holding(model: Any, words: str, searched: tuple[str, ...]) -> Q:
    """Rows that hold the words. Accounts are many: where few are meant, each of two indexes names them.

    Where many are, reading all of them costs less than looking up each.
    """
    near = may_hold(words, *_INDEXED) if model is MediaAccountEntry else Q()
    if near:
        by_name = MediaAccountEntry.objects.filter(near & holding(words, *_INDEXED))
        sponsors = Unit.objects.filter(holding(words, "name"))
        few = [list(rows.order_by().values_list("pk", flat=True)[: _FEW + 1]) for rows in (by_name, sponsors)]
        if max(map(len, few)) <= _FEW:
            return Q(pk__in=few[0]) | Q(sponsor__in=few[1])
    return holding(words, *searched)


def choices(request: HttpRequest, **offered: list[str]) -> dict[str, Any]:
    """What the filter form offers, and what is chosen. Who sees one region is not told of the others."""
    regions = Unit.objects.filter(kind=Unit.Kind.REGION).order_by("pk")
    return {
        "regions": regions if may(request.user, Right.SEE_ALL) else (),
        "states": [state.value for state in RunState],
        "chosen": {name: request.GET.get(name, "") for name in ("q", "region", "state", *offered)},
        **offered,
    }
