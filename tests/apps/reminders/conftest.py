"""Another system that takes what is handed over."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from typing import Any

import pytest


@pytest.fixture
def receiver(settings: Any) -> Iterator[Any]:
    """A web server on loopback. It answers with ``statuses`` in turn, then with the status that ``refuses`` gives to
    a cause that was sent, else 200; ``taken`` holds headers and body of every request."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.taken.append((dict(self.headers), body))
            status = server.statuses.pop(0) if server.statuses else _judged(body)
            server.answered.append(status)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    def _judged(body: bytes) -> int:
        refused = [server.refuses[cause] for cause in causes_in(body) if cause in server.refuses]
        return refused[0] if refused else 200

    server: Any = HTTPServer(("127.0.0.1", 0), Handler)
    server.taken, server.statuses, server.answered, server.refuses = [], [], [], {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/hook"
    settings.WEBHOOK_SECRET = "a secret of this test"
    settings.WEBHOOK_ALLOW_NET = (ip_network("127.0.0.0/8"),)
    settings.WEBHOOK_PAUSE_S = 0.0
    yield server
    server.shutdown()
    server.server_close()


def causes_in(body: bytes) -> list[str]:
    """The causes of what was sent, in its order."""
    said = json.loads(body)
    return [one["cause"] for one in (*said["warnings"], *said.get("news", ()))]
