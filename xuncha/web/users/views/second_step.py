"""动态口令: the code asked for after the password, and the page where one's own is turned on and off."""

from __future__ import annotations

import time
from typing import Any

from axes.utils import reset as let_in_again
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth import login as log_in
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe

from xuncha.apps.casework.access import Right, any_role, needs, public
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.shown_once import lead_to, shown, taken
from xuncha.web.users.models import RecoveryCode, User
from xuncha.web.users.second_step import (
    is_on,
    is_required_of,
    new_recovery_codes,
    new_secret,
    picture,
    turn_off,
    turn_on,
)

_PENDING, _OFFERED = "password_was_right", "second_step_offered"
#: Seconds within which the code must follow the password.
_PATIENCE_S = 300
#: When somebody showed a code to go over to another phone, and seconds within which the new one must follow.
_MOVES, _MOVING_S = "second_step_moves", 600
_CHANGES = {"off": "停用动态口令", "move": "更换手机", "codes": "重新生成恢复码"}


def ask_for_code(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """The password of ``user`` was right: go on to the code. Nobody is logged in yet."""
    shown = user.get_session_auth_hash()
    request.session[_PENDING] = {"pk": user.pk, "at": time.time(), "hash": shown, "then": then}
    return redirect("users:code")


@public
def code(request: HttpRequest) -> HttpResponse:
    """The second step of logging in."""
    pending = request.session.get(_PENDING) or {}
    user = _whose_turn(pending)
    if user is None:
        request.session.pop(_PENDING, None)
        if pending:
            messages.warning(request, "密码通过已超过 5 分钟，或已有变动，请重新登录。")
        then = pending.get("then")
        return redirect_to_login(then) if then else redirect("users:login")
    if request.method != "POST":
        return render(request, "users/code.html")
    found = authenticate(request, username=user.get_username(), token=request.POST.get("code", "")[:40])
    if found is None:
        record(None, "登录失败", on=user.get_username(), 原因="动态口令不对")
        return render(request, "users/code.html", {"wrong": True})
    log_in(request, found)
    recovered = getattr(request, "recovered", False)
    record(request, "登录", 第二步="恢复码" if recovered else "动态口令")
    if recovered:
        left = RecoveryCode.objects.filter(user=user, used_at=None).count()
        messages.warning(
            request,
            f"你用恢复码登录，还剩 {left} 个。手机丢失的，请在“动态口令”页面凭另一个恢复码换一部手机。",
        )
    request.session.pop(_PENDING, None)
    then = pending.get("then", "")
    safe = url_has_allowed_host_and_scheme(then, {request.get_host()}, request.is_secure())
    return redirect(then if safe else "/")


def _whose_turn(pending: dict[str, Any]) -> User | None:
    if time.time() - pending.get("at", 0) > _PATIENCE_S:
        return None
    user = User.objects.filter(pk=pending.get("pk"), is_active=True).first()
    same = user and constant_time_compare(user.get_session_auth_hash(), pending.get("hash", ""))
    return user if same else None


@any_role
def second_step(request: HttpRequest) -> HttpResponse:
    """One's own second step: whether it is on, and the QR code where it is not."""
    user: Any = request.user
    moves = is_on(user) and time.time() - request.session.get(_MOVES, 0) <= _MOVING_S
    if is_on(user) and not moves:
        left = RecoveryCode.objects.filter(user=user, used_at=None).count()
        return render(
            request, "users/second_step.html", {"on": True, "left": left, "required": is_required_of(user)}
        )
    secret = request.session.setdefault(_OFFERED, new_secret())
    context: dict[str, Any] = {"required": is_required_of(user), "moves": moves}
    if request.method == "POST":
        with transaction.atomic():
            codes = turn_on(user, secret, request.POST.get("code", "")[:40])
            if codes:
                record(request, "更换动态口令的手机" if moves else "启用动态口令")
        if codes:
            del request.session[_OFFERED]
            request.session.pop(_MOVES, None)
            return lead_to(request, "users:recovery-codes", {"codes": codes})
        context["wrong"] = True
    # Made by the program out of a random secret and a name that is percent-encoded: nothing of it is markup.
    context |= {"picture": mark_safe(picture(user, secret)), "secret": _in_fours(secret)}
    return render(request, "users/second_step.html", context)


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@any_role
def change_second_step(request: HttpRequest) -> HttpResponse:
    """Turn one's own off, go over to another phone, or draw new recovery codes: by POST, with a code of either sort.

    The old phone counts until the new one has shown that it has the secret.
    """
    user: Any = request.user
    do = request.POST.get("do")
    if do == "stay":
        request.session.pop(_MOVES, None)
    if request.method != "POST" or do not in _CHANGES or not is_on(user):
        return redirect("users:second-step")
    off = do == "off"
    if off and is_required_of(user):
        messages.error(request, "你的角色须使用动态口令，不能停用。")
        return redirect("users:second-step")
    if authenticate(request, username=user.get_username(), token=request.POST.get("code", "")[:40]) is None:
        record(request, "动态口令不对", on=_CHANGES[do])
        messages.error(request, "动态口令不对，没有改变。连续输错 5 次将锁定 15 分钟。")
        return redirect("users:second-step")
    if off:
        turn_off(user)
        record(request, "停用动态口令")
        messages.success(request, "动态口令已停用，今后只凭密码登录。")
        return redirect("users:second-step")
    if do == "move":
        request.session[_OFFERED], request.session[_MOVES] = new_secret(), time.time()
        return redirect("users:second-step")
    with transaction.atomic():
        codes = new_recovery_codes(user)
        record(request, "重新生成恢复码")
    return lead_to(request, "users:recovery-codes", {"codes": codes})


@any_role
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """One's recovery codes that were just drawn, once."""
    return shown(request, render(request, "users/recovery_codes.html", taken(request) or {}))


@needs(Right.USERS)
def reset_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody lost the phone and the recovery codes: an administrator takes the second step off, by POST only."""
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        if person == request.user:
            messages.error(request, "自己的动态口令请在“动态口令”页面停用。")
        else:
            with transaction.atomic():
                if turn_off(person):
                    record(request, "重置动态口令", on=person.username)
            let_in_again(username=person.username)
            messages.success(request, f"{person.username} 的动态口令已取消，下次只凭密码登录后可重新设置。")
    return redirect("users:edit", pk=pk)
