"""豁免: known and accepted findings, with reason, scope and end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.models import IllegalMoveError, OvertakenError, move_together
from xuncha.apps.inspections.ledger import settle_again
from xuncha.apps.inspections.models import FindingCase, Suppression

_LONGEST = timedelta(days=370)


class SuppressionForm(forms.Form):
    """Why, how far, how long."""

    scope = forms.ChoiceField(
        label="范围",
        choices=[("one", "只限这一处"), ("all", "该对象的这项指标")],
        widget=forms.RadioSelect,
        initial="one",
    )
    reason = forms.CharField(label="理由", widget=forms.Textarea, max_length=1000)
    until = forms.DateField(label="有效期至", widget=forms.DateInput(attrs={"type": "date"}))

    def clean_until(self) -> object:
        """Not in the past, and a year at most: what is accepted must be looked at again."""
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until <= today + _LONGEST:
            raise forms.ValidationError("有效期应在今天之后，最长一年。")
        return until


@needs(Right.REVIEW)
def suppression_list(request: HttpRequest) -> HttpResponse:
    """Every suppression, valid or not."""
    rows = Suppression.objects.select_related("made_by")
    context = {"page": page_of(request, rows), "today": timezone.localdate()}
    return render(request, "inspections/suppressions.html", context)


@needs(Right.REVIEW)
def suppress(request: HttpRequest, pk: int) -> HttpResponse:
    """Suppress a finding now and in later rounds."""
    case = get_object_or_404(
        FindingCase.objects.visible_to(request.user).select_related("verdict", "round"), pk=pk
    )
    form = SuppressionForm(request.POST or None)
    if case.round.notice_issued_at is not None:
        messages.error(request, "这次检查的通报已经签发，结论不再改动。")
        return redirect("inspections:finding", pk=pk)
    if request.method == "POST" and form.is_valid():
        try:
            _take_out(request, case, form.cleaned_data)
        except (
            IllegalMoveError,
            OvertakenError,
        ) as error:  # somebody decided, or the notice was issued, meanwhile
            messages.error(request, f"没有建立豁免：{error}")
            return redirect("inspections:finding", pk=pk)
        messages.success(request, "已建立豁免；到期后同样的问题会重新出现在核实列表中。")
        return redirect("inspections:suppressions")
    return render(request, "inspections/suppress.html", {"form": form, "case": case})


def _take_out(request: HttpRequest, case: FindingCase, said: dict[str, Any]) -> None:
    """Make the suppression and move what it covers. Raises IllegalMoveError, OvertakenError; nothing is made then."""
    suspected = FindingCase.State.SUSPECTED
    with transaction.atomic():
        covered = FindingCase.objects.filter(verdict=case.verdict, code=case.code, state=suspected)
        if said["scope"] == "one":
            covered = covered.filter(fingerprint=case.fingerprint)
        rows = list(covered.order_by("pk").select_for_update(of=("self",)))
        if case.pk not in {row.pk for row in rows}:
            raise IllegalMoveError("这一处已经有人处理，只有待核实的问题才能豁免。")
        one = Suppression.objects.create(
            code=case.code,
            kind=case.kind,
            target=case.target,
            fingerprint=case.fingerprint if said["scope"] == "one" else "",
            reason=said["reason"],
            until=said["until"],
            made_by=request.user,
        )
        note = f"按豁免 {one.pk}：{one.reason}"
        move_together(rows, FindingCase.State.SUPPRESSED, by=request.user, note=note)
        settle_again(case.verdict)
        record(request, "建立豁免", on=f"{case.target} {case.code}", 至=str(one.until), 理由=one.reason)


@needs(Right.REVIEW)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """End a suppression before its day."""
    if request.method != "POST":
        return redirect("inspections:suppressions")
    with transaction.atomic():
        one = get_object_or_404(Suppression.objects.select_for_update(), pk=pk)
        if one.lifted_at is None:
            one.lifted_at = timezone.now()
            one.save(update_fields=["lifted_at"])
            record(request, "解除豁免", on=f"{one.target} {one.code}", 豁免=pk)
            messages.success(request, "已解除；今后的检查不再豁免。")
    return redirect("inspections:suppressions")
