"""What people are told of cases: handed over, reported, looked at again, near and past their day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.news import ABOVE, OFFICE, OWNER, Piece, Sort, tell
from xuncha.apps.inspections.models import Recheck, Round
from xuncha.apps.rectification.models import Rectification

DEADLINES = "deadlines"
#: Days before the limit at which its owner is reminded.
AHEAD_DAYS = 3
#: Hours of the day, Beijing time, from which and until which reminders of the day are worked out.
_FIRST, _LAST = 7, 20
_BATCH = 500

Units = tuple[int | None, int | None]


def units_of(case: Rectification) -> Units:
    """The sponsor and the supervisor of the target."""
    row = case.finding.verdict
    return row.sponsor_id, row.supervisor_id


def named(case: Rectification) -> str:
    """The target and what is wrong with it, in few words."""
    return f"{case.finding.verdict.name} {case.finding.code} {case.finding.title}"


def address_of(case: Rectification) -> str:
    """The page of the case."""
    return reverse("rectification:case", args=[case.pk])


def tell_of_opening(round_: Round, title: str, due_on: date, by: Any) -> None:
    """The cases of a notice just issued, summed up for each unit."""
    cases = Rectification.objects.filter(finding__round=round_, state=Rectification.State.ASSIGNED)
    names = [f"finding__verdict__{name}" for name in ("sponsor_id", "supervisor_id", "sponsor_name")]
    counted = Counter(cases.order_by().values_list(*names))
    address = f"{reverse('rectification:cases')}?round={round_.pk}"
    tell(
        Piece(
            Sort.CASE,
            f"{title}：{sponsor}须整改 {n} 处，{due_on.isoformat()} 前反馈",
            address,
            to=(OWNER, ABOVE),
            units=(owner, above),
            but=by.pk,
        )
        for (owner, above, sponsor), n in sorted(counted.items(), key=_by_name)
    )


def _by_name(counted: tuple[tuple[int | None, int | None, str], int]) -> tuple[str, int, int]:
    (owner, above, sponsor), _ = counted
    return sponsor, owner or 0, above or 0


def tell_of_reply(case: Rectification, said: int, by: Any) -> None:
    """The owner reported; the office looks again."""
    more = f"等 {said} 处" if said > 1 else ""
    text = f"{case.finding.verdict.sponsor_name}反馈整改：{named(case)}{more}"
    tell([Piece(Sort.REPLY, text, address_of(case), (OFFICE, ABOVE), units_of(case), but=by.pk)])


def tell_of_outcome(case: Rectification, said: int, by: Any) -> None:
    """The office looked again."""
    more = f"等 {said} 处" if said > 1 else ""
    closed = case.state == Rectification.State.CLOSED
    text = f"{named(case)}{more}：{'复查通过，已办结' if closed else '复查未通过，退回整改'}"
    tell([Piece(Sort.RECHECK, text, address_of(case), (OWNER, ABOVE), units_of(case), but=by.pk)])


def tell_of_recheck(recheck: Recheck, **_: Any) -> None:
    """A worker looked again: told to who ordered it, and to the office where a case waits for it."""
    said = f"机器复查 {recheck.site.name}：{recheck.get_outcome_display()}"
    ordered_by = recheck.ordered_by_id
    case = Rectification.objects.filter(finding=recheck.finding_id).select_related("finding__verdict").first()
    if case is None:
        page = reverse("inspections:recheck", args=[recheck.pk])
        tell([Piece(Sort.RECHECK, said, page, person=ordered_by)] if ordered_by else [])
        return
    waits = case.state == Rectification.State.REPLIED
    text = f"{said}（{case.finding.code} {case.finding.title}）"
    to = (OFFICE,) if waits else ()
    if to or ordered_by:
        tell([Piece(Sort.RECHECK, text, address_of(case), to, person=ordered_by)])


def turn_of_deadlines(now: datetime) -> str:
    """Once a day."""
    return now.date().isoformat() if _FIRST <= now.hour <= _LAST else ""


def remind_of_deadlines(key: str) -> str:
    """Remind owners whose cases are near or past their day, each once for each limit; what was done, in Chinese."""
    today = timezone.localdate()
    open_ = Rectification.objects.filter(state=Rectification.State.ASSIGNED)
    near = Q(due_on__range=(today, today + timedelta(days=AHEAD_DAYS)))
    with transaction.atomic():
        soon = _taken(open_.filter(near), "reminded_of")
        late = _taken(open_.filter(due_on__lt=today), "overdue_told_of")
        if not soon and not late:
            return "没有新的临期或逾期整改"
        record(None, "提醒整改期限", on=key, 临期=len(soon), 逾期=len(late))
        tell([*_summed(soon, overdue=False), *_summed(late, overdue=True), *_for_office(late)])
    return f"临期 {len(soon)} 件，逾期 {len(late)} 件"


def _taken(rows: Any, field: str) -> list[tuple[Any, ...]]:
    """The cases not yet told of for their present limit, which from now on are."""
    fresh = rows.filter(Q(**{f"{field}__isnull": True}) | ~Q(**{field: F("due_on")}))
    names = ("sponsor_id", "supervisor_id", "sponsor_name")
    found = list(
        fresh.order_by("pk").values_list("pk", *(f"finding__verdict__{one}" for one in names), "due_on")
    )
    keys = [row[0] for row in found]
    for start in range(0, len(keys), _BATCH):
        Rectification.objects.filter(pk__in=keys[start : start + _BATCH]).update(**{field: F("due_on")})
    return [row[1:] for row in found]


def _summed(rows: Sequence[tuple[Any, ...]], *, overdue: bool) -> Iterable[Piece]:
    """One piece for each unit and day of the limit."""
    address = reverse("rectification:cases") + ("?state=overdue" if overdue else "?state=assigned")
    for (owner, above, sponsor, due), n in Counter(rows).items():
        when = (
            f"已于 {due.isoformat()} 到期，尚未反馈"
            if overdue
            else f"将于 {due.isoformat()} 到期，请按期反馈"
        )
        text = f"{sponsor}有 {n} 件整改{when}"
        yield Piece(Sort.DEADLINE, text, address, (OWNER, ABOVE), (owner, above))


def _for_office(late: Sequence[tuple[Any, ...]]) -> Iterable[Piece]:
    if late:
        units = len({row[0] for row in late})
        text = f"新逾期未反馈的整改 {len(late)} 件，涉及 {units} 个单位"
        yield Piece(Sort.DEADLINE, text, reverse("rectification:cases") + "?state=overdue", (OFFICE,))
