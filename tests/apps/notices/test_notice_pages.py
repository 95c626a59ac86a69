"""/notices: files made from the ledger as it stands after review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from people import a_person
from small_province import BLANK

from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import Round


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(a_person(role))
    return client


@pytest.fixture
def round_(db: None, result: Path) -> Round:
    return load_result(result, "二季度检查")


def file_of(round_: Round, name: str) -> bytes:
    answer = client_of("leader").get(f"/notices/{round_.pk}/{name}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_it_works(round_: Round) -> None:
    assert "二季度检查" in client_of("leader").get("/notices").content.decode()
    assert file_of(round_, "notice.docx")[:2] == file_of(round_, "annexes.xlsx")[:2] == b"PK"
    summary = json.loads(file_of(round_, "summary.json"))
    assert (summary["sites"]["passed"], summary["sites"]["failed"], summary["sites"]["unknown"]) == (3, 1, 1)
    assert summary["draft"]["mark"] == "内部核对稿"


def test_a_decision_changes_the_next_notice(round_: Round) -> None:
    for case in round_.findings.filter(tier="veto"):
        client_of("reviewer").post(f"/findings/{case.pk}", {"decision": "dismiss", "note": "不属实"})
    summary = json.loads(file_of(round_, "summary.json"))
    # What a firewall hid from the machine is not passed by calling it a false alarm.
    assert (summary["sites"]["failed"], summary["sites"]["unknown"]) == (0, 1)
    assert summary["draft"]["mark"] != "内部核对稿"
    assert round_.verdicts.get(key=BLANK).outcome == "pass"
    assert file_of(round_, "notice.docx")[:2] == b"PK"


def test_other_files_and_other_people_get_nothing(round_: Round) -> None:
    assert client_of("leader").get(f"/notices/{round_.pk}/secret.key").status_code == 404
    assert client_of("owner").get(f"/notices/{round_.pk}/notice.docx").status_code == 403
