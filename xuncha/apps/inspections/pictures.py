"""Pictures of the pages that a veto rests on, taken while the site is still there to be looked at.

The facts are judged once, as they will be judged later, only to learn which pages are cited; what is kept
are facts: a picture of a page proves the same whatever standard is applied to it afterwards.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from xuncha.facts.renderings import RenderingSeen
from xuncha.facts.seen import Evidence
from xuncha.facts.targets import RunState
from xuncha.facts.website import SiteFacts
from xuncha.gather.browser.rendered import Keeper
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.evidence.archive import ArchiveRecorder
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.second_look import Shows
from xuncha.gather.site import Picture
from xuncha.standards.standard import Standard, Tier
from xuncha.standards.weighing import weigh

#: Pages of one site that are pictured; a veto that rests on more is proven by these as well.
_MOST_PICTURES = 12
#: Seconds for the blocks that scripts add to a page.
_PATIENCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """What the facts will be asked: by which standard, for which codes, at which timepoint."""

    standard: Standard
    scope: tuple[str, ...]
    asof: datetime

    @property
    def vetoes(self) -> tuple[str, ...]:
        """The codes whose hits are vetoes by themselves, without a person's word."""
        weights = {code: self.standard.weights[code] for code in self.scope}
        return tuple(
            code
            for code, weight in weights.items()
            if weight.tier is Tier.VETO and not weight.needs_confirmation and not weight.by_person
        )


def pictures(browser: Shows | NoBrowser, question: Question | None) -> Picture | None:
    """What adds pictures to the facts of a site, None where none can be taken or nothing is asked."""
    if question is None or isinstance(browser, NoBrowser):
        return None
    return partial(_with_pictures, browser=browser, question=question)


async def _with_pictures(
    facts: SiteFacts, recorder: WarcRecorder | ArchiveRecorder, *, browser: Shows, question: Question
) -> SiteFacts:
    """The facts, with every page that a veto cites shown in the browser and pictured."""
    if facts.site.state is not RunState.RUNNING:
        return facts
    keeper = Keeper(recorder)
    taken = await asyncio.gather(*(_picture(page, browser, keeper) for page in veto_pages(facts, question)))
    known = (*facts.renderings, *(one for one in taken if one is not None))
    return replace(facts, renderings=tuple(sorted(known, key=lambda one: (one.url, one.page))))


def veto_pages(facts: SiteFacts, question: Question) -> tuple[Evidence, ...]:
    """The pages that hits of vetoes cite and no browser has shown yet, in the order of citing."""
    weighed = weigh(facts, question.standard, question.vetoes, question.asof)
    cited = [record for veto in weighed.judgements for hit in veto.hits for record in hit.evidence]
    shown = {one.page for one in facts.renderings}
    pages = {
        record.url: record
        for record in cited
        if record.record_id not in shown and record.url.startswith(("http://", "https://"))
    }
    return tuple(pages.values())[:_MOST_PICTURES]


async def _picture(page: Evidence, browser: Shows, keeper: Keeper) -> RenderingSeen | None:
    rendered = await browser.render(page.url, keeper, wanted=lambda *_: False, patience_s=_PATIENCE_S)
    if rendered.dom is None:
        return None
    return RenderingSeen(page.url, page.record_id, rendered.dom, rendered.picture, rendered.remark)
