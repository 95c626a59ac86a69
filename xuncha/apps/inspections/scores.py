"""Scores of portals: what the rules found and persons entered, put together for each, and how a low score fails."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from xuncha.apps.inspections.facts_store import Registry
from xuncha.apps.inspections.output import inert_cell
from xuncha.apps.inspections.results import Verdict
from xuncha.documents.score_figures import ScoreFigures, ScoreItemRow, ScoreRow
from xuncha.facts.targets import RunState, Site, SiteKind
from xuncha.indicators.kernel import Judgement, Outcome, Target
from xuncha.standards.score_sheet import ScoreSheet
from xuncha.standards.score_table import ScoreTable
from xuncha.standards.scoring import ItemScore, MachineResult, NoScore, Score, machine_result, score
from xuncha.standards.standard import Standard, Tier
from xuncha.standards.weighing import Weighed
from xuncha.whole_file import PART, write_whole

SCORE_FIELDS = (
    "id",
    "name",
    "region",
    "sponsor",
    "outcome",
    "part_two",
    "bonus",
    "total",
    "reason",
    "items",
    "note",
)


def portals_of(sites: Iterable[Site] | None) -> dict[str, Site]:
    """The portals in operation by site code: those that are scored."""
    return {
        site.site_code: site
        for site in sites or ()
        if site.kind is SiteKind.PORTAL and site.state is RunState.RUNNING
    }


def score_site(site: Site, weighed: Weighed, sheet: ScoreSheet, standard: Standard) -> ScoreRow | None:
    """The score of a portal, or why it has none; None for other sites, which are not scored at all."""
    if site.kind is not SiteKind.PORTAL or site.state is not RunState.RUNNING:
        return None
    found = score(
        sheet.table,
        machine_results(sheet.table, weighed.judgements),
        sheet.entries.get(site.site_code, {}),
        vetoed=weighed.outcome is Outcome.FAIL,
        no_services=site.site_code in sheet.without_services,
        open_vetoes=_open_vetoes(weighed, standard),
    )
    row = ScoreRow(site.site_code, site.name, site.region, site.sponsor, "unscored")
    if isinstance(found, NoScore):
        part_two = "" if found.part_two is None else str(found.part_two)
        return replace(row, reason=found.reason.value, note=found.message, part_two=part_two)
    return _scored(row, found, sheet.table, weighed, standard)


def machine_results(table: ScoreTable, judgements: Iterable[Judgement]) -> dict[str, MachineResult]:
    """What the rules found under each item they settle; nothing for an item with a rule out of scope."""
    judged = {judgement.code: machine_result(judgement) for judgement in judgements}
    results = {}
    for item in table.items.values():
        parts = [judged.get(code) for code in item.settling_rules]
        known = [part for part in parts if part is not None]
        if item.settled_by == "machine" and len(known) == len(parts):
            faults = tuple(fault for part in known for fault in part.faults)
            results[item.code] = MachineResult(
                faults, "；".join(part.unseen for part in known if part.unseen)
            )
    return results


def _open_vetoes(weighed: Weighed, standard: Standard) -> tuple[str, ...]:
    """Vetoes in scope that are in doubt or could not be assessed."""
    open_ones = [j.code for j in weighed.judgements if j.outcome is Outcome.UNKNOWN]
    codes = (*open_ones, *weighed.not_assessed)
    return tuple(sorted(code for code in codes if standard.weights[code].tier is Tier.VETO))


def _scored(row: ScoreRow, found: Score, table: ScoreTable, weighed: Weighed, standard: Standard) -> ScoreRow:
    judged = {judgement.code for judgement in weighed.judgements}
    left_out = [
        weight.code
        for weight in standard.weights.values()
        if weight.tier is Tier.VETO
        and Target.SITE in weight.targets
        and not weight.by_person
        and weight.code not in judged
    ]
    notes = list(found.notes)
    if left_out:
        notes.append(f"以未检查的单项否决指标没有问题为前提：{'、'.join(left_out)}")
    return replace(
        row,
        outcome="unverified" if unverified(table) else "pass" if found.passed else "fail",
        part_two=str(found.part_two),
        bonus="" if found.bonus is None else str(found.bonus),
        total=str(found.total),
        note="；".join(notes),
        items=tuple(_item(table, one) for one in found.items),
    )


def _item(table: ScoreTable, one: ItemScore) -> ScoreItemRow:
    item = table.items[one.code]
    sign = "+" if item.is_bonus else "-"
    points = f"{sign}{one.points.normalize():f}" if one.points else "0"
    return ScoreItemRow(one.code, item.title, points, one.by, one.remark)


def with_score(verdict: Verdict, row: ScoreRow | None, sheet: ScoreSheet) -> Verdict:
    """The verdict with its score in the note; one below the pass mark fails where the whole table is official.

    Clause: 国办秘函〔2019〕19号 附件1 (rules.md A3). Points that nobody compared with the official annex fail
    no one.
    """
    if row is None:
        return verdict
    if row.outcome == "unscored":
        return replace(verdict, note=_joined(verdict.note, f"未评分：{_first_words(row.note)}"))
    told = f"评分 {row.total} 分（扣分部分 {row.part_two} 分）"
    if row.outcome == "pass":
        return replace(verdict, note=_joined(verdict.note, told))
    if row.outcome == "unverified":
        told += "，分值未全部与官方附件核对，不据此判定"
        return replace(verdict, note=_joined(verdict.note, told))
    mark = sheet.table.pass_mark
    told += f"，低于 {mark} 分，判为不合格"
    low = f"扣分部分得分 {row.part_two} 分，低于 {mark} 分"
    return replace(verdict, outcome="fail", low_score=low, note=_joined(told, verdict.note))


def unverified(table: ScoreTable) -> tuple[str, ...]:
    """The items that count and whose figures were not entered from the official text."""
    return tuple(item.code for item in table.item if item.points and not item.verified)


def score_figures(rows: Iterable[ScoreRow], sheet: ScoreSheet) -> ScoreFigures:
    """The scores of all portals with what they rest on."""
    table = sheet.table
    return ScoreFigures(
        rows=tuple(rows),
        missing=table.missing,
        unverified=unverified(table),
        form=table.form,
        form_sha256=table.form_sha256,
        pass_mark=f"{table.pass_mark.normalize():f}",
    )


def write_scores(result: Path, figures: ScoreFigures | None) -> None:
    """Write ``scores.csv``: one row a portal; the file is left out where nothing is scored by the standard."""
    path = result / "scores.csv"
    if figures is None:
        path.unlink(missing_ok=True)
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SCORE_FIELDS)
    writer.writerows([inert_cell(cell) for cell in cells] for cells in score_lines(figures))
    write_whole(path, text.getvalue().encode())


def score_lines(figures: ScoreFigures) -> Iterator[list[str]]:
    """The cells of ``scores.csv`` under ``SCORE_FIELDS``, one line a portal."""
    for row in figures.rows:
        items = ";".join(f"{item.code}={item.points}" for item in row.items)
        cells = {name: getattr(row, name) for name in SCORE_FIELDS if name != "items"} | {"items": items}
        yield [cells[name] for name in SCORE_FIELDS]


def keep_form(result: Path, form: Path) -> Path:
    """Keep a form beside the facts, in place of any earlier one, so that judging again needs no other file."""
    folder = result / "facts" / "scores"
    target = folder / form.name
    if not (target.exists() and target.samefile(form)):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, form.read_bytes())
        for path in folder.iterdir():  # only now: with one that is kept, an earlier one is not missed
            if path != target:
                path.unlink()
    return target


def kept_form(result: Path) -> Path | None:
    """The form kept with a result, None where there is none."""
    folder = result / "facts" / "scores"
    if not folder.is_dir():
        return None
    whole = [path for path in folder.iterdir() if path.suffix != PART]
    return max(whole, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)


def portals_named(registry: Registry) -> frozenset[str]:
    """The site codes that a form may hold results for."""
    return frozenset(portals_of(registry.sites))


def _first_words(note: str) -> str:
    """A note names every missing figure; a verdict needs only the number of them."""
    return note if len(note) <= _NOTE_LENGTH else note.partition("：")[0] + "（详见 scores.csv）"


def _joined(*parts: str) -> str:
    return "；".join(part for part in parts if part)


_NOTE_LENGTH = 120
