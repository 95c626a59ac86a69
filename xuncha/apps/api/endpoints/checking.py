"""稿件: a publishing system asks before it publishes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from xuncha.apps.api.endpoints.answers import REFUSED
from xuncha.apps.api.models import Scope
from xuncha.apps.api.schemas import CheckIn, CheckOut, Told
from xuncha.apps.api.tokens import Bearer
from xuncha.apps.manuscripts.keeping import keep
from xuncha.apps.manuscripts.marking import shown
from xuncha.apps.manuscripts.models import ManuscriptCheck
from xuncha.apps.manuscripts.reading import check_text

router = Router(auth=Bearer(Scope.CHECK), tags=["稿件"])
_SAID = ("code", "line", "column", "start", "end", "quote", "right", "suggestion", "reason", "alert")


@router.post(
    "/check",
    response={200: CheckOut, 400: Told, 413: Told, 503: Told, **REFUSED},
    operation_id="check_manuscript",
)
def check(request: HttpRequest, manuscript: CheckIn) -> Any:
    """检查一篇稿件。正文不保存；提示的内容（个人信息已打码）留作记录。"""
    today = manuscript.asof or timezone.localdate()
    checked = check_text(manuscript.text, today, html=manuscript.kind == "html")
    token: Any = request.user
    made = keep(
        request,
        checked,
        ManuscriptCheck.Way.INTERFACE,
        by=None,
        unit=token.unit,
        by_name=token.get_username()[:150],
    )
    remarks = [{name: getattr(one, name) for name in _SAID} for one in shown(checked.text, checked.remarks)]
    return {"id": made.pk, "alerts": made.alerts, "doubts": made.doubts, "remarks": remarks}
