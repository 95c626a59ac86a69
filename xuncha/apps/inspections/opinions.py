"""A site judged by the process that has just read it, while it is still visiting others.

One judgement serves three ends: it says which pages are pictured, it is written into a ledger, and it is kept
beside the facts.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from xuncha.apps.inspections.judging import weigh_facts
from xuncha.apps.inspections.pictures import with_pictures
from xuncha.apps.inspections.question import Question
from xuncha.facts.website import SiteFacts
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.evidence.archive import ArchiveRecorder
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.freed_memory import give_back_freed_memory
from xuncha.gather.second_look import Shows
from xuncha.standards.weighing import Weighed


class Judge:
    """Judges sites one after the other in threads: judging one takes seconds, and those that are being asked meanwhile
    must not be kept waiting for it. Nobody waits for such a thread when a run is broken off."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._turn = asyncio.Lock()

    async def weigh(self, facts: SiteFacts) -> Weighed:
        """What the rules say of a site."""
        async with self._turn:
            loop = asyncio.get_running_loop()
            said: asyncio.Future[Weighed] = loop.create_future()
            threading.Thread(target=self._weigh, args=(facts, loop, said), name="judge", daemon=True).start()
            return await said

    def _weigh(
        self, facts: SiteFacts, loop: asyncio.AbstractEventLoop, said: asyncio.Future[Weighed]
    ) -> None:
        # A thread takes its memory anew: what the pages of the site have left free would lie beside it.
        give_back_freed_memory()
        try:
            answer: Callable[[], None] = partial(_answer, said, weigh_facts(facts, self.question))
        except Exception as error:
            answer = partial(_fail, said, error)
        give_back_freed_memory()  # what the judgement took in passing, beside pages and pictures
        with suppress(RuntimeError):  # the run was broken off, and its loop is closed
            loop.call_soon_threadsafe(answer)


def _answer(said: asyncio.Future[Weighed], weighed: Weighed) -> None:
    if not said.done():
        said.set_result(weighed)


def _fail(said: asyncio.Future[Weighed], error: Exception) -> None:
    if not said.done():
        said.set_exception(error)


class Opinion:
    """What is made of one site during one visit."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._known: tuple[SiteFacts, Weighed] | None = None

    async def of(self, facts: SiteFacts) -> Weighed:
        """The judgement of the facts, worked out once whatever pictures are added to them."""
        if not self.is_known(facts):
            self._known = facts, await self._judge.weigh(facts)
        assert self._known is not None
        return self._known[1]

    def at_once(self, facts: SiteFacts) -> Weighed:
        """As :meth:`of` where that was asked before; else, of a site whose pages nobody wanted, worked out here."""
        if self._known is not None and self.is_known(facts):
            return self._known[1]
        return weigh_facts(facts, self._judge.question)

    def is_known(self, facts: SiteFacts) -> bool:
        """Whether the judgement of these facts is worked out."""
        return self._known is not None and _but_for_pictures(self._known[0]) == _but_for_pictures(facts)

    async def pictured(
        self, facts: SiteFacts, recorder: WarcRecorder | ArchiveRecorder, browser: Shows | NoBrowser
    ) -> SiteFacts:
        """The facts with pictures of the pages that the judgement cites, where there is a browser."""
        weighed = await self.of(facts)
        if isinstance(browser, NoBrowser):
            return facts
        return await with_pictures(facts, recorder, browser, self._judge.question, weighed)


def _but_for_pictures(facts: SiteFacts) -> SiteFacts:
    return replace(facts, renderings=())
