"""The interface put together. An endpoint that names no scope lets nobody in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI

from xuncha import __version__
from xuncha.apps.api.endpoints import cases, checking, handing_in, notices, reading, reports
from xuncha.apps.api.errors import in_json, say_errors, told
from xuncha.apps.api.tokens import Bearer
from xuncha.apps.casework.access import any_role, by_token

api = NinjaAPI(
    title="巡查接口",
    version=__version__,
    description="供本单位其他系统使用。说明见 docs/api.md。",
    auth=Bearer(),
    # The pages of the framework would need scripts that our policy forbids.
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for _part in (reading, cases, notices, reports, handing_in, checking):
    api.add_router("", _part.router)
say_errors(api)


@any_role
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the interface, for people who are logged in."""
    return JsonResponse(_schema(), json_dumps_params={"ensure_ascii": False})


def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/")
    return schema


@by_token
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address under /api/."""
    return told(404)


unknown.csrf_exempt = True  # type: ignore[attr-defined]


def addresses() -> list[URLPattern]:
    """Every address under /api/; all but the description ask for a token."""
    patterns: list[URLPattern] = [path("openapi.json", openapi, name="openapi")]
    for pattern in api.urls[0]:
        if pattern.name == "api-root":
            continue
        view = by_token(in_json(pattern.callback))
        patterns.append(path(str(pattern.pattern), view, name=pattern.name))
    return [*patterns, path("<path:rest>", unknown)]
