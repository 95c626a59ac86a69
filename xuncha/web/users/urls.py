"""Addresses about people."""

from __future__ import annotations

from django.urls import path

from xuncha.web.users.views.login import login, logout, password
from xuncha.web.users.views.people import add_person, edit_person, one_time, people, reset_password
from xuncha.web.users.views.second_step import (
    change_second_step,
    code,
    recovery_codes,
    reset_second_step,
    second_step,
)

app_name = "users"
urlpatterns = [
    path("login", login, name="login"),
    path("login/code", code, name="code"),
    path("logout", logout, name="logout"),
    path("password", password, name="password"),
    path("second-step", second_step, name="second-step"),
    path("second-step/change", change_second_step, name="second-step-change"),
    path("second-step/recovery-codes", recovery_codes, name="recovery-codes"),
    path("users", people, name="people"),
    path("users/new", add_person, name="add"),
    path("users/one-time", one_time, name="once"),
    path("users/<int:pk>", edit_person, name="edit"),
    path("users/<int:pk>/password", reset_password, name="reset"),
    path("users/<int:pk>/second-step", reset_second_step, name="reset-second-step"),
]
