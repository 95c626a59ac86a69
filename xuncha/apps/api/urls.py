"""Addresses of the interface, and of the page where its tokens are kept."""

from __future__ import annotations

from django.urls import include, path

from xuncha.apps.api.service import addresses
from xuncha.apps.api.views import tokens

_pages = (
    [
        path("api-tokens", tokens.token_list, name="list"),
        path("api-tokens/new", tokens.add_token, name="add"),
        path("api-tokens/one-time", tokens.one_time, name="once"),
        path("api-tokens/<int:pk>/revoke", tokens.revoke, name="revoke"),
    ],
    "api-tokens",
)
urlpatterns = [path("api/", include((addresses(), "api"))), path("", include(_pages))]
