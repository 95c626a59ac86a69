"""Choosing one of thousands of units in a form: words are typed, the server answers with those that fit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.listing import Bytewise
from xuncha.apps.directory.models import Unit

#: Units offered at once.
MOST = 40


def in_reach(user: Any) -> QuerySet[Any]:
    """The units a user may name: all, or the own one and those under it."""
    if may(user, Right.SEE_ALL):
        return Unit.objects.all()
    unit = getattr(user, "unit", None)
    return Unit.objects.none() if unit is None else unit.subtree


def fitting(user: Any, words: str) -> list[Unit]:
    """Units in reach whose names, or whose region's, hold every word; regions come first."""
    rows = in_reach(user).select_related("region")
    for word in words.split()[:5]:
        own, of_region = rows.filter(name__icontains=word), rows.filter(region__name__icontains=word)
        rows = own | of_region
    return list(rows.order_by("-kind", Bytewise("name"), "pk")[: MOST + 1])


class UnitSelect(forms.Select):
    """A select that holds the chosen unit alone, with a search above it that fills it."""

    template_name = "directory/unit_select.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The chosen unit, if any, for the template."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        chosen = Unit.objects.filter(pk=value).select_related("region").first() if value else None
        context["chosen"] = chosen
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """None: thousands of them are looked up as they are asked for."""
        return []


class UnitField(forms.ModelChoiceField):
    """One unit, of any there is."""

    widget = UnitSelect

    def __init__(self, **given: Any) -> None:
        super().__init__(Unit.objects.all(), **given)
