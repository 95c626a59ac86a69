"""A filled score form handed in for a round that has run: checked, kept beside those before it, and scored by."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.ledger import LedgerClosedError, require_open, score_again, scores_of
from xuncha.apps.inspections.models import PortalScore, Round, ScoreForm
from xuncha.apps.inspections.portal_scores import form_that_counts, forms_folder
from xuncha.apps.inspections.scores import keep_form, kept_form, portals_named, unverified
from xuncha.standards.score_input import ScoreInputError
from xuncha.standards.score_sheet import read_score_sheet
from xuncha.standards.score_table import ScoreTable
from xuncha.standards.standard import load_standard
from xuncha.told import ToldError

ENDS = (".xlsx", ".toml")


class FormRefusedError(Exception):
    """The form is not taken; ``lines`` says why, one fault each, in Chinese."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def hand_in(request: HttpRequest, round_: Round, name: str, content: bytes) -> ScoreForm:
    """Take a form in place of the one before it, which is kept, and score the portals of the round by it.

    Raises:
        FormRefusedError: the round has not ended or its notice is issued, or the form has faults.
    """
    end = Path(name).suffix.lower()
    if end not in ENDS:
        raise FormRefusedError([f"文件应为 {'、'.join(ENDS)}。"])
    with tempfile.TemporaryDirectory(prefix="xuncha-form-") as folder:
        path = Path(folder) / f"scores{end}"
        path.write_bytes(content)
        table = _checked(round_, path, name)
        try:
            with transaction.atomic():
                require_open(round_.pk)
                if Round.objects.get(pk=round_.pk).state != Round.State.FINISHED:
                    raise FormRefusedError(["检查完成以后才能交回评分表。"])
                adopt(round_)
                before = form_that_counts(round_)
                if before and before.sha256 == hashlib.sha256(content).hexdigest():
                    raise FormRefusedError(["这份评分表与现在所用的完全相同，没有改动。"])
                made = _note(round_, path, name, table, request.user)
                _audit(request, made, before)
                with _in_its_place(round_.result, path):
                    PortalScore.objects.filter(round=round_).delete()
                    score_again(round_, by_another_form=True)
        except LedgerClosedError as error:
            raise FormRefusedError([f"{error}要改评分，请先更正通报。"]) from None
        except ToldError as error:
            raise FormRefusedError([error.told]) from None
    return made


def take_back(request: HttpRequest, round_: Round, reason: str) -> ScoreForm | None:
    """Take the form that counts out again, handed in by mistake; the one before it, which counts now, or None.

    Raises:
        FormRefusedError: without a reason, there is none, or the notice of the round is issued.
    """
    try:
        reason = typed(reason, OF_A_REASON, ValueError)
    except ValueError as error:
        raise FormRefusedError([str(error)]) from None
    if not reason:
        raise FormRefusedError(["撤下评分表须写明理由。"])
    try:
        with transaction.atomic(), tempfile.TemporaryDirectory(prefix="xuncha-form-") as folder:
            require_open(round_.pk)
            current = form_that_counts(round_)
            if current is None:
                raise FormRefusedError(["没有可以撤下的评分表。"])
            current.taken_back_at, current.taken_back_by = timezone.now(), request.user
            current.save(update_fields=["taken_back_at", "taken_back_by"])
            before = form_that_counts(round_)
            path = Path(folder) / f"scores{before.path.suffix}" if before else None
            if before and path:
                shutil.copyfile(before.path, path)
            said = {"检查": round_.pk, "第几份": current.number, "摘要": current.sha256, "理由": reason}
            record(request, "撤下评分表", on=round_.title, **said)
            with _in_its_place(round_.result, path):
                PortalScore.objects.filter(round=round_).delete()
                score_again(round_, by_another_form=True)
    except LedgerClosedError as error:
        raise FormRefusedError([f"{error}要改评分，请先更正通报。"]) from None
    except ToldError as error:
        raise FormRefusedError([error.told]) from None
    except OSError:
        raise FormRefusedError(["前一份评分表的文件读不出来，没有改动。请联系系统管理员。"]) from None
    return before


def adopt(round_: Round) -> None:
    """Note the form that lies with a result, handed in when the round was ordered or on the command line, and
    keep the scores by it. Nothing where there is none, or it is known.

    Raises:
        FactsError: the result of the round is missing or damaged.
        StandardError: its standard cannot be loaded, or the form cannot be used.
    """
    form = kept_form(round_.result)
    if form is None or round_.score_forms.exists():
        return
    standard = load_standard(round_.standard)
    if not standard.score_table:
        return
    figures = scores_of(round_)
    table = read_score_sheet(standard.score_table, form).table
    rows = {row.id: row for row in figures.rows} if figures is not None else {}
    try:
        with transaction.atomic():
            _note(round_, form, form.name, table, round_.made_by)
            verdicts = round_.verdicts.filter(kind="site", key__in=list(rows)).order_by("place", "pk")
            PortalScore.objects.filter(round=round_).delete()
            PortalScore.objects.bulk_create(
                PortalScore(round=round_, verdict=one, row=asdict(rows[one.key])) for one in verdicts
            )
    except IntegrityError:  # another request noted it at the same moment
        return


def _checked(round_: Round, path: Path, name: str) -> ScoreTable:
    try:
        standard = load_standard(round_.standard)
        if not standard.score_table:
            raise FormRefusedError([f"标准 {standard.name} 没有评分表。"])
        portals = portals_named(FactsStore(round_.result).registry())
        if not portals:
            raise FormRefusedError(["这次检查没有正常运行的门户网站，不评分。"])
        return read_score_sheet(standard.score_table, path, portals, round_.asof).table
    except ScoreInputError as error:
        raise FormRefusedError([line.replace(str(path), name) for line in error.lines]) from None
    except ToldError as error:
        raise FormRefusedError([error.told]) from None


def _note(round_: Round, path: Path, name: str, table: ScoreTable, by: Any) -> ScoreForm:
    last = round_.score_forms.first()
    number = last.number + 1 if last else 1
    content = path.read_bytes()
    made = ScoreForm.objects.create(
        round=round_,
        number=number,
        name=Path(name).name[-150:],
        kept_as=f"{number}{path.suffix.lower()}",
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
        table=_told(table),
    )
    forms_folder(round_).mkdir(parents=True, exist_ok=True, mode=0o700)
    made.path.write_bytes(content)
    return made


def _told(table: ScoreTable) -> dict[str, Any]:
    """What the pages say of a table without reading the form again."""
    groups = []
    for group in table.group:
        inside = [item for item in table.item if item.code.startswith(group.prefix)]
        known = [item.points for item in inside if item.points is not None]
        whole = f"{sum(known):f}" if len(known) == len(inside) else ""
        bonus = all(item.is_bonus for item in inside)
        groups.append({"prefix": group.prefix, "name": group.name, "points": whole, "bonus": bonus})
    return {"groups": groups, "missing": list(table.missing), "unverified": list(unverified(table))}


def _audit(request: HttpRequest, made: ScoreForm, before: ScoreForm | None) -> None:
    said = {"检查": made.round_id, "第几份": made.number, "文件": made.name, "摘要": made.sha256}
    if before is not None:
        said |= {"代替": before.number, "原文件": before.name, "原摘要": before.sha256}
    record(request, "替换评分表" if before else "交回评分表", on=made.round.title, **said)


@contextmanager
def _in_its_place(result: Path, form: Path | None) -> Iterator[None]:
    """The form, or none, beside the facts from now on; the one before it again where something fails."""
    before = kept_form(result)
    with tempfile.TemporaryDirectory(prefix="xuncha-form-") as folder:
        aside = Path(folder) / before.name if before else None
        if before and aside:
            shutil.copyfile(before, aside)
        _put(result, form)
        try:
            yield
        except BaseException:
            _put(result, aside)
            raise


def _put(result: Path, form: Path | None) -> None:
    if form is not None:
        keep_form(result, form)
    else:
        shutil.rmtree(result / "facts" / "scores", ignore_errors=True)
