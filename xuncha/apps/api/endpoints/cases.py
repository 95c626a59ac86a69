"""整改、延期、申诉: how far the faults of a unit are. Read alone: what is said in a case is said by a person who logs in."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from pydantic import Field

from xuncha.apps.api.endpoints.answers import LARGEST_KEY, REFUSED, WORD, page_of
from xuncha.apps.api.models import Scope
from xuncha.apps.api.schemas import (
    CaseOut,
    CaseWithStepsOut,
    ExtensionOut,
    ObjectionOut,
    Page,
    Paging,
    Told,
)
from xuncha.apps.api.tokens import Bearer
from xuncha.apps.objections.models import Objection
from xuncha.apps.rectification.models import Extension, Rectification

router = Router(auth=Bearer(Scope.CASES), tags=["整改、延期和申诉"])
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


class ExtensionsAsked(_About):
    """Which extensions."""

    state: Literal["", "asked", "granted", "refused", "withdrawn"] = ""
    case: int | None = Field(None, ge=1, le=LARGEST_KEY, description="整改的 id")


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


@router.get("/extensions", response={200: Page[ExtensionOut], **REFUSED}, operation_id="list_extensions")
def extensions(request: HttpRequest, asked: Query[ExtensionsAsked]) -> Any:
    """整改延期的申请和答复。申请和答复须由人登录办理。"""
    seen = _asked(Rectification.objects.visible_to(request.user), asked).order_by()
    rows = Extension.objects.filter(case__in=seen.values("pk"))
    rows = rows.select_related("case__finding__verdict", "made_by__unit", "answered_by__unit")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.case is not None:
        rows = rows.filter(case=asked.case)
    return page_of(request, rows.order_by("pk"), asked, _extension)


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


def _extension(one: Extension) -> dict[str, Any]:
    names = ("state", "reason", "was_due", "wanted_on", "granted_on", "made_at", "answer", "answered_at")
    answered_by = one.answered_by.signed_name if one.answered_by else ""
    said = {"case": one.case_id, "by": one.made_by.signed_name, "answered_by": answered_by}
    return {**_about_case(one), **{name: getattr(one, name) for name in names}, **said}


def _about_case(one: Extension) -> dict[str, Any]:
    return {**_about(one.case), "id": one.pk}
