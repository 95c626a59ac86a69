"""One sample: the home page opened as a visitor's browser would, within the limit, and how that ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xuncha.facts.seen import BEIJING, FetchStatus
from xuncha.facts.website import PAGES, ProbeSample
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response
from xuncha.gather.http.settings import FetchSettings, RobotsPolicy
from xuncha.gather.page_reading import read_page
from xuncha.text.pages.not_found import fails_by_itself
from xuncha.text.pages.suspension import is_suspended

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
#: No message that stands in place of a home page has so many links.
_MANY_LINKS = 11
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


async def sample(fetcher: Fetcher, site_code: str, url: str) -> Taken:
    """As :func:`take`; a fault of ours tells nothing about the site, and keeps no other from being sampled."""
    try:
        return await take(fetcher, site_code, url)
    except Exception as error:
        unseen = ProbeSample(_now(), 0, "connect", valid=False)
        note = f"拨测时程序出错（{type(error).__name__}: {error}）"
        return Taken(site_code, unseen, note, is_answered=False)


async def take(fetcher: Fetcher, site_code: str, url: str) -> Taken:
    """Open the address once. Nothing the network does raises.

    ``elapsed_ms`` is the time on the network, without waiting for our own politeness.
    """
    at = _now()
    response = await fetcher.fetch(url, always_allowed=True, max_body_bytes=_BODY)
    outcome, valid = _outcome(response)
    page = _page(response) if opens(outcome) else FetchStatus.OK
    note = response.tls_note if outcome.isdigit() else response.error
    if page is not FetchStatus.OK:
        note = "；".join(filter(None, (page.label, note)))
    sample = ProbeSample(at, response.elapsed_ms, outcome, valid, page)
    return Taken(site_code, sample, note, is_answered=response.http_status is not None)


def _now() -> datetime:
    return datetime.now(BEIJING).replace(microsecond=0)


def opens(outcome: str) -> bool:
    """True for an answer that is no error by its number."""
    return outcome.isdigit() and int(outcome) < 400


def _page(response: Response) -> FetchStatus:
    """What came in place of the home page, OK where nothing speaks against it."""
    if response.status is FetchStatus.TOO_LARGE:  # more than we wanted to have, so there is a page
        return FetchStatus.OK
    if response.status is not FetchStatus.OK or _has_many_links(response.body):
        return response.status
    status, page, _ = read_page(response)
    if page is not None and is_suspended(page):
        return FetchStatus.SUSPENDED
    if page is not None and fails_by_itself(page):
        return FetchStatus.SERVER_ERROR
    return status if status in PAGES else FetchStatus.OK


def _has_many_links(body: bytes) -> bool:
    """Nearly every home page has them in its menu, and needs no parsing then."""
    at = -1
    for _ in range(_MANY_LINKS):
        at = body.find(b"<a ", at + 1)
        if at < 0:
            return False
    return True


def _outcome(response: Response) -> tuple[str, bool]:
    """The word for how it ended, and whether it says anything about the site."""
    status = response.status
    # Our own gate, our own line, or a machine of ours that stood still: we did not look.
    if status in (FetchStatus.REFUSED, FetchStatus.OWN_NETWORK):
        return "connect", False
    if status in _FAILURES:
        return _FAILURES[status], True
    if status is FetchStatus.REDIRECT_LOOP:
        return _LOOP, True
    if response.http_status is None or (status is FetchStatus.BAD_RESPONSE and response.http_status >= 600):
        return "reset", True
    return str(response.http_status), True
