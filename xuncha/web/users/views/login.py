"""Logging in and out, and a new password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xuncha.apps.casework.access import any_role, public
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.rates import TooManyError, count
from xuncha.web.users.forms import NewPasswordForm
from xuncha.web.users.models import User
from xuncha.web.users.second_step import is_on
from xuncha.web.users.views.second_step import ask_for_code

#: Attempts of one address in a minute, under whatever names: one password tried on everybody is guessing, too,
#: and each attempt costs a tenth of a second and a line in the record. A whole office may share an address.
_MOST_IN_A_MINUTE = 30


class _Login(LoginView):
    template_name = "users/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count(f"login {request.META.get('REMOTE_ADDR', '')}", _MOST_IN_A_MINUTE)
        except TooManyError as error:
            words = "这个地址登录过于频繁，请稍后再试。"
            told = render(request, "told.html", {"title": "请稍后再试", "words": words}, status=429)
            told["Retry-After"] = str(error.wait_s)
            return told
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if is_on(form.get_user()):
            return ask_for_code(self.request, form.get_user(), self.get_redirect_url())
        response = super().form_valid(form)
        record(self.request, "登录")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        record(self.request, "登录失败", on=str(form.data.get("username", ""))[:150])
        return super().form_invalid(form)


class _Logout(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record(request, "退出")
        return super().post(request, *args, **kwargs)


login = public(_Login.as_view())
logout = public(_Logout.as_view())


@public
def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """Too many wrong passwords or codes in a row."""
    record(request, "登录被锁定", on=str((credentials or {}).get("username", ""))[:150])
    words = "密码或动态口令连续输错多次，已锁定 15 分钟。请稍后再试，或联系系统管理员。"
    return render(request, "told.html", {"title": "登录被锁定", "words": words}, status=429)


@any_role
def password(request: HttpRequest) -> HttpResponse:
    """Set a new password; required after the first login."""
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        update_session_auth_hash(request, user)
        record(request, "修改密码")
        messages.success(request, "密码已修改。")
        return redirect("/")
    return render(request, "users/password.html", {"form": form})
