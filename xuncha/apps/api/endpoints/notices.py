"""通报、更正、撤回: what is out and what became of it. Read alone: two people who log in correct or revoke a notice."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from xuncha.apps.api.endpoints.answers import LARGEST_KEY, REFUSED, page_of
from xuncha.apps.api.models import Scope
from xuncha.apps.api.schemas import AmendmentOut, NoticeOut, Page, Paging
from xuncha.apps.api.tokens import Bearer
from xuncha.apps.casework.access import Right, may
from xuncha.apps.notices.models import Amendment, Notice

router = Router(auth=Bearer(Scope.CASES), tags=["通报"])
_OF_A_NOTICE = (
    "state", "title", "document_number", "issuer", "version", "issued_on", "due_on", "due_is_provisional",
    "issued_at",
)  # fmt: skip


class NoticesAsked(Paging):
    """Which notices."""

    round: int | None = Field(None, ge=1, le=LARGEST_KEY, description="检查的 id")
    state: Literal["", "draft", "issued", "withdrawn", "correcting", "corrected", "revoked"] = ""


class AmendmentsAsked(Paging):
    """Which corrections and revocations."""

    notice: int | None = Field(None, ge=1, le=LARGEST_KEY, description="通报的 id")
    kind: Literal["", "correct", "revoke"] = ""
    state: Literal["", "proposed", "agreed", "refused", "abandoned"] = ""


@router.get("/notices", response={200: Page[NoticeOut], **REFUSED}, operation_id="list_notices")
def notices(request: HttpRequest, asked: Query[NoticesAsked]) -> Any:
    """通报。主管和主办单位的令牌只看到签发过的。"""
    rows = Notice.objects.visible_to(request.user)
    if asked.round is not None:
        rows = rows.filter(round=asked.round)
    if asked.state:
        rows = rows.filter(state=asked.state)
    return page_of(request, rows.order_by("pk"), asked, _notice)


@router.get("/amendments", response={200: Page[AmendmentOut], **REFUSED}, operation_id="list_amendments")
def amendments(request: HttpRequest, asked: Query[AmendmentsAsked]) -> Any:
    """通报的更正和撤回。主管和主办单位的令牌只看到已经同意的，看不到经办人和意见。"""
    inside = may(request.user, Right.SEE_ALL)
    seen = Notice.objects.visible_to(request.user).order_by().values("pk")
    rows = Amendment.objects.filter(notice__in=seen)
    if not inside:
        rows = rows.filter(state=Amendment.State.AGREED)
    if asked.notice is not None:
        rows = rows.filter(notice=asked.notice)
    for name in ("kind", "state"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    rows = rows.select_related("notice", "made_by__unit", "answered_by__unit")
    return page_of(request, rows.order_by("pk"), asked, _inside if inside else _outside)


def _notice(one: Notice) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in _OF_A_NOTICE}
    return {"id": one.pk, "round": one.round_id, "corrects": one.corrects_id, **said}


def _inside(one: Amendment) -> dict[str, Any]:
    answered_by = one.answered_by.signed_name if one.answered_by else ""
    return {**_outside(one), "by": one.made_by.signed_name, "answer": one.answer, "answered_by": answered_by}


def _outside(one: Amendment) -> dict[str, Any]:
    names = ("kind", "state", "reason", "made_at", "answered_at")
    said = {name: getattr(one, name) for name in names} | {"by": "", "answer": "", "answered_by": ""}
    return {"id": one.pk, "notice": one.notice_id, "document_number": one.notice.document_number, **said}
