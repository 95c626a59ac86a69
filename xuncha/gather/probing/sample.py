"""One sample: the home page opened as a visitor's browser would, within the limit, and how that ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xuncha.facts.seen import BEIJING, FetchStatus
from xuncha.facts.website import ProbeSample
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response
from xuncha.gather.http.settings import FetchSettings, RobotsPolicy

#: "15 秒及以上仍未打开": from the name look-up to the last byte (国办秘函〔2019〕19号).
LIMIT_S = 15.0
#: Enough of a home page to say that it opened; the rest would only burden the site (bytes).
_BODY = 1 << 20
_FAILURES = {
    FetchStatus.TIMEOUT: "timeout",
    FetchStatus.DNS: "dns",
    FetchStatus.CONNECT: "connect",
    FetchStatus.TLS: "tls",
    FetchStatus.RESET: "reset",
}
#: "Loop detected": what a browser cannot open although every answer was a redirect.
_LOOP = "508"


@dataclass(frozen=True, slots=True)
class Taken:
    """A sample with what else was noticed, in Chinese, such as a certificate that has expired.

    ``is_answered``: some server answered, so our own network was up.
    """

    site_code: str
    sample: ProbeSample
    note: str
    is_answered: bool


def probe_settings(rate: float, at_once: int, limit_s: float = LIMIT_S) -> FetchSettings:
    """How samples are taken: one try, one connection, no robots.txt: the home page of a registered site.

    ``rate`` is requests a second and address; ``at_once`` samples over all.
    """
    return FetchSettings(
        rate=rate,
        connections=max(2, int(rate)),
        total_connections=at_once,
        deadline_s=limit_s,
        retries=0,
        robots=RobotsPolicy.IGNORE,
        keep_alive=False,
        give_up_after=0,  # every sample is asked for: that is what samples are for
        # Every sample looks its name up anew, as a visitor does who comes an hour later.
        dns_ttl_s=60.0,
    )


async def take(fetcher: Fetcher, site_code: str, url: str) -> Taken:
    """Open the address once. Nothing the network does raises.

    ``elapsed_ms`` is the time on the network, without waiting for our own politeness.
    """
    at = datetime.now(BEIJING).replace(microsecond=0)
    response = await fetcher.fetch(url, always_allowed=True, max_body_bytes=_BODY)
    outcome, valid = _outcome(response)
    note = response.tls_note if outcome.isdigit() else response.error
    sample = ProbeSample(at, response.elapsed_ms, outcome, valid)
    return Taken(site_code, sample, note, is_answered=response.http_status is not None)


def _outcome(response: Response) -> tuple[str, bool]:
    """The word for how it ended, and whether it says anything about the site."""
    status = response.status
    if status is FetchStatus.REFUSED:  # our own gate: we did not look
        return "connect", False
    if status in _FAILURES:
        return _FAILURES[status], True
    if status is FetchStatus.REDIRECT_LOOP:
        return _LOOP, True
    if response.http_status is None or (status is FetchStatus.BAD_RESPONSE and response.http_status >= 600):
        return "reset", True
    return str(response.http_status), True
