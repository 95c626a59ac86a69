"""The notice of a result: figures computed once, refused if they do not tie, printed three ways."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from xuncha.apps.inspections.facts_store import Registry
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.inspections.scores import portals_of, write_scores
from xuncha.apps.notices.rollup import NoticeSettings, roll_up
from xuncha.apps.notices.summary import build_summary
from xuncha.documents.annexes import render_xlsx
from xuncha.documents.notice_data import NoticeData, Scope, StandardNote
from xuncha.documents.notice_docx import render_docx
from xuncha.documents.notice_pdf import Engine, PdfNotPossible, render_pdf
from xuncha.documents.rounding import Rounding
from xuncha.documents.score_figures import ScoreFigures
from xuncha.indicators.kernel import Target, indicators
from xuncha.standards.standard import Standard, Tier, Weight
from xuncha.told import BadInputError
from xuncha.whole_file import write_whole


class PdfEngineError(BadInputError):
    """XUNCHA_PDF_ENGINE names no engine."""


def notice_data(
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    registry: Registry,
    request: Request,
    standard: Standard,
    scores: ScoreFigures | None = None,
    evidence_digest: str = "",
) -> NoticeData:
    """Everything the notice of this result says; ``evidence_digest`` as :func:`evidence_digest` gives it."""
    codes = standard.scope(request.indicators)
    weights = [standard.weights[code] for code in codes]
    settings = NoticeSettings(
        deadline_working_days=standard.deadlines.rectification_working_days,
        error_report_working_days=standard.deadlines.error_report_working_days,
        scope=_scope(codes, standard, registry),
        by_person=tuple(weight.code for weight in weights if weight.by_person),
    )
    if request.issuer:
        settings = replace(settings, issuer=request.issuer)
    return roll_up(
        verdicts,
        findings,
        registry.error_reports,
        asof=request.asof,
        standard=_note(standard, codes, registry),
        settings=settings,
        scores=scores,
        evidence_digest=evidence_digest,
    )


def evidence_digest(result: Path) -> str:
    """SHA-256 of the signed-off list of a result's evidence, empty while there is none."""
    manifest = result / "evidence" / "manifest.json"
    return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else ""


def _scope(codes: tuple[str, ...], standard: Standard, registry: Registry) -> Scope:
    """The vetoes judged; the scope is limited when one of the standard's is left out or has no rule yet."""
    targets = {Target.SITE} if registry.sites else set()
    targets |= {Target.ACCOUNT} if registry.accounts else set()
    vetoes = [
        w
        for w in standard.weights.values()
        if w.tier is Tier.VETO and targets & set(w.targets) and not w.by_person
    ]
    missing = [w.code for w in vetoes if w.code not in codes]
    unbuilt = [w.code for w in vetoes if w.code in codes and w.code not in indicators()]
    parts = [f"未纳入本次检查的否决指标：{'、'.join(missing)}"] if missing else []
    parts += [f"已纳入但本版本尚无判定程序的否决指标：{'、'.join(unbuilt)}"] if unbuilt else []
    return Scope(codes=codes, limited=bool(parts), text="；".join(parts))


def _note(standard: Standard, codes: tuple[str, ...], registry: Registry) -> StandardNote:
    unverified = [
        weight
        for code in codes
        if not (weight := standard.weights[code]).is_verified
        and code in indicators()
        and (weight.tier is not Tier.DEDUCT or portals_of(registry.sites))
    ]
    scored = [weight for weight in unverified if weight.tier is Tier.DEDUCT]
    others = [weight for weight in unverified if weight.tier is not Tier.DEDUCT]
    return StandardNote(
        name=standard.name,
        title=standard.title,
        basis=standard.basis,
        rounding=Rounding(standard.rates.rounding, standard.rates.decimals),
        titles={weight.code: weight.title for weight in standard.weights.values()},
        unverified=(*(_why_unverified(standard, weight) for weight in others), *_scored_unverified(scored)),
    )


def _scored_unverified(weights: Sequence[Weight]) -> tuple[str, ...]:
    """One sentence for all of them: their number is large and the reason the same."""
    named = "、".join(f"{weight.code} {weight.title}" for weight in weights)
    return (f"门户网站扣分指标的条文尚未与官方附件核对：{named}",) if weights else ()


def _why_unverified(standard: Standard, weight: Weight) -> str:
    limits = "、".join(
        standard.limit_in_words(name, weight.limits[name])
        for name in weight.unverified
        if name in weight.limits
    )
    what = f"限值（{limits}）" if limits else "条文"
    return f"{weight.code} {weight.title}的{what}尚未与官方附件核对"


def _engine() -> Engine | None:
    """What prints the PDF, where XUNCHA_PDF_ENGINE says so; else it depends on whether people reviewed it.

    Raises:
        PdfEngineError: the setting names no engine.
    """
    named = os.environ.get("XUNCHA_PDF_ENGINE", "").strip().lower()
    if named and named not in get_args(Engine):
        raise PdfEngineError(f"XUNCHA_PDF_ENGINE={named}：只能是 {'、'.join(get_args(Engine))}")
    return cast(Engine, named) if named else None


def publish(result: Path, data: NoticeData) -> str:
    """Write summary, notice and annexes into the result folder; returns what could not be made, in Chinese.

    Raises:
        NoticeDoesNotReconcile: the figures contradict each other; no notice is written.
    """
    summary = json.dumps(build_summary(data), ensure_ascii=False, indent=1) + "\n"
    docx = render_docx(data)
    xlsx = render_xlsx(data)
    write_scores(result, data.scores)
    write_whole(result / "summary.json", summary.encode())
    write_whole(result / "notice.docx", docx)
    write_whole(result / "annexes.xlsx", xlsx)
    try:
        write_whole(result / "notice.pdf", render_pdf(data, docx, prefer=_engine()).content)
    except PdfNotPossible as error:
        (result / "notice.pdf").unlink(missing_ok=True)
        return f"未生成 notice.pdf：{error}"
    return ""
