"""Addresses about people."""

from __future__ import annotations

from django.urls import path

from xuncha.web.users.views.login import login, logout, password
from xuncha.web.users.views.people import add_person, edit_person, people, reset_password

app_name = "users"
urlpatterns = [
    path("login", login, name="login"),
    path("logout", logout, name="logout"),
    path("password", password, name="password"),
    path("users", people, name="people"),
    path("users/new", add_person, name="add"),
    path("users/<int:pk>", edit_person, name="edit"),
    path("users/<int:pk>/password", reset_password, name="reset"),
]
