"""The end of a round: every target done, evidence signed off, the files of the contract written."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils import timezone

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.judging import judge_and_score
from xuncha.apps.inspections.kept_sheet import kept_sheet
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.output import write_findings, write_verdicts
from xuncha.apps.inspections.running import sign_off_result
from xuncha.apps.inspections.tallies import count_marked
from xuncha.apps.inspections.work.leases import LEASE
from xuncha.standards.standard import load_standard


def finish_rounds() -> bool:
    """Finish one round whose targets are all done; False when there is none.

    What is done here can be done twice: a worker that dies in between leaves it to the next.
    """
    open_targets = RoundTarget.objects.filter(
        round=OuterRef("pk"), state__in=(RoundTarget.State.QUEUED, RoundTarget.State.RUNNING)
    )
    ready = Round.objects.filter(~Exists(open_targets), state=Round.State.RUNNING, started_at__isnull=False)
    round_ = ready.first()
    if round_ is None:
        return False
    now = timezone.now()
    # Others look elsewhere while this worker writes; a dead one is followed after the time of a lease.
    taken = Round.objects.filter(pk=round_.pk, state=Round.State.RUNNING).exclude(finished_at__gt=now - LEASE)
    if not taken.update(finished_at=now):
        return False
    store = FactsStore(round_.result)
    request = store.request()
    standard = load_standard(request.standard)
    sheet = kept_sheet(round_.result, store.registry(), standard)
    verdicts, findings, _ = judge_and_score(store, request, standard, sheet)
    write_verdicts(round_.result, verdicts)
    write_findings(round_.result, findings)
    sign_off_result(round_.result, request)
    Round.objects.filter(pk=round_.pk, state=Round.State.RUNNING).update(
        state=Round.State.FINISHED, finished_at=timezone.now()
    )
    count_marked([round_])
    return True
