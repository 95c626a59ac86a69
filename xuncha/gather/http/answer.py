"""What one request brought, as far as it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from xuncha.facts.seen import FetchStatus
from xuncha.gather.evidence.exchange import TLS_NOTE, Exchange
from xuncha.gather.http.failures import Failure
from xuncha.gather.http.urls import Target

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(slots=True)
class Answer:
    """What one request brought. ``failure`` None: a whole answer within the caps. ``raw`` is the body as
    sent, ``body`` the same decompressed; both hold what came before a failure. ``sent`` is the body of the request.
    ``is_connected``: there was a connection, encrypted where it had to be, so that the request could be sent."""

    target: Target
    method: str
    request: bytes | None = None
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    http_status: int | None = None
    status_line: bytes = b""
    raw_headers: tuple[tuple[bytes, bytes], ...] = ()
    raw: bytes = b""
    body: bytes = b""
    truncated: str = ""
    ip: str = ""
    first_byte_s: float | None = None
    sent: bytes = b""
    tls_note: str = ""
    is_connected: bool = False
    failure: Failure | None = None
    _as_text: tuple[tuple[str, str], ...] = ()

    @property
    def never_connected(self) -> bool:
        """True when time ran out before there was a connection: no one let us in, or answered at all."""
        late = self.failure is not None and self.failure.status is FetchStatus.TIMEOUT
        return late and not self.is_connected

    @property
    def location(self) -> bytes | None:
        """Where a redirect leads, None when this is no redirect."""
        if self.http_status not in _REDIRECTS:
            return None
        # As in browsers, an empty one leads nowhere, and so do two that differ.
        given = {value.strip() for name, value in self.raw_headers if name.lower() == b"location"}
        return next(iter(given)) or None if len(given) == 1 else None

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers as text."""
        if not self._as_text:  # asked for several times
            try:
                self._as_text = tuple([(name.decode(), value.decode()) for name, value in self.raw_headers])
            except UnicodeDecodeError:  # each for itself: some servers write Chinese in another charset
                self._as_text = tuple([(_text(name), _text(value)) for name, value in self.raw_headers])
        return self._as_text

    def header(self, name: bytes) -> str:
        """The first value of a header given in lower case, empty when absent."""
        for key, value in self.raw_headers:
            if len(key) == len(name) and key.lower() == name:
                return _text(value)
        return ""

    def note_connection(self) -> None:
        """The request can be sent now."""
        self.is_connected = True

    def exchange(self, details: dict[str, object]) -> Exchange:
        """For the recorder; ``details`` (tries, timings) are kept where something failed."""
        failure = None
        if self.failure is not None:
            failure = {"status": self.failure.status.value, "cause": self.failure.text, **details}
        return Exchange(
            url=self.target.url,
            method=self.method,
            started_at=self.started_at,
            request=self.request,
            status_line=self.status_line,
            headers=self.raw_headers,
            body=self.raw,
            truncated=self.truncated,
            ip=self.ip,
            failure=failure,
            notes={TLS_NOTE: self.tls_note} if self.tls_note else {},
        )


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
