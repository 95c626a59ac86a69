"""The page one comes to after logging in: the latest round in pictures, each with its table and export."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, any_role, may
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import sheet_response
from xuncha.apps.casework.listing import is_number
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.directory.regions import cities
from xuncha.apps.inspections.coverage import coverage_of
from xuncha.apps.inspections.figures import Figures, latest, rounding_of
from xuncha.apps.inspections.models import Round
from xuncha.apps.notices.rollup import EMPTY_REGION, EMPTY_SPONSOR
from xuncha.documents.notice_data import Tally
from xuncha.standards.standard import load_standard

_KINDS = {"site": "政府网站", "account": "政务新媒体"}
_TIERS = {"veto": "单项否决", "deduct": "扣分", "note": "点名问题", "bonus": "加分"}
_AGES = (("fresh", "14 天内"), ("ageing", "180 天内"), ("stale", "更早"), ("undated", "无日期或未读到"))
_TALLY_HEADER = ("总数", "合格", "不合格", "未能判定", "合格率（%）")
#: Rounds that a trend goes back.
_QUARTERS = 8

#: Tables behind the charts: title and header.
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "region": ("各市合格率", ("类别", "地区", *_TALLY_HEADER)),
    "county": ("各县（区）合格率", ("类别", "地区", *_TALLY_HEADER)),
    "department": ("省直部门合格率", ("类别", "主办单位", *_TALLY_HEADER)),
    "trend": ("历次检查合格率", ("检查", "监测时间点", "方式", "类别", *_TALLY_HEADER)),
    "kinds": ("历次检查问题种类", ("检查", "监测时间点", "代码", "问题", "涉及对象", "待核对象", "类别")),
    "problems": ("问题种类", ("代码", "问题", "性质", "涉及对象", "待核对象", "类别")),
    "freshness": ("网站栏目更新情况", ("最新一条信息", "栏目数")),
}


@any_role
def home(request: HttpRequest) -> HttpResponse:
    """Figures and charts of a round; ``?round=`` chooses another one."""
    rounds = Round.objects.visible_to(request.user).filter(state=Round.State.FINISHED)
    chosen = request.GET.get("round", "")
    round_ = get_object_or_404(rounds, pk=int(chosen)) if is_number(chosen) else latest(rounds)
    context: dict[str, Any] = {
        "rounds": rounds[:20],
        "round": round_,
        "inside": may(request.user, Right.SEE_ALL),
    }
    if round_ is None:
        context["sites"] = SiteEntry.objects.visible_to(request.user).count()
        context["accounts"] = MediaAccountEntry.objects.visible_to(request.user).count()
        return render(request, "home.html", context)
    drawn = Drawn(request.user, round_)
    tables = {name: rows for name in TABLES if (rows := drawn.rows(name))}
    context |= {
        "figures": drawn.totals(),
        "waiting": drawn.figures.waiting(),
        "under_review": drawn.figures.under_review(),
        "behind": drawn.figures.behind,
        "coverage": coverage_of(round_, request.user),
        "tables": [(name, *TABLES[name], rows) for name, rows in tables.items()],
        "charts": {name: {"header": list(TABLES[name][1]), "rows": rows} for name, rows in tables.items()},
    }
    return render(request, "home.html", context)


class Drawn:
    """The tables of one round as one person sees it: as the charts draw and the exports print them."""

    def __init__(self, user: Any, round_: Round) -> None:
        self._user, self._round = user, round_
        self.figures = Figures(user, [round_])

    def totals(self) -> list[tuple[str, str, Tally, str | None]]:
        """(kind, label, tally, pass rate) of sites and of accounts."""
        rounding, counted = rounding_of(self._round), self.figures.by("kind")
        tallies = [(kind, label, counted[kind,]) for kind, label in _KINDS.items() if (kind,) in counted]
        return [(kind, label, tally, tally.pass_rate(rounding)) for kind, label, tally in tallies]

    def rows(self, name: str) -> list[list[Any]]:
        """The rows of one of the tables; none where there is nothing to show."""
        made: dict[str, Callable[[], list[list[Any]]]] = {
            "region": lambda: self._places(self._cities()),
            "county": self._counties,
            "department": self._departments,
            "trend": self._trend,
            "kinds": self._kinds,
            "problems": self._problems,
            "freshness": self._freshness,
        }
        return made[name]()

    def _cities(self) -> dict[tuple[Any, ...], Tally]:
        """Counties added to the city they lie in; a region nobody knows stays by itself."""
        city, added = cities(), defaultdict[tuple[Any, ...], Tally](Tally)
        for (kind, region), tally in self.figures.by("kind", "region_name").items():
            added[kind, city.get(region, region)] += tally
        return added

    def _counties(self) -> list[list[Any]]:
        city = cities()
        counted = self.figures.by("kind", "region_name")
        return self._places(
            {key: tally for key, tally in counted.items() if city.get(key[1], key[1]) != key[1]}
        )

    def _departments(self) -> list[list[Any]]:
        return self._places(self.figures.by("kind", "sponsor_name", departments=True), EMPTY_SPONSOR)

    def _places(self, counted: dict[tuple[Any, ...], Tally], empty: str = EMPTY_REGION) -> list[list[Any]]:
        rounding = rounding_of(self._round)
        in_order = sorted(counted.items(), key=lambda pair: (pair[0][0] != "site", pair[0][1]))
        return [[_KINDS[kind], place or empty, *_cells(tally, rounding)] for (kind, place), tally in in_order]

    def _problems(self) -> list[list[Any]]:
        found = []
        for row in self.figures.problems():
            said = (row["code"], row["title"], _TIERS.get(row["tier"], row["tier"]))
            found.append([*said, row["targets"], row["doubtful"], _KINDS[row["kind"]]])
        return found

    def _freshness(self) -> list[list[Any]]:
        counted = self.figures.ages()
        return [[label, counted[key]] for key, label in _AGES] if any(counted.values()) else []

    def _earlier(self) -> list[Round]:
        """This round and those before it, the oldest first; none where it is the first."""
        rounds = Round.objects.visible_to(self._user).filter(
            state=Round.State.FINISHED, asof__lte=self._round.asof
        )
        found = list(rounds[:_QUARTERS])[::-1]
        return found if len(found) > 1 else []

    def _trend(self) -> list[list[Any]]:
        rounds = self._earlier()
        counted = Figures(self._user, rounds).by("round_id", "kind") if rounds else {}
        said = _said(rounds)
        return [
            [*said[one.pk], one.get_kind_display(), label, *_cells(counted[one.pk, kind], rounding_of(one))]
            for one in rounds
            for kind, label in _KINDS.items()
            if (one.pk, kind) in counted
        ]

    def _kinds(self) -> list[list[Any]]:
        """Round by round every kind of problem any of them found: 0 where it was looked for, no row where it was not,
        or where nothing could be judged."""
        rounds = self._earlier()
        if not rounds:
            return []
        figures = Figures(self._user, rounds)
        found = {(row["round_id"], row["kind"], row["code"]): row for row in figures.problems("round_id")}
        sorts = {(row["rank"], row["kind"] != "site", row["code"]): row for row in found.values()}
        judged, said = {key for key, n in figures.by("round_id", "kind").items() if n.judged}, _said(rounds)
        rows: list[list[Any]] = []
        for one in rounds:
            for _, sort in sorted(sorts.items()):
                kind, code = sort["kind"], sort["code"]
                row = found.get((one.pk, kind, code))
                if row is None and not ((one.pk, kind) in judged and _looked_for(code, one)):
                    continue
                numbers = [row["targets"], row["doubtful"]] if row else [0, 0]
                rows.append([*said[one.pk], code, sort["title"], *numbers, _KINDS[kind]])
        return rows


def _looked_for(code: str, round_: Round) -> bool:
    """Whether the program looked for this problem in the round; what a person enters it does not look for."""
    weight = load_standard(round_.standard).weights.get(code)
    return weight is not None and not weight.by_person and code.startswith(tuple(round_.indicators) or "")


def _said(rounds: Iterable[Round]) -> dict[int, tuple[str, str]]:
    """Title and day of each round by its key; those of one title and day are told apart by their number."""
    said = {one.pk: (one.title, timezone.localtime(one.asof).date().isoformat()) for one in rounds}
    times = Counter(said.values())
    return {
        pk: (title, day) if times[title, day] == 1 else (f"{title}（编号 {pk}）", day)
        for pk, (title, day) in said.items()
    }


def _cells(tally: Tally, rounding: Any) -> list[Any]:
    rate = tally.pass_rate(rounding) or "—"
    return [tally.total, tally.passed, tally.failed, tally.unknown, rate]


@any_role
def export(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the tables as xlsx or csv."""
    if name not in TABLES:
        raise Http404
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    title, header = TABLES[name]
    record(request, "导出", on=f"{round_.title} {title}")
    rows = Drawn(request.user, round_).rows(name)
    return sheet_response(f"{round_.title}-{title}", header, rows, request.GET.get("as", "xlsx"))
