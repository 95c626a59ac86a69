"""Scores of portals under the review: a confirmed fault costs points, a dismissed one none, an open one leaves them open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.judging import facts_of, fingerprint, judge_facts
from xuncha.apps.inspections.kept_sheet import kept_sheet
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Verdict
from xuncha.apps.inspections.scores import kept_form, portals_of, score_figures, score_site, with_score
from xuncha.apps.inspections.settling import BY_HAND, CONFIRMED, TAKEN_OUT, UNLOOKED, Reviewed, looked_at
from xuncha.documents.score_figures import ScoreFigures, ScoreRow
from xuncha.facts.targets import Site
from xuncha.indicators.kernel import Doubt, Hit, Judgement
from xuncha.standards.score_sheet import ScoreSheet
from xuncha.standards.score_table import ScoreTable
from xuncha.standards.standard import Standard, load_standard
from xuncha.standards.weighing import Weighed, outcome_of
from xuncha.told import ToldError

#: States of one fault in the ledger, by its code, its fingerprint and its words: several may be alike.
_States = defaultdict[tuple[str, str, str], list[str]]


@dataclass(frozen=True, slots=True)
class ScoreBasis:
    """What the portals of a result are scored by and from."""

    store: FactsStore
    request: Request
    registry: Registry
    standard: Standard
    sheet: ScoreSheet
    portals: Mapping[str, Site]
    judged: dict[str, tuple[Verdict, Weighed]] = field(default_factory=dict, compare=False)

    def said_of(self, site: Site) -> tuple[Verdict, Weighed]:
        """What the machine says of a portal, worked out once while nothing changes."""
        if site.site_code not in self.judged:
            facts = facts_of(self.store, site)
            one = judge_facts(facts, self.registry.office_words, self.standard, self.request)
            if one is None:
                raise AssertionError("a portal in operation is judged")
            self.judged[site.site_code] = one.verdict, one.weighed
        return self.judged[site.site_code]


def basis_of(result: Path) -> ScoreBasis | None:
    """The basis of the scores of a result; None where its standard has no score table or it has no portal.

    Raises:
        FactsError: there is no result in the folder, or it is damaged.
        StandardError: its standard cannot be loaded, or the form kept with it cannot be used.
    """
    form = kept_form(result)
    run = result / "facts" / "run.json"
    stamps = [path.stat().st_mtime_ns for path in (run, form) if path is not None and path.exists()]
    return _read(result, form, tuple(stamps))


@lru_cache(maxsize=4)
def _read(result: Path, form: Path | None, stamps: tuple[int, ...]) -> ScoreBasis | None:
    """Read once while nothing changes: many decisions about portals follow each other."""
    store = FactsStore(result)
    request, registry = store.request(), store.registry()
    standard, portals = load_standard(request.standard), portals_of(registry.sites)
    sheet = kept_sheet(result, registry, standard) if portals else None
    return ScoreBasis(store, request, registry, standard, sheet, portals) if sheet is not None else None


def reviewed_scores(basis: ScoreBasis, reviewed: Mapping[str, Sequence[Reviewed]]) -> ScoreFigures:
    """The scores of all portals in the order of the list; ``reviewed`` by site code."""
    rows = (_scored(basis, site, reviewed.get(code, ()))[1] for code, site in basis.portals.items())
    return score_figures([row for row in rows if row is not None], basis.sheet)


def rescored(
    result: Path, verdict: Verdict, reviewed: Sequence[Reviewed], *, always: bool = False
) -> tuple[Verdict, ScoreRow | None]:
    """The machine's verdict with the score that the review leaves, and that score where a form was handed in.

    As it is, and None, where a score cannot change it. ``always``: it may have had one by another form.
    """
    if verdict.kind != "site":
        return verdict, None
    try:
        basis = basis_of(result)
        site = basis.portals.get(verdict.id) if basis else None
        if basis is None or site is None:
            return verdict, None
        if not (always or verdict.low_score or _may_matter(basis.sheet.table)):
            return verdict, None
        again, row = _scored(basis, site, reviewed)
    except ToldError:  # told where scores are asked for: no decision about a finding waits for it
        return verdict, None
    changed = replace(verdict, outcome=again.outcome, low_score=again.low_score, note=again.note)
    return changed, row if basis.sheet.table.form else None


def _may_matter(table: ScoreTable) -> bool:
    """A table of which figures are missing scores nobody; that is worked out only where somebody waits for it."""
    return bool(table.form) or not table.missing


def _scored(basis: ScoreBasis, site: Site, reviewed: Sequence[Reviewed]) -> tuple[Verdict, ScoreRow | None]:
    verdict, said = basis.said_of(site)
    weighed = under_review(said, site.site_code, reviewed, basis.standard)
    row = score_site(site, weighed, basis.sheet, basis.standard)
    return with_score(verdict, row, basis.sheet), row


def under_review(
    weighed: Weighed, site_code: str, reviewed: Sequence[Reviewed], standard: Standard
) -> Weighed:
    """What the rules said of a site, as people settled it: hits are what was confirmed, doubts what is open.

    What the machine could not see stays open until somebody has looked in its place, as in the verdict.
    """
    looked = looked_at(reviewed)
    states = _States(list)
    by_hand: defaultdict[str, list[Reviewed]] = defaultdict(list)
    for one in reviewed:
        if BY_HAND in one.found.observed:
            by_hand[one.found.code].append(one)
        else:
            states[one.found.code, one.found.fingerprint, one.found.detail].append(one.state)
    known = {judgement.code for judgement in weighed.judgements}
    # Codes without a rule that a person has settled by hand.
    entered = (Judgement(code, (), ()) for code in by_hand if code not in known)
    judgements = tuple(
        _settled(judgement, site_code, states, by_hand[judgement.code], looked)
        for judgement in (*weighed.judgements, *entered)
    )
    open_codes = tuple(code for code in weighed.not_assessed if code not in by_hand)
    outcome = outcome_of(standard, judgements, open_codes)
    return replace(weighed, outcome=outcome, judgements=judgements, not_assessed=open_codes)


def _settled(
    judgement: Judgement,
    site_code: str,
    states: _States,
    by_hand: Iterable[Reviewed],
    looked: frozenset[str],
) -> Judgement:
    hits: list[Hit] = []
    doubts: list[Doubt] = []
    for one in (*judgement.hits, *judgement.doubts):
        found = states[judgement.code, fingerprint("site", site_code, judgement.code, one.key), one.detail]
        state = found.pop(0) if found else ""
        unseen = isinstance(one, Doubt) and one.state in UNLOOKED and judgement.code not in looked
        if state == CONFIRMED:
            hits.append(Hit(one.detail, one.observed, one.urls, one.evidence, one.quote, one.key))
        elif state not in TAKEN_OUT or unseen:
            doubts.append(one if isinstance(one, Doubt) else _open(one))
    for entry in by_hand:
        fault = Hit(entry.found.detail, dict(entry.found.observed), entry.found.urls)
        if entry.state == CONFIRMED:
            hits.append(fault)
        elif entry.state not in TAKEN_OUT:
            doubts.append(_open(fault))
    return Judgement(judgement.code, tuple(hits), tuple(doubts))


def _open(fault: Hit) -> Doubt:
    """A fault that nobody has decided about is none yet, and does not go away either."""
    detail = f"{fault.detail}（待核实）"
    return Doubt(detail, fault.observed, fault.urls, fault.evidence, fault.quote, fault.key)
