"""The scores of portals on the web: they follow the review, stand in every file of the notice, and come from a form."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from filled_score_forms import filled_form
from people import a_person
from python_calamine import CalamineWorkbook
from small_province import BLANK, CLOSED, CODES

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.judging import judge_and_score
from xuncha.apps.inspections.kept_sheet import kept_sheet
from xuncha.apps.inspections.ledger import scores_of
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.scores import keep_form
from xuncha.apps.notices.models import Notice
from xuncha.standards.standard import load_standard

pytestmark = pytest.mark.django_db
SCORED = CODES[:5]


@pytest.fixture(autouse=True)
def quick_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice has tests of its own, and takes seconds."""
    monkeypatch.setenv("XUNCHA_PDF_ENGINE", "typst")


@pytest.fixture
def round_(result: Path) -> Round:
    return load_result(result, "二季度检查")


@pytest.fixture
def with_form(round_: Round, tmp_path: Path) -> Round:
    keep(round_, tmp_path, filled_form(SCORED))
    return round_


def keep(round_: Round, folder: Path, form: str) -> None:
    (folder / "scores.toml").write_text(form, encoding="utf-8")
    keep_form(round_.result, folder / "scores.toml")


def as_(role: str) -> Client:
    client = Client()
    client.force_login(a_person(role))
    return client


def reviewed(round_: Round, blank: str) -> None:
    """Every veto settled: those of the blank site by ``blank``, every other one dismissed."""
    first, second = as_("inspector"), as_("reviewer")
    vetoes = round_.findings.filter(tier="veto")
    other = [one.pk for one in vetoes.exclude(target=BLANK)]
    own = [one.pk for one in vetoes.filter(target=BLANK)]
    first.post("/findings/decide", {"pick": other, "decision": "dismiss", "note": "不属实"})
    for client in (first, second):
        client.post("/findings/decide", {"pick": own, "decision": blank, "note": "已看过"})


def outcomes(round_: Round) -> dict[str, tuple[str, str]]:
    figures = scores_of(round_)
    assert figures is not None
    return {row.id: (row.total, row.reason) for row in figures.rows}


def drafted(round_: Round) -> Notice:
    wanted = {
        "issuer": "云岭省政府办公厅",
        "document_number": "云办函〔2026〕9号",
        "addressees": "各市人民政府：",
        "issued_on": timezone.localdate().isoformat(),
        "working_days": 10,
        "limits_vouched": "on",
        "scope_accepted": "on",
    }
    as_("inspector").post(f"/notices/draft/{round_.pk}", wanted)
    return Notice.objects.get(state="draft")


def test_no_score_while_a_veto_waits_or_stands_and_one_when_it_is_dismissed(with_form: Round) -> None:
    assert outcomes(with_form)[BLANK] == ("", "veto_open")
    assert outcomes(with_form)[CODES[0]] == ("105.00", "")
    assert outcomes(with_form)[CLOSED] == ("", "veto_open")
    veto = with_form.findings.get(target=BLANK, code="W403")
    first, second = as_("inspector"), as_("reviewer")
    first.post("/findings/decide", {"pick": veto.pk, "decision": "confirm"})
    assert outcomes(with_form)[BLANK] == ("", "veto_open")
    second.post("/findings/decide", {"pick": veto.pk, "decision": "confirm"})
    assert outcomes(with_form)[BLANK] == ("", "vetoed")
    second.post("/findings/decide", {"pick": veto.pk, "decision": "reopen", "note": "再看"})
    second.post("/findings/decide", {"pick": veto.pk, "decision": "dismiss", "note": "不是空白"})
    assert outcomes(with_form)[BLANK] == ("105.00", "")


def test_a_look_that_failed_is_no_pass_though_its_doubt_is_dismissed(with_form: Round) -> None:
    reviewed(with_form, "dismiss")
    assert outcomes(with_form)[CLOSED] == ("", "veto_open")
    assert with_form.verdicts.get(key=CLOSED).outcome == "unknown"


def test_portals_without_faults_score_as_on_the_command_line(with_form: Round) -> None:
    store = FactsStore(with_form.result)
    standard = load_standard(with_form.standard)
    sheet = kept_sheet(with_form.result, store.registry(), standard)
    _, _, machine = judge_and_score(store, store.request(), standard, sheet)
    web = scores_of(with_form)
    assert machine is not None
    assert web is not None
    assert [row for row in web.rows if row.total] == [row for row in machine.rows if row.total]
    assert replace(web, rows=()) == replace(machine, rows=())


@pytest.mark.parametrize(("off", "outcome"), [("40", "pass"), ("40.01", "fail")])
def test_a_dismissed_veto_leaves_the_portal_to_its_score(
    round_: Round, tmp_path: Path, off: str, outcome: str
) -> None:
    keep(round_, tmp_path, filled_form(SCORED, off))
    reviewed(round_, "dismiss")
    row = round_.verdicts.get(key=BLANK)
    assert (row.outcome, row.veto) == (outcome, [])
    assert bool(row.machine["low_score"]) is (outcome == "fail")


def test_the_notice_carries_the_scores_in_every_file(with_form: Round) -> None:
    reviewed(with_form, "confirm")
    notice = drafted(with_form)
    said = json.loads((notice.path / "summary.json").read_text(encoding="utf-8"))["score"]
    assert (said["portals"], said["scored"], said["unscored"]) == (5, 3, {"veto_open": 1, "vetoed": 1})
    assert said["form"] == "scores.toml"
    body = "".join(block["text"] for block in notice.words["body"])
    assert "对5个政府门户网站评分：评出得分3个（第1县政府105.00分" in body
    with (notice.path / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert (rows[BLANK]["outcome"], rows[BLANK]["reason"]) == ("unscored", "vetoed")
    assert rows[CODES[0]]["total"] == "105.00"
    book = CalamineWorkbook.from_path(str(notice.path / "annexes.xlsx"))
    cells = [
        cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    ]
    assert "105.00" in cells or 105.0 in cells
    page = as_("leader").get(f"/notices/of/{notice.pk}").content.decode()
    assert "评出得分3个" in page
    assert "门户网站评分（CSV）" in page
    as_("reviewer").post(f"/notices/of/{notice.pk}/issue", {"early": "1"})
    notice.refresh_from_db()
    assert notice.state == "issued"


def test_a_low_score_fails_in_the_notice_and_on_the_page(round_: Round, tmp_path: Path) -> None:
    keep(round_, tmp_path, filled_form(SCORED, "50"))
    reviewed(round_, "confirm")
    notice = drafted(round_)
    said = json.loads((notice.path / "summary.json").read_text(encoding="utf-8"))
    assert said["score"]["below_pass_mark"] == 3
    failed = round_.verdicts.filter(kind="site", outcome="fail").count()
    assert said["sites"]["failed"] == failed == 4


def test_another_form_after_the_draft_keeps_it_from_being_issued(with_form: Round, tmp_path: Path) -> None:
    reviewed(with_form, "confirm")
    notice = drafted(with_form)
    keep(with_form, tmp_path, filled_form(SCORED, "10"))
    page = as_("reviewer").post(f"/notices/of/{notice.pk}/issue", {"early": "1"}, follow=True)
    assert "数字已不一致" in page.content.decode()


def test_without_a_form_the_notice_says_what_is_missing(round_: Round) -> None:
    reviewed(round_, "confirm")
    body = "".join(block["text"] for block in drafted(round_).words["body"])
    assert "均未评分" in body
    assert "评分表尚缺" in body


def test_a_correction_names_the_scores_that_another_form_changed(with_form: Round) -> None:
    reviewed(with_form, "confirm")
    first, second = as_("inspector"), as_("reviewer")
    old = drafted(with_form)
    second.post(f"/notices/of/{old.pk}/issue", {"early": "1"})
    first.post(f"/notices/of/{old.pk}/amend", {"kind": "correct", "reason": "评分表录错"})
    second.post(f"/notices/amendments/{old.amendments.get().pk}/decide", {"answer": "agree", "words": "同意"})
    form = SimpleUploadedFile("改.toml", filled_form(SCORED, "10").encode())
    first.post(f"/rounds/{with_form.pk}/score-forms", {"form": form})
    page = first.post(f"/notices/of/{old.pk}/abandon", {"reason": "算了"}, follow=True).content.decode()
    assert "判定或评分表已经改动" in page
    first.post(f"/rounds/{with_form.pk}/score-forms/take-back", {"reason": "试一下"})
    page = first.post(f"/notices/of/{old.pk}/abandon", {"reason": "算了"}, follow=True).content.decode()
    assert "已放弃更正" in page  # the ledger says again what the notice says
    first.post(f"/notices/of/{old.pk}/amend", {"kind": "correct", "reason": "评分表录错"})
    second.post(
        f"/notices/amendments/{old.amendments.last().pk}/decide", {"answer": "agree", "words": "同意"}
    )
    form.seek(0)
    first.post(f"/rounds/{with_form.pk}/score-forms", {"form": form})
    new = drafted(with_form)
    changes = json.loads((new.path / "summary.json").read_text(encoding="utf-8"))["correction"]["changes"]
    assert changes[0] == "得分：第1县政府由105.00 分改为95.00 分"
    assert len(changes) == 3
    second.post(f"/notices/of/{new.pk}/issue", {"early": "1"})
    new.refresh_from_db()
    assert new.state == "issued"
