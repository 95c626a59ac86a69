"""The end of a round: every target done, evidence signed off, the files of the contract written."""

from __future__ import annotations

import json
import traceback
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from xuncha.apps.inspections.drawing import handed_in
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.handing_in_scores import adopt
from xuncha.apps.inspections.kept_sheet import kept_sheet
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.output import write_findings, write_verdicts
from xuncha.apps.inspections.progress import progress_of
from xuncha.apps.inspections.putting_together import put_together
from xuncha.apps.inspections.running import sign_off_result
from xuncha.apps.inspections.tallies import count_marked
from xuncha.apps.inspections.work.chores import REMIND, order
from xuncha.apps.inspections.work.completing import Ending, complete_ledger
from xuncha.apps.inspections.work.leases import LEASE
from xuncha.gather.evidence.free_space import is_full
from xuncha.gather.evidence.manifest import MANIFEST
from xuncha.standards.standard import load_standard
from xuncha.told import ToldError
from xuncha.whole_file import write_whole


def finish_rounds() -> bool:
    """Finish one round whose targets are all done; False when there is none.

    What is done here can be done twice: a worker that dies in between leaves it to the next.
    """
    open_targets = RoundTarget.objects.filter(
        round=OuterRef("pk"), state__in=(RoundTarget.State.QUEUED, RoundTarget.State.RUNNING)
    )
    ready = Round.objects.filter(~Exists(open_targets), state=Round.State.RUNNING, started_at__isnull=False)
    now = timezone.now()
    # Others look elsewhere while this worker writes; a dead one is followed after the time of a lease.
    for round_ in ready.exclude(finished_at__gt=now - LEASE):
        taken = Round.objects.filter(pk=round_.pk, state=Round.State.RUNNING, finished_at=round_.finished_at)
        if not taken.update(finished_at=now):
            continue
        try:
            _finish(round_)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # one round that cannot be ended stops neither the worker nor the others
            _put_off(round_, error)
        return True
    return False


def _finish(round_: Round) -> None:
    store = FactsStore(round_.result)
    request = store.request()
    standard = load_standard(request.standard)
    sheet = kept_sheet(round_.result, store.registry(), standard)
    verdicts, findings, _ = put_together(store, request, standard, sheet)
    if is_inspection(round_):
        ending = Ending(round_, store, request, standard, sheet)
        verdicts, findings = complete_ledger(ending, verdicts, findings)
    write_verdicts(round_.result, verdicts)
    write_findings(round_.result, findings)
    sign_off_result(round_.result, request)
    adopt(round_)
    write_whole(
        round_.result / "round.json", json.dumps(_said(round_), ensure_ascii=False, indent=1).encode()
    )
    with transaction.atomic():
        done = Round.objects.filter(pk=round_.pk, state=Round.State.RUNNING)
        ended = done.update(state=Round.State.FINISHED, finished_at=timezone.now(), trouble="")
        if ended and is_inspection(round_):
            order(REMIND, str(round_.pk))
    count_marked([round_])


def _put_off(round_: Round, error: Exception) -> None:
    """Say why the round could not be ended. A full disk is tried again by itself, after the time of a lease; all else
    waits for somebody to mend it and to have the round go on: tried without end it would only fail without end."""
    if not isinstance(error, ToldError):
        traceback.print_exception(error)
    said = error.told if isinstance(error, ToldError) else f"{type(error).__name__}: {error}"
    held = Round.objects.filter(pk=round_.pk, state=Round.State.RUNNING)
    if is_full(error):
        told = f"磁盘空间不足，结果文件没有写成（{said}）。腾出空间后自动完成。"
        held.update(trouble=told[:5000])
    else:
        told = f"全部对象已经查完，但结果没有写成：{said}。请系统管理员处理后按“继续”重做这最后一步。"
        held.update(state=Round.State.PAUSED, trouble=told[:5000], finished_at=None)
    print(f"{round_.title}：{told}", flush=True)


def sign_off_cancelled() -> bool:
    """Sign off what a cancelled round had gathered, once nobody works at it any more; False when there is none.

    ``finished_at`` of such a round is when that was done.
    """
    under_way = RoundTarget.objects.filter(round=OuterRef("pk"), state=RoundTarget.State.RUNNING)
    rows = Round.objects.filter(~Exists(under_way), state=Round.State.CANCELLED, started_at__isnull=False)
    now = timezone.now()
    # One whose worker died in between is taken up again after the time of a lease.
    open_ones = rows.filter(Q(finished_at=None) | Q(finished_at__lt=now - LEASE), trouble="")
    for round_ in open_ones:
        if round_.finished_at and (round_.result / "evidence" / MANIFEST).is_file():
            continue
        same = Round.objects.filter(pk=round_.pk, finished_at=round_.finished_at)
        if not same.update(finished_at=now):
            continue
        try:
            sign_off_result(
                round_.result, FactsStore(round_.result).request(), 状态="已取消，只含取消前查完的对象"
            )
        except (ToldError, OSError) as error:
            told = error.told if isinstance(error, ToldError) else str(error)
            Round.objects.filter(pk=round_.pk).update(trouble=f"证据未能签存：{told}"[:5000])
        return True
    return False


def is_inspection(round_: Round) -> bool:
    """True for rounds that judge; a comparison of the directory warns nobody."""
    return round_.kind != Round.Kind.COMPARE


def _said(round_: Round) -> dict[str, Any]:
    """How the round was ordered and how far it came, beside its result."""
    progress = progress_of(round_)
    return {
        "title": round_.title,
        "kind": round_.kind,
        "asof": round_.asof.isoformat(),
        "standard": round_.standard,
        "indicators": round_.indicators,
        "percent": round_.percent,
        "seed": round_.seed,
        "network": round_.network,
        "handed_in": handed_in(round_),
        "targets": {"total": progress.total, "done": progress.done, "failed": progress.failed},
        "pages": {"asked": progress.pages, "reached": progress.reached},
    }
