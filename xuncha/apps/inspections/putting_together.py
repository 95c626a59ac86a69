"""The end of a run: targets that were judged when they were read, put together in the order of the lists.

The result is the same as if all were judged from their facts; ``xuncha judge`` does that.
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.judging import (
    Judged,
    account_facts_of,
    facts_asked,
    judge_facts,
    question_of,
    summed_up,
)
from xuncha.apps.inspections.kept_judgements import KeptJudgement, KeptJudgements
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.inspections.scores import score_site, with_score
from xuncha.documents.score_figures import ScoreFigures
from xuncha.facts.account import AccountFacts
from xuncha.facts.targets import Site
from xuncha.facts.website import SiteFacts
from xuncha.standards.score_sheet import ScoreSheet
from xuncha.standards.standard import Standard


def put_together(
    store: FactsStore, request: Request, standard: Standard, sheet: ScoreSheet | None
) -> tuple[list[Verdict], list[Finding], ScoreFigures | None]:
    """Verdicts and findings of every target, and the scores of the portals, in the order of the lists; what was
    not judged when it was read, or was judged by something else, is judged now from its facts."""
    registry = store.registry()
    return summed_up(_said(store, registry, request, standard, sheet), sheet)


def _said(
    store: FactsStore, registry: Registry, request: Request, standard: Standard, sheet: ScoreSheet | None
) -> Iterator[Judged]:
    words = registry.office_words
    kept = KeptJudgements(store, question_of(request, standard, words))

    def judged_now(facts: SiteFacts | AccountFacts | None) -> Iterator[Judged]:
        judged = None if facts is None else judge_facts(facts, words, standard, request, sheet)
        if judged is not None:
            yield judged.verdict, judged.findings, judged.score

    for site in registry.sites or ():
        one = kept.of(site.site_code)
        if one is None:
            yield from judged_now(facts_asked(store, site))
        else:
            yield from _as_kept(one, site, standard, sheet)
    accounts = kept.accounts()
    if accounts is not None:
        yield from ((one.verdict, one.findings, None) for one in accounts)
        return
    for facts in account_facts_of(store, registry):
        yield from judged_now(facts)


def _as_kept(
    one: KeptJudgement, site: Site, standard: Standard, sheet: ScoreSheet | None
) -> Iterator[Judged]:
    if one.verdict is None:
        return
    if sheet is None or one.weighed is None:
        yield one.verdict, one.findings, None
        return
    row = score_site(site, one.weighed, sheet, standard)
    yield with_score(one.verdict, row, sheet), one.findings, row
