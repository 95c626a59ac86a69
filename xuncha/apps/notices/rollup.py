"""Results of a round rolled up into NoticeData: the only place where the figures of a notice are counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from xuncha.apps.casework.working_days import add_working_days
from xuncha.apps.inspections.results import Finding, TargetKind, Verdict
from xuncha.apps.notices.error_report_figures import error_report_figures
from xuncha.apps.notices.problems import problem_rows, problems
from xuncha.documents.notice_data import (
    DEPARTMENTS,
    Coverage,
    Deadline,
    ErrorReportFigures,
    FailedTarget,
    Fault,
    NoticeData,
    Scope,
    StandardNote,
    Tally,
    TallyRow,
    Totals,
    UnknownTarget,
)
from xuncha.documents.score_figures import LOW_SCORE, LOW_SCORE_TITLE, ScoreFigures
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.targets import Platform
from xuncha.indicators.kernel import NOT_LOOKED

EMPTY_REGION = "未填地区"
EMPTY_SPONSOR = "未填主办单位"
_PLATFORMS = [platform.value for platform in Platform]
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """What the office decides about a notice. Texts left empty are derived or become placeholders.

    ``area`` is what 全省 stands for in the title; ``issued_on`` defaults to the day of ``asof``;
    ``registered_sites`` and ``registered_accounts`` are the numbers on the register, None when unknown;
    ``by_person`` the vetoes in scope that only a person can enter; ``reviewed`` becomes True when a person
    has confirmed the results.
    """

    issuer: str = "〔发文机关〕"
    addressees: str = "各地、各有关单位："
    document_number: str = "〔发文字号〕"
    area: str = ""
    title: str = ""
    period: str = ""
    issued_on: date | None = None
    deadline_working_days: int = 10
    error_report_working_days: int = 3
    registered_sites: int | None = None
    registered_accounts: int | None = None
    scope: Scope = field(default_factory=Scope)
    by_person: tuple[str, ...] = ()
    reviewed: bool = False


def roll_up(
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    error_reports: Sequence[ErrorReport] | None,
    *,
    asof: datetime,
    standard: StandardNote,
    settings: NoticeSettings,
    scores: ScoreFigures | None = None,
    evidence_digest: str = "",
) -> NoticeData:
    """Count ``verdicts`` and name what failed. Pure: the same arguments give the same data.

    ``error_reports`` is None when no list was given, which is not the same as an empty one.
    """
    sites = [verdict for verdict in verdicts if verdict.kind == "site"]
    accounts = [verdict for verdict in verdicts if verdict.kind == "account"]
    site_totals = _totals(sites, standard, settings.registered_sites)
    period = settings.period or quarter_text(asof.date())
    issued_on = settings.issued_on or asof.date()
    entered = {code for verdict in verdicts for code in verdict.veto}
    looked_at = ("W" if sites else "") + ("A" if accounts else "")
    return NoticeData(
        title=settings.title or _title(settings, period, site_totals.tally.total, len(accounts)),
        issuer=settings.issuer,
        addressees=settings.addressees,
        document_number=settings.document_number,
        period=period,
        asof=asof,
        issued_on=issued_on,
        standard=standard,
        scope=settings.scope,
        sites=site_totals,
        accounts=_totals(accounts, standard, settings.registered_accounts),
        deadline=_deadline(issued_on, settings.deadline_working_days),
        coverage=_coverage(verdicts),
        error_reports=_error_reports(error_reports, asof, standard, settings),
        cities_below_full=_cities_below_full(site_totals),
        problems=problems(verdicts, findings, standard),
        failed=_failed(verdicts, findings, standard),
        unknown=_unknown(verdicts, findings, standard),
        problem_rows=problem_rows(verdicts, findings),
        by_person=tuple(code for code in settings.by_person if code not in entered and code[0] in looked_at),
        reviewed=settings.reviewed,
        scores=scores,
        evidence_digest=evidence_digest,
    )


def quarter_text(day: date) -> str:
    """The quarter of ``day`` in words, 2025年第二季度."""
    return f"{day.year}年第{_QUARTERS[(day.month - 1) // 3]}季度"


def region_of(verdict: Verdict) -> str:
    """地区 of a target; targets without one are counted in a row of their own."""
    return verdict.region.strip() or EMPTY_REGION


def platform_of(verdict: Verdict) -> str:
    """平台 of an account; empty counts as 其他."""
    return verdict.platform.strip() or Platform.OTHER.value


def _title(settings: NoticeSettings, period: str, sites: int, accounts: int) -> str:
    subject = "政府网站与政务新媒体"
    if bool(sites) != bool(accounts):
        subject = "政府网站" if sites else "政务新媒体"
    return f"{settings.issuer}关于{period}{settings.area}{subject}检查情况的通报"


def _totals(verdicts: list[Verdict], standard: StandardNote, fleet: int | None) -> Totals:
    tally = _tally(verdicts)
    departments = [verdict for verdict in verdicts if region_of(verdict) == DEPARTMENTS]
    accounts = [verdict for verdict in verdicts if verdict.kind == "account"]
    return Totals(
        tally=tally,
        pass_rate=tally.pass_rate(standard.rounding),
        by_region=_rows(verdicts, region_of, key=lambda name: name == DEPARTMENTS),
        by_department=_rows(departments, lambda verdict: verdict.sponsor.strip() or EMPTY_SPONSOR),
        by_platform=_rows(accounts, platform_of, key=_platform_place),
        fleet=fleet,
    )


def _rows(
    verdicts: Iterable[Verdict],
    name_of: Callable[[Verdict], str],
    key: Callable[[str], int] = lambda name: 0,
) -> tuple[TallyRow, ...]:
    """One row for each name, in the order of the register where ``key`` does not say otherwise."""
    grouped: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        grouped[name_of(verdict)].append(verdict)
    return tuple(TallyRow(name, _tally(grouped[name])) for name in sorted(grouped, key=key))


def _platform_place(name: str) -> int:
    return _PLATFORMS.index(name) if name in _PLATFORMS else len(_PLATFORMS)


def _tally(verdicts: Sequence[Verdict]) -> Tally:
    counted = Counter(verdict.outcome for verdict in verdicts)
    return Tally(len(verdicts), counted["pass"], counted["fail"], counted["unknown"])


def _cities_below_full(sites: Totals) -> tuple[str, ...]:
    return tuple(row.name for row in sites.by_region if row.name != DEPARTMENTS and row.tally.failed)


def _failed(
    verdicts: Sequence[Verdict], findings: Sequence[Finding], standard: StandardNote
) -> tuple[FailedTarget, ...]:
    found: defaultdict[tuple[TargetKind, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.outcome == "hit":
            found[finding.kind, finding.target, finding.code].append(finding)
    return tuple(
        FailedTarget(
            verdict.kind,
            verdict.id,
            verdict.name,
            region_of(verdict),
            verdict.sponsor,
            platform_of(verdict) if verdict.kind == "account" else "",
            (
                *(_fault(code, found[verdict.kind, verdict.id, code], standard) for code in verdict.veto),
                *((Fault(LOW_SCORE, LOW_SCORE_TITLE, verdict.low_score),) if verdict.low_score else ()),
            ),
        )
        for verdict in verdicts
        if verdict.outcome == "fail"
    )


def _fault(code: str, findings: list[Finding], standard: StandardNote) -> Fault:
    title = standard.titles.get(code) or next((finding.title for finding in findings), code)
    return Fault(code, title, "；".join(finding.detail for finding in findings if finding.detail))


def _unknown(
    verdicts: Sequence[Verdict], findings: Sequence[Finding], standard: StandardNote
) -> tuple[UnknownTarget, ...]:
    doubts: dict[tuple[TargetKind, str], Finding] = {}
    for finding in findings:
        if finding.outcome == "doubt" and finding.tier == "veto":
            doubts.setdefault((finding.kind, finding.target), finding)
    return tuple(
        UnknownTarget(
            verdict.kind,
            verdict.id,
            verdict.name,
            region_of(verdict),
            verdict.sponsor,
            platform_of(verdict) if verdict.kind == "account" else "",
            verdict.note,
            _cause(verdict, doubts.get((verdict.kind, verdict.id)), standard),
        )
        for verdict in verdicts
        if verdict.outcome == "unknown"
    )


def _cause(verdict: Verdict, doubt: Finding | None, standard: StandardNote) -> str:
    """Few words that many targets share: the first veto in doubt, or why it was not seen; else the first clause of
    the note."""
    if doubt is None:
        return verdict.note.partition("；")[0]
    if not doubt.was_seen:
        return doubt.detail.removeprefix(NOT_LOOKED)
    return f"{standard.titles.get(doubt.code) or doubt.title}指标待核"


def _deadline(issued_on: date, working_days: int) -> Deadline:
    due = add_working_days(issued_on, working_days)
    return Deadline(due.on, working_days, due.provisional)


def _error_reports(
    reports: Sequence[ErrorReport] | None, asof: datetime, standard: StandardNote, settings: NoticeSettings
) -> ErrorReportFigures | None:
    if reports is None:
        return None
    return error_report_figures(reports, asof, settings.error_report_working_days, standard.rounding)


def _coverage(verdicts: Sequence[Verdict]) -> Coverage:
    causes: Counter[str] = Counter()
    for verdict in verdicts:
        causes.update(dict(verdict.causes))
    return Coverage(
        pages=sum(verdict.pages for verdict in verdicts),
        reached=sum(verdict.reached for verdict in verdicts),
        causes=tuple(sorted(causes.items(), key=lambda pair: (-pair[1], pair[0]))),
        robots=tuple(sorted(Counter(rule for verdict in verdicts for rule, _ in verdict.robots).items())),
        incomplete=sum(verdict.reached < verdict.pages for verdict in verdicts),
    )
