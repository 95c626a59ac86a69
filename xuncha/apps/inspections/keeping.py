"""From a visit to what is kept of it: the facts, the pictures and the judgement, made by one process in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.kept_judgements import KeptJudgements
from xuncha.apps.inspections.opinions import Judge, Opinion
from xuncha.apps.inspections.question import Question
from xuncha.facts.website import SiteFacts
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.plan import SitePlan
from xuncha.gather.rereading import reread_site
from xuncha.gather.second_look import Shows
from xuncha.gather.site import Picture, gather_site
from xuncha.standards.weighing import Weighed

#: Who writes facts and judgement of a site in place of the stores, without keeping other visits waiting.
Keep = Callable[[SiteFacts, Weighed], Awaitable[None]]


async def unbroken(written: Future[Any]) -> None:
    """Wait for what a thread writes while others go on. Whoever is broken off meanwhile comes to its end first:
    what is written of a site is there whole, its evidence sealed. Raises what the writing raised."""
    done = asyncio.wrap_future(written)
    try:
        await asyncio.shield(done)
    except asyncio.CancelledError:
        await done


class Keeping:
    """Visits sites and keeps what comes of it in the folder ``sites`` of the facts; where no ``question`` is asked,
    the facts alone. ``keep`` takes the place of the stores, and there must be a question then."""

    def __init__(self, result: Path, sites: str, question: Question | None, keep: Keep | None = None) -> None:
        self._result, self._keep = result, keep
        self._store = FactsStore(result, sites)
        self._judge = Judge(question) if question is not None else None
        self._judgements = KeptJudgements(self._store, question) if question is not None else None

    async def visited(
        self, plan: SitePlan, fetcher: Fetcher, browser: Shows | NoBrowser, tick: Callable[[], None]
    ) -> None:
        """Visit a site. Its facts are saved before its evidence is sealed."""
        opinion = Opinion(self._judge) if self._judge is not None else None
        # Where the judgement has to wait for nothing it is made when the pages of the site are out of memory.
        first = opinion if self._keep is not None or not isinstance(browser, NoBrowser) else None
        facts = await gather_site(
            plan,
            fetcher,
            self._result / "evidence",
            tick,
            keep=partial(self._save, opinion),
            browser=browser,
            picture=_picture(first, browser),
        )
        if self._keep is None:
            await self._save_judgement(opinion, facts)

    async def reread(self, plan: SitePlan, retries: int, tick: Callable[[], None]) -> None:
        """Read a site again from its evidence."""
        opinion = Opinion(self._judge) if self._judge is not None else None
        facts = await reread_site(plan, self._result / "evidence", retries, tick, partial(_picture, opinion))
        if facts is not None:
            self._store.save_site(facts)
            await self._save_judgement(opinion, facts)

    async def _save(self, opinion: Opinion | None, facts: SiteFacts) -> None:
        if self._keep is None:
            self._store.save_site(facts)
            return
        if opinion is None:
            raise ValueError("nothing is asked of the facts, and their judgement is to be kept")
        await self._keep(facts, opinion.at_once(facts))

    async def _save_judgement(self, opinion: Opinion | None, facts: SiteFacts) -> None:
        if opinion is not None and self._judgements is not None:
            self._judgements.save(facts, await opinion.of(facts))


def _picture(opinion: Opinion | None, browser: Shows | NoBrowser) -> Picture | None:
    return partial(opinion.pictured, browser=browser) if opinion is not None else None
