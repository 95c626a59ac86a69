"""我为政府网站找错, for everybody: the form, the state of a report by its number, and published answers.

No login, no script, no address of the person kept; how often one address may send or ask is bounded.
"""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from xuncha.apps.casework.access import public
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.rates import TooManyError, count, one_more
from xuncha.apps.casework.taking_files import PICTURES
from xuncha.apps.casework.uploads import takes_up_to
from xuncha.apps.error_reports.handling import ReportRefusedError, take_in
from xuncha.apps.error_reports.models import ReportCase, answer_working_days

#: From one address: reports in an hour, questions in a minute; from all together: reports in a minute.
MOST_IN_AN_HOUR, MOST_QUESTIONS, MOST_OF_ALL = 10, 20, 60
MOST_PICTURES, MOST_PICTURE_MB = 3, 5
_BUSY = "提交过于频繁，请过一会儿再试。"


class ReportForm(forms.Form):
    """What is wrong, and where."""

    url = forms.CharField(label="网址", max_length=500, help_text="有问题的网页地址，可从浏览器地址栏复制")
    kind = forms.ChoiceField(label="问题类型", choices=[("", "请选择"), *ReportCase.Kind.choices])
    description = forms.CharField(
        label="问题描述",
        min_length=5,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="哪里有误，应当怎样；请勿填写身份证号等个人信息",
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=100,
        required=False,
        help_text="可不填；只供核实情况，办结 30 天后删除，不向被反映单位提供",
    )
    #: Nobody sees it; a program that fills in everything is told apart by it.
    homepage = forms.CharField(
        label="请勿填写",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """No characters that belong to no text, and nothing where nobody sees a field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("homepage"):
            raise forms.ValidationError("提交没有成功，请重新填写。")
        for name in ("url", "contact"):
            if any(not char.isprintable() for char in cleaned.get(name, "")):
                self.add_error(name, "含有不能使用的字符。")
        return cleaned


def _address(request: HttpRequest) -> str:
    """A digest of where a request comes from: enough to count by, and gone within the hour."""
    return salted_hmac("reports", request.META.get("REMOTE_ADDR") or "").hexdigest()


def _count_report(request: HttpRequest) -> None:
    """Raises TooManyError."""
    count("reports of all", MOST_OF_ALL)
    minute = int(time.time()) // 60
    if one_more(_address(request)[:60] + "-new", minute - minute % 60) > MOST_IN_AN_HOUR:
        raise TooManyError((60 - minute % 60) * 60)


@takes_up_to(MOST_PICTURES * (MOST_PICTURE_MB << 20))
@public
def new_report(request: HttpRequest) -> HttpResponse:
    """The form; after it, the receipt."""
    form, wait_s = ReportForm(request.POST or None), 0
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("url", "kind", "description", "contact")}
        pictures = request.FILES.getlist("pictures")
        if len(pictures) > MOST_PICTURES:
            form.add_error(None, f"最多 {MOST_PICTURES} 张截图。")
        elif any(one.size > MOST_PICTURE_MB << 20 for one in pictures):
            form.add_error(None, f"每张截图不超过 {MOST_PICTURE_MB} MB。")
        else:
            try:
                _count_report(request)
                made = take_in(given, pictures)
            except TooManyError as error:
                form.add_error(None, _BUSY)
                wait_s = error.wait_s
            except ReportRefusedError as error:
                form.add_error(None, str(error))
            else:
                return render(
                    request, "error_reports/receipt.html", {"report": made, "days": answer_working_days()}
                )
    context = {"form": form, "accepted": PICTURES, "most": MOST_PICTURES, "most_mb": MOST_PICTURE_MB}
    response = render(request, "error_reports/new.html", context, status=429 if wait_s else 200)
    if wait_s:  # what was typed stays on the page
        response["Retry-After"] = str(wait_s)
    return response


def _busy(request: HttpRequest, error: TooManyError) -> HttpResponse:
    response = render(request, "told.html", {"title": "请稍后再试", "words": _BUSY}, status=429)
    response["Retry-After"] = str(error.wait_s)
    return response


@public
def report_state(request: HttpRequest) -> HttpResponse:
    """How far a report is, by its number: its state and the published answer, never the words or the contact."""
    number = "".join(request.GET.get("number", "").upper().split())[:20]
    found = None
    if number:
        try:
            count(f"state {_address(request)}", MOST_QUESTIONS)
        except TooManyError as error:
            return _busy(request, error)
        found = ReportCase.objects.filter(number=number).select_related("site").first()
    context = {"number": number, "report": found, "steps": _steps(found) if found else ()}
    return render(request, "error_reports/state_public.html", context)


def _steps(report: ReportCase) -> list[tuple[str, Any]]:
    """(what, when) as far as it concerns the one who reported."""
    said = [
        ("已收到", report.received_at),
        ("已转办责任单位", report.forwarded_at),
        ("已答复并办结", report.closed_at),
    ]
    if report.state == ReportCase.State.REFUSED:
        said[-1] = ("不予受理", report.closed_at)
    return [(words, at) for words, at in said if at is not None]


@public
def answers(request: HttpRequest) -> HttpResponse:
    """Published answers: site, kind, result and answer; the reports themselves are not shown."""
    rows = ReportCase.objects.filter(is_public=True, state=ReportCase.State.PUBLISHED).select_related("site")
    return render(
        request,
        "error_reports/answers.html",
        {"page": page_of(request, rows.order_by("-closed_at", "-pk"), 20)},
    )
