"""The notice of a result: figures computed once, refused if they do not tie, printed three ways."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from xuncha.apps.inspections.facts_store import Registry, write_whole
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.notices.rollup import NoticeSettings, roll_up
from xuncha.apps.notices.summary import build_summary
from xuncha.documents.annexes import render_xlsx
from xuncha.documents.notice_data import NoticeData, Scope, StandardNote
from xuncha.documents.notice_docx import render_docx
from xuncha.documents.notice_pdf import Engine, PdfNotPossible, render_pdf
from xuncha.documents.rounding import Rounding
from xuncha.indicators.kernel import Target, indicators
from xuncha.standards.standard import Standard, Tier, Weight
from xuncha.told import BadInputError


class PdfEngineError(BadInputError):
    """XUNCHA_PDF_ENGINE names no engine."""


def notice_data(
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    registry: Registry,
    request: Request,
    standard: Standard,
) -> NoticeData:
    """Everything the notice of this result says."""
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
        standard=_note(standard, codes),
        settings=settings,
    )


def _scope(codes: tuple[str, ...], standard: Standard, registry: Registry) -> Scope:
    """The vetoes judged; the scope is limited when one of the standard's is left out or has no rule yet."""
    targets = {Target.SITE} if registry.sites else set()
    targets |= {Target.ACCOUNT} if registry.accounts else set()
    vetoes = [
        w
        for w in standard.weights.values()
        if w.tier is Tier.VETO and w.target in targets and not w.by_person
    ]
    missing = [w.code for w in vetoes if w.code not in codes]
    unbuilt = [w.code for w in vetoes if w.code in codes and w.code not in indicators()]
    parts = [f"未纳入本次检查的否决指标：{'、'.join(missing)}"] if missing else []
    parts += [f"已纳入但本版本尚无判定程序的否决指标：{'、'.join(unbuilt)}"] if unbuilt else []
    return Scope(codes=codes, limited=bool(parts), text="；".join(parts))


def _note(standard: Standard, codes: tuple[str, ...]) -> StandardNote:
    unverified = [standard.weights[code] for code in codes if not standard.weights[code].is_verified]
    return StandardNote(
        name=standard.name,
        title=standard.title,
        basis=standard.basis,
        rounding=Rounding(standard.rates.rounding, standard.rates.decimals),
        titles={weight.code: weight.title for weight in standard.weights.values()},
        unverified=tuple(_why_unverified(weight) for weight in unverified if weight.code in indicators()),
    )


def _why_unverified(weight: Weight) -> str:
    limits = "、".join(
        f"{name} = {weight.limits[name]:g}" for name in weight.unverified if name in weight.limits
    )
    what = f"限值（{limits}）" if limits else "条文"
    return f"{weight.code} {weight.title}的{what}尚未与官方附件核对"


def _engine() -> Engine | None:
    """What prints the PDF, where XUNCHA_PDF_ENGINE says so; else LibreOffice where it is, then typst.

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
    write_whole(result / "summary.json", summary.encode())
    write_whole(result / "notice.docx", docx)
    write_whole(result / "annexes.xlsx", xlsx)
    try:
        write_whole(result / "notice.pdf", render_pdf(data, docx, prefer=_engine()).content)
    except PdfNotPossible as error:
        (result / "notice.pdf").unlink(missing_ok=True)
        return f"未生成 notice.pdf：{error}"
    return ""
