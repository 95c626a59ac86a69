"""Judging saved facts and telling the figures: how inspect, judge and demo end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.judging import judge_and_score
from xuncha.apps.inspections.output import write_findings, write_verdicts
from xuncha.apps.inspections.putting_together import put_together
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.inspections.scores import keep_form, kept_form, portals_named
from xuncha.apps.notices.publishing import evidence_digest, notice_data, publish
from xuncha.commands.ending import Stop
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.score_figures import score_sentence
from xuncha.gather.freed_memory import give_back_freed_memory
from xuncha.standards.score_sheet import ScoreSheet, read_score_sheet
from xuncha.standards.standard import Standard
from xuncha.text.remembered import let_go
from xuncha.told import BAD_INPUT, NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging a result gave."""

    verdicts: list[Verdict]
    findings: list[Finding]

    def end(self) -> None:
        """Stop with 3 when some target stays unknown."""
        if any(verdict.outcome == "unknown" for verdict in self.verdicts):
            raise Stop(
                "检查完成，但有对象未能判定（不算合格，也不算不合格），原因见 verdicts.csv 的 note 列。",
                NOT_ASSESSED,
            )


def score_sheet_of(
    result: Path,
    registry: Registry,
    standard: Standard,
    form: Path | None = None,
    asof: datetime | None = None,
) -> ScoreSheet | None:
    """The score sheet of a result: with ``form``, else with the form kept there, else as shipped; None without a table.

    A new form is kept in place of the old one only when nothing is wrong with it; its entries must lie
    within a year of ``asof``.

    Raises:
        ScoreInputError: the form cannot be used.
    """
    if not standard.score_table:
        if form is not None:
            raise Stop(f"标准 {standard.name} 没有评分表，不能使用 --scores", BAD_INPUT)
        return None
    chosen = form or kept_form(result)
    sheet = read_score_sheet(
        standard.score_table, chosen, portals_named(registry), asof if form is not None else None
    )
    if form is not None:
        keep_form(result, form)
    return sheet


def judge_and_publish(
    result: Path,
    request: Request,
    standard: Standard,
    store: FactsStore | None = None,
    form: Path | None = None,
    *,
    as_read: bool = False,
) -> Judged:
    """Judge saved facts (those of ``store`` where given), write every output and print the figures.

    ``as_read``: what was judged by the processes that read the sites is not judged again.
    """
    store = store or FactsStore(result)
    registry = store.registry()
    sheet = score_sheet_of(result, registry, standard, form, request.asof)
    judge = put_together if as_read else judge_and_score
    verdicts, findings, scores = judge(store, request, standard, sheet)
    write_verdicts(result, verdicts)
    write_findings(result, findings)
    # All is judged: the tables for it need not lie beside the fonts that the notice is printed with.
    let_go()
    give_back_freed_memory()
    data = notice_data(verdicts, findings, registry, request, standard, scores, evidence_digest(result))
    not_made = publish(result, data)
    if not_made:
        click.secho(not_made, bold=True, fg="red", err=True)
    _print_figures(data, result)
    return Judged(verdicts, findings)


def _print_figures(data: NoticeData, result: Path) -> None:
    for name, totals in (("政府网站", data.sites), ("政务新媒体", data.accounts)):
        tally = totals.tally
        if tally.total:
            rate = f"，合格率 {totals.pass_rate}%" if totals.pass_rate is not None else ""
            unknown = f"，未能判定 {tally.unknown}" if tally.unknown else ""
            click.echo(f"{name} {tally.total} 个：合格 {tally.passed}，不合格 {tally.failed}{unknown}{rate}")
    for row in data.failed:
        click.echo(
            f"  不合格：{row.name}（{row.region}）{'、'.join(f'{f.code} {f.title}' for f in row.faults)}"
        )
    if data.coverage.pages:
        click.echo(f"应读页面 {data.coverage.pages} 个，实际读取 {data.coverage.reached} 个")
    if data.scores is not None:
        click.echo(score_sentence(data.scores))
    if data.scope.limited:
        click.echo(f"检查范围有限：{data.scope.text}")
    scores = "scores.csv、" if data.scores is not None else ""
    click.echo(
        f"结果在 {result}：verdicts.csv、findings.jsonl、{scores}summary.json、notice.docx、notice.pdf、annexes.xlsx"
    )
