"""What a correction changes: the ledger now, held against the notice that is out."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator

from xuncha.apps.casework.listing import Bytewise
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.inspections.scores import kept_form
from xuncha.apps.notices.models import Amendment, Notice
from xuncha.apps.rectification.models import Rectification
from xuncha.documents.notice_data import Change, Correction
from xuncha.documents.score_figures import REASONS, ScoreFigures

#: Vetoes first, then as the lists of the round are: not as one target after the other was done.
_IN_ORDER = ("rank", "verdict__place", "place", "pk")


def correction_of(round_: Round, scores: ScoreFigures | None) -> Correction | None:
    """What a new version says of the one it takes the place of; None where none is being corrected."""
    old = Notice.objects.filter(round=round_, state=Notice.State.CORRECTING).first()
    if old is None:
        return None
    amendment = old.amendments.filter(state=Amendment.State.AGREED).latest("pk")
    return Correction(
        version=old.version + 1,
        corrects=old.document_number,
        corrected_on=old.issued_on,
        reason=amendment.reason,
        changes=(*changes_of(round_), *score_changes(old, scores)),
    )


def changes_of(round_: Round) -> list[Change]:
    """Findings that the old version named and that are no faults any more, with reasons; and new ones."""
    followed = Rectification.objects.filter(finding__round=round_).exclude(state=Rectification.State.VOID)
    gone = followed.exclude(finding__state=FindingCase.State.CONFIRMED)
    rows = gone.select_related("finding__verdict").order_by(*(f"finding__{name}" for name in _IN_ORDER))
    said = [_change("撤销", one.finding, "已认定", "不再认定", _why(one.finding)) for one in rows]
    confirmed = round_.findings.filter(state=FindingCase.State.CONFIRMED).exclude(tier="bonus")
    new = confirmed.exclude(pk__in=followed.values("finding")).select_related("verdict")
    return said + [_change("新增", one, "", "已认定", one.detail) for one in new.order_by(*_IN_ORDER)]


def _change(kind: str, finding: FindingCase, was: str, now: str, why: str) -> Change:
    row = finding.verdict
    return Change(
        kind, row.key, row.name, row.region_name, row.sponsor_name, finding.code, finding.title, was, now, why
    )


def _why(finding: FindingCase) -> str:
    step = finding.steps.order_by("-pk").first()
    return (step.note if step and step.note else "") or finding.get_state_display()


def score_changes(old: Notice, scores: ScoreFigures | None) -> Iterator[Change]:
    """Portals whose score is another one than in the files of the old version; another reason for none is not told."""
    path = old.path / "scores.csv"
    if scores is None or not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        before = {
            row["id"]: (row["total"], _score(row["total"], row["reason"])) for row in csv.DictReader(file)
        }
    for row in scores.rows:
        (total, was), now = before.get(row.id, ("", "没有列出")), _score(row.total, row.reason)
        if row.total != total:
            yield Change("得分", row.id, row.name, row.region, row.sponsor, "", "门户网站评分", was, now, "")


def _score(total: str, reason: str) -> str:
    return f"{total} 分" if total else f"未评分（{REASONS.get(reason, reason)}）"


def ledger_digest(round_: Round) -> str:
    """SHA-256 of what a notice rests on: every verdict, the findings confirmed, the form of the scores."""
    digest = hashlib.sha256()
    verdicts = round_.verdicts.order_by("kind", Bytewise("key"))
    confirmed = round_.findings.filter(state=FindingCase.State.CONFIRMED).order_by("pk")
    for rows in (
        verdicts.values_list("kind", "key", "outcome", "veto", "other"),
        confirmed.values_list("pk"),
    ):
        for row in rows.iterator(2000):
            digest.update(json.dumps(list(row), ensure_ascii=False).encode() + b"\n")
    form = kept_form(round_.result)
    digest.update(form.read_bytes() if form else b"")
    return digest.hexdigest()
