"""Carrying a recheck out: the look itself, and what it says. Neither database nor worker is known here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.rechecks.comparing import (
    Answer,
    Bench,
    Fault,
    of_column,
    of_link,
    of_page,
    of_site,
    on_pages,
    whole_site,
)
from xuncha.facts.seen import BEIJING
from xuncha.facts.website import ColumnSeen, SiteFacts
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.evidence.manifest import sign_off
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.warc_file import seal_open_files
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.looking_again import look_at_columns, look_at_link, look_at_pages
from xuncha.gather.plan import SitePlan
from xuncha.gather.second_look import Shows
from xuncha.gather.site import gather_site
from xuncha.gather.visit import SiteVisit
from xuncha.text.pages.addresses import page_key


@dataclass(frozen=True, slots=True)
class Asked:
    """One recheck as the look needs it: ``what`` and ``urls`` as ordered.

    ``fault`` is that of the finding it was ordered for; ``before`` are the faults a round knows of the site,
    for a look at the whole of it. ``result`` is where facts and evidence go; ``as_seen`` is the column as a
    round saw it.
    """

    what: str
    urls: tuple[str, ...]
    plan: SitePlan
    bench: Bench
    result: Path
    fault: Fault | None = None
    before: tuple[Fault, ...] = ()
    as_seen: ColumnSeen | None = None


async def look(asked: Asked, fetcher: Fetcher, browser: Shows | NoBrowser) -> list[Answer]:
    """Look, keep the evidence, and say what was seen.

    Raises:
        EvidenceWriteError: the disk is full.
        ManifestError: the evidence cannot be signed off.
    """
    answers = await _LOOKS[asked.what](asked, fetcher, browser)
    evidence = asked.result / "evidence"
    now = datetime.now(UTC)
    seal_open_files(evidence, now)
    about = {"asof": asked.bench.asof.isoformat(), "recheck": asked.plan.site.site_code}
    sign_off(evidence, about, now.astimezone(BEIJING))
    return answers


async def _site(asked: Asked, fetcher: Fetcher, browser: Shows | NoBrowser) -> list[Answer]:
    store = FactsStore(asked.result)
    (store.folder / "sites").mkdir(parents=True, exist_ok=True)
    evidence = asked.result / "evidence"

    async def keep(facts: SiteFacts) -> None:
        store.save_site(facts)

    facts = await gather_site(asked.plan, fetcher, evidence, keep=keep, browser=browser)
    found = asked.bench.findings(facts)
    if asked.fault is not None:
        return [whole_site(asked.fault, facts, found)]
    answers = of_site(found, asked.before, facts)
    if not facts.coverage.reached:
        causes = "、".join(status for status, _ in facts.coverage.causes) or "原因不明"
        answers.append(Answer("unseen", f"没有打开任何页面（{causes}）"))
    return answers or [Answer("gone", f"读到 {facts.coverage.reached} 页，没有发现问题")]


async def _pages(asked: Asked, fetcher: Fetcher, browser: Shows | NoBrowser) -> list[Answer]:
    with _recorder(asked) as recorder:
        visit = SiteVisit(asked.plan, fetcher, recorder, browser=browser)
        facts, opened = await look_at_pages(visit, asked.urls)
    found = asked.bench.findings(facts)
    if asked.fault is not None:
        return [on_pages(asked.fault, found, opened)]
    return [answer for one in opened for answer in of_page(one, found)]


async def _link(asked: Asked, fetcher: Fetcher, browser: Shows | NoBrowser) -> list[Answer]:
    with _recorder(asked) as recorder:
        visit = SiteVisit(asked.plan, fetcher, recorder, browser=browser)
        seen = await look_at_link(visit, asked.urls[0], asked.urls[1:])
    return [of_link(asked.fault, seen)]


async def _column(asked: Asked, fetcher: Fetcher, browser: Shows | NoBrowser) -> list[Answer]:
    with _recorder(asked) as recorder:
        visit = SiteVisit(asked.plan, fetcher, recorder, browser=browser)
        facts = await look_at_columns(visit)
    wanted = page_key(asked.urls[0])
    columns = facts.columns if isinstance(facts.columns, tuple) else ()
    column = next((one for one in columns if page_key(one.url) == wanted), None)
    if column is None:
        return [Answer("unseen", "没有读到这个栏目")]
    if asked.as_seen is not None:
        column = replace(column, kind_source=asked.as_seen.kind_source, level=asked.as_seen.level)
    if asked.fault is None:
        return of_column(column, asked.bench)
    return [_column_fault(asked.fault, column, facts, asked.bench)]


def _column_fault(fault: Fault, column: ColumnSeen, facts: SiteFacts, bench: Bench) -> Answer:
    answer = whole_site(fault, facts, bench.findings(replace(facts, columns=(column,))))
    if answer.outcome != "gone":
        return answer
    proof = (column.evidence,) if column.evidence else ()
    if not column.is_seen:
        said = of_column(column, bench)[0].detail
        return replace(answer, outcome="unseen", detail=f"{said}，不能说已经消除", evidence=proof)
    return replace(answer, evidence=proof)


def _recorder(asked: Asked) -> WarcRecorder:
    return WarcRecorder(asked.result / "evidence", asked.plan.site.site_code)


_LOOKS = {"site": _site, "page": _pages, "link": _link, "column": _column}
