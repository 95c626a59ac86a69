"""门户网站评分: the scores of a round, and the forms they come from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import file_name, sheet_response
from xuncha.apps.casework.uploads import takes_up_to
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.blank_form import inspected_portals
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.form_faults import faults_in_words
from xuncha.apps.inspections.handing_in_scores import ENDS, FormRefusedError, hand_in, take_back
from xuncha.apps.inspections.models import Round, ScoreForm
from xuncha.apps.inspections.scores_shown import header_of, latest_form, line_of, scores_for, shown_scores
from xuncha.facts.targets import RunState, SiteKind
from xuncha.standards.score_form import Portal, write_form
from xuncha.standards.score_input import LARGEST_FILE
from xuncha.standards.score_table import ScoreTable, load_score_table
from xuncha.standards.standard import load_standard
from xuncha.told import ToldError

_SHOWN = 50
_DEFAULT = "national-2019"


def _round(request: HttpRequest, pk: int) -> Round:
    found: Round = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    return found


@any_role
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """The scores of the portals the user may see; as a file with ``?as=``."""
    round_ = _round(request, pk)
    if request.GET.get("as") in ("xlsx", "csv"):
        try:
            form = latest_form(round_)
        except ToldError as error:
            messages.error(request, error.told)
            return redirect("inspections:round", pk=pk)
        if form is None:
            raise Http404
        record(request, "导出门户网站评分", on=round_.title, 评分表=form.number)
        lines = map(line_of, scores_for(request.user, form))
        return sheet_response(f"{round_.title}-门户网站评分", header_of(form), lines, request.GET["as"])  # type: ignore[no-any-return]
    context = {
        "round": round_,
        "inside": may(request.user, Right.SEE_ALL),
        "may_run": may(request.user, Right.ROUNDS),
    }
    return render(request, "inspections/scores.html", context | shown_scores(request.user, round_))


@takes_up_to(LARGEST_FILE)
@needs(Right.ROUNDS)
def forms(request: HttpRequest, pk: int) -> HttpResponse:
    """The forms of a round; another one is handed in by POST."""
    round_ = _round(request, pk)
    faults: list[str] = []
    file: Any = request.FILES.get("form")
    if request.method == "POST":
        try:
            made = hand_in(request, round_, *_content(file))
        except FormRefusedError as error:
            faults = faults_in_words(error.lines, file.name if file else "")
        else:
            _tell(request, made)
            return redirect("inspections:scores", pk=pk)
    shown = shown_scores(request.user, round_)
    context = {
        "round": round_,
        "finished": round_.state == Round.State.FINISHED,
        "closed": round_.notice_issued_at is not None,
        "kept": round_.score_forms.select_related("by__unit", "taken_back_by__unit"),
        "current": shown.get("score_form"),
        "faults": faults[:_SHOWN],
        "refused": file.name if faults and file else "",
        "more": max(len(faults) - _SHOWN, 0),
        "accept": ",".join(ENDS),
        "score_trouble": shown.get("score_trouble"),
    }
    return render(request, "inspections/score_forms.html", context)


def _tell(request: HttpRequest, made: ScoreForm) -> None:
    """What came of a form: one that scores nobody, such as an empty one, is no success."""
    rows = scores_for(request.user, made)
    scored = sum(one.row.outcome != "unscored" for one in rows)
    told = f"已交回第 {made.number} 份评分表，得分已重新计算：{len(rows)} 个门户网站，{scored} 个评出得分。"
    say = messages.success if scored else messages.warning
    say(request, f"{told}已起草的通报须重新起草才能签发。")


@needs(Right.ROUNDS)
def take_back_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the form that counts out again, by POST."""
    round_ = _round(request, pk)
    if request.method == "POST":
        try:
            before = take_back(request, round_, request.POST.get("reason", ""))
        except FormRefusedError as error:
            messages.error(request, "".join(error.lines))
        else:
            now = f"改按第 {before.number} 份" if before else "没有评分表，门户网站不再有得分"
            messages.success(request, f"评分表已撤下：{now}。")
    return redirect("inspections:score_forms", pk=pk)


def _content(file: Any) -> tuple[str, bytes]:
    if file is None:
        raise FormRefusedError(["请选择填好的评分表。"])
    if file.size > LARGEST_FILE:
        raise FormRefusedError([f"{file.name}：超过 {LARGEST_FILE >> 20} MB。"])
    return file.name, file.read()


@needs(Right.SEE_ALL)
def form_file(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A form as it was handed in."""
    form = get_object_or_404(
        ScoreForm.objects.select_related("round"), round=_round(request, pk), number=number
    )
    if not form.path.is_file():
        raise Http404
    record(request, "下载评分表", on=form.round.title, 第几份=number, 摘要=form.sha256)
    return FileResponse(form.path.open("rb"), as_attachment=True, filename=_name_of(form))


def _name_of(form: ScoreForm) -> str:
    return f"{file_name(Path(form.name).stem)}{form.path.suffix}"


@needs(Right.ROUNDS)
def blank_of_round(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The blank form of a round that has run: its portals, and what the system saw of each item to enter."""
    round_ = _round(request, pk)
    try:
        standard = load_standard(round_.standard)
        table = load_score_table(standard.score_table) if standard.score_table else None
        portals = list(inspected_portals(FactsStore(round_.result), standard, table)) if table else []
    except ToldError as error:
        messages.error(request, error.told)
        return redirect("inspections:score_forms", pk=pk)
    if table is None:
        messages.error(request, f"标准 {standard.name} 没有评分表。")
        return redirect("inspections:score_forms", pk=pk)
    record(request, "下载空白评分表", on=round_.title, 门户网站=len(portals))
    return _written(request, table, portals, round_.title)


@needs(Right.ROUNDS)
def blank(request: HttpRequest) -> FileResponse:
    """The blank form for the portals of the directory, before any round."""
    standard = load_standard(_DEFAULT)
    rows = SiteEntry.objects.filter(kind=SiteKind.PORTAL.value, state=RunState.RUNNING.value)
    portals = [Portal(code, name) for code, name in rows.values_list("site_code", "name")]
    record(request, "下载空白评分表", 门户网站=len(portals))
    return _written(request, load_score_table(standard.score_table), portals, standard.name)


def _written(request: HttpRequest, table: ScoreTable, portals: Iterable[Portal], about: str) -> FileResponse:
    end = "toml" if request.GET.get("as") == "toml" else "xlsx"
    with tempfile.TemporaryDirectory(prefix="xuncha-form-") as folder:
        path = Path(folder) / f"form.{end}"
        write_form(path, table, list(portals))
        content = path.open("rb")  # goes on being read after the folder is gone
    return FileResponse(content, as_attachment=True, filename=f"评分表-{file_name(about)}.{end}")
