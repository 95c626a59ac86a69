"""Every answer that is no success: JSON in Chinese, with the rows that are wrong where there are rows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from xuncha.apps.casework.rates import TooManyError
from xuncha.apps.directory.problems import InputProblems
from xuncha.apps.inspections.manuscript import ManuscriptError
from xuncha.apps.manuscripts.reading import BusyError

#: Rows named in one answer; all are counted.
_NAMED = 1000
_WORDS = {
    400: "请求无法识别：正文应是有效的 JSON（UTF-8）",
    401: "令牌缺失、错误、过期或已撤销。请求头应为 Authorization: Bearer 令牌",
    403: "这个令牌没有此项权限",
    404: "没有这个地址，或其内容不在令牌可以查看的范围",
    405: "这个地址不支持该请求方法",
    413: "请求正文过大，请分批报送",
    415: "正文类型不对",
    500: "程序出错，已记入日志，请稍后重试或联系系统管理员",
    503: "数据库正忙或暂时连不上，这次请求没有完成，请稍后重试",
}
_KINDS = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这一项，请核对名称",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "string_type": "应为字符串",
    "string_too_long": "过长",
    "string_too_short": "过短",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "literal_error": "不是允许的值",
    "enum": "不是允许的值",
    "date_from_datetime_parsing": "应为日期，如 2025-06-25",
    "date_parsing": "应为日期，如 2025-06-25",
}
_logger = logging.getLogger(__name__)


def told(status: int, words: str = "", errors: Any = (), total: int | None = None) -> JsonResponse:
    """One answer."""
    rows = list(errors)
    said = {"detail": words or _WORDS[status], "errors": rows, "total": len(rows) if total is None else total}
    response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="xuncha"'
    return response


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    status = error.status_code
    known = status in _WORDS and error.message.isascii()
    return told(status, "" if known else error.message)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    rows = []
    for one in error.errors:
        place = [str(part) for part in one.get("loc", ())]
        message = _KINDS.get(one.get("type", ""), "不符合要求")
        rows.append({"row": None, "column": place[-1] if place else "", "message": message})
    return told(422, "参数或正文不符合要求", rows)


def _bad_rows(request: HttpRequest, error: InputProblems) -> HttpResponse:
    rows = [{"row": one.row, "column": one.column, "message": one.message} for one in error.rows[:_NAMED]]
    total = len(error.rows)
    return told(422, f"有 {total} 处错误，没有写入任何内容", rows, total)


def _too_many(request: HttpRequest, error: TooManyError) -> HttpResponse:
    response = told(429, f"请求过于频繁，请在 {error.wait_s} 秒后重试")
    response["Retry-After"] = str(error.wait_s)
    return response


def _manuscript(request: HttpRequest, error: ManuscriptError) -> HttpResponse:
    if isinstance(error, BusyError):
        response = told(503, str(error))
        response["Retry-After"] = "10"
        return response
    return told(422, str(error))


def _away(request: HttpRequest, error: Exception) -> HttpResponse:
    _logger.warning("the database is busy or away: %s", error)
    response = told(503)
    response["Retry-After"] = "30"
    return response


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    _logger.error("a request to the interface failed", exc_info=error)
    return told(500)


def say_errors(api: NinjaAPI) -> None:
    """Register every answer above."""
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(InputProblems, _bad_rows)
    api.add_exception_handler(TooManyError, _too_many)
    api.add_exception_handler(ManuscriptError, _manuscript)
    api.add_exception_handler(Http404, lambda request, error: told(404))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: told(413))
    api.add_exception_handler(OperationalError, _away)
    api.add_exception_handler(InterfaceError, _away)
    api.add_exception_handler(Exception, _broken)


def in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with its answer to a wrong method in JSON, too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        said = told(405)
        said["Allow"] = response["Allow"]
        return said

    return answered
