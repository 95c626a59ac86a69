"""报送: samples and posts in the formats of the contract, all of a body or nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.errors import HttpError

from xuncha.apps.api.endpoints.answers import REFUSED
from xuncha.apps.api.models import Scope
from xuncha.apps.api.schemas import TakenOut, Told
from xuncha.apps.api.tokens import Bearer
from xuncha.apps.casework.audit import record
from xuncha.apps.received.taking_in import Taken, take_posts, take_probes

router = Router(tags=["报送"])
_CSV, _JSONL = "text/csv", "application/x-ndjson"
_ANSWERS = {200: TakenOut, 413: Told, 415: Told, **REFUSED}


def _taking(media_type: str, example: str) -> dict[str, Any]:
    shape = {"schema": {"type": "string"}, "example": example}
    return {"requestBody": {"required": True, "content": {media_type: shape}}}


@router.post(
    "/probes",
    auth=Bearer(Scope.PROBES),
    response=_ANSWERS,
    operation_id="hand_in_probes",
    openapi_extra=_taking(
        _CSV, "网站标识码,时间,耗时毫秒,状态,有效\n9800000001,2025-06-25 10:00:00,312,200,1\n"
    ),
)
def probes(request: HttpRequest) -> Any:
    """报送拨测记录（CSV）。有一行不对，全部不写入，并逐行说明；重复报送的行只记一次。"""
    _require(request, _CSV)
    return _answer(request, take_probes(request.body, request.user), "报送拨测记录")


@router.post(
    "/posts",
    auth=Bearer(Scope.POSTS),
    response=_ANSWERS,
    operation_id="hand_in_posts",
    openapi_extra=_taking(
        _JSONL,
        '{"account": "wx-1", "post_id": "1", "published_at": "2025-06-25 10:00", "title": "通报", "text": "", "url": ""}\n',
    ),
)
def posts(request: HttpRequest) -> Any:
    """报送账号发布记录（JSONL）。有一行不对，全部不写入，并逐行说明。"""
    _require(request, _JSONL)
    return _answer(request, take_posts(request.body, request.user), "报送发布记录")


def _require(request: HttpRequest, media_type: str) -> None:
    if request.content_type != media_type:
        raise HttpError(415, f"正文类型应为 {media_type}")


def _answer(request: HttpRequest, taken: Taken, act: str) -> dict[str, int]:
    record(request, act, on=f"{taken.received} 行", 新增=taken.added, 更新=taken.changed)
    return {**asdict(taken), "unchanged": taken.unchanged}
