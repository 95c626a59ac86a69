"""整改、申诉: how far the faults of a unit are. Read alone: what is said in a case is said by a person who logs in."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from pydantic import Field

from xuncha.apps.api.endpoints.answers import LARGEST_KEY, REFUSED, WORD, page_of
from xuncha.apps.api.models import Scope
from xuncha.apps.api.schemas import CaseOut, CaseWithStepsOut, ObjectionOut, Page, Paging, Told
from xuncha.apps.api.tokens import Bearer
from xuncha.apps.objections.models import Objection
from xuncha.apps.rectification.models import Rectification

router = Router(auth=Bearer(Scope.CASES), tags=["整改和申诉"])
_RELATED = ("finding__verdict", "finding__round")
_OF_A_CASE = (
    "state", "opened_at", "due_on", "due_is_provisional", "replied_at", "closed_at", "times_back",
)  # fmt: skip


class _About(Paging):
    """Of which round and target."""

    round: int | None = Field(None, ge=1, le=LARGEST_KEY, description="检查的 id")
    target: str = WORD


class CasesAsked(_About):
    """Which cases."""

    state: Literal["", "assigned", "replied", "closed", "overdue"] = Field(
        "", description="overdue：逾期未反馈"
    )


class ObjectionsAsked(_About):
    """Which objections."""

    state: Literal["", "open", "first", "upheld", "rejected", "withdrawn"] = ""


@router.get("/cases", response={200: Page[CaseOut], **REFUSED}, operation_id="list_cases")
def cases(request: HttpRequest, asked: Query[CasesAsked]) -> Any:
    """整改。主管和主办单位的令牌只看到本单位的。"""
    rows = _asked(Rectification.objects.visible_to(request.user), asked)
    if asked.state == "overdue":
        rows = rows.overdue()
    elif asked.state:
        rows = rows.filter(state=asked.state)
    return page_of(request, rows.order_by("pk"), asked, _case)


@router.get(
    "/cases/{int:case_id}", response={200: CaseWithStepsOut, 404: Told, **REFUSED}, operation_id="get_case"
)
def case(request: HttpRequest, case_id: Path[int]) -> Any:
    """一件整改，和每一步。"""
    if not 0 < case_id <= LARGEST_KEY:
        case_id = 0
    rows = Rectification.objects.visible_to(request.user).select_related(*_RELATED)
    one = get_object_or_404(rows, pk=case_id)
    steps = [
        {"at": step.at, "state": step.now, "words": step.words, "note": step.note, "by": step.who}
        for step in one.steps.all()
    ]
    return {**_case(one), "detail": one.finding.detail, "urls": one.finding.urls, "steps": steps}


@router.get("/objections", response={200: Page[ObjectionOut], **REFUSED}, operation_id="list_objections")
def objections(request: HttpRequest, asked: Query[ObjectionsAsked]) -> Any:
    """申诉。提出和答复须由人登录办理。"""
    rows = _asked(Objection.objects.visible_to(request.user), asked)
    if asked.state:
        rows = rows.filter(state=asked.state)
    return page_of(request, rows.order_by("pk"), asked, _objection)


def _asked(rows: Any, asked: _About) -> Any:
    rows = rows.select_related(*_RELATED)
    if asked.target:
        rows = rows.filter(finding__target=asked.target)
    return rows if asked.round is None else rows.filter(finding__round_id=asked.round)


def _about(one: Any) -> dict[str, Any]:
    finding = one.finding
    names = ("kind", "target", "code", "tier", "title")
    said = {name: getattr(finding, name) for name in names}
    return {
        "id": one.pk,
        "finding": finding.pk,
        "round": finding.round_id,
        "name": finding.verdict.name,
        **said,
    }


def _case(one: Rectification) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in _OF_A_CASE}
    return {**_about(one), **said, "overdue": one.is_overdue(), "advice": one.finding.advice}


def _objection(one: Objection) -> dict[str, Any]:
    # An answer that waits for a second person is none yet.
    answer = "" if one.is_open else one.answer
    said = {"state": one.state, "reason": one.reason, "made_at": one.made_at}
    return {**_about(one), **said, "answer": answer, "answered_at": one.answered_at}
