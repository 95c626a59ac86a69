"""What is said when something cannot be shown."""

from __future__ import annotations

import sys
from typing import Any

from django.core.exceptions import DisallowedHost, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

#: The database is locked or cannot be reached: nobody is to blame, and later it may do.
AWAY = (OperationalError, InterfaceError)
_SILENT = {
    404: ("没有这一页", "地址不存在，或其内容不在你可以查看的范围。"),
    405: (
        "不能这样打开",
        "这个地址不支持这种操作，或你的角色只能查看；没有改动任何内容。请从页面上的按钮进入。",
    ),
}


def _told(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    context = {"title": title, "words": words, "back": _back(request)}
    return render(request, "told.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The page of ours from which somebody came, whose words are restored there; empty where there is none."""
    came_from = request.headers.get("Referer", "")
    try:
        ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    except DisallowedHost:
        return ""
    return came_from if ours and request.method == "POST" else ""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    if isinstance(exception, TooManyFilesSent):
        words = "一次上传的文件太多，没有写入任何内容。请返回，按页面上注明的个数分几次上传。"
        return _told(request, 400, "文件太多", words)
    return _told(request, 400, "请求有误", "浏览器送来的内容无法识别，请返回重试。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _told(request, 403, "没有权限", "你的角色不能打开这个页面或进行这项操作。需要时请联系系统管理员。")


def too_large(request: HttpRequest, bound: int) -> HttpResponse:
    """413, said before the request was read; the connection ends with it."""
    most = f"{bound >> 20} MB" if bound >= 1 << 20 else f"{bound >> 10} KB"
    words = f"这一页一次最多接收 {most}，没有写入任何内容。请缩小或拆分文件后重试。"
    response = _told(request, 413, "上传的内容过大", words)
    response["Connection"] = "close"
    return response


def in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer 404 or 405 that says nothing, said in words."""
    if response.status_code not in _SILENT or response.streaming or response.content:
        return response
    told = _told(request, response.status_code, *_SILENT[response.status_code])
    if "Allow" in response:
        told["Allow"] = response["Allow"]
    return told


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that was not ours, or is too old."""
    return _told(request, 403, "页面已失效", "页面打开太久或登录状态已变，请返回、刷新后重新提交。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _told(request, 404, *_SILENT[404])


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    """500, or 503 while the database is busy or away: no database, no user, nothing that could fail again."""
    if isinstance(sys.exc_info()[1], AWAY):
        words = "数据库正忙或暂时连不上，这次操作没有完成。请过一会儿返回重试；填写的内容请先不要关闭。"
        response = HttpResponse(_bare("暂时不能办理", words), status=503)
        response["Retry-After"] = "30"
        return response
    words = "这次操作没有完成，已经记入日志。请稍后重试，或联系系统管理员。"
    return HttpResponse(_bare("程序出错", words), status=500)


def _bare(title: str, words: str) -> str:
    return (
        f"<!DOCTYPE html><html lang=zh-CN><meta charset=utf-8><title>{title}</title>"
        f"<h1>{title}</h1><p>{words}</p>"
    )
