"""单位: the tree."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import counted, holding, page_of
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry, Unit
from xuncha.apps.directory.unit_choice import MOST, fitting


@needs(Right.SEE_ALL)
def unit_list(request: HttpRequest) -> HttpResponse:
    """Units in the order of the tree, with how many sites and accounts each sponsors."""
    # The province and its regions belong to no region: some databases would put them last.
    in_order = (F("region_id").asc(nulls_first=True), "path", "pk")
    rows = Unit.objects.select_related("parent", "region").order_by(*in_order)
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(holding(words, "name"))
    rows = rows.annotate(
        site_count=counted(SiteEntry, "sponsor"), account_count=counted(MediaAccountEntry, "sponsor")
    )
    return render(request, "directory/units.html", {"page": page_of(request, rows, 100), "q": words})


@any_role
def unit_choices(request: HttpRequest) -> HttpResponse:
    """Options of a select of units: those in reach that fit ``?q=``."""
    words = request.GET.get("q", "").strip()
    found = fitting(request.user, words[:100]) if words else []
    context = {"units": found[:MOST], "more": len(found) > MOST}
    return render(request, "directory/unit_options.html", context)


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom to call at a unit."""

    class Meta:
        model = Unit
        fields: ClassVar = ["contact", "phone"]


@needs(Right.SEE_ALL)
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: whom to call there, what it runs, and what is under it. POST changes the contact."""
    unit = get_object_or_404(Unit.objects.select_related("parent", "region"), pk=pk)
    may_edit = may(request.user, Right.DIRECTORY)
    form = ContactForm(request.POST if may_edit and request.method == "POST" else None, instance=unit)
    if request.method == "POST":
        if not may_edit:
            return HttpResponse(status=405)
        if form.is_valid():
            with transaction.atomic():
                form.save()
                record(request, "修改单位联系人", on=unit.name, 改动="、".join(form.changed_data))
            messages.success(request, "已保存联系人。")
            return redirect("directory:unit", pk=pk)
    context = {
        "unit": unit,
        "form": form if may_edit else None,
        "sites": SiteEntry.objects.filter(sponsor=unit)[:100],
        "accounts": MediaAccountEntry.objects.filter(sponsor=unit)[:100],
        "page": page_of(request, unit.children.all()),
    }
    return render(request, "directory/unit.html", context)
