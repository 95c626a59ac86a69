"""签发: a draft from confirmed findings, issued by a second person, frozen; the cases of the owners open with it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import how_many
from xuncha.apps.casework.models import IllegalMoveError, OvertakenError
from xuncha.apps.casework.news import ALL_ABOVE, OFFICE, Piece, Sort, tell
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.casework.working_days import add_working_days
from xuncha.apps.error_reports.figures import reports_for
from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.ledger import LedgerClosedError
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.inspections.results import NOT_SEEN
from xuncha.apps.notices.amending import finish
from xuncha.apps.notices.changes import correction_of
from xuncha.apps.notices.models import Notice, NoticeFile
from xuncha.apps.notices.publishing import evidence_digest, notice_data, publish
from xuncha.apps.objections.models import Objection
from xuncha.apps.objections.objecting import may_still_be_objected_to
from xuncha.apps.rectification.following import open_cases
from xuncha.apps.rectification.telling import tell_of_opening
from xuncha.documents.composition import compose
from xuncha.documents.notice_data import Deadline, NoticeData
from xuncha.standards.standard import load_standard
from xuncha.told import ToldError

FILES = {
    "notice.docx": "通报正文（Word）",
    "notice.pdf": "通报正文（PDF）",
    "annexes.xlsx": "附件（Excel）",
    "scores.csv": "门户网站评分（CSV）",
    "summary.json": "数字（JSON）",
}
#: What people outside the office may have: the annex names every finding of every unit.
OUTSIDE = ("notice.docx", "notice.pdf")


#: Findings of every tier but vetoes, as the index of the queue orders them.
_NO_VETOES = (1, 2, 3)


class IssueRefusedError(ToldError):
    """The notice is not drafted or issued; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the office decides about a notice."""

    title: str
    issuer: str
    document_number: str
    addressees: str
    issued_on: date
    working_days: int
    limits_vouched: bool = False
    scope_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a round is on its way to a notice: what keeps it from being drafted or issued, and what to know.

    ``unreviewed``: how many other findings nobody has reviewed, in words.
    """

    unsettled: int
    objections: int
    may_object: int
    unreviewed: str
    issued: bool

    @property
    def against_drafting(self) -> list[str]:
        """Why no notice can be drafted, one sentence each."""
        said = ["通报已经签发。"] if self.issued else []
        return said + ([f"还有 {self.unsettled} 个对象的否决指标待核实。"] if self.unsettled else [])

    @property
    def against_issuing(self) -> list[str]:
        """Why a draft cannot be issued, one sentence each."""
        waits = [f"还有 {self.objections} 件申诉没有答复。"] if self.objections else []
        return self.against_drafting + waits


def standing_of(round_: Round) -> Standing:
    """Where a round is now."""
    open_ = round_.findings.filter(state__in=FindingCase.OPEN)
    return Standing(
        unsettled=round_.verdicts.filter(is_settled=False).count(),
        objections=Objection.objects.filter(finding__round=round_, state__in=Objection.OPEN).count(),
        may_object=may_still_be_objected_to(round_),
        unreviewed=how_many(open_.filter(rank__in=_NO_VETOES).exclude(machine_state__in=NOT_SEEN)),
        issued=round_.notice_issued_at is not None,
    )


def confirmed_data(round_: Round, wanted: Wanted) -> NoticeData:
    """What the notice says: confirmed findings alone, every figure computed here and nowhere else."""
    store, standard = FactsStore(round_.result), load_standard(round_.standard)
    verdicts, findings = ledger.read(round_, only_confirmed=True)
    registry = store.registry()
    registry = replace(registry, error_reports=reports_for(round_, registry.error_reports))
    request = replace(store.request(), issuer=wanted.issuer)
    digest = evidence_digest(round_.result)
    scores = ledger.scores_of(round_)
    data = notice_data(verdicts, findings, registry, request, standard, scores, digest)
    due = add_working_days(wanted.issued_on, wanted.working_days)
    if wanted.limits_vouched:
        data = replace(data, standard=replace(data.standard, unverified=()))
    return replace(
        data,
        title=wanted.title or data.title,
        document_number=wanted.document_number,
        addressees=wanted.addressees,
        issued_on=wanted.issued_on,
        deadline=Deadline(due.on, wanted.working_days, due.provisional),
        scope_accepted=wanted.scope_accepted,
        reviewed=True,
        correction=correction_of(round_, scores),
    )


def unverified_of(round_: Round) -> tuple[str, ...]:
    """The limits the notice rests on that nobody has compared with the official text, one sentence each."""
    registry, request = FactsStore(round_.result).registry(), FactsStore(round_.result).request()
    return notice_data((), (), registry, request, load_standard(round_.standard)).standard.unverified


def draft(request: Any, round_: Round, wanted: Wanted) -> Notice:
    """Compute the figures, write the files, and keep their digests. An earlier draft of the round is withdrawn.

    Raises:
        IssueRefusedError: vetoes wait for a person, the notice is issued, or the figures do not tie.
    """
    made = written(request, round_, wanted, uuid4().hex, _nobody)
    with transaction.atomic():
        keep(request, made, wanted)
    return made


def _nobody(phase: str) -> None:
    """Nobody watches."""


def written(
    request: Any, round_: Round, wanted: Wanted, folder: str, tell_phase: Callable[[str], None]
) -> Notice:
    """The notice with its files in ``folder``; its row is not saved. ``tell_phase`` hears what is being done.

    Raises what :func:`draft` raises; the folder is then gone.
    """
    if reasons := standing_of(round_).against_drafting:
        raise IssueRefusedError("".join(reasons))
    try:
        tell_phase("汇总台账")
        ledger.score_again(round_)
        data = confirmed_data(round_, wanted)
        tell_phase("撰写通报")
        words = asdict(compose(data))
        made = _notice(request, round_, wanted, data, words)
        made.folder = folder
        with _folder(made.path):
            made.trouble = publish(made.path, data)
    except (LedgerClosedError, ToldError) as error:
        raise IssueRefusedError(getattr(error, "told", str(error))) from None
    return made


@contextmanager
def _folder(path: Path) -> Iterator[None]:
    """A new folder, which is gone again where the block does not end well."""
    path.mkdir(parents=True, mode=0o700)
    try:
        yield
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def keep(request: Any, made: Notice, wanted: Wanted) -> None:
    """Save a notice that is written, in the place of the draft before it. Joins the open transaction."""
    for old in Notice.objects.filter(round=made.round, state=Notice.State.DRAFT):
        old.move(Notice.State.WITHDRAWN, by=request.user, note="重新起草")
    made.save()
    files = [_file(made, name) for name in FILES if (made.path / name).exists()]
    NoticeFile.objects.bulk_create(files)
    said = {"限值已核对": wanted.limits_vouched, "按所列范围": wanted.scope_accepted}
    digests = {one.name: one.sha256 for one in files}
    record(request, "起草通报", on=made.title, 通报=made.pk, 摘要=digests, **said)


def _notice(request: Any, round_: Round, wanted: Wanted, data: NoticeData, words: Any) -> Notice:
    corrected = Notice.objects.filter(round=round_, state=Notice.State.CORRECTING).first()
    return Notice(
        round=round_,
        title=data.title[:200],
        issuer=wanted.issuer,
        document_number=wanted.document_number,
        addressees=wanted.addressees,
        issued_on=wanted.issued_on,
        due_on=data.deadline.on,
        due_is_provisional=data.deadline.provisional,
        limits_vouched=wanted.limits_vouched,
        scope_accepted=wanted.scope_accepted,
        data_digest=_digest(data),
        words=words | {"working_days": wanted.working_days, "given_title": wanted.title},
        drafted_by=request.user,
        corrects=corrected,
        version=corrected.version + 1 if corrected else 1,
    )


def _digest(data: NoticeData) -> str:
    return hashlib.sha256(repr(data).encode()).hexdigest()


def _file(notice: Notice, name: str) -> NoticeFile:
    content = (notice.path / name).read_bytes()
    return NoticeFile(notice=notice, name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def wanted_of(notice: Notice) -> Wanted:
    """What was decided when the notice was drafted."""
    return Wanted(
        title=notice.words["given_title"],
        issuer=notice.issuer,
        document_number=notice.document_number,
        addressees=notice.addressees,
        issued_on=notice.issued_on,
        working_days=notice.words["working_days"],
        limits_vouched=notice.limits_vouched,
        scope_accepted=notice.scope_accepted,
    )


def issue(
    request: Any, notice: Notice, *, early: bool = False, tell_phase: Callable[[str], None] = _nobody
) -> int:
    """Issue a draft: another person than the one who drafted it; how many cases were opened.

    ``early``: the owners' days for objecting are not over, and the notice is issued all the same. ``tell_phase``
    hears what is being done.

    Raises:
        IssueRefusedError: by the drafter, an objection is open, the ledger has changed, it is still marked as
            a draft, its day is past, or a file is not what was drafted.
    """
    require_issuer(request, notice)
    try:
        with transaction.atomic():
            ledger.require_open(notice.round_id)
            round_ = Round.objects.get(pk=notice.round_id)
            require_ready(notice, round_, early=early)
            tell_phase("核对台账和文件")
            _require_unchanged(notice, round_)
            tell_phase("交办整改")
            opened = _issue_now(request, notice, round_, early)
            tell_phase("告知各单位")
            tell_of_issue(notice, request.user)
            tell_of_opening(round_, notice.title, notice.due_on, request.user)
    except IssueRefusedError:
        raise
    except (IllegalMoveError, OvertakenError, ToldError) as error:  # the result may be gone or damaged
        raise IssueRefusedError(getattr(error, "told", str(error))) from None
    return opened


def require_issuer(request: Any, notice: Notice) -> None:
    """Raises IssueRefusedError where there is nothing to issue, or this person drafted it."""
    if notice.state != Notice.State.DRAFT:
        raise IssueRefusedError("只有待签发的通报可以签发。")
    if notice.drafted_by_id == request.user.pk:
        raise IssueRefusedError("通报须由起草人以外的另一人签发。")


def _issue_now(request: Any, notice: Notice, round_: Round, early: bool) -> int:
    """Everything that issuing writes, but for what people are told; how many cases were opened."""
    now = timezone.now()
    by_another = ~Q(drafted_by=request.user)
    notice.move(
        Notice.State.ISSUED, by=request.user, only_if=by_another, issued_by=request.user, issued_at=now
    )
    Round.objects.filter(pk=round_.pk).update(notice_issued_at=now)
    finish(request, notice)
    opened = open_cases(round_, notice.due_on, provisional=notice.due_is_provisional, by=request.user)
    digests = dict(notice.files.values_list("name", "sha256"))
    said = {"整改": opened, "申诉期未满": early, "摘要": digests}
    record(request, "签发通报", on=notice.title, 通报=notice.pk, **said)
    return opened


def tell_of_issue(notice: Notice, by: Any, what: str = "已签发") -> None:
    """The office, the leaders and every supervisor know of a notice; owners hear of their cases."""
    address = reverse("notices:notice", args=[notice.pk])
    text = f"{notice.document_number} {notice.title} {what}"
    tell([Piece(Sort.NOTICE, text, address, (OFFICE, ALL_ABOVE), but=by.pk)])


def require_ready(notice: Notice, round_: Round, *, early: bool) -> None:
    """What can be seen at a glance. Raises IssueRefusedError with every reason against issuing."""
    now = standing_of(round_)
    reasons = list(now.against_issuing)
    if now.may_object and not early:
        reasons.append(f"还有 {now.may_object} 处否决问题的申诉期未满；确需提前签发的，请勾选确认。")
    if notice.words["mark"]:
        reasons.append(f"通报仍标为“{notice.words['mark']}”，请先处理所列事项再起草。")
    if notice.issued_on < timezone.localdate():
        reasons.append("印发日期已过，整改期限会少算，请重新起草。")
    if reasons:
        raise IssueRefusedError("".join(reasons))


def _require_unchanged(notice: Notice, round_: Round) -> None:
    """The figures of the ledger and the files are those of the draft. Raises IssueRefusedError."""
    reasons = [f"文件 {one.name} 与起草时不符，请重新起草。" for one in notice.files.all() if not intact(one)]
    if not reasons and _digest(confirmed_data(round_, wanted_of(notice))) != notice.data_digest:
        reasons.append("起草之后台账有变动，数字已不一致，请重新起草。")
    if reasons:
        raise IssueRefusedError("".join(reasons))


def intact(file: NoticeFile) -> bool:
    """True when the file still has the digest it was drafted with."""
    try:
        content = (file.notice.path / file.name).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content).hexdigest() == file.sha256


def withdraw(request: HttpRequest, notice: Notice, why: str) -> None:
    """Send a draft back. Raises IssueRefusedError without a reason, or where it is issued."""
    why = typed(why, OF_A_REASON, IssueRefusedError)
    if not why:
        raise IssueRefusedError("退回须写明理由。")
    try:
        with transaction.atomic():
            notice.move(Notice.State.WITHDRAWN, by=request.user, note=why)
            record(request, "退回通报", on=notice.title, 通报=notice.pk, 理由=why)
    except (IllegalMoveError, OvertakenError) as error:
        raise IssueRefusedError(str(error)) from None
