"""What a fetch gives back."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.gather.http.decoding import DecodedText, decode


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect followed. ``location`` is the header as received."""

    url: str
    http_status: int
    location: str


@dataclass(frozen=True, slots=True)
class Response:
    """How a fetch ended and what came.

    ``final_url`` is where the redirects led. ``body`` is decompressed, and cut where ``status`` is
    ``TOO_LARGE`` or the connection broke. ``elapsed_ms`` is the time of the last try on the network, all
    hops, without waiting for our own politeness; ``first_byte_ms`` the part of it until the last hop's
    header was there. ``error`` is empty when nothing went wrong. ``tls_note`` says what is wrong with the
    certificate or the TLS version of a page that was fetched all the same.
    """

    url: str
    final_url: str
    status: FetchStatus
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    elapsed_ms: int = 0
    first_byte_ms: int | None = None
    tries: int = 0
    error: str = ""
    evidence: Evidence | None = None
    tls_note: str = ""

    @property
    def decoded(self) -> DecodedText:
        """The body as text. Computed on each call."""
        return decode(self.body, self.content_type)

    def header(self, name: str) -> str | None:
        """The first value of a header, None when absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
