"""The blank score form of a round: a line for every item that a person has to enter, with what the system saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.judging import facts_of, judge_facts
from xuncha.apps.inspections.scores import portals_of
from xuncha.indicators.kernel import Judgement
from xuncha.standards.score_form import Portal
from xuncha.standards.score_table import ScoreTable
from xuncha.standards.standard import Standard


def inspected_portals(store: FactsStore, standard: Standard, table: ScoreTable) -> Iterator[Portal]:
    """The portals of a result in the order of the list, each with what was seen of the items to enter.

    Raises:
        FactsError: there is no result, or it is damaged.
    """
    request, registry = store.request(), store.registry()
    for site in portals_of(registry.sites).values():
        judged = judge_facts(facts_of(store, site), registry.office_words, standard, request)
        if judged is not None:
            yield Portal(site.site_code, site.name, _seen(judged.weighed.judgements, table))


def _seen(judgements: Sequence[Judgement], table: ScoreTable) -> dict[str, str]:
    """What the system saw of the items a person has to enter: faults first, then what it could not settle."""
    by_code = {judgement.code: judgement for judgement in judgements}
    seen = {}
    for item in table.items.values():
        codes = item.settling_rules if item.settled_by == "machine" else (item.code,)
        found = [by_code[code] for code in codes if code in by_code]
        hits = [hit.detail for judgement in found for hit in judgement.hits]
        doubts = [f"待核：{doubt.detail}" for judgement in found for doubt in judgement.doubts]
        if item.settled_by == "machine" and len(found) < len(codes):
            doubts.append("不在这次检查的范围内")
        if doubts or item.settled_by == "person":
            seen[item.code] = "；".join([*hits, *doubts])
    return seen
