"""Reading a site again from its evidence: the same gatherers, the archive in the network's place.

Nothing here can open a connection. A page that the archive does not hold was not reached.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.website import RobotsSeen, SiteFacts
from xuncha.gather.browser.archived import archived_browser
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.evidence.archive import (
    ArchiveError,
    ArchiveRecorder,
    Key,
    SiteArchive,
    StoredAnswer,
    archive_of,
    as_asked,
    unsent_key,
)
from xuncha.gather.freed_memory import give_back_freed_memory
from xuncha.gather.http.answer import Answer
from xuncha.gather.http.bodies import BodyBrokenError, BodyDecoder, BodyTooLargeError
from xuncha.gather.http.failures import Failure
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.own_network import MAYBE_OURS, SAID
from xuncha.gather.http.response import Response
from xuncha.gather.http.settings import FetchSettings, RobotsPolicy
from xuncha.gather.http.urls import Target
from xuncha.gather.plan import SitePlan
from xuncha.gather.second_look import Shows
from xuncha.gather.site import Picture, gather_from, unvisited
from xuncha.gather.visit import SiteVisit

_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))
_NOT_STORED = Failure(FetchStatus.UNSTORED, "存档中没有该网址")
#: Pages taken out of the archive before those who asked for the last ones have had their turn to read them. No
#: network slows them down, and without a bound every page of a column lies parsed in memory at the same time.
_AT_ONCE = 4
#: What answers to HEAD when the target had to be asked for by GET as well.
_ASK_BY_GET = FetchStatus.CLIENT_ERROR
_SOME_TYPE = "*/*"


async def reread_site(
    plan: SitePlan,
    evidence: Path,
    retries: int,
    tick: Callable[[], None] = lambda: None,
    pictures: Callable[[Shows | NoBrowser], Picture | None] = lambda _: None,
) -> SiteFacts | None:
    """The facts of a site as its evidence shows them, None where it was never visited.

    ``retries`` is what the visit was allowed; ``pictures`` adds the pictures taken then. No connection is made, and nothing is waited for.
    """
    if not plan.crawl:
        return unvisited(plan)
    try:
        archive = archive_of(evidence, plan.site.site_code)
    except ArchiveError as error:
        return unvisited(plan, Unseen(str(error)))
    if archive is None:
        return None
    unhurried = replace(plan, depth=replace(plan.depth, confirm_pause_s=0.0))
    fetcher, recorder = ArchiveFetcher(archive, retries), ArchiveRecorder(archive)
    browser = archived_browser(archive)
    facts = await gather_from(SiteVisit(unhurried, fetcher, recorder, tick, browser))
    give_back_freed_memory()
    picture = pictures(browser)
    return facts if picture is None else await picture(facts, recorder)


class ArchiveFetcher(Fetcher):
    """Answers from a site's archive as the network answered then: hop by hop, try by try."""

    def __init__(self, archive: SiteArchive, retries: int) -> None:
        settings = FetchSettings(
            rate=0, connections=16, retries=retries, allow_net=_EVERYWHERE, robots=RobotsPolicy.IGNORE
        )
        super().__init__(settings)
        self._archive = archive
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def fetch(self, url: str, *, method: str = "GET", **options: Any) -> Response:
        """As :meth:`Fetcher.fetch`, from the archive. Looks by HEAD were not stored each, only how they ended."""
        if method == "HEAD":
            return self._looked_at(url)
        async with self._room:
            response = await self._fetched(url, method, options)
            await asyncio.sleep(0)
            return response

    async def _fetched(self, url: str, method: str, options: dict[str, Any]) -> Response:
        response = await super().fetch(url, method=method, **options)
        # What failed while our own network was down was asked again, or given up, once it was clear.
        while response.status in MAYBE_OURS and self._archive.has_more((method, url, "", "")):
            response = await super().fetch(url, method=method, **options)
        given_up = self._archive.unsent(url) if response.status in MAYBE_OURS else None
        if given_up is not None:
            return Response(url, url, FetchStatus.OWN_NETWORK, error=SAID, evidence=given_up)
        return response

    def _looked_at(self, url: str) -> Response:
        said = self._archive.looked_at.get(url)
        if said is None:
            known = self._archive.holds(url)
            return Response(url, url, _ASK_BY_GET if known else FetchStatus.UNSTORED, error=_NOT_STORED.text)
        status, http_status, tries = said
        if status == FetchStatus.OK and self._archive.has_more(("GET", url, "", "")):
            # It said too little then as well: what GET brought is stored.
            return Response(url, url, _ASK_BY_GET, http_status, tries=tries)
        # It was of some type: an answer that describes nothing is not noted, GET having told.
        return Response(url, url, FetchStatus(status), http_status, content_type=_SOME_TYPE, tries=tries)

    @property
    def robots_decisions(self) -> tuple[RobotsSeen, ...]:
        """What every robots.txt was found to say then."""
        return self._archive.robots

    async def _hop(self, trial: Any) -> Answer | None:
        target: Target = trial.target
        key, unsent_at = _key(trial), unsent_key(target.url)
        # What was asked for once may not have been asked for again: its host was given up, or its time.
        is_over = self._archive.has_more(unsent_at) and not self._archive.has_more(key)
        stored = None if is_over else self._archive.take(key)
        unsent = None if stored is not None else self._archive.take(unsent_at)
        if stored is None and unsent is None:
            trial.fail(_NOT_STORED)
            return None
        found = stored or unsent
        assert found is not None
        try:
            answer = _answer(
                target, trial.asked.method, self._archive.answer(found), trial.asked.max_body, self.settings
            )
        except ArchiveError as error:
            trial.fail(Failure(FetchStatus.UNSTORED, str(error)))
            return None
        trial.answer, trial.evidence = answer, found.evidence
        trial.tls_note = trial.tls_note or answer.tls_note
        if stored is None:
            trial.fail(answer.failure or _NOT_STORED)
            return None
        return answer

    async def _follow(self, trial: Any) -> None:
        first = _key(trial)
        await super()._follow(trial)
        more = self._archive.has_more(first) or self._archive.has_more(unsent_key(first[1]))
        trial.retryable = trial.retryable and more

    async def _wait_before_retry(self, trial: Any) -> None:
        """Nobody is asked, so nobody needs a rest."""


def _key(trial: Any) -> Key:
    asked = trial.asked
    said = asked.visitor.headers("")["User-Agent"].strip()
    return (asked.method, trial.target.url, *as_asked(asked.visitor.referer, said))


def _answer(
    target: Target, method: str, stored: StoredAnswer, max_body: int | None, settings: FetchSettings
) -> Answer:
    answer = Answer(target, method, started_at=datetime.now(UTC), status_line=stored.status_line)
    answer.raw_headers, answer.tls_note = stored.headers, stored.tls_note
    if stored.status_line:
        answer.http_status = int(stored.status_line.split(b" ", 2)[1])
        cap = settings.max_body_bytes if max_body is None else min(max_body, settings.max_body_bytes)
        _decompress(answer, stored.body, cap)
    if stored.failure is not None:
        said = FetchStatus(str(stored.failure.get("status", FetchStatus.BAD_RESPONSE)))
        answer.failure = Failure(said, str(stored.failure.get("cause", "")), retryable=True)
    return answer


def _decompress(answer: Answer, raw: bytes, cap: int) -> None:
    decoder = BodyDecoder(answer.header(b"content-encoding"), cap)
    try:
        decoder.feed(raw)
        decoder.finish()
    except BodyTooLargeError:
        answer.failure, answer.truncated = (
            Failure(FetchStatus.TOO_LARGE, "解压后的数据超过大小上限"),
            "length",
        )
    except BodyBrokenError as error:
        answer.failure = Failure(FetchStatus.BAD_RESPONSE, str(error))
    answer.body = decoder.body
