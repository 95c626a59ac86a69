"""A notice is drafted from confirmed findings, issued by a second person, frozen; cases open and are worked off."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document
from people import a_person
from python_calamine import CalamineWorkbook
from small_province import BLANK, inspected_into

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.working_days import add_working_days
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.error_reports.models import ReportCase
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import FindingCase, FindingStep, Round, VerdictEntry
from xuncha.apps.notices.models import Notice
from xuncha.apps.objections.models import Objection
from xuncha.apps.rectification.models import Rectification, RectificationFile

pytestmark = pytest.mark.django_db


def as_(role: str, unit: Any = None) -> Client:
    client = Client()
    client.force_login(a_person(role, unit))
    return client


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return inspected_into(tmp_path_factory.mktemp("issued"))


@pytest.fixture(autouse=True)
def quick_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice has tests of its own, and takes seconds."""
    monkeypatch.setenv("XUNCHA_PDF_ENGINE", "typst")


@pytest.fixture
def round_(result: Path, directory: Any) -> Round:
    """Every veto reviewed, one confirmed; the days for objecting are over."""
    made = load_result(result, "二季度检查")
    VerdictEntry.objects.filter(key=BLANK).update(
        sponsor=directory.organs[0], supervisor=directory.offices[0]
    )
    veto = made.findings.get(target=BLANK, code="W403")
    others = made.findings.filter(tier="veto").exclude(pk=veto.pk)
    picked, first = [one.pk for one in others], as_("inspector")
    first.post("/findings/decide", {"pick": picked, "decision": "dismiss", "note": "不属实"})
    for client in (first, as_("reviewer")):
        client.post("/findings/decide", {"pick": veto.pk, "decision": "confirm"})
    FindingStep.objects.update(at=timezone.now() - timezone.timedelta(days=60))
    assert not made.verdicts.filter(is_settled=False).exists()
    return made


def form(**more: Any) -> dict[str, Any]:
    return {
        "issuer": "云岭省政府办公厅",
        "document_number": "云办函〔2026〕9号",
        "addressees": "各市人民政府：",
        "issued_on": timezone.localdate().isoformat(),
        "working_days": 10,
        "limits_vouched": "on",
        "scope_accepted": "on",
        **more,
    }


def drafted(round_: Round, client: Client | None = None, **more: Any) -> Notice:
    answer = (client or as_("inspector")).post(f"/notices/draft/{round_.pk}", form(**more), follow=True)
    assert answer.status_code == 200
    return Notice.objects.get(state="draft")


def issue(client: Client, notice: Notice, **more: Any) -> str:
    page = client.post(f"/notices/of/{notice.pk}/issue", more, follow=True).content.decode()
    notice.refresh_from_db()
    return page


def text_of(client: Client, notice: Notice, name: str = "notice.docx") -> bytes:
    return b"".join(client.get(f"/notices/of/{notice.pk}/files/{name}").streaming_content)


def test_from_draft_to_closed_case(round_: Round, directory: Any) -> None:
    drafter, signer = as_("inspector"), as_("reviewer")
    SiteEntry.objects.filter(pk=directory.sites[0].pk).update(site_code=BLANK)
    notice = drafted(round_, drafter)
    assert "须由另一人签发" in drafter.get(f"/notices/of/{notice.pk}").content.decode()
    issue(drafter, notice)
    assert notice.state == "draft"
    assert "1 件整改已交办" in issue(signer, notice)
    assert notice.state == "issued"
    case = Rectification.objects.get()
    assert case.due_on == add_working_days(timezone.localdate(), 10).on
    assert AuditEntry.objects.filter(act="签发通报").get().detail["摘要"]["notice.docx"]
    # The unit sees the notice and its case; another unit sees the notice alone.
    owner, other = as_("owner", directory.organs[0]), as_("owner", directory.organs[1])
    assert notice.title in owner.get("/notices").content.decode()
    assert case in owner.get("/cases").context["page"].object_list
    assert list(other.get("/cases").context["page"]) == []
    assert other.get(f"/cases/{case.pk}").status_code == 404
    assert text_of(other, notice)[:2] == b"PK"
    assert other.get(f"/notices/of/{notice.pk}/files/annexes.xlsx").status_code == 404
    # Reply, sent back, reply again, closed.
    reply = {"words": "已补充内容", "files": SimpleUploadedFile("整改.docx", docx_bytes())}
    owner.post(f"/cases/{case.pk}/reply", reply)
    assert case.finding.rechecks.get().state == "queued"  # what a machine can look at again
    recheck = f"/cases/{case.pk}/recheck"
    assert "须写明" in signer.post(recheck, {"outcome": "not_fixed"}).content.decode()
    signer.post(recheck, {"outcome": "not_fixed", "words": "仍有一个栏目空白"})
    case.refresh_from_db()
    assert (case.state, case.times_back) == ("assigned", 1)
    assert "仍有一个栏目空白" in owner.get(f"/cases/{case.pk}").content.decode()
    owner.post(f"/cases/{case.pk}/reply", {"words": "全部补齐"})
    signer.post(recheck, {"outcome": "fixed"})
    case.refresh_from_db()
    assert case.state == "closed"
    kept = RectificationFile.objects.get()
    assert owner.get(f"/cases/files/{kept.pk}").status_code == 200
    assert other.get(f"/cases/files/{kept.pk}").status_code == 404


def docx_bytes() -> bytes:
    made = io.BytesIO()
    Document().save(made)
    return made.getvalue()


class TestDraft:
    def test_its_figures_are_those_of_confirmed_findings(self, round_: Round) -> None:
        note = FindingCase.objects.create(
            round=round_, verdict=round_.verdicts.get(key=BLANK), place=9, rank=2, kind="site", target=BLANK,
            code="N109", tier="note", outcome="hit", title="错链死链", detail="没有人看过",
        )  # fmt: skip
        reader = as_("leader")
        notice = drafted(round_)
        said = json.loads(text_of(reader, notice, "summary.json"))
        assert (said["sites"]["failed"], said["draft"]["mark"]) == (1, "")
        assert "没有人看过" not in json.dumps(notice.words, ensure_ascii=False)
        page = reader.get(f"/notices/of/{notice.pk}").content.decode()
        assert "另有 1 处非否决问题还没有人核实" in page
        assert "云办函〔2026〕9号" in page
        assert note.state == "suspected"

    def test_not_while_a_veto_waits(self, round_: Round) -> None:
        VerdictEntry.objects.filter(key=BLANK).update(is_settled=False)
        page = as_("inspector").post(f"/notices/draft/{round_.pk}", form()).content.decode()
        assert "否决指标待核实" in page
        assert not Notice.objects.exists()

    def test_a_new_one_takes_the_place_of_the_old(self, round_: Round) -> None:
        old = drafted(round_)
        new = drafted(round_, document_number="云办函〔2026〕10号")
        old.refresh_from_db()
        assert (old.state, new.state) == ("withdrawn", "draft")

    def test_others_draft_and_issue_nothing(self, round_: Round, directory: Any) -> None:
        notice = drafted(round_)
        for role in ("leader", "supervisor", "owner"):
            client = as_(role, directory.offices[0])
            assert client.get(f"/notices/draft/{round_.pk}").status_code == 403
            assert client.post(f"/notices/of/{notice.pk}/issue").status_code == 403
        assert as_("owner", directory.organs[0]).get(f"/notices/of/{notice.pk}").status_code == 404

    def test_sent_back_with_a_reason(self, round_: Round) -> None:
        notice, client = drafted(round_), as_("reviewer")
        client.post(f"/notices/of/{notice.pk}/withdraw", {"why": " "})
        notice.refresh_from_db()
        assert notice.state == "draft"
        client.post(f"/notices/of/{notice.pk}/withdraw", {"why": "文号有误"})
        notice.refresh_from_db()
        assert notice.state == "withdrawn"
        assert not Rectification.objects.exists()


class TestNotIssued:
    def test_while_an_objection_is_open(self, round_: Round) -> None:
        notice = drafted(round_)
        veto = round_.findings.get(state="confirmed")
        Objection.objects.create(finding=veto, reason="有异议", made_by=a_person("owner"))
        assert "1 件申诉没有答复" in issue(as_("reviewer"), notice)
        assert notice.state == "draft"

    def test_while_owners_may_still_object_unless_it_is_said(self, round_: Round) -> None:
        notice = drafted(round_)
        FindingStep.objects.update(at=timezone.now())
        assert "申诉期未满" in issue(as_("reviewer"), notice)
        assert notice.state == "draft"
        issue(as_("reviewer"), notice, early="1")
        assert notice.state == "issued"
        assert AuditEntry.objects.filter(act="签发通报").get().detail["申诉期未满"] is True

    def test_when_the_ledger_has_changed_since(self, round_: Round) -> None:
        notice = drafted(round_)
        for decision in ("reopen", "dismiss"):
            veto = round_.findings.get(target=BLANK, code="W403")
            as_("inspector").post(f"/findings/{veto.pk}", {"decision": decision, "note": "有误"})
        assert "台账有变动" in issue(as_("reviewer"), notice)

    def test_while_it_is_marked_as_a_draft(self, round_: Round) -> None:
        notice = drafted(round_, scope_accepted="")
        assert "征求意见稿" in issue(as_("reviewer"), notice)
        assert notice.state == "draft"

    def test_after_its_day(self, round_: Round) -> None:
        notice = drafted(round_)
        Notice.objects.update(issued_on=timezone.localdate() - timezone.timedelta(days=1))
        assert "印发日期已过" in issue(as_("reviewer"), Notice.objects.get(pk=notice.pk))

    def test_with_a_file_that_was_changed(self, round_: Round) -> None:
        notice = drafted(round_)
        (notice.path / "notice.docx").write_bytes(b"PK other")
        assert "notice.docx 与起草时不符" in issue(as_("reviewer"), notice)
        answer = as_("leader").get(f"/notices/of/{notice.pk}/files/notice.docx", follow=True)
        assert "不予下载" in answer.content.decode()


class TestIssued:
    def test_decisions_and_another_notice_are_refused(self, round_: Round) -> None:
        notice, signer = drafted(round_), as_("reviewer")
        issue(signer, notice)
        veto = round_.findings.get(target=BLANK, code="W403")
        signer.post(f"/findings/{veto.pk}", {"decision": "reopen", "note": "再看"})
        veto.refresh_from_db()
        assert veto.state == "confirmed"
        page = as_("inspector").post(f"/notices/draft/{round_.pk}", form()).content.decode()
        assert "通报已经签发" in page
        assert Notice.objects.count() == 1

    def test_reports_handled_here_are_in_its_figures(self, round_: Round, directory: Any) -> None:
        asof = round_.asof
        made = []
        for days, closed in ((3, True), (2, True), (0, False), (200, True)):
            one = ReportCase.objects.create(
                url="http://x/", kind="错别字", description="有错字", site=directory.sites[0]
            )
            at = asof - timezone.timedelta(days=days)
            done = {"closed_at": at, "state": "published", "result": "属实"} if closed else {}
            ReportCase.objects.filter(pk=one.pk).update(received_at=at, forwarded_at=at, **done)
            made.append(one)
        said = json.loads(text_of(as_("leader"), drafted(round_), "summary.json"))["error_reports"]
        assert (said["received"], said["closed"], said["on_time"], said["pending"]) == (3, 2, 2, 1)


class TestCases:
    @pytest.fixture
    def case(self, round_: Round) -> Rectification:
        issue(as_("reviewer"), drafted(round_))
        return Rectification.objects.get()

    def test_overdue_is_shown_and_exported(self, case: Rectification, directory: Any) -> None:
        supervisor = as_("supervisor", directory.offices[0])
        assert list(supervisor.get("/cases?state=overdue").context["page"]) == []
        Rectification.objects.update(due_on=timezone.localdate() - timezone.timedelta(days=1))
        assert list(supervisor.get("/cases?state=overdue").context["page"]) == [case]
        assert "已逾期" in supervisor.get(f"/cases/{case.pk}").content.decode()
        body = b"".join(supervisor.get("/cases/export?as=csv").streaming_content).decode("utf-8-sig")
        assert "逾期未反馈" in body
        assert b"".join(supervisor.get("/cases/export").streaming_content)[:2] == b"PK"
        other = as_("supervisor", directory.offices[1])
        assert list(other.get("/cases?state=all").context["page"]) == []
        assert BLANK not in b"".join(other.get("/cases/export?as=csv").streaming_content).decode("utf-8-sig")

    def test_who_may_do_what(self, case: Rectification, directory: Any) -> None:
        for role in ("supervisor", "inspector", "leader", "administrator"):
            client = as_(role, directory.offices[0])
            assert client.post(f"/cases/{case.pk}/reply", {"words": "x"}).status_code == 403
        owner = as_("owner", directory.organs[0])
        assert owner.post(f"/cases/{case.pk}/recheck", {"outcome": "fixed"}).status_code == 403
        as_("reviewer").post(f"/cases/{case.pk}/recheck", {"outcome": "fixed"})
        case.refresh_from_db()
        assert case.state == "assigned"

    def test_a_hostile_file_is_refused_and_the_words_are_kept(
        self, case: Rectification, directory: Any
    ) -> None:
        owner = as_("owner", directory.organs[0])
        sent = {"words": "已整改到位", "files": SimpleUploadedFile("a.pdf", b"<script>")}
        page = owner.post(f"/cases/{case.pk}/reply", sent).content.decode()
        assert "只接受" in page
        assert "已整改到位" in page
        case.refresh_from_db()
        assert case.state == "assigned"
        assert not RectificationFile.objects.exists()

    def test_the_same_cause_at_once(self, case: Rectification, directory: Any) -> None:
        twin = case.finding
        twin.pk = twin.verdict.findings.model.objects.latest("pk").pk + 1
        twin.save(force_insert=True)
        Rectification.objects.create(finding=twin, due_on=case.due_on)
        owner = as_("owner", directory.organs[0])
        owner.post(f"/cases/{case.pk}/reply", {"words": "模板已改", "same": "1"})
        assert list(Rectification.objects.values_list("state", flat=True)) == ["replied", "replied"]


class TestAmended:
    """A notice that is out is corrected or revoked by two people; what was issued is kept."""

    @pytest.fixture
    def issued(self, round_: Round) -> Notice:
        notice = drafted(round_)
        issue(as_("reviewer"), notice)
        return notice

    def amend(self, notice: Notice, kind: str, answer: str = "agree") -> None:
        as_("inspector").post(f"/notices/of/{notice.pk}/amend", {"kind": kind, "reason": "W403 认定有误"})
        given = {"answer": answer, "words": "同意"}
        as_("reviewer").post(f"/notices/amendments/{notice.amendments.latest('pk').pk}/decide", given)
        notice.refresh_from_db()

    def test_corrected_in_a_new_version_that_says_what_changed(self, issued: Notice, directory: Any) -> None:
        round_, owner = issued.round, as_("owner", directory.organs[0])
        before = text_of(owner, issued)
        self.amend(issued, "correct")
        assert issued.state == "correcting"
        case = Rectification.objects.get()
        assert case.state == "assigned"
        assert "正在更正" in owner.get(f"/notices/of/{issued.pk}").content.decode()
        veto, inspector = round_.findings.get(target=BLANK, code="W403"), as_("inspector")
        for decision in ("reopen", "dismiss"):
            inspector.post(f"/findings/{veto.pk}", {"decision": decision, "note": "栏目有内容"})
        round_.refresh_from_db()
        new = drafted(round_, document_number="云办函〔2026〕11号")
        assert (new.version, new.corrects) == (2, issued)
        said = json.loads(text_of(as_("leader"), new, "summary.json"))["correction"]
        assert (said["version"], said["corrects"]) == (2, "云办函〔2026〕9号")
        assert said["changes"] == [f"撤销：{veto.verdict.name}“{veto.title}”（W403）（栏目有内容）"]
        assert "0 件整改已交办" in issue(as_("reviewer"), new)
        issued.refresh_from_db()
        case.refresh_from_db()
        assert (issued.state, new.state, case.state) == ("corrected", "issued", "void")
        page = owner.get(f"/notices/of/{issued.pk}").content.decode()
        assert "已更正" in page
        assert f"/notices/of/{new.pk}" in page
        body = owner.get(f"/notices/of/{new.pk}").content.decode()
        assert "更正原因：W403 认定有误" in body
        assert "栏目有内容" in body
        assert text_of(owner, issued) == before  # what was issued stays what it was
        words = "\n".join(one.text for one in Document(io.BytesIO(text_of(owner, new))).paragraphs)
        assert "第2版" in words
        listed = owner.get("/notices").content.decode()
        assert "已更正" in listed
        assert "第 2 版" in listed
        assert list(owner.get("/cases").context["page"]) == []
        acts = set(AuditEntry.objects.values_list("act", flat=True))
        assert {"提出通报更正", "同意通报更正"} <= acts

    def test_revoked_and_its_cases_with_it_and_issued_again(self, issued: Notice, directory: Any) -> None:
        owner = as_("owner", directory.organs[0])
        self.amend(issued, "revoke")
        case = Rectification.objects.get()
        assert (issued.state, case.state) == ("revoked", "void")
        owner.post(f"/cases/{case.pk}/reply", {"words": "已改"})
        case.refresh_from_db()
        assert case.state == "void"
        assert "已撤回" in owner.get(f"/notices/of/{issued.pk}").content.decode()
        answer = owner.get(f"/notices/of/{issued.pk}/files/notice.docx")
        assert "%E5%B7%B2%E6%92%A4%E5%9B%9E" in answer["Content-Disposition"]
        again = drafted(Round.objects.get(pk=issued.round_id))
        assert (again.version, again.corrects) == (1, None)
        assert "1 件整改已交办" in issue(as_("reviewer"), again)
        case.refresh_from_db()
        assert case.state == "assigned"
        assert "重新交办" in owner.get(f"/cases/{case.pk}").content.decode()

    def test_one_person_alone_amends_nothing(self, issued: Notice, directory: Any) -> None:
        one = as_("inspector")
        one.post(f"/notices/of/{issued.pk}/amend", {"kind": "revoke", "reason": " "})
        assert not issued.amendments.exists()
        one.post(f"/notices/of/{issued.pk}/amend", {"kind": "revoke", "reason": "有误"})
        asked = issued.amendments.get()
        one.post(f"/notices/of/{issued.pk}/amend", {"kind": "correct", "reason": "有误"})
        page = one.post(f"/notices/amendments/{asked.pk}/decide", {"answer": "agree"}, follow=True)
        assert "另一人" in page.content.decode()
        for role in ("administrator", "leader", "owner", "supervisor"):
            client = as_(role, directory.organs[0])
            assert (
                client.post(f"/notices/amendments/{asked.pk}/decide", {"answer": "agree"}).status_code == 403
            )
        issued.refresh_from_db()
        assert issued.state == "issued"
        other = as_("reviewer")
        other.post(f"/notices/amendments/{asked.pk}/decide", {"answer": "refuse"})
        asked.refresh_from_db()
        assert asked.state == "proposed"  # without a reason
        other.post(f"/notices/amendments/{asked.pk}/decide", {"answer": "refuse", "words": "无误"})
        issued.refresh_from_db()
        assert (issued.amendments.get().state, issued.state) == ("refused", "issued")
        assert Rectification.objects.get().state == "assigned"

    def test_a_draft_cannot_be_amended(self, round_: Round) -> None:
        notice = drafted(round_)
        as_("inspector").post(f"/notices/of/{notice.pk}/amend", {"kind": "revoke", "reason": "有误"})
        assert not notice.amendments.exists()

    def test_an_agreed_correction_is_abandoned_with_a_reason(self, issued: Notice, directory: Any) -> None:
        inspector = as_("inspector")
        before = (issued.round.verdicts.get(key=BLANK).outcome, text_of(inspector, issued))
        self.amend(issued, "correct")
        round_ = Round.objects.get(pk=issued.round_id)
        draft_ = drafted(round_, document_number="云办函〔2026〕11号")
        page = inspector.get(f"/notices/of/{issued.pk}").content.decode()
        assert "放弃这次更正" in page
        assert "放弃这次更正" not in as_("reviewer").get(f"/notices/of/{issued.pk}").content.decode()
        for role in ("reviewer", "leader", "owner", "supervisor"):
            client = as_(role, directory.organs[0])
            assert client.post(f"/notices/of/{issued.pk}/abandon", {"reason": "x"}).status_code == 403
        inspector.post(f"/notices/of/{issued.pk}/abandon", {"reason": "  "})
        issued.refresh_from_db()
        assert issued.state == "correcting"
        inspector.post(f"/notices/of/{issued.pk}/abandon", {"reason": "原认定无误"})
        for one in (issued, draft_, round_):
            one.refresh_from_db()
        assert (issued.state, draft_.state, issued.amendments.get().state) == (
            "issued",
            "withdrawn",
            "abandoned",
        )
        assert round_.notice_issued_at == issued.issued_at
        assert Rectification.objects.get().state == "assigned"
        assert (round_.verdicts.get(key=BLANK).outcome, text_of(inspector, issued)) == before
        entry = AuditEntry.objects.get(act="放弃通报更正")
        assert entry.detail["理由"] == "原认定无误"
        page = inspector.post(f"/notices/of/{issued.pk}/abandon", {"reason": "再点一次"}, follow=True)
        assert "没有正在进行的更正" in page.content.decode()
        assert "放弃：原认定无误" in page.content.decode()
        self.amend(issued, "correct")  # and it may be corrected after all
        assert issued.state == "correcting"

    def test_no_correction_is_abandoned_that_changed_the_ledger(self, issued: Notice) -> None:
        self.amend(issued, "correct")
        veto, first, second = (
            issued.round.findings.get(target=BLANK, code="W403"),
            as_("inspector"),
            as_("reviewer"),
        )
        for decision in ("reopen", "dismiss"):
            first.post(f"/findings/{veto.pk}", {"decision": decision, "note": "栏目有内容"})
        page = first.post(
            f"/notices/of/{issued.pk}/abandon", {"reason": "无误"}, follow=True
        ).content.decode()
        assert "台账已有变动（撤销：" in page
        issued.refresh_from_db()
        assert issued.state == "correcting"
        first.post(f"/findings/{veto.pk}", {"decision": "reopen", "note": "看错"})
        for client in (first, second):
            client.post(f"/findings/{veto.pk}", {"decision": "confirm"})
        first.post(f"/notices/of/{issued.pk}/abandon", {"reason": "无误"})
        issued.refresh_from_db()
        assert issued.state == "issued"

    def test_the_one_being_corrected_is_not_issued_again(self, issued: Notice) -> None:
        self.amend(issued, "correct")
        assert "只有待签发的通报可以签发" in issue(as_("reviewer"), issued)
        issued.refresh_from_db()
        assert issued.state == "correcting"

    def test_the_workbook_of_a_correction_lists_what_changed(self, issued: Notice) -> None:
        self.amend(issued, "correct")
        round_, inspector = Round.objects.get(pk=issued.round_id), as_("inspector")
        veto = round_.findings.get(target=BLANK, code="W403")
        for decision in ("reopen", "dismiss"):
            inspector.post(f"/findings/{veto.pk}", {"decision": decision, "note": "=1+1 栏目有内容"})
        new = drafted(round_, document_number="云办函〔2026〕11号")
        book = CalamineWorkbook.from_filelike(io.BytesIO(text_of(inspector, new, "annexes.xlsx")))
        rows = book.get_sheet_by_name("更正情况").to_python()
        assert rows[0][:4] == ["序号", "变动", "标识", "名称"]
        first = next(row for row in rows[1:] if row[1] == "撤销")
        assert first[2:4] == [BLANK, veto.verdict.name]
        assert first[6:] == ["W403", veto.title, "已认定", "不再认定", "=1+1 栏目有内容"]
        said = dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())
        assert said["更正原因"] == "W403 认定有误"
        old = CalamineWorkbook.from_filelike(io.BytesIO(text_of(inspector, issued, "annexes.xlsx")))
        assert "更正情况" not in old.sheet_names
