"""The web system served on loopback by a thread of the test, in the transaction of the test, and a browser before it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from waiting import PATIENCE_S

from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser


class _Quiet(WSGIRequestHandler):
    def log_message(self, *told: Any) -> None:
        pass


@contextmanager
def served_here() -> Iterator[str]:
    """Address of the server.

    The record of acts is append-only, so that a database written to for good could not be emptied again.
    """
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet)

    shared = connections["default"]

    def serve() -> None:
        connections["default"] = shared
        server.serve_forever(poll_interval=0.05)

    # Between requests the program closes a connection that is in a transaction; that of the test always is.
    between = (request_started, request_finished)
    for signal in between:
        signal.disconnect(close_old_connections)
    shared.inc_thread_sharing()
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=PATIENCE_S)
        server.server_close()
        shared.dec_thread_sharing()
        for signal in between:
            signal.connect(close_old_connections)


@contextmanager
def shown_here(**look: Any) -> Iterator[Any]:
    """An empty page of a Chromium before :func:`served_here`; ``look``: how its context is made, such as its viewport.
    Without a browser the test is skipped."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = find_browser(BrowserMode.ON)
    if isinstance(found, NoBrowser):
        pytest.skip(found.reason)
    with served_here() as url, playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=found.executable, chromium_sandbox=os.geteuid() != 0
        )
        page = browser.new_context(base_url=url, locale="zh-CN", **look).new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        yield page
        browser.close()
