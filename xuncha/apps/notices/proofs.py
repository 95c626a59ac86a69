"""核对稿: what the notice would say now, made from the ledger as it stands; that of a large round by a worker."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import file_name
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.ordering import order
from xuncha.apps.casework.tasks.working import Work
from xuncha.apps.error_reports.figures import reports_for
from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.models import Round
from xuncha.apps.notices.issuing import IssueRefusedError
from xuncha.apps.notices.publishing import evidence_digest, notice_data
from xuncha.apps.notices.summary import build_summary
from xuncha.documents.annexes import render_xlsx
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.notice_docx import render_docx
from xuncha.standards.standard import load_standard

PROOF = "notice-proof"


def _json(data: NoticeData) -> bytes:
    return json.dumps(build_summary(data), ensure_ascii=False, indent=1).encode()


#: What can be downloaded: file name, label, and how it is made.
FILES: dict[str, tuple[str, Callable[[NoticeData], bytes]]] = {
    "notice.docx": ("通报正文（Word）", render_docx),
    "annexes.xlsx": ("附件（Excel）", render_xlsx),
    "summary.json": ("数字（JSON）", _json),
}


def proof_of(round_: Round, name: str) -> bytes:
    """One file of the proof. Raises ToldError where the figures do not tie, or the result is gone or damaged."""
    return FILES[name][1](data_of(round_))


def proof_name(round_: Round, name: str) -> str:
    """The name it is saved by."""
    return f"{file_name(round_.title)}-{name}"


def note_proof(request: object, round_: Round, name: str) -> None:
    """Record that it was made."""
    record(request, "生成通报", on=round_.title, 文件=name)


def order_proof(request: HttpRequest, round_: Round, name: str) -> tuple[Task, bool]:
    """Have a worker make it, for this person: (the task, whether it is new)."""
    key, subject = f"{request.user.pk}:{round_.pk}:{name}", f"{round_.title} {FILES[name][0]}"
    return order(request, PROOF, key, subject, back=reverse("notices:notices"), round=round_.pk, name=name)


def proof_by_a_worker(work: Work) -> None:
    """Make it into a file of the task."""
    if not may(work.request.user, Right.SEE_ALL):
        raise IssueRefusedError("提交人已无权查看通报核对稿，没有生成。")
    name: str = work.task.asked["name"]
    round_ = Round.objects.get(pk=work.task.asked["round"], state=Round.State.FINISHED)
    work.tick(0, None, "汇总台账")
    data = data_of(round_)
    work.tick(0, None, "撰写文件")
    with work.new_file(name.rpartition(".")[2]) as path:
        path.write_bytes(FILES[name][1](data))
        with work.whole() as outcome:
            note_proof(work.request, round_, name)
            outcome.file_name, outcome.stored_as = proof_name(round_, name), path.name
            outcome.words = "已生成，取自生成时的台账。"


def data_of(round_: Round) -> NoticeData:
    """What the notice of a round says; reviewed once no veto waits for a person."""
    store, standard = FactsStore(round_.result), load_standard(round_.standard)
    verdicts, findings = ledger.read(round_)
    digest = evidence_digest(round_.result)
    registry = store.registry()
    registry = replace(registry, error_reports=reports_for(round_, registry.error_reports))
    data = notice_data(verdicts, findings, registry, store.request(), standard, evidence_digest=digest)
    return replace(data, reviewed=not round_.verdicts.filter(is_settled=False).exists())
