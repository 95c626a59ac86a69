"""The page one comes to after logging in: the latest round in pictures, each with its table and export."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xuncha.apps.casework.access import Right, any_role, may
from xuncha.apps.casework.audit import record
from xuncha.apps.directory.exporting import sheet_response
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.inspections.figures import ages, latest, problem_counts, rounding_of, tallies, tally
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.documents.notice_data import DEPARTMENTS

_KINDS = (("site", "政府网站"), ("account", "政务新媒体"))
_TIERS = {"veto": "单项否决", "deduct": "扣分", "note": "点名问题", "bonus": "加分"}
_AGES = (("fresh", "14 天内"), ("ageing", "180 天内"), ("stale", "更早"), ("undated", "无日期或未读到"))
_TALLY_HEADER = ("总数", "合格", "不合格", "未能判定", "合格率（%）")


@any_role
def home(request: HttpRequest) -> HttpResponse:
    """Figures and charts of a round; ``?round=`` chooses another one."""
    rounds = Round.objects.visible_to(request.user).filter(state=Round.State.FINISHED)
    chosen = request.GET.get("round", "")
    round_ = get_object_or_404(rounds, pk=int(chosen)) if chosen.isdigit() else latest(rounds)
    context: dict[str, Any] = {
        "rounds": rounds[:20],
        "round": round_,
        "inside": may(request.user, Right.SEE_ALL),
    }
    if round_ is None:
        context["sites"] = SiteEntry.objects.visible_to(request.user).count()
        context["accounts"] = MediaAccountEntry.objects.visible_to(request.user).count()
        return render(request, "home.html", context)
    verdicts = VerdictEntry.objects.visible_to(request.user).filter(round=round_)
    rounding = rounding_of(round_)
    figures = [(kind, label, tally(verdicts.filter(kind=kind))) for kind, label in _KINDS]
    tables = {name: rows_of(round_, verdicts, name) for name in TABLES}
    context |= {
        "figures": [(kind, label, t, t.pass_rate(rounding)) for kind, label, t in figures if t.total],
        "waiting": FindingCase.objects.visible_to(request.user)
        .filter(round=round_, state__in=FindingCase.OPEN)
        .count(),
        "tables": [(name, *TABLES[name], tables[name]) for name in TABLES if tables[name]],
        "charts": {name: {"header": list(TABLES[name][1]), "rows": rows} for name, rows in tables.items()},
    }
    return render(request, "home.html", context)


#: Tables behind the charts: title and header.
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "region": ("各地区合格情况", ("类别", "地区", *_TALLY_HEADER)),
    "department": ("省直部门合格情况", ("类别", "主办单位", *_TALLY_HEADER)),
    "problems": ("问题种类", ("代码", "问题", "性质", "涉及对象", "待核对象")),
    "freshness": ("网站栏目更新情况", ("最新一条信息", "栏目数")),
}


def rows_of(round_: Round, verdicts: Any, name: str) -> list[list[Any]]:
    """The rows of one of the tables, as the chart draws and the export prints them."""
    if name == "problems":
        return [
            [row["code"], row["title"], _TIERS.get(row["tier"], row["tier"]), row["targets"], row["doubtful"]]
            for row in problem_counts(round_, verdicts)
        ]
    if name == "freshness":
        counted = ages(verdicts)
        return [[label, counted[key]] for key, label in _AGES] if sum(counted.values()) else []
    field = "region_name" if name == "region" else "sponsor_name"
    rows = verdicts if name == "region" else verdicts.filter(region_name=DEPARTMENTS)
    rounding, labels = rounding_of(round_), dict(_KINDS)
    return [
        [labels[kind], place, t.total, t.passed, t.failed, t.unknown, t.pass_rate(rounding) or "—"]
        for (kind, place), t in sorted(
            tallies(rows, "kind", field).items(), key=lambda pair: pair[0][0] != "site"
        )
    ]


@any_role
def export(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the tables as xlsx or csv."""
    if name not in TABLES:
        raise Http404
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    verdicts = VerdictEntry.objects.visible_to(request.user).filter(round=round_)
    title, header = TABLES[name]
    record(request, "导出", on=f"{round_.title} {title}")
    return sheet_response(
        f"{round_.title}-{title}", header, rows_of(round_, verdicts, name), request.GET.get("as", "xlsx")
    )
