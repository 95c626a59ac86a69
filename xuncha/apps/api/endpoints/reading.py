"""名录、检查、问题: rows the role and unit of the token may see, the same as on the pages."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from xuncha.apps.api.endpoints.answers import LARGEST_KEY, REFUSED, WORD, page_of
from xuncha.apps.api.models import Scope
from xuncha.apps.api.schemas import AccountOut, FindingOut, Page, Paging, RoundOut, SiteOut, Told
from xuncha.apps.api.tokens import Bearer
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.inspections.models import FindingCase, Round

router = Router(auth=Bearer(Scope.READ), tags=["读取"])
_OWNERS = ("sponsor", "supervisor", "region")


class TargetsAsked(Paging):
    """Which targets."""

    state: Literal["", "正常运行", "关停", "例外"] = Field("", description="运行状态")


class FindingsAsked(Paging):
    """Which findings."""

    round: int | None = Field(None, ge=1, le=LARGEST_KEY, description="检查的 id")
    after: int | None = Field(
        None, ge=0, le=LARGEST_KEY, description="从这个 id 之后接着读，第一次为 0；给出后不再用 page"
    )
    target: str = WORD
    code: str = WORD
    state: Literal["", "suspected", "first", "visit", "confirmed", "dismissed", "suppressed", "cleared"] = ""


@router.get("/sites", response={200: Page[SiteOut], **REFUSED}, operation_id="list_sites")
def sites(request: HttpRequest, asked: Query[TargetsAsked]) -> Any:
    """网站名录。"""
    rows = SiteEntry.objects.visible_to(request.user).select_related(*_OWNERS)
    return page_of(request, _in_state(rows, asked.state), asked, _site)


@router.get("/sites/{str:site_code}", response={200: SiteOut, 404: Told, **REFUSED}, operation_id="get_site")
def site(request: HttpRequest, site_code: str) -> Any:
    """一个网站。"""
    rows = SiteEntry.objects.visible_to(request.user).select_related(*_OWNERS)
    return _site(get_object_or_404(rows, site_code=site_code.replace("\0", "")))


@router.get("/accounts", response={200: Page[AccountOut], **REFUSED}, operation_id="list_accounts")
def accounts(request: HttpRequest, asked: Query[TargetsAsked]) -> Any:
    """新媒体账号名录。"""
    rows = MediaAccountEntry.objects.visible_to(request.user).select_related(*_OWNERS)
    return page_of(request, _in_state(rows, asked.state), asked, _account)


@router.get("/rounds", response={200: Page[RoundOut], **REFUSED}, operation_id="list_rounds")
def rounds(request: HttpRequest, asked: Query[Paging]) -> Any:
    """检查，新的在前。"""
    return page_of(request, Round.objects.visible_to(request.user), asked, _round)


@router.get("/findings", response={200: Page[FindingOut], **REFUSED}, operation_id="list_findings")
def findings(request: HttpRequest, asked: Query[FindingsAsked]) -> Any:
    """问题。省级角色的令牌看到全部状态；其他角色只看到本单位已经确认的。"""
    rows = FindingCase.objects.visible_to(request.user).select_related("verdict")
    for field in ("target", "code", "state"):
        if value := getattr(asked, field):
            rows = rows.filter(**{field: value})
    if asked.round is not None:
        rows = rows.filter(round_id=asked.round)
    return page_of(request, rows.order_by("pk"), asked, _finding)


def _in_state(rows: Any, state: str) -> Any:
    return rows.filter(state=state) if state else rows


def _owned(entry: Any) -> dict[str, str]:
    return {
        "name": entry.name,
        "state": entry.state,
        "region": entry.region.name,
        "sponsor": entry.sponsor.name,
        "supervisor": entry.supervisor.name if entry.supervisor else "",
    }


def _site(entry: SiteEntry) -> dict[str, Any]:
    return {
        "site_code": entry.site_code,
        "url": entry.url,
        "kind": entry.kind,
        "serves_public": entry.serves_public,
        **_owned(entry),
    }


def _account(entry: MediaAccountEntry) -> dict[str, Any]:
    return {
        "account_id": entry.account_id,
        "platform": entry.platform,
        "followers": entry.followers,
        **_owned(entry),
    }


def _round(row: Round) -> dict[str, Any]:
    names = ("title", "kind", "state", "asof", "standard", "finished_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _finding(row: FindingCase) -> dict[str, Any]:
    names = (
        "kind",
        "target",
        "code",
        "tier",
        "state",
        "title",
        "detail",
        "urls",
        "quote",
        "advice",
        "fingerprint",
    )
    said = {name: getattr(row, name) for name in names}
    return {"id": row.pk, "round": row.round_id, "name": row.verdict.name, **said}
