"""The scores of a round as its pages and exports show them: one line a portal, added up group by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xuncha.apps.inspections.handing_in_scores import adopt
from xuncha.apps.inspections.models import PortalScore, Round, ScoreForm, VerdictEntry
from xuncha.apps.inspections.portal_scores import form_that_counts
from xuncha.documents.score_figures import REASONS, ScoreItemRow, ScoreRow
from xuncha.told import ToldError

#: So many portals stand open on the page of the round; more are folded.
_OPEN_UP_TO = 20
_HEAD = ("网站标识码", "网站名称", "地区", "主办单位", "结果")
_TAIL = ("扣分合计", "扣分部分得分", "加分", "总分", "未评分的原因", "说明", "各项得分")


@dataclass(frozen=True, slots=True)
class ShownScore:
    """A portal with its score; ``groups`` are the points taken off or brought, group by group, in the order of
    the form."""

    verdict: int
    row: ScoreRow
    groups: tuple[tuple[str, str], ...]
    taken: str

    @property
    def told_items(self) -> tuple[ScoreItemRow, ...]:
        """The items that took points off or brought some."""
        return tuple(one for one in self.row.items if Decimal(one.points))

    @property
    def reason(self) -> str:
        """Why there is no score, in a few words; empty where there is one."""
        return REASONS.get(self.row.reason, self.row.reason)


def latest_form(round_: Round) -> ScoreForm | None:
    """The form that counts, noted now where it came with the round; None where there is none.

    Raises:
        FactsError, StandardError: it came with the round, and cannot be used.
    """
    if round_.state != Round.State.FINISHED:
        return None
    adopt(round_)
    return form_that_counts(round_)


def shown_scores(user: Any, round_: Round) -> dict[str, Any]:
    """What the page of a round says of scores to this user; nothing where no form was handed in."""
    try:
        form = latest_form(round_)
    except ToldError as error:
        return {"score_trouble": error.told}
    if form is None:
        return {}
    rows = scores_for(user, form)
    unscored = Counter(one.reason for one in rows if one.row.outcome == "unscored")
    return {
        "unscored": sorted(unscored.items(), key=lambda told: (-told[1], told[0])),
        "score_form": form,
        "score_groups": _groups(form),
        "scores": rows,
        "scored": sum(one.row.outcome != "unscored" for one in rows),
        "scores_open": len(rows) <= _OPEN_UP_TO,
    }


def score_of(row: VerdictEntry) -> ShownScore | None:
    """The score of one portal; None where the target has none, or no form counts."""
    kept = PortalScore.objects.filter(verdict=row).first() if row.kind == "site" else None
    form = form_that_counts(row.round) if kept else None
    return _shown(kept, form) if kept and form else None


def scores_for(user: Any, form: ScoreForm) -> list[ShownScore]:
    """The portals of the round that the user may see, in the order of the list."""
    kept = PortalScore.objects.filter(round=form.round_id).visible_to(user)
    return [_shown(one, form) for one in kept.order_by("verdict__place", "verdict_id")]


def _groups(form: ScoreForm) -> list[str]:
    """The heading of each group: its name, with its points where all of them are known."""
    return [
        f"{one['name']}（{one['points']} 分）" if one["points"] else one["name"]
        for one in form.table["groups"]
    ]


def _shown(kept: PortalScore, form: ScoreForm) -> ShownScore:
    items = tuple(ScoreItemRow(**one) for one in kept.row["items"])
    row = ScoreRow(**{**kept.row, "items": items})
    named = zip(_groups(form), form.table["groups"], strict=True)
    groups = tuple((name, _points_of(items, one["prefix"], brings=one["bonus"])) for name, one in named)
    taken = -sum((Decimal(one.points) for one in items if one.code.startswith("D")), Decimal(0))
    return ShownScore(kept.verdict_id, row, groups, f"{taken:f}" if items else "")


def _points_of(items: Iterable[ScoreItemRow], prefix: str, *, brings: bool) -> str:
    """Points of one group: ``-3`` taken off, ``+5`` brought; empty where nothing of it was scored."""
    own = [Decimal(one.points) for one in items if one.code.startswith(prefix)]
    if not own:
        return ""
    total = sum(own, Decimal(0))
    return f"{total:+f}" if total else "0"


def header_of(form: ScoreForm) -> tuple[str, ...]:
    """The columns of the export."""
    return (*_HEAD, *_groups(form), *_TAIL)


def line_of(one: ShownScore) -> list[Any]:
    """One line of the export under :func:`header_of`; figures are numbers."""
    row = one.row
    items = "；".join(
        f"{item.code} {item.title} {item.points}{f'（{item.remark}）' if item.remark else ''}"
        for item in row.items
    )
    figures = [_number(points) for _, points in one.groups]
    sums = [_number(text) for text in (one.taken, row.part_two, row.bonus, row.total)]
    return [
        row.id,
        row.name,
        row.region,
        row.sponsor,
        row.result,
        *figures,
        *sums,
        one.reason,
        row.note,
        items,
    ]


def _number(text: str) -> Any:
    return float(text) if text else ""
