"""Tokens, and a client that shows one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from django.utils import timezone
from people import a_person

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


class _Quiet(WSGIRequestHandler):
    def log_message(self, *told: Any) -> None:
        pass


@pytest.fixture
def served(db: None) -> Iterator[str]:
    """Address of a server on loopback that works in the transaction of the test.

    The record of acts is append-only, so that a database written to for good could not be emptied again.
    """
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet)

    shared = connections["default"]

    def serve() -> None:
        connections["default"] = shared
        server.serve_forever(poll_interval=0.05)

    shared.inc_thread_sharing()
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=30)
        server.server_close()
        shared.dec_thread_sharing()
