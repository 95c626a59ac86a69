"""The list of findings as a file: what the page shows, to whom the page shows it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from people import a_person
from python_calamine import CalamineWorkbook
from small_province import BLANK

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry

pytestmark = pytest.mark.django_db


def _as(role: str, unit: Any = None) -> Client:
    client = Client()
    client.force_login(a_person(role, unit))
    return client


def _body(client: Client, query: str) -> bytes:
    return b"".join(client.get(f"/findings/export?{query}").streaming_content)


def _rows(client: Client, query: str) -> list[dict[str, str]]:
    text = _body(client, f"as=csv&{query}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_it_holds_what_the_list_shows_and_is_recorded(round_: Round) -> None:
    veto = round_.findings.get(target=BLANK, code="W403")
    client = _as("inspector")
    rows = _rows(client, f"code=W403&round={round_.pk}")
    assert len(rows) == round_.findings.filter(code="W403").count()
    line = next(row for row in rows if row["标识"] == BLANK)
    assert (line["指标"], line["性质"], line["状态"], line["情况"]) == (
        "W403",
        "单项否决",
        "疑似",
        veto.detail,
    )
    assert line["证据记录"].splitlines() == [one.record_id for one in veto.as_found().evidence]
    book = CalamineWorkbook.from_filelike(io.BytesIO(_body(client, "state=all")))
    assert len(book.get_sheet_by_index(0).to_python()) == 1 + round_.findings.count()
    assert AuditEntry.objects.filter(act="导出").count() == 2


def test_an_owner_is_given_only_what_is_confirmed_of_its_own(round_: Round, directory: Any) -> None:
    VerdictEntry.objects.filter(round=round_).update(sponsor=directory.organs[0])
    owner, other = (_as("owner", organ) for organ in directory.organs[:2])
    assert _rows(owner, "state=all") == []
    VerdictEntry.objects.filter(key=BLANK).update(is_settled=True)
    FindingCase.objects.filter(target=BLANK, code="W403").update(state="confirmed")
    assert [row["指标"] for row in _rows(owner, "state=all")] == ["W403"]
    assert _rows(other, "state=all") == []


def test_verdicts_are_exported_as_filtered(round_: Round) -> None:
    client = _as("inspector")
    answer = client.get(f"/rounds/{round_.pk}?as=csv&kind=site")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["标识"] for row in rows] == list(
        round_.verdicts.filter(kind="site").values_list("key", flat=True)
    )
    labels = {"pass": "合格", "fail": "不合格", "unknown": "未能判定"}
    assert {row["标识"]: row["结论"] for row in rows} == {
        row.key: labels[row.outcome] for row in round_.verdicts.filter(kind="site")
    }
    assert all(int(row["应读页数"]) >= int(row["读到页数"]) for row in rows)
