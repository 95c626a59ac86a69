"""Saved facts → verdicts and findings. No network and no clock: the same facts give the same bytes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from xuncha.apps.inspections.causes import told_once
from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.inspections.scores import score_figures, score_site, with_score
from xuncha.documents.score_figures import ScoreFigures, ScoreRow
from xuncha.facts.account import AccountFacts
from xuncha.facts.seen import Evidence, FetchStatus, Unseen
from xuncha.facts.targets import MediaAccount, RunState, Site
from xuncha.facts.website import Coverage, RobotsRule, RobotsSeen, SiteFacts
from xuncha.facts.words import WordEntry
from xuncha.indicators.availability import remark, terms_of, week_of_samples
from xuncha.indicators.kernel import Doubt, Hit, Judgement, State, Target, rules_of
from xuncha.standards.limits import limits_of
from xuncha.standards.score_sheet import ScoreSheet
from xuncha.standards.standard import Standard, Tier
from xuncha.standards.weighing import Weighed, weigh
from xuncha.text.pages.addresses import page_key
from xuncha.text.visible import visible

_NOT_FINISHED = Unseen("检查中断，该网站尚未检查完")
_NOT_KEPT = Unseen("检查中断，该账号的记录没有保存下来")
#: What a site that the directory calls closed is looked at for.
_ALIVE = ("N111",)
#: What is told of a target: its verdict, its findings and, for a portal, its score.
Judged = tuple[Verdict, tuple[Finding, ...], ScoreRow | None]
#: Reasons for doubt named in a verdict's note; all of them stand in the findings.
_REASONS_IN_NOTE = 3


@dataclass(frozen=True, slots=True)
class JudgedTarget:
    """One target with its verdict, its findings and, for a portal, its score."""

    facts: SiteFacts | AccountFacts
    weighed: Weighed
    verdict: Verdict
    findings: tuple[Finding, ...]
    score: ScoreRow | None = None


def judge_result(
    store: FactsStore, request: Request, standard: Standard
) -> tuple[list[Verdict], list[Finding]]:
    """Judge every target of a result, in the order of the lists; targets not in operation get no verdict."""
    judged = list(judge_targets(store, request, standard, None))
    return [one.verdict for one in judged], [finding for one in judged for finding in one.findings]


def judge_and_score(
    store: FactsStore,
    request: Request,
    standard: Standard,
    sheet: ScoreSheet | None,
    tell: Callable[[int], None] | None = None,
) -> tuple[list[Verdict], list[Finding], ScoreFigures | None]:
    """As :func:`judge_result`, with the scores of the portals; None where there is no table or no portal.

    ``tell`` hears after each target how many are judged.
    """
    judged = judge_targets(store, request, standard, sheet, tell)
    return summed_up(((one.verdict, one.findings, one.score) for one in judged), sheet)


def summed_up(
    judged: Iterable[Judged], sheet: ScoreSheet | None
) -> tuple[list[Verdict], list[Finding], ScoreFigures | None]:
    """Verdicts, findings and the scores of all targets, in the order given."""
    verdicts: list[Verdict] = []
    findings: list[Finding] = []
    rows: list[ScoreRow] = []
    for verdict, found, row in judged:
        verdicts.append(verdict)
        findings += found
        if row is not None:
            rows.append(row)
    return verdicts, findings, score_figures(rows, sheet) if sheet is not None and rows else None


def judge_targets(
    store: FactsStore,
    request: Request,
    standard: Standard,
    sheet: ScoreSheet | None,
    tell: Callable[[int], None] | None = None,
) -> Iterator[JudgedTarget]:
    """Every target with a verdict, in the order of the lists; portals scored where a sheet is given."""
    registry = store.registry()
    for done, facts in enumerate(_all_facts(store, registry), start=1):
        judged = judge_facts(facts, registry.office_words, standard, request, sheet)
        if judged is not None:
            yield judged
        if tell is not None:
            tell(done)


def judged_of(registry: Registry) -> int:
    """How many targets of the lists are judged, at most: those in operation, and closed sites that were looked at."""
    sites = sum(site.state in (RunState.RUNNING, RunState.CLOSED) for site in registry.sites or ())
    return sites + sum(account.state is RunState.RUNNING for account in registry.accounts or ())


def judge_facts(
    kept: SiteFacts | AccountFacts,
    office_words: tuple[WordEntry, ...],
    standard: Standard,
    request: Request,
    sheet: ScoreSheet | None = None,
) -> JudgedTarget | None:
    """Judge one target; None for one that is closed and really gone."""
    question = question_of(request, standard, office_words)
    judged = judged_by(kept, question, weigh_facts(kept, question))
    return None if judged is None else scored(judged, standard, sheet)


def question_of(request: Request, standard: Standard, office_words: tuple[WordEntry, ...]) -> Question:
    """What a request asks of every target."""
    return Question(standard, standard.scope(request.indicators), request.asof, office_words)


def weigh_facts(facts: SiteFacts | AccountFacts, question: Question) -> Weighed:
    """What the rules in scope say of a target. Nothing in it depends on what a browser pictured."""
    closed = isinstance(facts, SiteFacts) and facts.site.state is RunState.CLOSED
    scope = _ALIVE if closed and "N111" in question.scope else question.scope
    asked = replace(facts, office_words=question.office_words)
    return weigh(asked, question.standard, scope, question.asof)


def judged_by(facts: SiteFacts | AccountFacts, question: Question, weighed: Weighed) -> JudgedTarget | None:
    """Verdict and findings of a target, without its score; None for one that is closed and really gone."""
    closed = isinstance(facts, SiteFacts) and facts.site.state is RunState.CLOSED
    if not _has_verdict(weighed, closed=closed):
        return None
    verdict = _verdict(facts, weighed, question)
    return JudgedTarget(facts, weighed, verdict, all_findings(facts, question, weighed))


def all_findings(
    facts: SiteFacts | AccountFacts, question: Question, weighed: Weighed
) -> tuple[Finding, ...]:
    """Everything the rules say of a target, also of a site that is closed and has no verdict."""
    standard = question.standard
    return tuple(f for judgement in weighed.judgements for f in _findings(facts, judgement, standard))


def scored(judged: JudgedTarget, standard: Standard, sheet: ScoreSheet | None) -> JudgedTarget:
    """The same with the score of a portal, where a sheet is given."""
    if sheet is None or not isinstance(judged.facts, SiteFacts):
        return judged
    row = score_site(judged.facts.site, judged.weighed, sheet, standard)
    return replace(judged, verdict=with_score(judged.verdict, row, sheet), score=row)


def findings_of(
    facts: SiteFacts, office_words: tuple[WordEntry, ...], standard: Standard, request: Request
) -> tuple[Finding, ...]:
    """Everything the rules in scope say of a site, also of one that is closed and has no verdict."""
    question = question_of(request, standard, office_words)
    return all_findings(facts, question, weigh_facts(facts, question))


def _has_verdict(weighed: Weighed, *, closed: bool) -> bool:
    """Every target in operation has a verdict; a site the directory calls closed only when it is alive."""
    return not closed or any(judgement.hits for judgement in weighed.judgements)


def _all_facts(store: FactsStore, registry: Registry) -> Iterator[SiteFacts | AccountFacts]:
    for site in registry.sites or ():
        facts = facts_asked(store, site)
        if facts is not None:
            yield facts
    yield from account_facts_of(store, registry)


def facts_asked(store: FactsStore, site: Site) -> SiteFacts | None:
    """What a site is judged by; None for one that is not looked at, or is closed and was not looked at."""
    if site.state is RunState.RUNNING:
        return facts_of(store, site)
    return store.site(site.site_code) if site.state is RunState.CLOSED else None


def account_facts_of(store: FactsStore, registry: Registry) -> Iterator[AccountFacts]:
    """What the accounts in operation are judged by, in the order of the list."""
    kept = store.accounts()  # in the order of the list
    for account in registry.accounts or ():
        if account.state is RunState.RUNNING:
            facts = next(kept, None)
            yield facts if facts and facts.account == account else unkept(account)


def facts_of(store: FactsStore, site: Site) -> SiteFacts:
    """What is known of a site in operation; where it was not finished, that nothing could be looked at."""
    return store.site(site.site_code) or unfinished(site)


def unfinished(site: Site) -> SiteFacts:
    """A site of which nothing was kept."""
    return SiteFacts(site, Coverage(), _NOT_FINISHED, _NOT_FINISHED, _NOT_FINISHED, _NOT_FINISHED)


def unkept(account: MediaAccount) -> AccountFacts:
    """An account of which nothing was kept."""
    return AccountFacts(account, _NOT_KEPT, _NOT_KEPT)


def _findings(facts: SiteFacts | AccountFacts, judgement: Judgement, standard: Standard) -> Iterator[Finding]:
    weight = standard.weights[judgement.code]
    kind, target = _identity(facts)
    rule = rules_of(Target(kind))[judgement.code]
    for one in sorted((*judgement.hits, *judgement.doubts), key=_position):
        yield Finding(
            target=target,
            kind=kind,
            code=judgement.code,
            tier=weight.tier.value,
            outcome="doubt" if isinstance(one, Doubt) else "hit",
            title=weight.title,
            detail=visible(one.detail),
            urls=one.urls,
            quote=visible(one.quote),
            observed=dict(one.observed),
            evidence=_with_renderings(one.evidence, facts),
            advice=rule.manual.rectify,
            fingerprint=fingerprint(kind, target, judgement.code, one.key),
            state=one.state.value if isinstance(one, Doubt) else State.VIOLATION.value,
        )


def _with_renderings(cited: tuple[Evidence, ...], facts: SiteFacts | AccountFacts) -> tuple[Evidence, ...]:
    """The records a finding cites, and what a browser showed of those pages: HTML and picture.

    A page that was opened twice is shown once: its second record is joined by the address.
    """
    renderings = facts.renderings if isinstance(facts, SiteFacts) else ()
    by_record = {one.page: one for one in renderings}
    by_address = {page_key(one.url): one for one in renderings}
    found = (by_record.get(one.record_id) or by_address.get(page_key(one.url)) for one in cited)
    kept = [one for one in found if one is not None]
    added = [record for one in kept for record in (one.dom, one.picture) if record is not None]
    return tuple(dict.fromkeys((*cited, *added)))


def _position(one: Hit) -> tuple[bool, str, str]:
    return (isinstance(one, Doubt), one.key, one.detail)


def fingerprint(kind: str, target: str, code: str, key: str) -> str:
    """What makes a fault the same fault in the next run: target, code and which one, without figures or dates."""
    return hashlib.sha256("\n".join((kind, target, code, key)).encode()).hexdigest()[:32]


def _identity(facts: SiteFacts | AccountFacts) -> tuple[str, str]:
    if isinstance(facts, SiteFacts):
        return "site", facts.site.site_code
    return "account", facts.account.account_id


def _verdict(facts: SiteFacts | AccountFacts, weighed: Weighed, question: Question) -> Verdict:
    kind, target = _identity(facts)
    standard = question.standard
    who = facts.site if isinstance(facts, SiteFacts) else facts.account
    coverage = facts.coverage if isinstance(facts, SiteFacts) else Coverage()
    hit = [judgement.code for judgement in weighed.judgements if judgement.hits]
    return Verdict(
        kind=kind,
        id=target,
        name=who.name,
        region=who.region,
        sponsor=who.sponsor,
        platform=facts.account.platform.value if isinstance(facts, AccountFacts) else "",
        outcome=weighed.outcome.value,
        veto=tuple(code for code in hit if standard.weights[code].tier is Tier.VETO),
        other=tuple(code for code in hit if standard.weights[code].tier is not Tier.VETO),
        pages=coverage.pages,
        reached=coverage.reached,
        note=_note(weighed, standard, coverage, _of_probes(facts, weighed, question)),
        causes=coverage.causes,
        states=_states(weighed),
        robots=tuple(sorted(Counter(one.rule.value for one in coverage.robots).items())),
    )


def _states(weighed: Weighed) -> tuple[tuple[str, str], ...]:
    judged = {judgement.code: judgement.state.value for judgement in weighed.judgements}
    return tuple(sorted((judged | dict.fromkeys(weighed.not_assessed, State.NOT_ASSESSED.value)).items()))


def _of_probes(facts: SiteFacts | AccountFacts, weighed: Weighed, question: Question) -> str:
    """What belongs beside the figures of W201 where its doubt does not say it already."""
    judgement = next((one for one in weighed.judgements if one.code == "W201"), None)
    if judgement is None or judgement.doubts or isinstance(facts, AccountFacts):
        return ""
    if isinstance(facts.probes, Unseen):
        return ""
    terms = terms_of(limits_of("W201", question.standard))
    return remark(week_of_samples(facts.probes, question.asof, terms))


def _note(weighed: Weighed, standard: Standard, coverage: Coverage, of_probes: str) -> str:
    """Why a verdict is open, what rests on limits not yet verified, and what only a person can enter."""
    parts = []
    open_vetoes = [
        judgement
        for judgement in weighed.judgements
        if judgement.doubts and not judgement.hits and standard.weights[judgement.code].tier is Tier.VETO
    ]
    why = told_once((judgement.doubts[0].detail, judgement.code) for judgement in open_vetoes)
    told = list(why.items())[:_REASONS_IN_NOTE]
    parts += [f"{'、'.join(codes)}待核：{detail}" for detail, codes in told]
    if more := len(open_vetoes) - sum(len(codes) for _, codes in told):
        parts.append(f"另有{more}项否决指标待核")
    missing = [code for code in weighed.not_assessed if standard.weights[code].tier is Tier.VETO]
    if missing:
        parts.append(f"未评定（本版本尚无判定程序）：{'、'.join(missing)}")
    resting = [j.code for j in weighed.judgements if j.hits and not standard.weights[j.code].is_verified]
    if resting:
        parts.append(f"所依限值尚未与官方附件核对：{'、'.join(resting)}")
    if not (weighed.judgements or weighed.not_assessed or weighed.by_person):
        parts.append("检查范围内没有适用于该对象的指标，未作检查")
    if weighed.by_person:
        parts.append(f"须由人工录入：{'、'.join(weighed.by_person)}")
    if of_probes:
        parts.append(f"可用性监测：{of_probes}")
    if coverage.stop_reason:
        parts.append(coverage.stop_reason)
    parts += [f"{one.host} 的 robots.txt：{one.reason}" for one in coverage.robots if _is_told(one, coverage)]
    if coverage.reached < coverage.pages:
        parts.append(_reached(coverage))
    if coverage.tls:
        parts.append(f"证书或加密协议有问题，页面仍已读取（{'、'.join(coverage.tls)}），请网站管理单位更正")
    return visible("；".join(parts))


def _is_told(robots: RobotsSeen, coverage: Coverage) -> bool:
    """Rules that kept nothing from us, and none at all, are nothing to tell."""
    kept_away = FetchStatus.ROBOTS in dict(coverage.causes)
    if robots.rule is RobotsRule.OBEY:
        return kept_away
    return robots.rule is not RobotsRule.ABSENT


def _reached(coverage: Coverage) -> str:
    """How much was read, what kept us from the rest, and how to put that right."""
    causes = [(FetchStatus(status), pages) for status, pages in coverage.causes]
    named = "、".join(f"{status.label} {pages} 页" for status, pages in causes)
    advice = "；".join(
        f"{status.label}的，{status.advice}" for status, _ in causes if status.advice and not status.is_gone
    )
    said = f"应读 {coverage.pages} 页，读到 {coverage.reached} 页（{named}）"
    return f"{said}。{advice}" if advice else said
