"""Tokens, and a client that shows one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from people import a_person
from served_here import served_here

SCOPES = ["read", "probes", "posts", "check", "cases", "reports"]


@pytest.fixture
def a_token(db: None) -> Callable[..., Any]:
    """``a_token("owner", unit, ["read"])`` is (row, words)."""
    from xuncha.apps.api.tokens import issue

    def made(role: str = "inspector", unit: Any = None, scopes: list[str] | None = None) -> Any:
        until = timezone.localdate() + timedelta(days=30)
        by = a_person("administrator")
        return issue(name="发布系统", role=role, unit=unit, scopes=scopes or SCOPES, until=until, by=by)

    return made


@pytest.fixture
def calling(a_token: Callable[..., Any]) -> Callable[..., Client]:
    """``calling("owner", unit)`` is a client with a new token of that role."""

    def client(role: str = "inspector", unit: Any = None, scopes: list[str] | None = None) -> Client:
        return Client(headers={"Authorization": f"Bearer {a_token(role, unit, scopes)[1]}"})

    return client


@pytest.fixture
def served(db: None) -> Iterator[str]:
    """Address of a server on loopback that works in the transaction of the test."""
    with served_here() as url:
        yield url
