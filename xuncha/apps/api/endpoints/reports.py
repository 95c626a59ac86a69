"""找错: reports of the public, read by those who handle them and handed in by the form of another system."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import ValidationError

from xuncha.apps.api.endpoints.answers import REFUSED, WORD, page_of
from xuncha.apps.api.models import Scope
from xuncha.apps.api.schemas import Page, Paging, ReceiptOut, ReportIn, ReportOut, Told
from xuncha.apps.api.tokens import Bearer
from xuncha.apps.casework.audit import record
from xuncha.apps.error_reports.handling import take_in
from xuncha.apps.error_reports.models import ReportCase
from xuncha.apps.error_reports.views.public import ReportForm

router = Router(tags=["找错"])
_OF_A_REPORT = (
    "number", "state", "url", "kind", "description", "received_at", "forwarded_at", "result", "answer",
    "closed_at", "times_back",
)  # fmt: skip


class ReportsAsked(Paging):
    """Which reports."""

    state: Literal["", "received", "assigned", "answered", "published", "refused"] = ""
    site_code: str = WORD


@router.get(
    "/reports",
    auth=Bearer(Scope.CASES),
    response={200: Page[ReportOut], **REFUSED},
    operation_id="list_reports",
)
def reports(request: HttpRequest, asked: Query[ReportsAsked]) -> Any:
    """找错留言。主管和主办单位的令牌只看到已转给本单位的。"""
    rows = ReportCase.objects.visible_to(request.user).select_related("site")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.site_code:
        rows = rows.filter(site__site_code=asked.site_code)
    return page_of(request, rows.order_by("pk"), asked, _report)


@router.post(
    "/reports",
    auth=Bearer(Scope.REPORTS),
    response={200: ReceiptOut, 400: Told, 413: Told, **REFUSED},
    operation_id="hand_in_report",
)
def hand_in(request: HttpRequest, given: ReportIn) -> Any:
    """报送公众在其他渠道提交的一条找错留言。限时从收到时起算。"""
    form = ReportForm(given.dict())
    if not form.is_valid():
        raise ValidationError([{"type": "value_error", "loc": ["body", name]} for name in form.errors])
    made = take_in({name: form.cleaned_data[name] for name in ("url", "kind", "description", "contact")}, ())
    record(request, "报送找错留言", on=made.number)
    return {"number": made.number}


def _report(one: ReportCase) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in _OF_A_REPORT}
    code = one.site.site_code if one.site else ""
    return {**said, "site_code": code, "due_on": one.due.on, "overdue": one.is_overdue}
