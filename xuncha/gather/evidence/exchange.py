"""What passed over the wire in one request, in the form the recorder stores it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

#: The note on a certificate or TLS version that a strict client refuses.
TLS_NOTE = "tls"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back.

    ``url`` is the address asked for; ``request`` the request head (with its body, if it had one) as sent, None when nothing was sent.
    ``status_line`` is empty when no response arrived. ``headers`` are as received. ``body`` has the
    transfer coding removed and the content coding kept. ``truncated`` is a WARC-Truncated reason
    (``length``, ``time``, ``disconnect``) or empty. ``failure`` says what went wrong, None when nothing;
    ``notes`` what else was noticed, such as what is wrong with a certificate.
    """

    url: str
    method: str
    started_at: datetime
    request: bytes | None
    status_line: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    truncated: str = ""
    ip: str = ""
    failure: Mapping[str, object] | None = None
    notes: Mapping[str, object] = field(default_factory=dict)
