"""The web system served on loopback by a thread of the test, in the transaction of the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections


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
        thread.join(timeout=30)
        server.server_close()
        shared.dec_thread_sharing()
        for signal in between:
            signal.connect(close_old_connections)
