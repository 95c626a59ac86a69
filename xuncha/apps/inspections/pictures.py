"""Pictures of the pages that findings rest on, taken while the site is still there to be looked at.

The judgement of the facts says which pages are cited; what is kept are facts: a picture of a page proves the
same whatever standard is applied to it afterwards.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from xuncha.apps.inspections.question import Question
from xuncha.facts.renderings import RenderingSeen
from xuncha.facts.seen import Evidence
from xuncha.facts.targets import RunState
from xuncha.facts.website import SiteFacts
from xuncha.gather.browser.rendered import Keeper
from xuncha.gather.evidence.archive import ArchiveRecorder
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.second_look import Shows
from xuncha.indicators.kernel import Hit, Judgement, State
from xuncha.standards.weighing import Weighed
from xuncha.text.pages.addresses import is_file, page_key

#: Pages of one site that are pictured; a veto that rests on more is proven by these as well.
_MOST_PICTURES = 12
#: Further pages for what waits for a person's look, and how many of them for one code.
_MOST_LOOKS, _OF_ONE_CODE = 8, 3
#: Seconds for the blocks that scripts add to a page.
_PATIENCE_S = 1.0


async def with_pictures(
    facts: SiteFacts,
    recorder: WarcRecorder | ArchiveRecorder,
    browser: Shows,
    question: Question,
    weighed: Weighed,
) -> SiteFacts:
    """The facts, with the pages that vetoes and what waits for a person cite shown in the browser and pictured."""
    if facts.site.state is not RunState.RUNNING:
        return facts
    keeper = Keeper(recorder)
    pages = pages_to_picture(facts, question, weighed)
    taken = await asyncio.gather(*(_picture(page, browser, keeper) for page in pages))
    known = (*facts.renderings, *(one for one in taken if one is not None))
    return replace(facts, renderings=tuple(sorted(known, key=lambda one: (one.url, one.page))))


def pages_to_picture(facts: SiteFacts, question: Question, weighed: Weighed) -> tuple[Evidence, ...]:
    """The pages that findings rest on and no browser has shown yet: of vetoes first, then of what waits for a
    person, each in the order of citing."""
    judged = {judgement.code: judgement for judgement in weighed.judgements}
    known = {page_key(one.url) for one in facts.renderings}
    chosen: dict[str, Evidence] = {}
    vetoes = (page for code in question.vetoes if code in judged for page in _cited(judged[code].hits))
    _choose(vetoes, _MOST_PICTURES, known, chosen)
    looks = len(chosen) + _MOST_LOOKS
    for code in question.looked_at:
        if code in judged:
            pages = _cited(_seen(judged[code]))
            _choose(pages, min(looks, len(chosen) + _OF_ONE_CODE), known, chosen)
    return tuple(chosen.values())


def _seen(judgement: Judgement) -> Iterator[Hit]:
    """What rests on a page that was seen."""
    yield from judgement.hits
    yield from (doubt for doubt in judgement.doubts if doubt.state is State.DOUBT)


def _cited(found: Iterator[Hit] | tuple[Hit, ...]) -> Iterator[Evidence]:
    for one in found:
        for page in one.evidence:
            if page.url.startswith(("http://", "https://")) and not is_file(page.url):
                yield page


def _choose(pages: Iterator[Evidence], until: int, known: set[str], chosen: dict[str, Evidence]) -> None:
    """Add pages that are not known yet to those chosen, ``until`` there are so many."""
    new = (page for page in pages if page_key(page.url) not in known and page_key(page.url) not in chosen)
    for page in new:
        if len(chosen) >= until:
            return
        chosen[page_key(page.url)] = page


async def _picture(page: Evidence, browser: Shows, keeper: Keeper) -> RenderingSeen | None:
    rendered = await browser.render(page.url, keeper, wanted=lambda *_: False, patience_s=_PATIENCE_S)
    if rendered.dom is None:
        return None
    return RenderingSeen(page.url, page.record_id, rendered.dom, rendered.picture, rendered.remark)
