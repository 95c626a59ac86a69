"""通报: the notice of a finished round, made from the ledger as it stands after review."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import file_name
from xuncha.apps.casework.listing import page_of
from xuncha.apps.error_reports.figures import reports_for
from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.models import Round
from xuncha.apps.notices.models import Notice
from xuncha.apps.notices.publishing import evidence_digest, notice_data
from xuncha.apps.notices.summary import build_summary
from xuncha.documents.annexes import render_xlsx
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.notice_docx import render_docx
from xuncha.standards.standard import load_standard
from xuncha.told import ToldError


def _json(data: NoticeData) -> bytes:
    return json.dumps(build_summary(data), ensure_ascii=False, indent=1).encode()


#: What can be downloaded: file name, label, and how it is made.
FILES = {
    "notice.docx": ("通报正文（Word）", render_docx),
    "annexes.xlsx": ("附件（Excel）", render_xlsx),
    "summary.json": ("数字（JSON）", _json),
}


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
    """One file of the notice; refused where the figures do not tie."""
    if name not in FILES:
        raise Http404
    round_ = get_object_or_404(Round, pk=pk, state=Round.State.FINISHED)
    try:
        made = FILES[name][1](data_of(round_))
    except ToldError as error:
        messages.error(request, error.told)
        return redirect("notices:notices")
    record(request, "生成通报", on=round_.title, 文件=name)
    return FileResponse(io.BytesIO(made), as_attachment=True, filename=f"{file_name(round_.title)}-{name}")


def data_of(round_: Round) -> NoticeData:
    """What the notice of a round says; reviewed once no veto waits for a person."""
    store, standard = FactsStore(round_.result), load_standard(round_.standard)
    verdicts, findings = ledger.read(round_)
    digest = evidence_digest(round_.result)
    registry = store.registry()
    registry = replace(registry, error_reports=reports_for(round_, registry.error_reports))
    data = notice_data(verdicts, findings, registry, store.request(), standard, evidence_digest=digest)
    return replace(data, reviewed=not round_.verdicts.filter(is_settled=False).exists())
