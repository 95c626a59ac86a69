"""Pages that the tests of this folder show in a browser, and where they lie."""

from __future__ import annotations

from fault_server import answer

HOST = "www.shiyan.gov.example"
HOME = f"http://{HOST}/"
#: Where nothing may ever arrive: its own loopback address, which no test opens to the fetcher.
FORBIDDEN = "127.0.0.3"


def page(body: str, head: str = "") -> bytes:
    """An HTML page as a whole response."""
    html = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return answer(body=html.encode(), content_type="text/html; charset=utf-8")
