"""Making manual checks for a round, and giving them to somebody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import is_number
from xuncha.apps.inspections.models import Round, VerdictEntry
from xuncha.apps.sitework.assigning import guides_of, lookers, make_checks, tell_assignees
from xuncha.apps.sitework.guides import guides
from xuncha.apps.sitework.models import ManualCheck

#: Unknown keys that are named; all are counted.
_NAMED = 10
_WHICH = [("all", "全部对象"), ("unknown", "未能判定的"), ("pass", "合格的"), ("fail", "不合格的")]


class MakeForm(forms.Form):
    """Round, what to look at, at whom, by whom, until when."""

    round = forms.ModelChoiceField(label="检查", queryset=Round.objects.none(), empty_label=None)
    guides = forms.MultipleChoiceField(label="核查内容", widget=forms.CheckboxSelectMultiple)
    which = forms.ChoiceField(label="对象", choices=_WHICH)
    keys = forms.CharField(
        label="只核查这些标识",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个网站标识码或账号标识；留空则按上面的范围",
    )
    people = forms.ModelMultipleChoiceField(
        label="核查人",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="选多人则依次平均分配；不选则待分配",
    )
    working_days = forms.IntegerField(label="期限（工作日）", min_value=1, max_value=90, initial=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_verdicts = VerdictEntry.objects.order_by().values("round")
        # What is seen after the notice would count nowhere.
        self.fields["round"].queryset = Round.objects.filter(
            state=Round.State.FINISHED, pk__in=with_verdicts, notice_issued_at=None
        )
        people = self.fields["people"]
        people.queryset = lookers()
        people.label_from_instance = lambda person: f"{person.shown_name}（{person.get_role_display()}）"
        self.fields["guides"].choices = [
            (guide.key, f"{guide.code} {guide.title}") for guide in guides().values()
        ]

    def clean(self) -> dict[str, Any]:
        """Every guide must count in the round."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("round") and cleaned.get("guides"):
            offered = {guide.key for guide in guides_of(cleaned["round"])}
            outside = [guides()[key].code for key in cleaned["guides"] if key not in offered]
            if outside:
                self.add_error("guides", f"这次检查的标准或范围不含 {'、'.join(outside)}。")
        if cleaned.get("round") and (keys := set(cleaned.get("keys", "").split())):
            unknown = keys - set(cleaned["round"].verdicts.filter(key__in=keys).values_list("key", flat=True))
            if unknown:
                shown = "、".join(sorted(unknown)[:_NAMED])
                self.add_error("keys", f"这次检查没有 {len(unknown)} 个标识，请核对：{shown[:300]}")
        return cleaned


@needs(Right.ROUNDS)
def make(request: HttpRequest) -> HttpResponse:
    """Make checks for the targets of a round."""
    form = MakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        targets = given["round"].verdicts.order_by("place", "pk")
        if given["which"] != "all":
            targets = targets.filter(outcome=given["which"])
        if given["keys"].split():
            targets = targets.filter(key__in=given["keys"].split())
        with transaction.atomic():
            chosen = [guides()[key] for key in given["guides"]]
            last = ManualCheck.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            made = make_checks(given["round"], chosen, targets, list(given["people"]), given["working_days"])
            record(
                request, "安排人工核查", on=given["round"].title, 新增=made, 内容="、".join(given["guides"])
            )
            new = ManualCheck.objects.filter(round=given["round"], pk__gt=last)
            tell_assignees(new, given["round"].title, request.user)
        messages.success(
            request, f"已安排 {made} 项核查。" if made else "没有新的核查：对象不符，或已经安排过。"
        )
        return redirect("sitework:checks")
    return render(request, "sitework/make.html", {"form": form})


@needs(Right.ROUNDS)
def assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked checks to one person, by POST."""
    person = lookers().filter(pk=_number(request.POST.get("person", ""))).first()
    picked = [int(pk) for pk in request.POST.getlist("pick") if is_number(pk)]
    if request.method == "POST" and person is not None and picked:
        with transaction.atomic():
            waiting = ManualCheck.objects.filter(pk__in=picked, state=ManualCheck.State.WAITING)
            changed = waiting.update(assignee=person)
            record(request, "分配人工核查", on=person.get_username(), 项数=changed, 核查=picked)
            given = ManualCheck.objects.filter(pk__in=picked, assignee=person)
            tell_assignees(given, "分配", request.user)
        messages.success(request, f"已把 {changed} 项分配给{person.shown_name}。")
    elif request.method == "POST":
        messages.error(request, "请勾选核查并选择核查人。")
    query = request.POST.get("query", "")
    return redirect(reverse("sitework:checks") + (f"?{query}" if query else ""))


def _number(text: str) -> int:
    return int(text) if is_number(text) else 0
