"""通报: the notices of finished rounds, and what those of a round would say now."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.tasks.ordering import answer
from xuncha.apps.inspections.models import Round
from xuncha.apps.notices.drafting import is_large
from xuncha.apps.notices.models import Notice
from xuncha.apps.notices.proofs import FILES, note_proof, order_proof, proof_name, proof_of
from xuncha.told import ToldError


@any_role
def notice_list(request: HttpRequest) -> HttpResponse:
    """Every finished round with its notices; outside the office the issued notices."""
    if not may(request.user, Right.SEE_ALL):
        page = page_of(request, Notice.objects.visible_to(request.user))
        return render(request, "notices/issued.html", {"page": page})
    page = page_of(request, Round.objects.visible_to(request.user).filter(state=Round.State.FINISHED))
    shown = Notice.objects.filter(round__in=list(page.object_list)).exclude(state=Notice.State.WITHDRAWN)
    for round_ in page:
        round_.shown = [one for one in shown if one.round_id == round_.pk]
    files = [(name, label) for name, (label, _) in FILES.items()]
    context = {"page": page, "files": files, "may_draft": may(request.user, Right.ROUNDS)}
    return render(request, "notices/notices.html", context)


@needs(Right.SEE_ALL)
def download(request: HttpRequest, pk: int, name: str) -> HttpResponse | FileResponse:
    """One file of the notice as the ledger now has it; refused where the figures do not tie."""
    if name not in FILES:
        raise Http404
    round_ = get_object_or_404(Round, pk=pk, state=Round.State.FINISHED)
    if is_large(round_):
        return answer(request, order_proof(request, round_, name))
    try:
        made = proof_of(round_, name)
    except ToldError as error:
        messages.error(request, error.told)
        return redirect("notices:notices")
    note_proof(request, round_, name)
    return FileResponse(io.BytesIO(made), as_attachment=True, filename=proof_name(round_, name))
